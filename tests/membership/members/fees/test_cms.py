"""The staff's work with fee tables: the real list and forms."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from membership.members.models import CompanyStep, FeeTable
from tests.support.pages import soup

from .factories import make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def url(name, *args):
    return reverse(f"wagtailsnippets_membership_feetable:{name}", args=args)


def step(amount, fee, **fields):
    return {"id": "", "from_amount": str(amount), "fee": str(fee), **fields}


def share(month, percent, day=1):
    return {
        "id": "",
        "month": str(month),
        "day": str(day),
        "percent": str(percent),
    }


def form_data(companies=None, associations=None, shares=None, **fields):
    return nested_form_data(
        {
            "year": "2026",
            "valid_from": "2026-01-01",
            "explanation_nb": "Slik regnes det.",
            "explanation_en": "How it is worked out.",
            "municipality_rate": "1.18",
            "county_rate": "0.59",
            "lowest_public_fee": "25700",
            "highest_public_fee": "99600",
            "note": "",
            "company_steps": inline_formset(companies or [step(0, 7700)]),
            "association_steps": inline_formset(associations or [step(0, 7700)]),
            "joining_shares": inline_formset(shares or []),
            **fields,
        }
    )


def row_errors(response, name):
    return [sorted(form.errors) for form in response.context["form"].formsets[name]]


def test_table_is_made_in_any_order_of_rows(desk):
    response = desk.post(
        url("add"),
        form_data(
            [step(1_000_000, 9_000), step(0, 7_700)],
            shares=[share(10, 25), share(7, 50)],
        ),
    )
    assert response.status_code == 302, response.context["form"].errors
    table = FeeTable.objects.get()
    assert [s.from_amount for s in table.company_steps.all()] == [0, 1_000_000]
    assert table.share_on(date(2026, 8, 1)) == 50
    assert table.explanation_en == "How it is worked out."


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([step(1, 7_700)], [["from_amount"]]),
        ([step(0, 7_700), step(0, 9_000)], [[], ["from_amount"]]),
        ([step(0, 7_700), step(10, 9_000), step(5, 9_500)], [[], ["fee"], []]),
        ([step(0, 7_700), step(10, 7_000)], [[], ["fee"]]),
        ([step(0, 7_700), step(10, "")], [[], ["fee"]]),
        ([step(-1, 7_700)], [["from_amount"]]),
        ([step("mye", 7_700)], [["from_amount"]]),
    ],
)
def test_fault_in_the_steps_is_told_beside_its_field(desk, rows, errors):
    for name in ("companies", "associations"):
        response = desk.post(url("add"), form_data(**{name: rows}))
        assert response.status_code == 200
        relation = {"companies": "company_steps"}.get(name, "association_steps")
        assert row_errors(response, relation) == errors
    assert not FeeTable.objects.exists()


def test_steps_with_one_fee_are_allowed(desk):
    desk.post(url("add"), form_data([step(0, 7_700), step(10, 7_700)]))
    assert CompanyStep.objects.count() == 2


def test_row_that_is_being_removed_does_not_count(desk):
    rows = [step(0, 7_700), step(0, 9_000, DELETE="on")]
    assert desk.post(url("add"), form_data(rows)).status_code == 302
    assert FeeTable.objects.get().company_steps.get().fee == 7_700


@pytest.mark.parametrize(
    ("shares", "errors"),
    [
        ([share(7, 50), share(7, 25)], [[], ["day"]]),
        ([share(2, 50, day=30)], [["day"]]),
        ([share(13, 50)], [["month"]]),
        ([share(7, 101)], [["percent"]]),
    ],
)
def test_fault_in_the_shares_is_told_beside_its_field(desk, shares, errors):
    response = desk.post(url("add"), form_data(shares=shares))
    assert row_errors(response, "joining_shares") == errors


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"highest_public_fee": "100"}, "highest_public_fee"),
        ({"year": ""}, "year"),
        ({"municipality_rate": "-1"}, "municipality_rate"),
    ],
)
def test_fault_is_told_beside_its_field_and_nothing_typed_is_lost(desk, fields, name):
    response = desk.post(url("add"), form_data(**fields))
    assert set(response.context["form"].errors) == {name}
    page = soup(response)
    assert page.select_one("[name=company_steps-0-fee]")["value"] == "7700"


def test_year_has_one_table(desk):
    make_table()
    response = desk.post(url("add"), form_data())
    assert set(response.context["form"].errors) == {"year"}


# The next year's begins as a copy


def sent_by(page):
    """What a browser sends of the form as it stands."""
    return {
        field["name"]: field.get_text()
        if field.name == "textarea"
        else field.get("value", "")
        for field in page.select("form input[name], form textarea[name]")
        if "__prefix__" not in field["name"] and field.get("type") != "checkbox"
    }


def test_next_years_table_begins_as_a_copy_and_leaves_the_old_one_alone(desk):
    old = make_table()
    page = soup(desk.get(url("copy", old.pk)))
    assert page.select_one("[name=year]")["value"] == "2027"
    assert page.select_one("[name=valid_from]")["value"] == "01.01.2027"
    data = sent_by(page)
    assert data["company_steps-1-from_amount"] == "10000000"
    data["company_steps-1-fee"] = "14000"
    response = desk.post(url("add"), data)
    assert response.status_code == 302, response.context["form"].errors
    new = FeeTable.objects.get(year=2027)
    assert [s.fee for s in new.company_steps.all()] == [7_700, 14_000, 137_800]
    assert [s.fee for s in new.association_steps.all()] == [7_700, 41_600]
    assert [s.percent for s in new.joining_shares.all()] == [50, 25]
    old.refresh_from_db()
    assert [s.fee for s in old.company_steps.all()] == [7_700, 13_001, 137_800]
    assert FeeTable.objects.count() == 2


def test_list_offers_the_copy(desk):
    table = make_table()
    page = desk.get(url("list")).content.decode()
    assert "2026" in page
    assert url("copy", table.pk) in page


def test_people_without_the_rights_have_no_tables(client, member):
    client.force_login(member)
    assert client.get(url("list")).status_code in (302, 403)
    client.post(url("add"), form_data())
    assert not FeeTable.objects.exists()
