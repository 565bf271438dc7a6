"""What the front page remembers is right with the next change."""

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from tests.events.support import in_days, put_event
from tests.support.caching import queries_again
from tests.support.pages import folded, gate, put_article, soup

from .conftest import arrange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_memory")]


@pytest.fixture
def arranged(home, news, programme):
    numbers = {"rows": [{"what": "articles", "label": {}}]}
    arrange(
        home, ("lead_story", {}), ("news", {}), ("events", {}), ("numbers", numbers)
    )
    return home


def titles(client):
    found = soup(client.get("/")).select(".card__link, .event-card__link")
    return [folded(link) for link in found]


def number(client):
    return folded(soup(client.get("/")).select_one(".numbers__number"))


def test_nothing_of_its_own_is_asked_for_again(client, arranged, news, programme):
    put_article(news, "Nyhet")
    put_event(programme, "Kurs", in_days(3))
    client.get("/")  # the settings and the content types, once a process
    assert queries_again(client, "/") <= queries_again(client, news.url)


def test_follows_what_is_published_renamed_and_closed(client, arranged, news, member):
    assert titles(client) == []
    article = put_article(news, "Nyhet")
    put_article(news, "Annen")
    assert (titles(client), number(client)) == (["Annen", "Nyhet"], "2")
    article.title_nb = "Nytt navn"
    article.save()
    assert titles(client) == ["Annen", "Nytt navn"]
    gate(article, "Members")
    assert (titles(client), number(client)) == (["Annen"], "1")
    client.force_login(member)
    assert (titles(client), number(client)) == (["Annen", "Nytt navn"], "2")
    client.logout()
    assert titles(client) == ["Annen"]
    PageViewRestriction.objects.all().delete()
    assert titles(client) == ["Annen", "Nytt navn"]
    ArticlePage.objects.update(live=False)
    assert titles(client) == []


def test_event_that_ends_is_left_out(client, arranged, programme, monkeypatch):
    event = put_event(programme, "Kurs", in_days(3))
    assert titles(client) == ["Kurs"]
    monkeypatch.setattr(timezone, "now", lambda: event.known_dates[0].end)
    assert titles(client) == []


def test_draft_of_the_front_page_shows_itself_alone(client, arranged):
    client.get("/")
    arranged.heading_nb = "Utkast"
    arranged.save_revision()
    assert "Utkast" not in client.get("/").text
    draft = arranged.get_latest_revision_as_object()
    assert "Utkast" in draft.make_preview_request(preview_mode="nb").text
    assert "Utkast" not in client.get("/").text


def test_chosen_lead_story_leads_though_it_is_old(client, home, news):
    old = put_article(news, "Gammel")
    for title in ("En", "To", "Tre", "Fire"):
        put_article(news, title)
    arrange(home, ("lead_story", {"article": old.pk}), ("news", {"number": "3"}))
    assert titles(client) == ["Gammel", "Fire", "Tre", "To"]
