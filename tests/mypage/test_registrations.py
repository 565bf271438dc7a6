"""My registrations: the person's own, and nobody else's."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from events import services
from events.models import EventPage, Registration
from tests.events.registration.support import path_of, put, register
from tests.support.pages import folded, soup

from .support import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(programme):
    return put(programme, title_nb="Kurs i aktsomhet", title_en="Course on diligence")


def page_of(client, language="nb"):
    return soup(client.get(address("my_registrations", language))).main


def titles(client) -> list[str]:
    return [folded(one) for one in page_of(client).select(".my-registrations__title")]


def end(event, days=2):
    """Let the event have ended."""
    then = timezone.now() - timedelta(days=days)
    EventPage.objects.filter(pk=event.pk).update(starts_at=then, ends_at=then)


def test_shows_those_of_the_address_in_any_case(as_kari, event):
    mine = register(event, "KARI@example.org").registration
    page = page_of(as_kari)
    assert "Kurs i aktsomhet" in folded(page)
    assert page.select_one(f'a[href="{path_of(mine)}"]')
    in_english = page_of(as_kari, "en")
    assert "Course on diligence" in folded(in_english)
    assert in_english.select_one(f'a[href="{mine.get_manage_url("en")}"]')


def test_never_shows_other_peoples(as_kari, kari, event):
    register(event, "ola@example.org", user=kari)  # Kari registered a colleague
    assert titles(as_kari) == []


def test_address_that_is_not_verified_shows_nothing(as_kari, kari, event):
    register(event, "annen@example.org")
    EmailAddress.objects.create(user=kari, email="annen@example.org", verified=False)
    assert titles(as_kari) == []
    EmailAddress.objects.filter(email="annen@example.org").update(verified=True)
    assert titles(as_kari) == ["Kurs i aktsomhet"]


def test_past_and_cancelled_ones_are_shown_while_they_are_kept(as_kari, event):
    mine = register(event).registration
    services.cancel(mine.pk)
    page = page_of(as_kari)
    assert page.select_one("#past")
    assert not page.select_one(f'a[href="{path_of(mine)}"]')
    end(event)
    assert titles(as_kari) == ["Kurs i aktsomhet"]


def test_anonymous_ones_are_nobodys(as_kari, event):
    mine = register(event).registration
    Registration.objects.filter(pk=mine.pk).update(anonymised_at=timezone.now())
    assert titles(as_kari) == []


def test_event_taken_down_is_still_named_without_a_link(as_kari, event):
    register(event)
    EventPage.objects.filter(pk=event.pk).update(live=False)
    page = page_of(as_kari)
    assert not page.select_one(".my-registrations__title a")
    assert "Kurs i aktsomhet" in folded(page)


def test_number_of_queries_does_not_grow(
    as_kari, programme, django_assert_max_num_queries
):
    register(put(programme))
    as_kari.get(address("my_registrations"))
    with django_assert_max_num_queries(60) as few:
        as_kari.get(address("my_registrations"))
    for _number in range(4):
        register(put(programme))
    with django_assert_max_num_queries(60) as many:
        as_kari.get(address("my_registrations"))
    assert len(many) == len(few)
