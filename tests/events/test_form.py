"""The editor's form: what contradicts itself is told, and nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from events.models import EventDate, EventPage
from tests.support import factories

from .support import event, on, oslo

pytestmark = pytest.mark.django_db

NO_ROWS = inline_formset([])
RELATIONS = ("organisers", "speakers", "programme", "related_links", "comments")


def date_row(day="2027-05-12", start="09:00", end="11:30", last_day="", **fields):
    return {
        "day": day,
        "start_time": start,
        "end_time": end,
        "last_day": last_day,
        **fields,
    }


def form_data(*dates, **fields):
    translated = (
        *("title", "slug", "lead", "seo_title", "search_description"),
        *("place_name", "city", "larger_event", "larger_event_place"),
        "larger_event_participants",
    )
    empty = {f"{name}_{code}": "" for name in translated for code in ("nb", "en")}
    return nested_form_data(
        {
            **empty,
            **dict.fromkeys(RELATIONS, NO_ROWS),
            "title_nb": "Kurs i levelønn",
            "lead_nb": "Ingress",
            "city_nb": "Oslo",
            "published_nb": "on",
            "kind": "course",
            "state": "scheduled",
            "time_zone": "Europe/Oslo",
            "attendance": "place",
            "audience": "open",
            "body_nb": streamfield([]),
            "body_en": streamfield([]),
            "dates": inline_formset(dates or [date_row()]),
            **fields,
        }
    )


def create(desk, programme, *dates, publish=True, **fields):
    url = reverse("wagtailadmin_pages:add", args=("events", "eventpage", programme.pk))
    data = form_data(*dates, **fields)
    return desk.post(url, data | ({"action-publish": "nb"} if publish else {}))


def errors_of(response):
    """Names of fields and what is said beside them; of rows, with their number."""
    form = response.context["form"]
    found = {name: " ".join(errors) for name, errors in form.errors.items()}
    for number, row in enumerate(form.formsets["dates"].forms):
        for name, errors in row.errors.items():
            found[f"dates-{number}-{name}"] = " ".join(errors)
    return found


def in_english(editor):
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "en"
    profile.save()


def test_event_is_published_with_its_dates(desk, client, programme):
    rows = [date_row("2027-05-19"), date_row("2027-05-12")]
    assert create(desk, programme, *rows).status_code == 302
    page = EventPage.objects.get()
    assert page.live
    assert page.starts_at == oslo(2027, 5, 12, 9)
    assert page.ends_at == oslo(2027, 5, 19, 11, 30)
    assert client.get("/arrangementer/kurs-i-levelonn/").status_code == 200


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Europe/Oslo", 7), ("Europe/Zurich", 7), ("America/New_York", 13)],
)
def test_time_is_read_on_the_clock_of_the_events_zone(desk, programme, zone, hour):
    assert create(desk, programme, time_zone=zone).status_code == 302
    found = EventDate.objects.get()
    assert found.starts_at.hour == hour
    assert found.start_time.hour == 9
    page = found.page
    shown = desk.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    field = BeautifulSoup(shown.content, "html.parser").select_one(
        "[name=dates-0-start_time]"
    )
    assert field["value"] == "09:00"


WRONG_DATES = [
    (date_row(start="11:30", end="09:00"), "end_time", "ends before it starts"),
    (date_row(start="09:00", end="09:00"), "end_time", "ends before it starts"),
    (date_row(last_day="2027-05-11"), "end_time", "ends before it starts"),
    (date_row("2027-03-28", "02:30", "04:00"), "start_time", "go forward"),
    (date_row("2027-03-28", "01:00", "02:30"), "end_time", "go forward"),
    (date_row("2027-10-31", "02:30", "04:00"), "start_time", "twice"),
    (date_row("2027-10-30", "22:00", "02:00", "2027-10-31"), "end_time", "twice"),
]


@pytest.mark.parametrize(("row", "name", "words"), WRONG_DATES)
def test_date_that_cannot_be_is_refused_and_kept(
    desk, editor, programme, row, name, words
):
    in_english(editor)
    response = create(desk, programme, date_row(), row)
    errors = errors_of(response)
    assert set(errors) == {f"dates-1-{name}"}
    assert words in errors[f"dates-1-{name}"]
    assert not EventPage.objects.exists()
    shown = BeautifulSoup(response.content, "html.parser")
    for field in ("day", "start_time", "end_time", "last_day"):
        value = shown.select_one(f"[name=dates-1-{field}]").get("value", "")
        assert value == row[field], "what was typed stays"
    assert shown.select_one("[name=title_nb]")["value"] == "Kurs i levelønn"


def test_lost_hour_is_that_of_the_events_zone(desk, programme):
    row = date_row("2027-03-28", "02:30", "04:00")
    assert create(desk, programme, row, time_zone="America/New_York").status_code == 302
    row = date_row("2027-03-14", "02:30", "04:00")
    response = create(desk, programme, row, time_zone="America/New_York")
    assert set(errors_of(response)) == {"dates-0-start_time"}


@pytest.mark.parametrize("day", ["2027-03-27", "2027-10-30"])
def test_night_over_a_change_of_the_clock_can_be_published(desk, programme, day):
    row = date_row(day, "22:00", "03:00", day[:-2] + str(int(day[-2:]) + 1))
    assert create(desk, programme, row).status_code == 302
    page = EventPage.objects.get()
    assert (page.ends_at - page.starts_at).total_seconds() / 3600 in (4, 6)


WRONG_FIELDS = [
    ({"time_zone": "Europe/Oz"}, "time_zone", "Europe/Oz"),
    ({"capacity": "0"}, "capacity", "1"),
    ({"capacity": "-3"}, "capacity", ""),
    ({"price": "100", "member_price": "200"}, "member_price", "more than others"),
    ({"member_price": "200"}, "price", "non-members"),
    ({"deadline_day": "2027-05-13"}, "deadline_day", "after the event starts"),
    (
        {"deadline_day": "2027-05-12", "deadline_time": "09:01"},
        "deadline_day",
        "after the event starts",
    ),
    (
        {"deadline_day": "2027-03-28", "deadline_time": "02:30"},
        "deadline_time",
        "go forward",
    ),
    ({"deadline_time": "12:00"}, "deadline_day", "day as well"),
    ({"city_nb": ""}, "place_name_nb", "where it is held"),
    ({"join_url": "https://example.org/x"}, "join_url", "an event that is online"),
    ({"session_title": "Leading by example?"}, "session_language", "which language"),
]


@pytest.mark.parametrize(("fields", "name", "words"), WRONG_FIELDS)
def test_contradiction_is_told_beside_its_field(
    desk, editor, programme, fields, name, words
):
    in_english(editor)
    response = create(desk, programme, **fields)
    errors = errors_of(response)
    assert set(errors) == {name}
    assert words in errors[name]
    assert not EventPage.objects.exists()
    shown = BeautifulSoup(response.content, "html.parser")
    for field, value in fields.items():
        if field != "time_zone":
            assert shown.select_one(f"[name={field}]").get("value", "") in (
                value,
                f"{value}:00",
            )


def test_deadline_may_be_the_very_start(desk, programme):
    fields = {"deadline_day": "2027-05-12", "deadline_time": "09:00"}
    assert create(desk, programme, **fields).status_code == 302


def test_event_without_a_date_is_not_published(desk, editor, programme):
    in_english(editor)
    response = create(desk, programme, dates=NO_ROWS)
    assert errors_of(response) == {"__all__": "Give the event at least one date."}


def test_last_date_taken_away_is_no_date(desk, programme):
    page = factories.add_page(programme, event())
    found = page.dates.get()
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    row = date_row(id=found.pk, DELETE="1")
    data = form_data(dates=inline_formset([row], initial=1))
    response = desk.post(url, data | {"action-publish": "nb"})
    assert set(errors_of(response)) == {"__all__"}
    assert EventDate.objects.filter(pk=found.pk).exists()


def test_zone_that_is_changed_moves_the_dates_with_it(desk, programme):
    page = factories.add_page(programme, event())
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    row = date_row(id=page.dates.get().pk)
    data = form_data(dates=inline_formset([row], initial=1), time_zone="Asia/Tokyo")
    assert desk.post(url, data | {"action-publish": "nb"}).status_code == 302
    assert EventDate.objects.get().starts_at.hour == 0
    assert EventPage.objects.get().starts_at.hour == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"dates": NO_ROWS},
        {"member_price": "200"},
        {"city_nb": ""},
        {"dates": inline_formset([date_row(start="12:00", end="09:00")])},
        {"dates": inline_formset([date_row("2027-03-28", "02:30", "04:00")])},
    ],
)
def test_draft_is_saved_however_unfinished(desk, programme, fields):
    response = create(desk, programme, publish=False, **fields)
    assert response.status_code == 302
    page = EventPage.objects.get()
    assert not page.live
    with pytest.raises(ValidationError):
        page.get_latest_revision().publish()
    assert not EventPage.objects.get().live


def test_speaker_is_a_person_or_a_name(desk, programme):
    nobody = {"person": "", "name": "", "organisation": "X", "role_nb": "", "ORDER": 1}
    speakers = inline_formset([nobody | {"role_en": ""}])
    response = create(desk, programme, speakers=speakers)
    (row,) = response.context["form"].formsets["speakers"].forms
    assert "name" in row.errors


@pytest.mark.parametrize("mode", ["nb", "en"])
def test_preview_of_an_event_not_saved_yet(desk, programme, mode):
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=("events", "eventpage", programme.pk)
    )
    data = form_data(title_en="Living wages", time_zone="America/New_York")
    assert desk.post(url, data).json()["is_valid"]
    text = desk.get(f"{url}?mode={mode}").content.decode()
    assert "2027-05-12T09:00:00-04:00" in text


@pytest.mark.parametrize("name", ["edit", "history", "copy", "delete", "usage"])
def test_every_view_of_the_editor_answers(desk, programme, name):
    page = factories.add_page(programme, event(on(), on()))
    url = reverse(f"wagtailadmin_pages:{name}", args=(page.pk,))
    assert desk.get(url).status_code == 200


def test_copy_has_dates_of_its_own(desk, programme):
    page = factories.add_page(programme, event())
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    data = {
        "title_nb": "Kopi",
        "title_en": "Copy",
        "new_parent_page": programme.pk,
        "publish_copies": ["nb", "en"],
    }
    assert desk.post(url, data).status_code == 302
    copy = EventPage.objects.exclude(pk=page.pk).get()
    assert copy.starts_at == page.starts_at
    assert {found.page_id for found in EventDate.objects.all()} == {page.pk, copy.pk}
