"""What editors can and cannot do to an event that people are registered for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from events import services
from events.models import EventPage, Registration
from tests.events.test_form import create, errors_of, form_data, in_english
from tests.support.pages import folded, soup

from .support import answers, emails_to, fill, in_days, put, register, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    in_english(editor)
    client.force_login(editor)
    return client


def edit(desk, event, **fields):
    date = event.dates.get()
    row = {
        "id": date.pk,
        "day": date.day.isoformat(),
        "start_time": "09:00",
        "end_time": "11:30",
        "last_day": "",
    }
    data = form_data(
        dates=inline_formset([row], initial=1), takes_registrations="on", **fields
    )
    data |= {"slug_nb": event.slug_nb, "action-publish": "nb"}
    return desk.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), data)


def test_fewer_places_than_are_taken_are_refused(desk, programme):
    event = put(programme, capacity=5, has_waiting_list=True)
    fill(event, 4)
    response = edit(desk, event, capacity="3", has_waiting_list="on")
    assert "4 places are already taken" in errors_of(response)["capacity"]
    assert EventPage.objects.get(pk=event.pk).capacity == 5
    assert edit(desk, event, capacity="4", has_waiting_list="on").status_code == 302
    assert EventPage.objects.get(pk=event.pk).capacity == 4


def test_offered_places_count_as_taken(desk, programme):
    event = put(programme, capacity=2, has_waiting_list=True)
    people = fill(event, 3)
    services.cancel(people[0].pk)
    assert "2 places" in errors_of(edit(desk, event, capacity="1"))["capacity"]


def test_event_with_more_people_than_places_can_still_be_mended(desk, programme):
    event = put(programme, capacity=1)
    fill(event, 1)
    services.add_by_staff(event.pk, answers(), may_exceed=True)
    assert edit(desk, event, capacity="1", city_nb="Bergen").status_code == 302


def test_places_are_kept_however_the_page_is_saved(programme):
    event = put(programme, capacity=3)
    fill(event, 3)
    event.capacity = 2
    with pytest.raises(ValidationError):
        event.save()


def test_more_places_from_the_cms_are_offered_at_once(
    desk, programme, django_capture_on_commit_callbacks
):
    event = put(programme, capacity=1, has_waiting_list=True)
    fill(event, 3)
    with django_capture_on_commit_callbacks(execute=True):
        edit(desk, event, capacity="2", has_waiting_list="on")
    assert states(event) == {"confirmed": 1, "offered": 1, "waiting": 1}


def test_new_event_takes_registrations_by_itself(desk, programme):
    create(desk, programme, takes_registrations="on", asks_dietary="on")
    event = EventPage.objects.get()
    assert (event.takes_registrations, event.asks_dietary) == (True, True)


def test_awaited_event_is_not_deleted(desk, event, client):
    register(event)
    url = reverse("wagtailadmin_pages:delete", args=[event.pk])
    for ask in (desk.get, desk.post):
        response = ask(url, follow=True)
        assert "People are registered for" in folded(soup(response))
    assert EventPage.objects.filter(pk=event.pk).exists()
    bulk = reverse("wagtail_bulk_action", args=["basepage", "basepage", "delete"])
    desk.post(f"{bulk}?id={event.pk}")
    assert EventPage.objects.filter(pk=event.pk).exists()


def test_section_with_an_awaited_event_is_not_deleted(desk, event, programme):
    register(event)
    desk.post(reverse("wagtailadmin_pages:delete", args=[programme.pk]))
    assert EventPage.objects.filter(pk=event.pk).exists()
    with pytest.raises(ProtectedError):
        programme.delete()


def test_event_that_nobody_awaits_can_be_deleted(desk, programme):
    past = put(programme, dates=[in_days(30)])
    registration = register(past).registration
    services.cancel(registration.pk)
    desk.post(reverse("wagtailadmin_pages:delete", args=[past.pk]))
    assert not EventPage.objects.filter(pk=past.pk).exists()
    assert not Registration.objects.exists()


def test_emails_about_a_past_event_go_with_it(desk, editor, event, at):
    register(event)
    register(event, "ola@example.org")
    other = put(event.get_parent().specific)
    register(other, "per@example.org")
    at(event.ends_at + timedelta(days=1))
    desk.force_login(editor)  # the session has ended meanwhile
    desk.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    assert not EventPage.objects.filter(pk=event.pk).exists()
    assert not emails_to("kari@example.org")
    assert not emails_to("ola@example.org")
    assert emails_to("per@example.org")


def is_live(page):
    return type(page).objects.get(pk=page.pk).live


def unpublish(desk, page, **data):
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    return desk.post(url, data | {"language": ["nb", "en"]}, follow=True)


def unpublish_many(desk, page, **data):
    bulk = reverse("wagtail_bulk_action", args=["basepage", "basepage", "unpublish"])
    data["language"] = ["nb", "en"]
    return desk.post(f"{bulk}?id={page.pk}", data, follow=True)


@pytest.mark.parametrize("take_down", [unpublish, unpublish_many])
def test_awaited_event_is_not_unpublished(desk, event, take_down):
    registration = register(event).registration
    assert "People are registered for" in folded(soup(take_down(desk, event)))
    assert is_live(event)
    services.cancel(registration.pk)
    take_down(desk, event)
    assert not is_live(event)


@pytest.mark.parametrize("take_down", [unpublish, unpublish_many])
def test_section_is_not_unpublished_together_with_an_awaited_event(
    desk, event, programme, take_down
):
    register(event)
    take_down(desk, programme, include_descendants="on")
    assert is_live(programme)
    assert is_live(event)
    take_down(desk, programme)
    assert not is_live(programme)
    assert is_live(event)


def test_copy_of_an_event_has_nobody_registered(event):
    register(event)
    copy = event.copy(update_attrs={"slug": "kopi"})
    assert not copy.registrations.exists()
    assert event.registrations.count() == 1


def test_revision_knows_nothing_of_people(event):
    register(event)
    content = event.save_revision().content
    assert "kari@example.org" not in str(content)
