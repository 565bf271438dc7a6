"""An event's page: when, where, who, for whom, and what has become of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethicaltrade.core.models import Person, Topic
from events.models import EventOrganiser, EventPage, EventSpeaker, ProgrammeItem
from tests.support.files import picture
from tests.support.pages import folded, soup

from .support import MAY, get, in_days, on, oslo, put_event

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"


def facts(page):
    """Each heading of the facts with its texts."""
    rows = page.select(".event-facts__row")
    return {folded(row.dt): [folded(dd) for dd in row.select("dd")] for row in rows}


def times(page):
    return [folded(dd) for dd in page.select(".event-facts__row:first-child dd")]


# When


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "onsdag 12. mai 2027 kl. 09.00–11.30"),
        ("en", "Wednesday 12 May 2027 09:00–11:30"),
    ],
)
def test_time_is_written_as_the_language_writes_it(
    client, programme, language, expected
):
    page = get(client, put_event(programme), language)
    assert times(page) == [expected]
    (element,) = page.select(".event-facts time")
    assert element["datetime"] == "2027-05-12T09:00:00+02:00"


def test_leaf_of_the_calendar_is_one_date_to_those_who_listen(client, programme):
    leaf = get(client, put_event(programme)).select_one(".event-date")
    assert leaf["datetime"] == "2027-05-12"
    for part in leaf.select("[aria-hidden]"):
        part.decompose()
    assert folded(leaf) == "12. mai 2027"


def test_every_date_of_a_series_is_there_in_order(client, programme):
    dates = [on(date(2027, 5, day)) for day in (25, 4, 18, 11)]
    page = get(client, put_event(programme, "", *dates))
    days = [element["datetime"][8:10] for element in page.select(".event-facts time")]
    assert days == ["04", "11", "18", "25"]


def test_event_over_midnight_names_both_days(client, programme):
    page = put_event(programme, "", on(MAY, "22:00", "01:00", date(2027, 5, 13)))
    assert times(get(client, page, "en")) == [
        "12 May, 22:00 – 13 May 2027, 01:00",
    ]


def test_place_with_the_same_clock_as_oslo_shows_one_time(client, programme):
    page = put_event(programme, time_zone="Europe/Zurich")
    assert times(get(client, page)) == ["onsdag 12. mai 2027 kl. 09.00–11.30"]


@pytest.mark.parametrize(
    ("start", "end", "here"),
    [
        ("09:00", "11:30", "15:00–17:30"),
        ("19:00", "20:30", "13 May 2027, 01:00–02:30"),  # the day after in Oslo
    ],
)
def test_place_with_another_clock_shows_both_times(client, programme, start, end, here):
    page = put_event(programme, "", on(MAY, start, end), time_zone="America/New_York")
    (shown,) = times(get(client, page, "en"))
    assert shown.startswith(f"Wednesday 12 May 2027 {start}–{end} local time {here} ")
    element = get(client, page).select_one(".event-facts time")
    assert element["datetime"].endswith("-04:00")


def test_zones_differ_only_while_their_clocks_do(client, programme):
    dates = on(date(2027, 3, 20)), on(date(2027, 3, 29))
    page = put_event(programme, "", *dates, time_zone="Africa/Lagos")  # always UTC+1
    first, second = times(get(client, page, "en"))
    assert "local time" not in first
    assert "local time" in second


# Where and for whom


def test_place_is_told(client, programme):
    page = put_event(
        programme, place_name_nb="Demohuset", place_address="Demogata 1", city_nb="Oslo"
    )
    where = facts(get(client, page, "en"))["Where"]
    assert where == ["Demohuset Demogata 1 Oslo"]


def test_word_in_another_language_carries_it(client, programme):
    page = put_event(
        programme,
        city_nb="Genève",
        city_en="Geneva",
        place_name_nb="",
        place_name_en="Palais des Nations",
        larger_event_en="United Nations Forum",
        larger_event_participants_nb="Over 2000 deltakere",
        larger_event_participants_en="More than 2,000 participants",
    )
    shown = get(client, page).select_one(".event-facts")
    marked = {folded(span) for span in shown.select("[lang=en]")}
    assert marked == {"Palais des Nations", "United Nations Forum"}
    assert "Over 2000 deltakere" in folded(shown)
    assert not get(client, page, "en").select(".event-facts [lang]")


def test_session_title_has_its_own_language_and_direction(client, programme):
    page = put_event(
        programme, session_title="Leading by example?", session_language="en"
    )
    shown = get(client, page).select_one(".event__session")
    assert (shown["lang"], shown["dir"]) == ("en", "ltr")
    assert not get(client, page, "en").select_one(".event__session").has_attr("lang")
    arabic = put_event(programme, "Arabisk", session_title="س", session_language="ar")
    assert get(client, arabic).select_one(".event__session")["dir"] == "rtl"


@pytest.mark.indexed
@pytest.mark.parametrize("attendance", ["online", "both"])
def test_link_to_take_part_is_shown_to_nobody(
    client, programme, member, admin, attendance
):
    page = put_event(programme, attendance=attendance, join_url=JOIN)
    for reader in (None, member, admin):
        if reader:
            client.force_login(reader)
        for language in ("nb", "en"):
            response = client.get(page.get_url_in(language))
            assert JOIN not in response.content.decode()
            assert "hemmelig" not in response.content.decode()
    for address in ("/arrangementer/", "/sok/?q=hemmelig", "/sitemap.xml"):
        assert "nettmote" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("price", "member_price", "expected"),
    [
        (1200, None, ["NOK 1,200"]),
        (1200, 600, ["Non-members: NOK 1,200", "Members: NOK 600"]),
        (1200, 0, ["Non-members: NOK 1,200", "Members: free of charge"]),
        (0, None, ["Free of charge"]),
    ],
)
def test_price_is_told(client, programme, price, member_price, expected):
    page = put_event(programme, price=price, member_price=member_price)
    assert facts(get(client, page, "en"))["Price"] == expected


@pytest.mark.parametrize(
    ("day", "state", "is_promised"),
    [(7, "scheduled", True), (-7, "scheduled", False), (7, "cancelled", False)],
)
def test_link_is_promised_only_to_what_one_can_still_come_to(
    client, programme, day, state, is_promised
):
    page = put_event(programme, "", in_days(day), attendance="online", state=state)
    (where,) = facts(get(client, page, "en"))["Where"]
    assert ("will be sent the link" in where) is is_promised
    assert where.startswith("Online")


def test_price_that_is_not_written_is_not_guessed(client, programme):
    assert "Price" not in facts(get(client, put_event(programme), "en"))


def test_deadline_and_places_are_told(client, programme):
    page = put_event(programme, deadline_day=date(2027, 5, 1), capacity=20)
    shown = facts(get(client, page, "en"))
    assert shown["Last day to register"] == ["1 May 2027"]
    assert "20 places" in shown["Who can take part"]


def test_event_for_members_is_public_and_says_so(client, programme):
    page = get(client, put_event(programme, audience="members"), "en")
    assert folded(page.select_one(".event-mark--members")) == "Members only"


# Who


def test_organisers_stand_in_the_editors_order(client, programme, organisers):
    rows = [
        EventOrganiser(organisation=organisation, sort_order=place)
        for place, organisation in enumerate(organisers)
    ]
    page = get(client, put_event(programme, organisers=rows))
    shown = page.select(".event__organisers li")
    assert [folded(item) for item in shown] == [
        "Danish Institute for Human Rights (DIHR)",
        "Fjordvik demokommune",
    ]
    assert shown[0].select_one("[lang=en] a")["href"] == "https://dihr.example.org/"


def test_speakers_are_of_the_staff_or_from_elsewhere(client, programme):
    person = Person.objects.create(
        name="Kari Demo", role_nb="Rådgiver", role_en="Adviser"
    )
    speakers = [
        EventSpeaker(person=person, organisation="IEH", sort_order=0),
        EventSpeaker(name="Amir Demo", role_en="Head", sort_order=1),
    ]
    page = put_event(programme, speakers=speakers)
    shown = [folded(item) for item in get(client, page).select(".person")]
    assert shown == ["Kari Demo Rådgiver, IEH", "Amir Demo Head"]
    assert get(client, page).select_one(".person__role [lang=en]").text == "Head"
    assert "Adviser, IEH" in folded(get(client, page, "en").select_one(".person"))


def test_programme_is_hour_by_hour_and_day_by_day(client, programme):
    rows = [
        ProgrammeItem(
            day=date(2027, 5, 12),
            start_time="09:00",
            end_time="10:00",
            title_nb="Velkommen",
            title_en="Welcome",
            speakers_nb="Kari Demo",
            sort_order=0,
        ),
        ProgrammeItem(
            day=date(2027, 5, 13), start_time="09:00", title_nb="Mer", sort_order=1
        ),
    ]
    page = put_event(programme, programme=rows)
    shown = get(client, page).select_one("#event-programme").parent
    assert [folded(day) for day in shown.select("h3")] == [
        "Onsdag 12. mai 2027",
        "Torsdag 13. mai 2027",
    ]
    items = [folded(item) for item in shown.select(".programme__item")]
    assert items == ["kl. 09.00–10.00 Velkommen Kari Demo", "kl. 09.00 Mer"]
    english = get(client, page, "en").select(".programme__title")
    assert [item.get("lang") for item in english] == [None, "nb"]


def test_contact_person_can_be_written_to(client, programme):
    person = Person.objects.create(name="Kari Demo", email="kari@example.org")
    page = get(client, put_event(programme, contact_person=person))
    assert page.select_one(".contact-person a")["href"] == "mailto:kari@example.org"


def test_topics_lead_to_the_programme_narrowed_to_them(client, programme):
    topic = Topic.objects.create(name_nb="Levelønn", name_en="Living wage")
    page = put_event(programme, "", in_days(3), topics=[topic])
    (link,) = get(client, page, "en").select(".event__facts ul a")
    assert link["href"] == "/en/events/?topic=living-wage"
    assert len(soup(client.get(link["href"])).select(".event-card")) == 1


def test_event_with_nothing_more_than_it_needs_has_no_empty_sections(client, programme):
    page = get(client, put_event(programme))
    assert not page.select(".event__section, .contact-person, #related-articles")
    headings = [heading.name for heading in page.main.select("h1, h2, h3")]
    assert headings == ["h1", "h2", "h2"], "registration, and what is practical"


# What has become of it


@pytest.mark.parametrize(
    ("state", "name"), [("cancelled", "Cancelled"), ("postponed", "Postponed")]
)
def test_state_shows_everywhere(client, programme, state, name):
    page = put_event(programme, "", in_days(3), state=state)
    shown = get(client, page, "en")
    assert folded(shown.h1) == f"{name}: Living wages in an hour"
    assert folded(shown.title).startswith(f"{name}: Living wages")
    assert folded(shown.select_one(f".event-mark--{state}")) == name
    assert shown.select(".event-notice")
    card = soup(client.get("/en/events/")).select_one(".event-card")
    assert folded(card.a) == f"{name}: Living wages in an hour"
    assert folded(card.select_one(f".event-mark--{state}")) == name


def test_event_as_planned_says_nothing_of_it(client, programme):
    shown = get(client, put_event(programme, "", in_days(3)), "en")
    assert folded(shown.h1) == "Living wages in an hour"
    assert not shown.select(".event-notice")


def test_now_on_from_its_start_to_its_end(client, programme, at):
    page = put_event(programme)
    for moment, is_on in (
        (oslo(2027, 5, 12, 8, 59), False),
        (oslo(2027, 5, 12, 9), True),
        (oslo(2027, 5, 12, 11, 29), True),
        (oslo(2027, 5, 12, 11, 30), False),
    ):
        at(moment)
        assert bool(get(client, page).select(".event-mark--now")) is is_on
    assert get(client, page).select(".event-notice--past")


def test_cancelled_event_is_never_on_now(client, programme, at):
    page = put_event(programme, state="cancelled")
    at(oslo(2027, 5, 12, 10))
    assert not get(client, page).select(".event-mark--now")


# Queries


def test_page_takes_as_many_queries_with_much_as_with_more(
    client, programme, organisers
):
    def rich(title, count):
        people = [
            Person.objects.create(name=f"{title} {number}") for number in range(count)
        ]
        return put_event(
            programme,
            title,
            *(on(date(2027, 5, day)) for day in range(1, count + 1)),
            organisers=[EventOrganiser(organisation=organisers[0])],
            speakers=[
                EventSpeaker(person=person, sort_order=place)
                for place, person in enumerate(people)
            ],
            programme=[
                ProgrammeItem(start_time="09:00", title_nb=f"Punkt {n}", sort_order=n)
                for n in range(count)
            ],
            hero_image=picture(title=title),
        )

    few, many = rich("Få", 2), rich("Mange", 12)
    for page in (few, many):
        client.get(page.get_url_in("nb"))  # sizes of its picture
    counts = []
    for page in (few, many):
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url_in("nb"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_editors_see_what_an_item_is_called_in_any_language():
    page = EventPage(title_nb="Bare norsk", live=True, published_nb=True)
    assert str(ProgrammeItem(page=page, title_en="Opening")) == "Opening"
    assert str(ProgrammeItem(page=page)) == ""
