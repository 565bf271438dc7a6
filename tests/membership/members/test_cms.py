"""The editor's work with members: the real log-in, list and form."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from ethicaltrade.core.models import Person
from ethicaltrade.home.groups import MEMBER_STAFF
from membership.members.choices import Kind, Sector
from membership.members.models import Member
from tests.membership.factories import add_member, add_report
from tests.support import factories
from tests.support.files import document
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

LINK = "https://example.org/rapport.pdf"


@pytest.fixture
def writer(db):
    """Somebody with the rights of the staff for members, and no more."""
    return factories.user("redaktor@example.org", MEMBER_STAFF)


@pytest.fixture
def desk(client, writer):
    """The editor's browser."""
    assert client.login(username=writer.email, password=factories.PASSWORD)
    return client


def url(name, *args):
    return reverse(f"wagtailsnippets_membership_member:{name}", args=args)


def form_data(*reports, initial=0, **fields):
    return nested_form_data(
        {
            "name": "Ærlig Demo AS",
            "organisation_number": "974 760 673",
            "kind": "company",
            "sector": "food",
            "place": "Ås",
            "website": "https://example.org/",
            "logo": "",
            "presentation_nb": "Vi brenner kaffe.",
            "presentation_en": "We roast coffee.",
            "member_since": "2020-01-31",
            "ended_on": "",
            "adviser": "",
            "turnover": "",
            "inhabitants": "",
            "slug": "",
            "reports": inline_formset(list(reports), initial=initial),
            **fields,
        }
    )


def row(year="2023", link=LINK, **fields):
    return {
        "id": "",
        "year": str(year),
        "link": link,
        "document": "",
        "level": "",
        "published_on": "2024-06-30",
        **fields,
    }


def existing(report, **fields):
    return row(**{"id": report.pk, "year": report.year, "link": report.link, **fields})


def errors_of(response):
    form = response.context["form"]
    return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}


def row_errors_of(response):
    formset = response.context["form"].formsets["reports"]
    assert not formset.non_form_errors()
    return [sorted(form.errors) for form in formset.forms]


# Making and changing


def test_editor_adds_a_member_with_its_reports(desk):
    file = document()
    response = desk.post(
        url("add"),
        form_data(
            row(2022, level="basic"),
            row(2023, link="", document=file.pk, level="implementer"),
        ),
    )
    assert response.status_code == 302, errors_of(response)
    member = Member.objects.get()
    assert member.organisation_number == "974760673"
    assert member.slug == "aerlig-demo-as"
    assert member.presentation_en == "We roast coffee."
    assert member.member_since == date(2020, 1, 31)
    reports = [(r.year, r.level, r.address) for r in member.reports.all()]
    assert reports == [(2023, "implementer", file.url), (2022, "basic", LINK)]


def test_editor_changes_a_member_and_its_reports(desk):
    member = add_member("Gammelt Navn")
    first, second = add_report(member, 2021), add_report(member, 2022)
    response = desk.post(
        url("edit", member.pk),
        form_data(
            existing(first, level="basic"),
            existing(second, DELETE="on"),
            row(2022, link="https://example.org/ny.pdf"),
            initial=2,
            ended_on="2024-01-01",
            slug=member.slug,
        ),
    )
    assert response.status_code == 302, errors_of(response)
    member = Member.objects.get()
    assert (member.name, member.slug) == ("Ærlig Demo AS", "gammelt-navn")
    assert member.ended_on == date(2024, 1, 1)
    reports = [(r.year, r.level, r.link) for r in member.reports.all()]
    assert reports == [
        (2022, "", "https://example.org/ny.pdf"),
        (2021, "basic", first.link),
    ]


def test_slug_that_is_emptied_is_made_of_the_name_anew(desk):
    member = add_member("Gammelt Navn")
    desk.post(url("edit", member.pk), form_data())
    assert Member.objects.get().slug == "aerlig-demo-as"


def test_two_reports_may_exchange_their_years(desk):
    member = add_member()
    first, second = add_report(member, 2021), add_report(member, 2022)
    response = desk.post(
        url("edit", member.pk),
        form_data(existing(first, year=2022), existing(second, year=2021), initial=2),
    )
    assert response.status_code == 302, errors_of(response)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.year, second.year) == (2022, 2021)


def test_editor_opens_what_was_saved(desk):
    member = add_member(presentation_nb="Vi brenner kaffe.")
    add_report(member)
    page = soup(desk.get(url("edit", member.pk)))
    assert page.select_one("[name=name]")["value"] == "Ærlig Demo AS"
    for name in ("presentation_nb", "presentation_en"):
        assert page.select_one(f".language-row [name={name}]")
    assert page.select_one("[name=reports-0-year]")["value"] == "2023"
    assert page.select_one("[name=organisation_number]").get("maxlength") == "30"
    assert not page.select("[name=sort_key]")


def test_form_works_with_an_english_interface(desk, writer):
    profile = UserProfile.get_for_user(writer)
    profile.preferred_language = "en"
    profile.save()
    assert desk.post(url("add"), form_data(row())).status_code == 302
    member = Member.objects.get()
    assert member.presentation_nb == "Vi brenner kaffe."
    assert member.presentation_en == "We roast coffee."


