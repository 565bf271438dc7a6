"""What is said by the clock says until when: a page that is kept is right till then.

The demo site's pages are kept, and made anew at later moments of a day on which much
happens. Each must be as it was kept, or its time be over: a forgotten clock is found.
"""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.caching import clock, generation, shelf
from ethicaltrade.core.models import SiteSettings
from events.models import EventIndexPage, EventPage
from tests.events.support import on, oslo, put_event
from tests.support.demo import LISTS

DAY = date(2027, 1, 20)
BEGINS = oslo(2027, 1, 20, 8)
HAPPENS = [oslo(2027, 1, 20, hour, 30) for hour in (9, 10, 11, 13, 14, 15)]
"""Registration closes, the event begins and ends; and once more."""
LATE = oslo(2027, 1, 20, 23, 59)


@pytest.fixture
def events(demo_site):
    """Two on the day."""
    index = EventIndexPage.objects.get()
    return [
        put_event(
            index,
            f"Møte klokka {hour}",
            on(DAY, f"{hour}:30", f"{hour + 1}:30"),
            takes_registrations=True,
            deadline_day=DAY,
            deadline_time=time(hour - 1, 30),
        )
        for hour in (10, 14)
    ]


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def one_of_each_kind() -> list[str]:
    pages = BasePage.objects.published_somewhere().visible_to(AnonymousUser())
    kinds = sorted(pages.filter(depth__gt=1), key=lambda page: page.content_type_id)
    first = [next(each) for _key, each in groupby(kinds, lambda p: p.content_type_id)]
    return [page.get_url_in(page.public_languages[0]) for page in first]


def test_next_midnight_is_oslos():
    half_past_midnight = datetime.fromisoformat("2027-03-27T23:30:00+00:00")
    assert clock.next_midnight(half_past_midnight) == oslo(2027, 3, 29)
    late = datetime.fromisoformat("2027-06-30T21:59:59+00:00")
    assert clock.next_midnight(late) == oslo(2027, 7, 1)


@pytest.mark.slow
def test_page_is_right_for_as_long_as_it_is_kept(events, kept_pages, at):
    addresses = [*one_of_each_kind(), LISTS[0], "/en/", "/en/events/?when=past"]
    addresses += [page.get_url_in("nb") for page in events]
    at(BEGINS)
    visitor = Client()
    visitor.get("/")  # makes the row of the settings
    made = {address: visitor.get(address).content for address in addresses}
    until = {}
    for address in addresses:
        path, _mark, query = address.partition("?")
        if page := shelf._here.get(f"http://testserver{path}?{query}"):
            until[address] = page.until
    assert len(until) > 10
    changed = set()
    for moment in HAPPENS:
        at(moment)
        with mock.patch.object(generation, "is_written", return_value=True):
            for address, end in until.items():
                is_same = visitor.get(address).content == made[address]
                assert is_same or moment.timestamp() >= end, (address, moment)
                if not is_same:
                    changed.add(address)
    assert changed >= {"/", "/en/", "/arrangementer/", *addresses[-2:]}


def test_page_is_made_anew_when_its_time_is_over(events, kept_pages, at):
    at(BEGINS)
    SiteSettings.objects.get_or_create(site_id=1)
    address = events[0].get_url_in("nb")
    visitor = Client()
    before = visitor.get(address).content
    at(HAPPENS[0] - timedelta(seconds=1))
    assert visitor.get(address).content == before
    at(HAPPENS[0])
    assert visitor.get(address).content != before


def test_no_page_is_kept_over_midnight(events, kept_pages, at):
    at(LATE)
    visitor = Client()
    visitor.get("/nyheter/")
    visitor.get("/nyheter/")
    (page,) = shelf._here.values()
    assert page.until == oslo(2027, 1, 21).timestamp()


def test_who_does_not_listen_is_told_nothing(events):
    assert not clock.is_heard()
    clock.holds_until(BEGINS)
    assert [*EventPage.objects.upcoming()]
