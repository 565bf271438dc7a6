"""The demo's events: every state there is, and each page whole."""

import pytest

from ethicaltrade.bilingual import languages
from ethicaltrade.demo import content
from ethicaltrade.demo.events import event_names
from events import validation
from events.models import EventPage
from tests.support.pages import folded, soup

from .support import oslo

pytestmark = pytest.mark.django_db

GENEVA = "/arrangementer/offentlige-anskaffelser-pa-fn-forumet-i-geneve/"


@pytest.mark.parametrize("name", event_names())
def test_every_event_is_there_in_the_languages_it_says(demo_site, client, name):
    text = content.load(f"events/{name}")
    main = text["publish"][0]
    page = EventPage.objects.get(**{f"title_{main}": text[main]["title"]})
    assert page.public_languages == text["publish"]
    assert list(validation.find_errors(page)) == []
    for code in text["publish"]:
        assert client.get(page.get_url_in(code)).status_code == 200
        assert languages.value_in(page, "body", code)


def test_session_of_the_clients_article_is_told_as_the_article_tells_it(
    demo_site, client
):
    page = soup(client.get(GENEVA))
    organisers = [folded(item) for item in page.select(".event__organisers li")]
    assert [name.rpartition("(")[2] for name in organisers] == [
        "IEH)",
        "DIHR)",
        "ICAR)",
        "Harrison Institute)",
    ]
    assert folded(page.select_one(".person")) == "Stine Foss Seniorrådgiver, IEH"
    assert page.select_one(".event__session")["lang"] == "en"
    assert page.select_one(".excerpt [lang=en]")
    assert page.select_one(".event-date")["datetime"] == "2018-11-28"
    article = page.select_one("[aria-labelledby=related-articles] a")
    assert article["href"].startswith("/nyheter/ieh-bidrar")


def test_demo_shows_every_kind_of_event(demo_site):
    events = EventPage.objects.all()
    assert {event.state for event in events} == {"scheduled", "cancelled", "postponed"}
    assert {event.attendance for event in events} == {"place", "online", "both"}
    assert {event.audience for event in events} == {"open", "members"}
    assert any(event.dates.count() == 4 for event in events)
    assert any(event.time_zone == "America/New_York" for event in events)
    for change in (oslo(2027, 3, 28, 4), oslo(2027, 10, 31, 4)):
        assert any(event.is_on(change) for event in events)