# What is refused


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"name": ""}, "name", ""),
        ({"organisation_number": "97476067"}, "organisation_number", "ni sifre"),
        ({"organisation_number": "974 760 674"}, "organisation_number", "tastefeil"),
        ({"ended_on": "2020-01-30"}, "ended_on", "før det begynner"),
        ({"inhabitants": "900"}, "inhabitants", "innbyggere"),
        ({"kind": "annet"}, "kind", ""),
        ({"member_since": "i fjor"}, "member_since", ""),
    ],
)
def test_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    desk, fields, name, words
):
    response = desk.post(url("add"), form_data(row(), **fields))
    assert set(errors_of(response)) == {name}
    assert words in errors_of(response)[name]
    page = soup(response)
    assert page.select_one("[name=place]")["value"] == "Ås"
    assert page.select_one("[name=reports-0-link]")["value"] == LINK
    if typed := fields.get(name):
        shown = page.select_one(f"[name={name}]")
        assert shown.name == "select" or shown["value"] == typed
    assert not Member.objects.exists()


def test_number_and_slug_of_another_member_are_refused(desk):
    add_member("Annen", organisation_number="974760673")
    response = desk.post(url("add"), form_data(slug="annen"))
    errors = errors_of(response)
    assert set(errors) == {"organisation_number", "slug"}
    assert errors["organisation_number"].startswith("Et annet medlem")


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([row(2022), row(2023, link="")], [[], ["link"]]),
        ([row(2022), row(2022)], [[], ["year"]]),
        ([row(2999)], [["year"]]),
        ([row("")], [["year"]]),
        ([row("nå")], [["year"]]),
    ],
)
def test_fault_in_a_report_is_told_beside_its_field(desk, rows, errors):
    response = desk.post(url("add"), form_data(*rows))
    assert response.status_code == 200
    assert row_errors_of(response) == errors
    assert not Member.objects.exists()


def test_document_and_link_together_are_refused(desk):
    response = desk.post(url("add"), form_data(row(document=document().pk)))
    assert row_errors_of(response) == [["link"]]


def test_year_of_a_report_that_is_being_removed_is_free(desk):
    data = form_data(row(2022, DELETE="on"), row(2022, link="https://example.org/b"))
    assert desk.post(url("add"), data).status_code == 302
    assert Member.objects.get().reports.get().link == "https://example.org/b"


# The list


def listed(desk, **query):
    page = soup(desk.get(url("list"), query))
    return [folded(title) for title in page.select("td.title .title-wrapper")]


@pytest.fixture
def some_members(db):
    adviser = Person.objects.create(name="Kari Demo")
    add_member("Ålesund Demo", kind=Kind.PUBLIC, sector=Sector.GOVERNMENT)
    add_member("Ask Demo", adviser=adviser, place="Ørsta")
    add_member("Aamot Demo", ended_on=date(2021, 1, 1))
    add_member("Ærlig Demo", organisation_number="974760673", sector=Sector.HEALTH)
    return adviser


def test_list_is_in_norwegian_order_both_ways(desk, some_members):
    order = ["Ask Demo", "Ærlig Demo", "Ålesund Demo", "Aamot Demo"]
    assert listed(desk) == order
    assert listed(desk, ordering="sort_key") == order
    assert listed(desk, ordering="-sort_key") == order[::-1]


@pytest.mark.indexed
def test_list_can_be_searched_and_narrowed(desk, some_members, subtests):
    for query, found in (
        ({"q": "ærl"}, ["Ærlig Demo"]),
        ({"q": "ØRSTA"}, ["Ask Demo"]),
        ({"q": "974760673"}, ["Ærlig Demo"]),
        ({"q": "974 760 673"}, ["Ærlig Demo"]),
        ({"q": "finnes ikke"}, []),
        ({"state": "ended"}, ["Aamot Demo"]),
        ({"state": "coming"}, []),
        ({"kind": "public"}, ["Ålesund Demo"]),
        ({"kind": ["public", "company"], "sector": "health"}, ["Ærlig Demo"]),
        (
            {
                "state": "active",
                "q": "demo",
                "ordering": "-sort_key",
                "kind": "company",
            },
            ["Ærlig Demo", "Ask Demo"],
        ),
        ({"state": "junk", "kind": "junk", "ordering": "junk"}, None),
    ):
        with subtests.test(query=query, found=found):
            everyone = ["Ask Demo", "Ærlig Demo", "Ålesund Demo", "Aamot Demo"]
            assert listed(desk, **query) == (everyone if found is None else found)


@pytest.mark.indexed
def test_list_can_be_narrowed_to_an_advisers_members(desk, some_members):
    assert listed(desk, adviser=some_members.pk) == ["Ask Demo"]
    assert listed(desk, adviser=some_members.pk, q="demo") == ["Ask Demo"]


def test_list_says_what_an_editor_looks_for(desk, some_members):
    text = folded(soup(desk.get(url("list"))).select_one("table"))
    for words in ("Offentlig virksomhet", "Ørsta", "Kari Demo", "Aktivt", "Avsluttet"):
        assert words in text


def test_queries_of_the_list_do_not_grow(desk, some_members):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(url("list"))
        return len(captured)

    queries()  # fills the caches
    before = queries()
    for number in range(5):
        add_member(f"Ny {number}", adviser=Person.objects.create(name=f"P {number}"))
    assert queries() == before


def test_member_can_be_deleted(desk):
    member = add_member()
    add_report(member)
    assert desk.post(url("delete", member.pk)).status_code == 302
    with pytest.raises(ObjectDoesNotExist):
        member.refresh_from_db()


@pytest.mark.indexed  # where a document is used, Wagtail looks up
def test_document_of_a_report_cannot_be_deleted(desk, admin, client):
    file = add_report(add_member(), document=document()).document
    client.force_login(admin)
    client.post(reverse("wagtaildocs:delete", args=(file.pk,)))
    file.refresh_from_db()


def test_people_without_the_rights_have_no_list(client, member):
    client.force_login(member)
    assert client.get(url("list")).status_code in (302, 403)
    before = Member.objects.count()
    assert client.post(url("add"), form_data()).status_code in (302, 403)
    assert Member.objects.count() == before
