"""A member: its name's place, its number, its dates, and who sees it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ethicaltrade.core.models import Person
from membership.members import orgnr
from membership.members.choices import Kind, State
from membership.members.models import Member
from tests.membership.factories import add_member, make_member, names
from tests.support.files import picture

pytestmark = pytest.mark.django_db

NUMBER = "974760673"
DAY = date(2026, 7, 1)


def errors_of(record):
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return caught.value.message_dict


# Norwegian order

ORDER = ["2 Demo", "Bø Demo", "Zen Demo", "Ærlig", "Øvre", "Ågot", "Aasen", "Åsgård"]


def test_members_come_in_norwegian_order():
    for name in sorted(ORDER):
        add_member(name)
    assert names(Member.objects.all()) == ORDER


def test_members_loaded_in_bulk_come_in_norwegian_order():
    Member.objects.bulk_create(make_member(name) for name in sorted(ORDER))
    assert names(Member.objects.all()) == ORDER


def test_new_name_gets_its_new_place():
    for name in ("Ask", "Birk", "Ål"):
        add_member(name)
    member = Member.objects.get(name="Ask")
    member.name = "Aask"
    member.save()
    assert names(Member.objects.all()) == ["Birk", "Ål", "Aask"]
    member.name = "Ask"
    member.save(update_fields=["name"])
    assert names(Member.objects.all()) == ["Ask", "Birk", "Ål"]


def test_new_name_written_past_save_gets_its_new_place():
    add_member("Ask")
    birk = add_member("Birk")
    Member.objects.filter(name="Ask").update(name="Øks")
    assert names(Member.objects.all()) == ["Birk", "Øks"]
    birk.name = "Åbirk"
    Member.objects.bulk_update([birk], ["name"])
    assert names(Member.objects.all()) == ["Øks", "Åbirk"]


# Slugs


def test_slug_is_made_of_the_name_and_stays():
    member = add_member("Ærlig Øl på Ås")
    assert member.slug == "aerlig-ol-pa-as"
    member.name = "Annet"
    member.save()
    assert member.slug == "aerlig-ol-pa-as"


def test_two_of_one_name_have_slugs_of_their_own():
    made = [add_member("Ærlig"), add_member("Aerlig")]
    made += Member.objects.bulk_create([make_member("Ærlig"), make_member("Ærlig")])
    slugs = [member.slug for member in made]
    assert slugs == ["aerlig", "aerlig-2", "aerlig-3", "aerlig-4"]


def test_name_without_letters_of_an_address_has_a_slug():
    assert add_member("Пример").slug == "primer"
    assert add_member("!?").slug == "member"


def test_slug_of_another_member_is_refused():
    add_member("Ærlig")
    assert set(errors_of(make_member("Annen", slug="aerlig"))) == {"slug"}


# Organisation number


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "974 760 673",
        "974\N{NO-BREAK SPACE}760\N{NO-BREAK SPACE}673",
        " NO 974 760 673 MVA ",
        "no974760673mva",
        "974.760.673",
        "974-760-673",
    ],
)
def test_number_is_stored_as_nine_digits_however_it_came(typed):
    member = make_member(organisation_number=typed)
    member.full_clean()
    member.save()
    unchecked = add_member("Uten sjekk")
    unchecked.organisation_number = typed
    with pytest.raises(IntegrityError), transaction.atomic():
        unchecked.save()
    stored = Member.objects.get(pk=member.pk)
    assert stored.organisation_number == NUMBER
    assert Member.objects.get(organisation_number=typed) == member
    assert stored.organisation_number_display.split() == ["974", "760", "673"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("97476067", "organisation_number_form"),
        ("9747606733", "organisation_number_form"),
        ("97476067A", "organisation_number_form"),
        ("٩٧٤٧٦٠٦٧٣", "organisation_number_form"),
        ("974760674", "organisation_number_digit"),
        ("794760673", "organisation_number_digit"),
    ],
)
def test_number_that_is_none_is_refused(number, code):
    with pytest.raises(ValidationError) as caught:
        make_member(organisation_number=number).full_clean()
    (error,) = caught.value.error_dict["organisation_number"]
    assert error.code == code


def test_two_members_never_share_a_number():
    add_member("Én", organisation_number=NUMBER)
    second = make_member("To", organisation_number="974 760 673")
    assert set(errors_of(second)) == {"organisation_number"}


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_many_members_may_have_no_number(nothing):
    for name in ("Én", "To"):
        member = make_member(name, organisation_number=nothing)
        member.full_clean()
        member.save()
    assert Member.objects.filter(organisation_number=None).count() == 2
    assert Member.objects.first().organisation_number_display == ""


def test_number_does_not_part_at_the_end_of_a_line():
    assert orgnr.display(NUMBER) == "974\N{NO-BREAK SPACE}760\N{NO-BREAK SPACE}673"


# Dates and size

DATES = {
    "Første dag": ({"member_since": date(2026, 7, 1)}, State.ACTIVE),
    "Dagen før": ({"member_since": date(2026, 7, 2)}, State.COMING),
    "Siste dag": ({"ended_on": date(2026, 7, 2)}, State.ACTIVE),
    "Sluttet": ({"ended_on": date(2026, 7, 1)}, State.ENDED),
    "For lengst": ({"ended_on": date(2021, 1, 1)}, State.ENDED),
    "Uten slutt": ({}, State.ACTIVE),
    "Angret": (
        {"member_since": date(2026, 7, 1), "ended_on": date(2026, 7, 1)},
        State.ENDED,
    ),
    "Angrer": (
        {"member_since": date(2026, 8, 1), "ended_on": date(2026, 8, 1)},
        State.COMING,
    ),
}


def test_every_membership_is_in_one_state_on_a_day():
    for name, (dates, _state) in DATES.items():
        make_member(name, **dates).full_clean()
        add_member(name, **dates)
    for state in State:
        found = set(names(Member.objects.in_state(state, DAY)))
        assert found == {name for name, (_, known) in DATES.items() if known == state}
    for member in Member.objects.all():
        assert member.state_on(DAY) == DATES[member.name][1]


@pytest.mark.parametrize("elsewhere", ["UTC", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), State.ACTIVE),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), State.ENDED),
    ],
)
def test_membership_ends_at_midnight_in_oslo(monkeypatch, moment, state, elsewhere):
    member = add_member(ended_on=DAY)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    with timezone.override(elsewhere):
        assert member.state == state
        assert Member.objects.in_state(state).get() == member
        assert Member.objects.active().exists() is (state == State.ACTIVE)
        assert Member.objects.ended().exists() is (state == State.ENDED)


def test_membership_cannot_end_before_it_begins():
    member = make_member(ended_on=date(2019, 12, 31))
    assert set(errors_of(member)) == {"ended_on"}
    with pytest.raises(IntegrityError), transaction.atomic():
        member.save()


def test_only_a_public_body_has_inhabitants():
    assert set(errors_of(make_member(inhabitants=1200))) == {"inhabitants"}
    make_member(inhabitants=1200, kind=Kind.PUBLIC).full_clean()
    make_member(turnover=9_000_000_000).full_clean()


# Who sees it


def test_active_members_are_public_and_ended_ones_are_listed_to_nobody(
    outsider, member, editor, admin
):
    add_member("Aktiv")
    add_member("Sluttet", ended_on=date(2021, 1, 1))
    add_member("Kommer", member_since=date(2999, 1, 1))
    for user in (outsider, member, editor, admin):
        listed = names(Member.objects.visible_to(user))
        assert "Aktiv" in listed
        assert not {"Sluttet", "Kommer"} & {*listed}


def test_logos_take_no_query_each(django_assert_num_queries, outsider):
    def logo_sizes():
        members = Member.objects.visible_to(outsider).with_logos()
        return [list(member.logo.renditions.all()) for member in members]

    for name in ("Én", "To"):
        add_member(name, logo=picture())
    with django_assert_num_queries(2):
        assert len(logo_sizes()) == 2
    add_member("Tre", logo=picture())
    with django_assert_num_queries(2):
        assert len(logo_sizes()) == 3


def test_member_outlives_its_adviser_and_its_logo():
    adviser, logo = Person.objects.create(name="Kari Demo"), picture()
    member = add_member(adviser=adviser, logo=logo)
    adviser.delete()
    logo.delete()
    member = Member.objects.get(pk=member.pk)
    assert (member.adviser, member.logo) == (None, None)


def test_presentation_is_written_in_each_language(interface):
    add_member(presentation_nb="Vi brenner kaffe.", presentation_en="We roast coffee.")
    told = {"nb": "Vi brenner kaffe.", "en": "We roast coffee."}
    assert Member.objects.get().presentation == told[interface]
