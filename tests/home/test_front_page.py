"""The front page: arranged once, read in each language by whoever may read what."""

import pytest

from tests.events.support import in_days, put_event
from tests.support import factories
from tests.support.pages import folded, gate, put_article, soup

from .conftest import BLOCKS, arrange, headings, titles, words

pytestmark = pytest.mark.django_db


# The page itself


def test_page_without_sections_has_its_heading_and_introduction(home, client):
    home.introduction_nb = "Vi hjelper virksomheter."
    home.save()
    page = soup(client.get("/"))
    assert folded(page.h1) == "For en ansvarlig handel"
    assert "Vi hjelper virksomheter." in folded(page.select_one(".opening"))
    assert not page.select(".front section")


def test_page_with_every_section_and_nothing_to_show(home, show):
    arrange(home, *BLOCKS)
    for language in ("nb", "en"):
        page = show(language)
        assert len(page.find_all("section")) == 2, "news and events say so"
        assert len(page.select(".front__nothing")) == 2
        assert all(headings(page))


def test_sections_stand_in_the_editors_order(news, home, show):
    put_article(news)
    arrange(home, "events", "lead_story")
    first, second = show().find_all("section", recursive=False)
    assert first.select_one(".front__nothing")
    assert second.select_one(".lead-story")


def test_headings_have_ids_of_their_own(home, show):
    action = {
        "heading": words("Bli med"),
        "label": words("Bli medlem"),
        "url": "https://example.org",
    }
    arrange(home, ("call_to_action", action), ("call_to_action", action), "news")
    page = show()
    ids = [element["id"] for element in page.find_all(id=True)]
    named = [s["aria-labelledby"] for s in page.find_all("section")]
    assert len(set(ids)) == len(ids) == 3
    assert named == ids


# Lead story and news


def test_newest_article_leads_and_is_not_repeated(news, home, show):
    for number in range(5):
        put_article(news, f"Sak {number}")
    arrange(home, "lead_story", ("news", {"number": "3"}))
    page = show()
    assert titles(page) == ["Sak 4", "Sak 3", "Sak 2", "Sak 1"]
    assert titles(page.select_one(".lead-story")) == ["Sak 4"]


def test_chosen_article_leads(news, home, show):
    chosen, *_others = [put_article(news, f"Sak {number}") for number in range(3)]
    arrange(home, ("lead_story", {"article": chosen.pk}), ("news", {"number": "3"}))
    assert titles(show()) == ["Sak 0", "Sak 2", "Sak 1"]


def test_without_a_lead_story_the_news_starts_with_the_newest(news, home, show):
    for number in range(4):
        put_article(news, f"Sak {number}")
    arrange(home, ("news", {"number": "3"}))
    assert titles(show()) == ["Sak 3", "Sak 2", "Sak 1"]


def test_newest_leads_where_the_chosen_article_cannot_be_read(news, home, show):
    only_norwegian = factories.published_in("nb")
    chosen = put_article(news, "Valgt", **only_norwegian)
    put_article(news, "Nyest")
    arrange(home, ("lead_story", {"article": chosen.pk}))
    assert titles(show()) == ["Valgt"]
    assert titles(show("en")) == ["Nyest (en)"]


def test_members_own_article_leads_for_members_alone(news, home, show, client, member):
    chosen = put_article(news, "Bare for medlemmer")
    gate(chosen, "Members")
    put_article(news, "For alle")
    arrange(home, ("lead_story", {"article": chosen.pk}), "news")
    assert titles(show()) == ["For alle"]
    client.force_login(member)
    assert titles(show()) == ["Bare for medlemmer", "For alle"]


def test_lead_story_that_was_deleted_gives_way_to_the_newest(news, home, show):
    chosen = put_article(news, "Valgt")
    arrange(home, ("lead_story", {"article": chosen.pk}))
    chosen.delete()
    assert show().find_all("section") == []
    put_article(news, "Nyest")
    assert titles(show()) == ["Nyest"]


def test_news_beside_a_lone_lead_story_is_left_out(news, home, show):
    put_article(news)
    arrange(home, "lead_story", "news")
    assert len(show().find_all("section")) == 1


def test_news_has_its_usual_heading_or_its_own(news, home, show):
    arrange(home, ("news", {"heading": words("Ferskt")}))
    assert headings(show()) == ["Ferskt"]
    assert headings(show("en")) == ["Latest news"]


def test_news_leads_to_the_list_where_it_is_published(news, home, show):
    put_article(news)
    arrange(home, "news")
    links = [a["href"] for a in show("en").select(".section__top a")]
    assert links == ["/en/news/"]
    news.published_en = False
    news.save()
    assert not show("en").select(".section__top a")
    assert [a["href"] for a in show().select(".section__top a")] == ["/nyheter/"]


# Events


def test_next_events_are_those_one_can_go_to(programme, home, show):
    put_event(programme, "Senere", in_days(9))
    put_event(programme, "Snart", in_days(2))
    put_event(programme, "Over", in_days(-2))
    put_event(programme, "Avlyst", in_days(3), state="cancelled")
    put_event(programme, "Norsk", in_days(4), **factories.published_in("nb"))
    arrange(home, "events")
    assert titles(show()) == ["Snart", "Norsk", "Senere"]
    assert titles(show("en")) == ["Snart (en)", "Senere (en)"]
    links = [a["href"] for a in show().select(".section__top a")]
    assert links == [programme.get_url_in("nb")]


def test_next_events_are_as_many_as_the_editor_says(programme, home, show):
    for number in range(5):
        put_event(programme, f"Kurs {number}", in_days(number + 1))
    arrange(home, ("events", {"number": "4"}))
    assert titles(show()) == ["Kurs 0", "Kurs 1", "Kurs 2", "Kurs 3"]
