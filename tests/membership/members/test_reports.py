"""The members' reports: one a year, a document or a link, public or not."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction

from membership.members.choices import Level
from membership.members.models import Report
from tests.membership.factories import add_member, add_report
from tests.support.files import document

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)
LINK = "https://example.org/2023.pdf"


@pytest.fixture
def organisation(db):
    return add_member()


def errors_of(report):
    with pytest.raises(ValidationError) as caught:
        report.full_clean()
    return caught.value.message_dict


def test_report_is_a_document_or_a_link(organisation):
    linked = Report(member=organisation, year=2022, link=LINK)
    uploaded = Report(member=organisation, year=2023, document=document())
    for report in (linked, uploaded):
        report.full_clean()
        report.save()
    assert linked.address == LINK
    assert uploaded.address == uploaded.document.url


@pytest.mark.parametrize(("has_document", "link"), [(False, ""), (True, LINK)])
def test_report_is_never_neither_nor_both(organisation, has_document, link):
    report = Report(
        member=organisation,
        year=2023,
        document=document() if has_document else None,
        link=link,
    )
    assert set(errors_of(report)) == {"link"}
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save()


def test_member_has_one_report_a_year(organisation):
    add_report(organisation, 2023)
    second = Report(member=organisation, year=2023, link=LINK)
    assert errors_of(second) == {
        "__all__": ["Det finnes allerede en rapport for dette året."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    add_report(add_member("Annen"), 2023)


@pytest.mark.parametrize("year", [1999, 2999, -1])
def test_report_is_about_a_year_that_has_been(organisation, year):
    report = Report(member=organisation, year=year, link=LINK)
    assert set(errors_of(report)) == {"year"}


@pytest.mark.parametrize(
    ("level", "norwegian", "english"),
    [
        ("", "", ""),
        (Level.BASIC, "Basisnivå", "Basic level"),
        (Level.IMPLEMENTER, "Gjennomfører", "Implementer"),
    ],
)
def test_level_is_a_badge_in_both_languages(organisation, level, norwegian, english):
    report = add_report(organisation, level=level)
    report.full_clean()
    assert str(report.get_level_display()) == norwegian
    with translation.override("en"):
        assert str(report.get_level_display()) == english


def test_newest_report_comes_first(organisation):
    for year in (2022, 2024, 2023):
        add_report(organisation, year)
    assert [report.year for report in organisation.reports.all()] == [2024, 2023, 2022]


def test_document_of_a_report_is_kept(organisation):
    report = add_report(organisation, document=document())
    with pytest.raises(ProtectedError):
        report.document.delete()


def test_reports_go_with_their_member(organisation):
    add_report(organisation)
    organisation.delete()
    assert not Report.objects.exists()


# What is public


def public_years():
    return sorted(Report.objects.public(DAY).values_list("year", flat=True))


def test_report_is_public_from_its_day(organisation):
    add_report(organisation, 2022, published_on=None)
    add_report(organisation, 2023, published_on=date(2026, 7, 2))
    add_report(organisation, 2024, published_on=DAY)
    assert public_years() == [2024]


def test_reports_of_those_who_are_no_members_are_not_public(organisation):
    add_report(organisation, 2024)
    add_report(add_member("Sluttet", ended_on=DAY), 2021)
    add_report(add_member("Kommer", member_since=date(2026, 7, 2)), 2022)
    assert public_years() == [2024]


def test_report_in_a_closed_collection_is_not_public(
    organisation, django_assert_num_queries
):
    root = Collection.get_first_root_node()
    opened = root.add_child(name="Åpen")
    closed = root.add_child(name="Stengt")
    below = closed.add_child(name="Under")
    for year, collection in ((2021, closed), (2022, below), (2023, opened)):
        add_report(organisation, year, document=document(collection=collection))
    add_report(organisation, 2024)
    assert public_years() == [2021, 2022, 2023, 2024]
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    with django_assert_num_queries(1):
        assert public_years() == [2023, 2024]
