"""Where calendars are, and who may read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from ethicaltrade.core.models import Person, SiteSettings, Topic
from events.models import EventPage
from tests.support import factories
from tests.support.pages import gate, soup
from tests.support.rows import forget_caches

from .calendars import fetch, file_of, parsed
from .support import in_days, on, oslo, put_event

pytestmark = pytest.mark.django_db

NB, EN = "/arrangementer/kalender.ics", "/en/events/calendar.ics"
EVENT = "/arrangementer/levelonn-pa-en-time/"


def summaries(calendar):
    return [event.summary for event in calendar.events]


# The feed


def test_feed_has_what_is_coming_and_what_lately_was(client, programme):
    for days in (-100, -80, 3, 200):
        put_event(programme, f"Om {days}", in_days(days))
    assert summaries(fetch(client, NB)) == ["Om -80", "Om 3", "Om 200"]


def test_feed_has_a_name_and_says_where_it_comes_from(client, programme):
    settings = SiteSettings.for_site(programme.get_site())
    settings.organisation_name_en = "Ethical Demo"
    settings.save()
    put_event(programme, "Kurs", in_days(3))
    calendar = fetch(client, EN)
    assert calendar.name == ["Ethical Demo: Events"]
    assert calendar.source == f"http://localhost{EN}"
    assert calendar.url == "http://localhost/en/events/"
    assert calendar.refresh_interval == timedelta(hours=1)
    assert calendar.method is None


def test_feed_is_in_one_language_and_has_what_is_published_in_it(client, programme):
    put_event(programme, "Begge", in_days(3))
    put_event(programme, "Bare norsk", in_days(4), **factories.published_in("nb"))
    assert summaries(fetch(client, NB)) == ["Begge", "Bare norsk"]
    assert summaries(fetch(client, EN)) == ["Begge (en)"]


def test_feed_keeps_what_is_cancelled_and_drops_what_is_taken_down(client, programme):
    page = put_event(programme, "Kurs", in_days(3), state="cancelled")
    (event,) = fetch(client, NB).events
    assert event.status == "CANCELLED"
    page.unpublish()
    assert fetch(client, NB).events == []


def test_who_follows_the_programme_is_not_shown_as_busy(client, programme):
    page = put_event(programme, "Kurs", in_days(3))
    (followed,) = fetch(client, NB).events
    (chosen,) = file_of(client, page).events
    assert (followed.transparency, chosen.transparency) == ("TRANSPARENT", "OPAQUE")
    assert followed.uid == chosen.uid


def test_feed_without_events_is_a_valid_calendar(client, programme):
    content = client.get(NB).content
    assert parsed(content).events == []
    assert content.count(b"BEGIN:VTIMEZONE") == 1  # RFC 5545, 3.6: one component


def test_feed_asks_no_more_for_many_events(
    client, programme, django_assert_max_num_queries
):
    topic = Topic.objects.create(name_nb="Lønn", name_en="Wages")
    person = Person.objects.create(name="Siri Demo")

    def add(number):
        dates = [in_days(number), in_days(number + 1)]
        put_event(
            programme, f"Kurs {number}", *dates, topics=[topic], contact_person=person
        )

    add(1)
    forget_caches()
    with django_assert_max_num_queries(12) as few:
        fetch(client, NB)
    for number in range(2, 8):
        add(number)
    forget_caches()
    with django_assert_max_num_queries(len(few)):
        assert len(fetch(client, NB).events) == 14


# Who may read them


def test_gated_event_is_in_no_feed_and_its_file_is_behind_its_gate(
    client, programme, django_user_model
):
    page = put_event(programme, "Hemmelig", in_days(3))
    gate(page, "Medlemmer")
    assert fetch(client, NB).events == []
    response = client.get(f"{page.get_url_in('nb')}kalender.ics")
    assert response.status_code == 302
    assert "/konto/login/" in response["Location"]
    assert b"Hemmelig" not in response.content
    client.force_login(django_user_model.objects.create_user("x@example.org", "x"))
    response = client.get(f"{page.get_url_in('nb')}kalender.ics")
    assert response.status_code == 403
    assert b"Hemmelig" not in response.content


def test_member_reads_the_gated_event_and_nobody_keeps_it(
    client, programme, django_user_model
):
    page = put_event(programme, "Hemmelig", in_days(3))
    gate(page, "Medlemmer")
    member = django_user_model.objects.create_user("x@example.org", "x")
    member.groups.add(Group.objects.get(name="Medlemmer"))
    client.force_login(member)
    assert summaries(file_of(client, page)) == ["Hemmelig"]
    kept = client.get(f"{page.get_url_in('nb')}kalender.ics")["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept
    assert "public" not in kept
    assert fetch(client, NB).events == [], "a feed is the same for everyone"


def test_gated_event_that_has_moved_tells_nobody_where(client, programme):
    page = put_event(programme, "Gammel", in_days(3))
    old = page.get_url_in("nb")
    gate(page, "Medlemmer")
    page.slug_nb = "hemmelig-navn"
    page.save()
    response = client.get(f"{old}kalender.ics")
    assert response.status_code == 302
    assert "hemmelig-navn" not in response["Location"]


def test_draft_and_unpublished_event_have_no_file(client, programme):
    draft = put_event(programme, "Utkast", in_days(3))
    draft.unpublish()
    assert client.get(f"{draft.get_url_in('nb')}kalender.ics").status_code == 404


def test_event_in_one_language_has_no_file_in_the_other(client, programme):
    page = put_event(programme, "Norsk", in_days(3), **factories.published_in("nb"))
    assert client.get(f"{page.get_url_in('en')}calendar.ics").status_code == 404


# Addresses


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/arrangementer/calendar.ics", NB),
        ("/en/events/kalender.ics", EN),
        ("/en/arrangementer/kalender.ics", EN),
        ("/events/calendar.ics", NB),
        (f"{EVENT}calendar.ics", f"{EVENT}kalender.ics"),
        (
            "/en/arrangementer/levelonn-pa-en-time/kalender.ics",
            "/en/events/living-wages-in-an-hour/calendar.ics",
        ),
    ],
)
def test_words_of_another_language_lead_to_the_own_address(
    client, programme, asked, own
):
    put_event(programme, "", in_days(3))
    response = client.get(asked)
    assert response.status_code == 301
    assert response["Location"] == own
    assert client.get(own).status_code == 200


def test_address_of_an_event_that_has_moved_follows(client, programme):
    page = put_event(programme, "", in_days(3))
    page.slug_nb, page.slug_en = "lonn", "wages"
    page.save()
    for old, new in (
        (f"{EVENT}kalender.ics", "/arrangementer/lonn/kalender.ics"),
        (
            "/en/events/living-wages-in-an-hour/calendar.ics",
            "/en/events/wages/calendar.ics",
        ),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


@pytest.mark.parametrize(
    "address",
    [
        "/kalender.ics",
        "/arrangementer/annet.ics",
        "/arrangementer/finnes-ikke/kalender.ics",
        f"{EVENT}noe/kalender.ics",
        "/nyheter/kalender.ics",
        "/nyheter/feed/kalender.ics",
        "/arrangementer/%00/kalender.ics",
        "/arrangementer/" + "x/" * 30 + "kalender.ics",
        "/arrangementer/kalender.ics/",
    ],
)
def test_there_are_no_other_calendars(client, programme, news, address):
    put_event(programme, "", in_days(3))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_calendars_are_only_read(client, programme, method):
    assert getattr(client, method)(NB).status_code == 405


def test_head_has_the_same_headers_and_no_content(client, programme):
    put_event(programme, "", in_days(3))
    got, head = client.get(NB), client.head(NB)
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == got["ETag"]


# Headers


def test_file_has_a_name_and_may_be_kept_for_a_while(client, programme):
    put_event(programme, "", in_days(3))
    feed, file = client.get(NB), client.get(f"{EVENT}kalender.ics")
    assert feed["Content-Disposition"] == 'inline; filename="arrangementer.ics"'
    assert file["Content-Disposition"] == 'inline; filename="levelonn-pa-en-time.ics"'
    for response in (feed, file):
        assert "public" in response["Cache-Control"]
        assert "max-age=600" in response["Cache-Control"]
        assert "no-store" not in response["Cache-Control"]


@pytest.mark.parametrize("address", [NB, f"{EVENT}kalender.ics"])
def test_unchanged_calendar_is_not_sent_again(client, programme, address):
    page = put_event(programme, "", in_days(3))
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    page.state = "cancelled"
    page.save()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert b"STATUS:CANCELLED" in changed.content


def test_event_taken_out_of_the_feed_is_a_change(client, programme):
    put_event(programme, "Eldst", in_days(3))
    page = put_event(programme, "Nyest", in_days(4))
    etag = client.get(NB)["ETag"]
    page.unpublish()
    response = client.get(NB, headers={"If-None-Match": etag})
    assert response.status_code == 200


# Links


@pytest.mark.parametrize(
    ("index", "address"), [("/arrangementer/", NB), ("/en/events/", EN)]
)
def test_programme_shows_how_to_subscribe(client, programme, index, address):
    page = soup(client.get(index))
    links = [link["href"] for link in page.select(".calendar-subscription a")]
    assert links == [f"webcal://localhost{address}", f"http://localhost{address}"]
    (machine,) = page.find_all("link", type="text/calendar")
    assert machine["href"] == address


@pytest.mark.parametrize("fields", [{}, {"state": "cancelled"}, {"state": "postponed"}])
def test_event_to_come_can_be_put_into_the_calendar(client, programme, fields):
    put_event(programme, "", in_days(3), **fields)
    links = soup(client.get(EVENT)).select(".event__calendar a")
    addresses = [link["href"] for link in links]
    assert addresses == ([] if fields else [f"{EVENT}kalender.ics"])


def test_event_that_is_over_is_not_offered(client, programme):
    put_event(programme, "", in_days(-3))
    assert not soup(client.get(EVENT)).select(".event__calendar")


# Every event of the demo


def test_every_demo_event_is_in_its_calendars(demo_site, client, at):
    at(oslo(2018, 1, 1))
    pages = list(EventPage.objects.live())
    assert pages
    for page in pages:
        for language in page.public_languages:
            events = file_of(client, page, language).events
            dates = [
                (d.start.astimezone(UTC), d.end.astimezone(UTC))
                for d in page.get_dates()
            ]
            assert [(event.dtstart, event.dtend) for event in events] == dates


def test_feed_keeps_its_order_over_the_change_of_clocks(client, programme, at):
    at(oslo(2027, 3, 1))
    put_event(programme, "Etter", on(date(2027, 3, 28), "03:00", "04:00"))
    put_event(programme, "Før", on(date(2027, 3, 28), "01:30", "01:45"))
    events = fetch(client, NB).events
    assert [(event.summary, event.dtstart) for event in events] == [
        ("Før", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("Etter", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ]
