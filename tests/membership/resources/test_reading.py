"""Guides of several chapters: the way through them, and how far somebody has come."""

from urllib.parse import unquote

import pytest

from membership.resources import personal_data
from membership.resources.models import ChapterPage, ChapterRead, ResourceVisit
from tests.support import factories
from tests.support.pages import folded, gate, soup

from .support import EN, NB, open_page, put_chapter, put_resource, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapters(guide) -> list[ChapterPage]:
    return list(ChapterPage.objects.child_of(guide).in_order())


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return client


def contents(response):
    return [folded(link) for link in soup(response).select(".chapter-list__link")]


def marked(response):
    return len(soup(response).select(".chapter-list__read"))


def progress(response):
    bar = soup(response).select_one("progress")
    return bar and (bar["value"], bar["max"])


# The way through


def test_chapters_stand_in_the_order_of_the_tree(reader, guide, chapters):
    assert contents(reader.get(guide.url)) == [
        "Kapittel én",
        "Kapittel to",
        "Kapittel tre",
    ]
    chapters[2].move(chapters[0], pos="left")
    assert contents(reader.get(guide.url))[0] == "Kapittel tre"


def test_each_chapter_leads_to_those_beside_it(reader, chapters):
    for place, chapter in enumerate(chapters):
        page = soup(reader.get(chapter.url))
        before, after = (page.select_one(f"a[rel={name}]") for name in ("prev", "next"))
        assert bool(before) == (place > 0)
        assert bool(after) == (place < 2)
        if after:
            assert after["href"] == chapters[place + 1].url
        here = page.select_one(".chapter-list__link[aria-current]")
        assert folded(here) == chapter.title


def test_only_chapters_in_the_readers_language_count(reader, guide, member):
    put_chapter(guide, "Bare norsk", **factories.published_in("nb"))
    assert len(contents(reader.get(guide.get_url_in("nb")))) == 4
    assert len(contents(reader.get(guide.get_url_in("en")))) == 3


def test_chapter_closed_to_the_reader_is_left_out(reader, guide, chapters):
    gate(chapters[1], "Styret")
    response = reader.get(guide.url)
    assert contents(response) == ["Kapittel én", "Kapittel tre"]
    assert progress(response) == ("0", "2")


def test_guide_without_chapters_has_no_contents(reader, area):
    page = put_resource(area, "Mal")
    assert not soup(reader.get(page.url)).select(".resource__chapters")


# How far


def test_reader_marks_a_chapter_and_takes_the_mark_back(reader, guide, chapters):
    response = reader.post(chapters[0].url, {"read": "yes"})
    assert (response.status_code, response.url) == (302, f"{chapters[0].url}#progress")
    response = reader.get(guide.url)
    assert (progress(response), marked(response)) == (("1", "3"), 1)
    english = soup(reader.get(guide.get_url_in("en")))
    assert folded(english.select_one("#reading-progress")) == "1 of 3 chapters read"
    reader.post(chapters[0].url, {"read": "no"})
    assert progress(reader.get(guide.url)) == ("0", "3")


def test_marking_twice_is_marking_once(reader, chapters, member):
    for _time in range(2):
        reader.post(chapters[0].url, {"read": "yes"})
    assert ChapterRead.objects.filter(user=member).count() == 1


def test_guide_leads_on_to_the_first_chapter_that_is_not_read(reader, guide, chapters):
    for number, chapter in enumerate(chapters):
        button = soup(reader.get(guide.url)).select_one(".resource__chapters .button")
        assert button["href"] == chapters[number].url
        reader.post(chapter.url, {"read": "yes"})
    button = soup(reader.get(guide.url)).select_one(".resource__chapters .button")
    assert button["href"] == chapters[0].url


def test_list_says_how_far(reader, guide, chapters):
    reader.post(chapters[0].url, {"read": "yes"})
    card = soup(reader.get(EN)).select_one(".resource-card__facts")
    assert "1 of 3 chapters read" in folded(card)


def test_one_readers_progress_is_not_anothers(client, reader, guide, chapters):
    reader.post(chapters[0].url, {"read": "yes"})
    client.force_login(factories.member_person("annen@example.org"))
    assert progress(client.get(guide.url)) == ("0", "3")


def test_outsider_reads_an_open_guide_and_nothing_is_kept(client, guide, chapters):
    open_page(guide)
    response = client.get(chapters[0].url)
    assert response.status_code == 200
    assert len(contents(response)) == 3
    assert progress(response) is None
    assert not soup(response).select("form[method=post]")
    assert "csrftoken" not in response.cookies
    response = client.post(chapters[0].url, {"read": "yes"})
    assert response.status_code == 403
    (link,) = soup(response).select("main a.button[href*='/konto/login/']")
    assert unquote(link["href"]).endswith(f"?next={chapters[0].url}")
    assert not ChapterRead.objects.exists()


def test_closed_chapter_takes_nothing_from_an_outsider(client, chapters):
    assert client.post(chapters[0].url, {"read": "yes"}).status_code == 403
    client.force_login(factories.user("tidligere@example.org"))
    assert client.post(chapters[0].url, {"read": "yes"}).status_code == 403
    assert not ChapterRead.objects.exists()


def test_marking_needs_the_forms_token(guide, chapters, member):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert strict.post(chapters[0].url, {"read": "yes"}).status_code == 403


def test_only_chapters_take_anything(reader, guide):
    assert reader.post(guide.url).status_code == 405
    assert reader.post(NB).status_code == 405


# On paper


def test_whole_guide_is_on_one_page_to_print(reader, guide):
    put_chapter(guide, "Det siste", body_nb=text("<p>Til slutt.</p>"))
    link = soup(reader.get(guide.url)).select_one(".resource__chapters a[rel=nofollow]")
    response = reader.get(link["href"])
    headings = [folded(h) for h in soup(response).select(".guide-print__heading")]
    assert headings == [
        "1 Kapittel én",
        "2 Kapittel to",
        "3 Kapittel tre",
        "4 Det siste",
    ]
    assert "Til slutt." in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert len(soup(response).select("h1")) == 1


def test_print_page_is_as_closed_as_the_guide(client, guide, reader):
    address = guide.subview_url("print")
    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == 302


# What is kept of people


def test_what_is_kept_is_told_and_erased(reader, guide, chapters, member):
    other = factories.member_person("annen@example.org")
    ChapterRead.objects.create(user=other, chapter=chapters[0])
    reader.get(NB)
    reader.post(chapters[0].url, {"read": "yes"})
    data = personal_data.export(member)
    assert [row["chapter"] for row in data["chapters_read"]] == ["Kapittel én"]
    assert data["last_visit"] == ResourceVisit.objects.get().last_seen_at.isoformat()
    for _time in range(2):
        personal_data.forget(member)
    assert personal_data.export(member) == {
        "last_visit": None,
        "new_since": None,
        "chapters_read": [],
    }
    assert ChapterRead.objects.get().user == other
