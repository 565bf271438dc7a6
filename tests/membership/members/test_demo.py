"""The demo's members: invented, valid and varied."""

import pytest

from ethicaltrade.bilingual import languages
from ethicaltrade.demo import content
from membership.members.choices import Kind
from membership.members.models import Member, Report

pytestmark = pytest.mark.django_db


def test_members_are_of_all_kinds_and_three_have_ended(demo_site, outsider):
    members = Member.objects.all()
    assert members.count() == 40
    assert {member.kind for member in members} == set(Kind)
    assert len({member.sector for member in members}) > 12
    assert members.ended().count() == 3
    assert members.visible_to(outsider).count() > 30


def test_members_are_invented_and_say_so(demo_site):
    for member in Member.objects.all():
        assert "demo" in member.name.lower()
        assert member.organisation_number[0] not in "89", "a number in use"
        assert member.website.startswith("https://example.org/")
        member.full_clean()


def test_members_present_themselves_in_both_languages(demo_site):
    texts = [
        languages.value_in(member, "presentation", code)
        for member in Member.objects.all()
        for code in languages.codes()
    ]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_list_begins_with_a_and_ends_with_aa_and_å(demo_site):
    initials = [member.name[:2] for member in Member.objects.all()]
    last = [initial for initial in initials if initial[0] in "ÆØÅ" or initial == "Aa"]
    assert initials[-len(last) :] == last
    assert {"Aa", "Åp", "Øv", "Ær"} <= set(last)


def test_reports_are_of_five_years_and_of_every_level(demo_site):
    reports = Report.objects.public()
    assert 80 < reports.count() < Report.objects.count()
    assert set(reports.values_list("year", flat=True)) == set(range(2021, 2026))
    assert set(reports.values_list("level", flat=True)) == {"", "basic", "implementer"}
    assert reports.filter(document__isnull=False).count() == 3
    for report in Report.objects.all():
        report.full_clean()


def test_every_member_of_the_file_has_a_number_of_its_own():
    numbers = [text["number"] for text in content.load("members")["member"]]
    assert len(set(numbers)) == len(numbers)
