"""What reaches those who have put an event into their calendars."""

from datetime import date

import pytest
from wagtail.actions.copy_page import CopyPageAction

from events.models import CalendarEntry, EventPage
from tests.support import factories

from .calendars import file_of, only_event
from .support import MAY, event, on, oslo, put_event

pytestmark = pytest.mark.django_db

DAYS = [date(2027, 5, day) for day in (4, 11, 18)]


@pytest.fixture(autouse=True)
def before_all_of_it(at):
    at(oslo(2027, 1, 1, 12))


def publish(page, **changes):
    """Publish changes as an editor does, from the latest revision."""
    draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return factories.save_page(draft)


def published(programme, *dates, **fields):
    return factories.add_page(programme, event(*dates, **fields))


def known(page):
    """Identity and number of changes, of every date in the order of time."""
    return [(entry.uid, entry.sequence) for entry in page.calendar_entries.all()]


def test_new_event_has_not_changed(client, programme):
    page = published(programme)
    assert only_event(client, page).sequence == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "cancelled"},
        {"state": "postponed"},
        {"dates": [on(MAY, "10:00", "11:30")]},
        {"dates": [on(MAY, "09:00", "12:00")]},
        {"dates": [on(date(2027, 6, 1))]},
        {"time_zone": "Europe/London"},
        {"city_nb": "Bergen"},
        {"place_name_en": "The demo house"},
        {"place_address": "Demogata 1"},
        {"attendance": "both"},
    ],
)
def test_change_of_time_place_or_state_is_counted(client, programme, changes):
    page = published(programme)
    before = only_event(client, page)
    after = only_event(client, publish(page, **changes))
    assert after.uid == before.uid
    assert after.sequence == before.sequence + 1


def test_new_link_to_take_part_is_counted(client, programme):
    page = published(programme, attendance="online", join_url="https://a.example.org/")
    page = publish(page, join_url="https://b.example.org/")
    assert only_event(client, page).sequence == 1


def test_other_changes_are_not_counted_but_dated(client, programme, at):
    page = published(programme)
    at(oslo(2027, 1, 2, 12))
    page = publish(page, title_nb="Ny tittel", lead_nb="Ny ingress.", price=100)
    changed = only_event(client, page)
    assert changed.sequence == 0
    assert changed.summary == "Ny tittel"
    assert changed.last_modified == oslo(2027, 1, 2, 12)


def test_each_publication_counts_and_saving_again_does_not(client, programme):
    page = published(programme)
    page = publish(page, state="postponed")
    page = publish(page)
    page.save()
    page = publish(page, state="scheduled")
    assert only_event(client, page).sequence == 2


def test_draft_reaches_nobody(client, programme):
    page = published(programme)
    before = known(page)
    draft = page.get_latest_revision_as_object()
    draft.state, draft.dates = "cancelled", [on(date(2027, 6, 1))]
    factories.save_page(draft, publish=False)
    assert known(page) == before
    assert only_event(client, page).status == "CONFIRMED"


def test_draft_that_was_never_public_is_in_no_calendar(programme):
    page = factories.add_page(programme, event(), publish=False)
    assert known(page) == []
    assert known(publish(page, published_nb=True)) != []


def test_identity_survives_a_date_that_gets_a_new_row(client, programme):
    page = published(programme)
    before = only_event(client, page)
    page = publish(page, dates=[on()])  # a row without a number, as from a new form
    assert only_event(client, page).uid == before.uid
    assert only_event(client, page).sequence == 0


def test_restored_revision_is_a_change_and_no_return(client, programme):
    page = published(programme)
    first = page.get_latest_revision()
    before = only_event(client, page)
    page = publish(page, dates=[on(date(2027, 6, 1))])
    first.publish()
    after = only_event(client, EventPage.objects.get(pk=page.pk))
    assert (after.uid, after.dtstart) == (before.uid, before.dtstart)
    assert after.sequence == 2


def test_only_the_date_that_is_moved_changes(programme):
    page = published(programme, *map(on, DAYS))
    (first, _), (second, _), (third, _) = known(page)
    page = publish(page, dates=[on(DAYS[0]), on(date(2027, 5, 25)), on(DAYS[2])])
    assert known(page) == [(first, 0), (third, 0), (second, 1)]


def test_date_taken_out_of_a_series_is_cancelled_and_may_come_back(client, programme):
    page = published(programme, *map(on, DAYS))
    before = known(page)
    page = publish(page, dates=[on(DAYS[0]), on(DAYS[2])])
    events = file_of(client, page).events
    assert [e.status for e in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [e.sequence for e in events] == [0, 1, 0]
    assert events[1].summary.startswith("Avlyst: ")
    assert "Denne datoen er avlyst." in events[1].description
    page = publish(page, dates=list(map(on, DAYS)))
    events = file_of(client, page).events
    assert {e.status for e in events} == {"CONFIRMED"}
    assert [e.sequence for e in events] == [0, 2, 0]
    assert [uid for uid, _ in known(page)] == [uid for uid, _ in before]


def test_date_added_to_a_series_is_new(programme):
    page = published(programme, on(DAYS[1]))
    before = known(page)
    page = publish(page, dates=[on(DAYS[0]), on(DAYS[1])])
    (new, sequence), old = known(page)
    assert [old] == before
    assert (new, sequence) not in before
    assert sequence == 0


def test_date_that_is_over_is_not_cancelled_when_it_is_tidied_away(programme, at):
    page = published(programme, *map(on, DAYS))
    at(oslo(2027, 5, 12, 12))
    page = publish(page, dates=[on(DAYS[2])])
    (entry,) = page.calendar_entries.all()
    assert not entry.is_withdrawn


def test_copy_is_an_event_of_its_own(programme):
    page = published(programme, *map(on, DAYS))
    names = {"slug": "kopi", "slug_nb": "kopi", "slug_en": "copy"}
    action = CopyPageAction(page, to=programme, keep_live=True, update_attrs=names)
    copy = action.execute(skip_permission_checks=True)
    theirs, ours = known(copy), known(page)
    assert len(theirs) == len(ours) == 3
    assert not {uid for uid, _ in theirs} & {uid for uid, _ in ours}


def test_entries_go_with_their_event(programme):
    page = put_event(programme)
    assert CalendarEntry.objects.count() == 1
    page.delete()
    assert CalendarEntry.objects.count() == 0
