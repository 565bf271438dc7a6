"""Upcoming until it ends, past from then on; which date is next; what is on now."""

from datetime import UTC, date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from events.models import EventDate, EventPage
from tests.support import factories
from tests.support.pages import gate

from .support import event, in_days, on, oslo, put_event, put_lasting

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def is_upcoming(page, now):
    """Whether it is; never both upcoming and past, and never neither."""
    upcoming = EventPage.objects.upcoming(now).filter(pk=page.pk).exists()
    assert EventPage.objects.past(now).filter(pk=page.pk).exists() is not upcoming
    return upcoming


MIDNIGHT = oslo(2027, 5, 13)
SPRING = oslo(2027, 3, 28, 3)  # an hour after 01:59
AUTUMN = oslo(2027, 10, 31, 3)


@pytest.mark.parametrize("end", [MIDNIGHT, SPRING, AUTUMN])
def test_event_is_upcoming_until_it_ends(programme, end):
    page = put_lasting(programme, "Kurs", end - 3 * HOUR, end)
    assert page.ends_at == end
    assert is_upcoming(page, end - 3 * HOUR)
    assert is_upcoming(page, end - MINUTE)
    assert not is_upcoming(page, end)
    assert not is_upcoming(page, end + MINUTE)


def test_event_that_ends_at_2359_is_upcoming_that_minute_and_past_at_midnight(
    programme,
):
    page = put_event(programme, "", on(end="23:59"))
    assert is_upcoming(page, oslo(2027, 5, 12, 23, 58))
    assert not is_upcoming(page, oslo(2027, 5, 12, 23, 59))
    assert not is_upcoming(page, MIDNIGHT)


def test_event_that_begins_at_midnight_is_upcoming_the_minute_before(programme):
    page = put_event(programme, "", on(date(2027, 5, 13), "00:00", "01:00"))
    assert page.starts_at == MIDNIGHT
    assert not page.is_on(MIDNIGHT - MINUTE)
    assert page.is_on(MIDNIGHT)


@pytest.mark.parametrize(
    ("first", "hours"), [(date(2027, 3, 27), 11), (date(2027, 10, 30), 13)]
)
def test_night_in_which_the_clock_changes_is_shorter_or_longer(programme, first, hours):
    night = on(first, "20:00", "08:00", last_day=first + timedelta(days=1))
    page = put_event(programme, "", night)
    assert page.ends_at - page.starts_at == hours * HOUR
    assert page.is_on(page.ends_at - MINUTE)
    assert not page.is_on(page.ends_at)


def test_series_is_upcoming_until_its_last_date_ends(programme):
    dates = [on(date(2027, 5, day)) for day in (4, 11, 18, 25)]
    page = put_event(programme, "Rekke", *reversed(dates))
    assert (page.starts_at, page.ends_at) == (
        oslo(2027, 5, 4, 9),
        oslo(2027, 5, 25, 11, 30),
    )
    assert is_upcoming(page, oslo(2027, 5, 25, 11, 29))
    assert not is_upcoming(page, oslo(2027, 5, 25, 11, 30))
    assert page.next_date(oslo(2027, 5, 11, 11, 29)).day.day == 11
    assert page.next_date(oslo(2027, 5, 11, 11, 30)).day.day == 18
    assert page.next_date(oslo(2027, 6, 1)).day.day == 4
    assert not page.is_on(oslo(2027, 5, 12, 9))
    assert page.is_on(oslo(2027, 5, 18, 9))


def test_event_without_a_date_is_past_and_not_upcoming(programme):
    page = factories.add_page(programme, event(), publish=False)
    page.dates = []
    page.save()
    assert not is_upcoming(page, timezone.now())
    assert page.next_date() is None
    assert not page.is_on()


def test_soonest_comes_first_and_a_series_by_its_next_date(programme):
    now = oslo(2027, 5, 1)
    put_event(programme, "Juni", on(date(2027, 6, 1)))
    put_event(programme, "Mai", on(date(2027, 5, 10)))
    put_event(programme, "Rekke", on(date(2027, 4, 1)), on(date(2027, 5, 20)))
    put_event(programme, "Nå", on(date(2027, 4, 30), last_day=date(2027, 5, 2)))
    found = EventPage.objects.upcoming(now).soonest_first(now)
    assert [page.title_nb for page in found] == ["Nå", "Mai", "Rekke", "Juni"]


def test_order_is_that_of_moments_not_of_clocks(programme):
    put_event(programme, "Oslo", on(start="18:00", end="19:00"))
    put_event(
        programme,
        "New York",
        on(start="11:00", end="12:00"),
        time_zone="America/New_York",
    )
    put_event(
        programme, "Tokyo", on(start="23:00", end="23:30"), time_zone="Asia/Tokyo"
    )
    now = oslo(2027, 5, 1)
    found = EventPage.objects.upcoming(now).soonest_first(now)
    assert [page.title_nb for page in found] == ["Tokyo", "New York", "Oslo"]
    later = EventPage.objects.past(oslo(2028, 1, 1)).latest_first()
    assert [page.title_nb for page in later] == ["Oslo", "New York", "Tokyo"]


def test_words_compose_with_those_of_every_page(programme, member):
    put_event(programme, "Begge", in_days(5))
    put_event(programme, "Norsk", in_days(5), **factories.published_in("nb"))
    gate(put_event(programme, "Stengt", in_days(5)), "Members")
    upcoming = EventPage.objects.upcoming().published("en")
    outsider = upcoming.visible_to(AnonymousUser()).soonest_first()
    assert [page.title_nb for page in outsider] == ["Begge"]
    assert upcoming.visible_to(member).soonest_first().with_cards().count() == 2


# What is stored


def test_moments_are_those_of_the_events_own_zone(programme):
    page = put_event(programme, time_zone="America/New_York")
    (found,) = EventDate.objects.filter(page=page)
    assert found.starts_at.astimezone(UTC).hour == 13
    assert found.start_time.hour == 9, "what was typed stays"
    assert page.starts_at == found.starts_at


def test_dates_follow_when_the_zone_changes(programme):
    page = put_event(programme)
    page.time_zone = "Asia/Tokyo"
    page.save()
    (found,) = EventDate.objects.filter(page=page)
    assert found.starts_at.hour == 0
    assert EventPage.objects.get(pk=page.pk).starts_at == found.starts_at


def test_draft_of_another_time_leaves_the_public_one(programme):
    page = factories.add_page(programme, event())
    page.dates = [on(date(2028, 1, 1))]
    page.save_revision()
    assert EventPage.objects.get(pk=page.pk).starts_at == oslo(2027, 5, 12, 9)
    page.get_latest_revision().publish()
    assert EventPage.objects.get(pk=page.pk).starts_at == oslo(2028, 1, 1, 9)
    assert EventDate.objects.get().day == date(2028, 1, 1)


def test_thirty_events_take_as_many_queries_as_three(
    programme, django_assert_num_queries
):
    for number in range(30):
        put_event(programme, f"Nr. {number}", in_days(number + 1))
    for count in (3, 30):
        with django_assert_num_queries(2):
            found = EventPage.objects.upcoming().soonest_first().with_cards()[:count]
            assert all(page.next_date().start for page in found)
