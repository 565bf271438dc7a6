"""Who sees an event, and where it is found: search, sitemap, old addresses."""

import pytest

from events.models import EventOrganiser, ProgrammeItem, RelatedPage
from tests.support import factories
from tests.support.pages import folded, gate, put_article

from .support import event, get, in_days, put_event

pytestmark = pytest.mark.django_db


def test_unpublished_language_tells_nothing(client, programme):
    page = put_event(
        programme,
        city_en="Secret town",
        lead_en="A secret",
        **factories.published_in("nb"),
    )
    response = client.get(page.get_url_in("en"))
    text = response.content.decode()
    assert "X-Robots-Tag" in response.headers
    assert "Secret town" not in text
    assert "A secret" not in text
    assert "ld+json" not in text


@pytest.mark.indexed
def test_private_event_is_for_those_it_is_for(client, programme, member):
    page = put_event(programme, "Hemmelig", in_days(3))
    gate(page, "Members")
    assert client.get(page.get_url_in("nb")).status_code == 302
    for address in ("/arrangementer/", "/sok/?q=kurs", "/sitemap.xml"):
        assert "emmelig" not in client.get(address).content.decode()
    client.force_login(member)
    assert client.get(page.get_url_in("nb")).status_code == 200
    assert "Hemmelig" in client.get("/arrangementer/").content.decode()


def test_related_pages_are_those_the_reader_may_see(client, programme, news, member):
    open_, gated = put_article(news, "Åpen"), put_article(news, "Stengt")
    norwegian = put_article(news, "Norsk", **factories.published_in("nb"))
    gate(gated, "Members")
    links = [
        RelatedPage(target=article.basepage_ptr, sort_order=place)
        for place, article in enumerate((gated, norwegian, open_))
    ]
    page = put_event(programme, related_links=links)

    def shown(language="nb"):
        section = "[aria-labelledby=related-articles]"
        found = get(client, page, language).select(f"{section} li a")
        return [folded(link) for link in found]

    assert shown() == ["Norsk", "Åpen"]
    assert shown("en") == ["Åpen (en)"]
    client.force_login(member)
    assert shown() == ["Stengt", "Norsk", "Åpen"]


def test_old_sites_address_leads_to_the_event(client, programme):
    page = put_event(programme)
    for address in (
        "/arrangement/levelonn-pa-en-time/",
        "/arrangement/living-wages-in-an-hour/",
    ):
        response = client.get(address)
        assert response.status_code == 301
        assert response.headers["Location"] == page.get_url_in("nb")
    assert client.get("/arrangement/").headers["Location"] == "/arrangementer/"


def test_event_is_in_the_sitemap_in_the_languages_it_is_in(client, programme):
    put_event(programme, "Begge")
    put_event(programme, "Norsk", **factories.published_in("nb"))
    text = client.get("/sitemap.xml").content.decode()
    assert "/arrangementer/begge/</loc>" in text
    assert "/en/events/begge-en/</loc>" in text
    assert "/arrangementer/norsk/</loc>" in text
    assert "norsk-en" not in text


@pytest.mark.indexed
@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/sok/?q=genève", 1),
        ("/sok/?q=dihr", 1),
        ("/sok/?q=velkommen", 1),
        ("/sok/?q=welcome", 0),
        ("/en/search/?q=welcome", 1),
        ("/en/search/?q=geneva", 1),
        ("/en/search/?q=webinar", 1),
        ("/sok/?q=nettmote", 0),
    ],
)
def test_words_of_an_event_are_found_in_their_language(
    client, programme, organisers, address, count
):
    page = event(
        kind="webinar",
        city_nb="Genève",
        city_en="Geneva",
        attendance="both",
        join_url="https://nettmote.example.org/nettmote",
        organisers=[EventOrganiser(organisation=organisers[0])],
        programme=[
            ProgrammeItem(start_time="09:00", title_nb="Velkommen", title_en="Welcome")
        ],
    )
    factories.add_page(programme, page)
    assert len(client.get(address).context["results"]) == count
