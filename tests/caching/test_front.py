"""Caches in front are told of a change when it is there to read, and of no other."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import PageViewRestriction, Site

from articles.models import ArticleIndexPage
from ethicaltrade.bilingual import schedules
from ethicaltrade.core.models import SiteSettings, Topic
from tests.support import caching, factories
from tests.support.nginx import behind, nginx

told: list[str] = []


class Heard(BaseBackend):
    def purge(self, url):
        told.append(url)


class Broken(BaseBackend):
    def purge(self, url):
        raise OSError


@pytest.fixture
def in_front(transactional_db, settings):
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": f"{__name__}.Heard"}}
    told.clear()
    return settings.WAGTAILFRONTENDCACHE


def add_topic(name):
    return Topic.objects.create(name_nb=name, name_en=name, slug=name.lower())


def test_change_is_told_once_after_it_is_committed(in_front):
    with transaction.atomic():
        topic = add_topic("Leather")
        Topic.objects.filter(pk=topic.pk).update(name_nb="Lær")
        assert told == []
    assert told == ["http://localhost/*"]
    add_topic("Cotton")
    assert len(told) == 2


def test_what_is_taken_back_or_shown_to_nobody_is_not_told(in_front, client):
    with transaction.atomic():
        add_topic("Leather")
        transaction.set_rollback(True)
    client.session.save()
    assert told == []


def test_cache_that_cannot_be_told_stops_nobody(in_front):
    in_front["cdn"]["BACKEND"] = f"{__name__}.Broken"
    with transaction.atomic():
        add_topic("Leather")
    assert Topic.objects.filter(name_nb="Leather").exists()


def test_nobody_is_told_where_nobody_is(transactional_db, settings):
    settings.WAGTAILFRONTENDCACHE = {}
    told.clear()
    add_topic("Leather")
    assert told == []


# The site behind nginx

SECTIONS = ("/", "/en/", "/nyheter/", "/en/news/")
MACHINES = ("/nyheter/feed/", "/en/news/feed/", "/sitemap.xml")


@pytest.fixture
def front(transactional_db, settings, tmp_path):
    """The site as in production, with nginx before it."""
    settings.SHARED_CACHE_SECONDS = 300
    settings.WAGTAILFRONTENDCACHE = {
        "nginx": {
            "BACKEND": "ethicaltrade.caching.front.NginxBackend",
            "LOCATION": str(tmp_path / "pages"),
        }
    }
    with (
        caching.kept_pages(),
        behind(WSGIHandler()) as server,
        nginx(tmp_path, server.port) as front,
    ):
        front.asked = server.asked
        news = factories.add_news(factories.add_front_page())
        SiteSettings.objects.create(site=Site.objects.get())
        front.article = factories.add_page(news, factories.article())
        yield front


def read(front, address: str) -> str:
    """What a visitor reads there; it is asked for once more, and is kept by then."""
    answer = front.get(address)
    before = front.asked.total()
    again = front.get(address)
    if answer.status == 200:
        assert front.asked.total() == before, f"{address} is not kept"
        assert again.body == answer.body
    return f"{answer.status} {answer.body.decode()}"


def telling(front, word: str) -> set[str]:
    """Of all lists, those with the word in them; each is in nginx afterwards."""
    return {
        address for address in (*SECTIONS, *MACHINES) if word in read(front, address)
    }


@pytest.mark.slow
def test_next_visitor_sees_the_change_and_none_what_was_closed(front):
    article = front.article
    old = {code: article.get_url_in(code) for code in ("nb", "en")}
    lists = {"/nyheter/", "/nyheter/feed/"}
    assert telling(front, "Ærlig øl") >= lists
    assert read(front, old["nb"]).startswith("200 ")
    assert read(front, old["en"]).startswith("200 ")

    article.title_nb, article.slug_nb = "Sunn saft", "sunn-saft"
    article = factories.save_page(article)  # renamed
    assert telling(front, "Ærlig øl") == set()
    assert telling(front, "Sunn saft") >= lists
    assert read(front, old["nb"]).startswith("301 ")
    new = article.get_url_in("nb")
    assert "Sunn saft" in read(front, new)

    restriction = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.LOGIN
    )  # closed
    assert telling(front, "Sunn saft") == telling(front, "sunn-saft") == set()
    assert telling(front, "Honest beer") == set()
    for address in (new, old["en"]):
        assert "Sunn saft" not in read(front, address)
        assert "Honest beer" not in read(front, address)
        assert front.get(address).status == 302

    restriction.delete()  # opened
    assert telling(front, "Sunn saft") >= lists
    assert "Sunn saft" in read(front, new)

    expires = timezone.now() + timedelta(hours=1)
    for code in ("nb", "en"):
        schedules.schedule(article, code, take_down_at=expires)
    assert "Sunn saft" in read(front, new)
    later = expires + timedelta(minutes=1)
    with mock.patch.object(timezone, "now", return_value=later):
        call_command("publish_scheduled")  # expired
    assert telling(front, "Sunn saft") == set()
    assert front.get(new).status in (404, 410)


@pytest.mark.slow
def test_topic_menu_and_settings_that_change_are_seen(front):
    assert "Nyheter" in read(front, "/")
    ArticleIndexPage.objects.update(show_in_menus=False)
    assert ">Nyheter<" not in read(front, "/")
    SiteSettings.objects.update(organisation_name_nb="Rettferd")
    assert "Rettferd" in read(front, "/nyheter/")
