"""What a calendar file says of an event (RFC 5545)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ethicaltrade.core.models import Person, SiteSettings, Topic
from events.calendar import event_calendar, file_name

from .calendars import file_of, only_event, parsed, unfolded
from .support import MAY, on, oslo, put_event

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"
LONG = "Blåbærsyltetøy på Ærø – " * 10


def lines_of(client, page, language="nb"):
    name = {"nb": "kalender.ics", "en": "calendar.ics"}[language]
    return unfolded(client.get(f"{page.get_url_in(language)}{name}").content)


def line_of(client, page, name, language="nb"):
    (line,) = [
        line
        for line in lines_of(client, page, language)
        if re.match(f"{name}[;:]", line)
    ]
    return line


# When


@pytest.mark.parametrize(
    ("day", "last_day", "start", "end", "zone", "begins", "ends"),
    [
        # Clocks in Oslo go forward on 28 March 2027 at 02, back on 31 October at 03.
        ((3, 27), None, "09:00", "10:00", "Oslo", (3, 27, 8), (3, 27, 9)),
        ((3, 28), None, "09:00", "10:00", "Oslo", (3, 28, 7), (3, 28, 8)),
        ((3, 28), None, "01:30", "03:30", "Oslo", (3, 28, 0, 30), (3, 28, 1, 30)),
        ((3, 27), (3, 28), "22:00", "04:00", "Oslo", (3, 27, 21), (3, 28, 2)),
        ((10, 30), None, "09:00", "10:00", "Oslo", (10, 30, 7), (10, 30, 8)),
        ((10, 31), None, "09:00", "10:00", "Oslo", (10, 31, 8), (10, 31, 9)),
        ((10, 31), None, "01:30", "03:30", "Oslo", (10, 30, 23, 30), (10, 31, 2, 30)),
        ((10, 30), (10, 31), "22:00", "04:00", "Oslo", (10, 30, 20), (10, 31, 3)),
        # New York is five hours behind Oslo from 14 to 28 March, else six.
        ((3, 13), None, "09:00", "10:00", "New_York", (3, 13, 14), (3, 13, 15)),
        ((3, 28), None, "09:00", "10:00", "New_York", (3, 28, 13), (3, 28, 14)),
        ((10, 31), None, "09:00", "10:00", "New_York", (10, 31, 13), (10, 31, 14)),
        ((5, 12), (5, 13), "23:00", "01:00", "New_York", (5, 13, 3), (5, 13, 5)),
    ],
)
def test_moments_are_right_on_both_sides_of_the_clock_changes(
    client, programme, day, last_day, start, end, zone, begins, ends
):
    when = on(date(2027, *day), start, end, last_day and date(2027, *last_day))
    region = {"Oslo": "Europe", "New_York": "America"}[zone]
    event = only_event(
        client, put_event(programme, "", when, time_zone=f"{region}/{zone}")
    )
    assert event.dtstart == datetime(2027, *begins, tzinfo=UTC)
    assert event.dtend == datetime(2027, *ends, tzinfo=UTC)


def test_each_date_of_a_series_is_an_event(client, programme):
    page = put_event(programme, "", *(on(date(2027, 5, day)) for day in (18, 4, 11)))
    events = file_of(client, page).events
    assert [event.dtstart.day for event in events] == [4, 11, 18]
    assert len({event.uid for event in events}) == 3
    assert {event.summary for event in events} == {"Levelønn på én time"}


# What, in the reader's language


def test_event_is_told_in_the_language_of_the_address(client, programme):
    topic = Topic.objects.create(name_nb="Lønn", name_en="Wages")
    page = put_event(programme, topics=[topic], place_name_nb="Demohuset")
    norwegian, english = only_event(client, page), only_event(client, page, "en")
    assert norwegian.summary == "Levelønn på én time"
    assert english.summary == "Living wages in an hour"
    assert norwegian.description.startswith("Et kort kurs.\n\nhttp")
    assert english.description.startswith("A short course.\n\nhttp")
    assert norwegian.categories == ["Kurs", "Lønn"]
    assert english.categories == ["Course", "Wages"]
    assert english.url.endswith("/en/events/living-wages-in-an-hour/")
    assert norwegian.location == english.location == "Demohuset, Oslo"
    assert norwegian.uid == english.uid, "one event, whoever reads it"


def test_every_text_says_which_language_it_is_in(client, programme):
    page = put_event(programme, city_en="", place_name_nb="Demohuset")
    assert line_of(client, page, "SUMMARY", "en").startswith("SUMMARY;LANGUAGE=en:")
    assert line_of(client, page, "SUMMARY").startswith("SUMMARY;LANGUAGE=nb:")
    place = line_of(client, page, "LOCATION", "en")
    assert place == "LOCATION;LANGUAGE=nb:Demohuset\\, Oslo"


def test_contact_person_can_be_asked(client, programme):
    person = Person.objects.create(
        name="Siri Demo", phone="22 00 00 00", email="siri@example.org"
    )
    event = only_event(client, put_event(programme, contact_person=person))
    assert event.contacts == ["Siri Demo, 22 00 00 00, siri@example.org"]


# The state


@pytest.mark.parametrize(
    ("state", "status", "summary", "fills_time"),
    [
        ("scheduled", "CONFIRMED", "Levelønn på én time", "OPAQUE"),
        ("cancelled", "CANCELLED", "Avlyst: Levelønn på én time", "TRANSPARENT"),
        ("postponed", "TENTATIVE", "Utsatt: Levelønn på én time", "TRANSPARENT"),
    ],
)
def test_state_is_told(client, programme, state, status, summary, fills_time):
    event = only_event(client, put_event(programme, state=state))
    assert (event.status, event.summary) == (status, summary)
    assert event.transparency == fills_time
    assert ("Arrangementet er" in event.description) == (state != "scheduled")


# Secrets


@pytest.mark.parametrize("attendance", ["online", "both"])
def test_link_to_take_part_is_only_in_mail_to_those_with_a_place(
    client, programme, attendance
):
    page = put_event(programme, attendance=attendance, join_url=JOIN)
    for language in ("nb", "en"):
        assert "hemmelig" not in "".join(lines_of(client, page, language))
        assert b"hemmelig" not in event_calendar(page, language)
        (event,) = parsed(event_calendar(page, language, join_link=True)).events
        assert JOIN in event.description
        (conference,) = event.conference
        assert JOIN in str(conference)


def test_event_online_has_no_other_place(client, programme):
    page = put_event(programme, attendance="online")
    assert only_event(client, page).location == "På nett"
    assert only_event(client, page, "en").location == "Online"


# The file sent by mail


def test_file_in_mail_is_a_publication_by_the_organisation(programme):
    settings = SiteSettings.for_site(programme.get_site())
    settings.organisation_name_en, settings.email = "Demo Ltd", "post@example.org"
    settings.save()
    page = put_event(programme)
    calendar = parsed(event_calendar(page, "en"))
    assert calendar.method == "PUBLISH"
    (event,) = calendar.events
    assert event.organizer.uri == "mailto:post@example.org"
    assert event.organizer.common_name == "Demo Ltd"
    assert not event.attendees, "nobody is asked to accept or decline"
    assert event.summary == "Living wages in an hour"
    assert file_name(page, "en") == "living-wages-in-an-hour.ics"


def test_file_in_mail_is_the_same_event_as_the_one_at_the_address(client, programme):
    page = put_event(programme)
    (mailed,) = parsed(event_calendar(page, "nb")).events
    downloaded = only_event(client, page)
    for name in ("uid", "sequence", "dtstart", "dtend", "summary", "location", "url"):
        assert getattr(mailed, name) == getattr(downloaded, name), name
    assert file_of(client, page).method is None
    assert downloaded.organizer is None


# The form of the file


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(
    client, programme, language
):
    page = put_event(programme, title_nb=LONG, title_en=LONG, lead_nb=LONG * 5)
    name = {"nb": "kalender.ics", "en": "calendar.ics"}[language]
    content = client.get(f"{page.get_url_in(language)}{name}").content
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # letters of two octets are whole
    assert only_event(client, page, language).summary == LONG.strip()


def test_signs_that_mean_something_are_only_text(client, programme):
    title = 'Lønn, pris; "frakt" \\n og BEGIN:VALARM'
    lead = "Første linje,\r\nEND:VEVENT\r\nog\x07 tredje; slutt"
    page = put_event(programme, title_nb=title, lead_nb=lead)
    event = only_event(client, page)
    assert event.summary == title
    assert event.description.startswith(
        "Første linje,\nEND:VEVENT\nog tredje; slutt\n\nhttp"
    )
    assert lines_of(client, page).count("END:VEVENT") == 1


def test_required_properties_are_there_once(client, programme):
    lines = lines_of(client, put_event(programme, "", on(MAY)))
    names = [re.split("[;:]", line)[0] for line in lines]
    for name in ("VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE"):
        assert names.count(name) == 1, name
    stamps = [line.split(":")[1] for line in lines if line.startswith(("DT", "LAST"))]
    assert len(stamps) == 4
    for stamp in stamps:
        assert re.fullmatch(r"\d{8}T\d{6}Z", stamp)


def test_it_says_when_it_was_changed(client, programme, at):
    moment = oslo(2027, 1, 2, 3)
    at(moment)
    page = put_event(programme)
    at(moment + timedelta(days=1))
    event = only_event(client, page)
    assert event.last_modified == event.dtstamp == event.created == moment
