"""Addresses outlive a change of the site itself, at once and in every process.

What a process has in its own memory is kept through a change here, as a change that
another process made would leave it.
"""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import caches
from wagtail.models import Site

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import repair
from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.home.models import HomePage
from tests.support import factories
from tests.support.pages import soup

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

ARTICLE = "/nyheter/ny-sak/"
ENGLISH = "/en/news/new-story/"
OLD = {
    "/nyheter/aerlig-ol-pa-as/": ARTICLE,
    "/en/news/honest-beer-at-as/": ENGLISH,
    "/aktuelt/ny-sak/": ARTICLE,
    "/innmeldt/": ARTICLE,
}


def rename_the_front_page():
    home = HomePage.objects.get()
    home.slug_nb = home.slug_en = "en-annen-forside"
    factories.save_page(home)


def rename_it_twice():
    rename_the_front_page()
    home = HomePage.objects.get()
    home.slug_nb = "hjem"
    factories.save_page(home)


def put_another_page_first():
    """The site's record leads to a new front page, and the pages are moved there."""
    old = HomePage.objects.get()
    new = factories.add_page(
        BasePage.objects.get(depth=1),
        HomePage(
            title_nb="Ny",
            title_en="New",
            heading_nb="Ny",
            heading_en="New",
            **factories.published_in("nb", "en"),
        ),
    )
    for page in old.get_children():
        page.specific.move(HomePage.objects.get(pk=new.pk), pos="last-child")
    Site.objects.update(root_page=new.pk)


def change_the_host_name():
    Site.objects.update(hostname="elsewhere.example.org", port=443)


def rename_a_list_beside():
    rename_the_front_page()
    news = ArticlePage.objects.get().get_parent().specific
    for slug in ("siste", "nyheter"):
        news.slug_nb = slug
        news = factories.save_page(news)


CHANGES = [
    rename_the_front_page,
    rename_it_twice,
    put_another_page_first,
    change_the_host_name,
    rename_a_list_beside,
]


@pytest.fixture
def moved_article(article):
    """Renamed in both languages; once in another list, and entered by hand."""
    article.slug_nb, article.slug_en = "ny-sak", "new-story"
    article = factories.save_page(article)
    news = article.get_parent().specific
    for slug in ("aktuelt", "nyheter"):
        news.slug_nb = slug
        news = factories.save_page(news)
    OldAddress.objects.create(
        language="nb", path="/innmeldt/", page=article.basepage_ptr
    )
    return article


@pytest.fixture
def elsewhere(monkeypatch):
    """Makes a change as another process would: this one's caches stay."""

    def make(change):
        with monkeypatch.context() as patch:
            patch.setattr(Site, "clear_site_root_paths_cache", lambda: None)
            for cache in caches.all():
                patch.setattr(type(cache), "clear", lambda self: None)
            change()

    return make


@pytest.mark.parametrize("change", CHANGES)
def test_every_address_answers_at_once(client, moved_article, elsewhere, change):
    for address in ("/", ARTICLE, "/sitemap.xml", *OLD):
        client.get(address)
    elsewhere(change)
    for address in ("/", "/en/", "/nyheter/", ARTICLE, ENGLISH, "/nyheter/feed/"):
        assert client.get(address).status_code == 200, address
    for old, new in OLD.items():
        assert (
            client.get(old).status_code,
            client.get(old).headers.get("Location"),
        ) == (
            301,
            new,
        )
    assert [str(fault) for fault in repair.find_faults()] == []


@pytest.mark.parametrize("change", CHANGES)
def test_pages_name_the_right_addresses_at_once(
    client, moved_article, elsewhere, change
):
    client.get(ARTICLE)
    elsewhere(change)
    site = Site.objects.get()
    page = soup(client.get(ARTICLE))
    canonical = page.select_one('link[rel="canonical"]')["href"]
    assert canonical == site.root_url + ARTICLE
    assert page.select_one(f'nav a[href="{"/nyheter/"}"]')
    assert f"http://testserver{ENGLISH}" in client.get("/sitemap.xml").content.decode()
    assert ArticlePage.objects.get().full_url == site.root_url + ARTICLE, "a worker"


def test_no_old_address_names_the_front_page(moved_article):
    rename_it_twice()
    assert not OldAddress.objects.filter(path__contains="forside").exists()
    assert OldAddress.objects.count() == 5


def test_old_addresses_of_before_lose_the_front_page(client, article):
    """As rows were written when they began with the front page's path of their time."""
    home = HomePage.objects.get().basepage_ptr
    page = article.basepage_ptr
    for path, owner in (
        ("/hjem/", home),  # what it was called then
        ("/hjem/nyheter/for/", page),
        ("/forside/nyheter/siden/", page),
        ("/Artikler/8642.html", page),
        ("/?p=12", page),
    ):
        OldAddress.objects.create(language="nb", path=path, page=owner)
    migration = import_module(
        "ethicaltrade.bilingual.migrations.0002_without_the_front_page"
    )
    migration.forget_the_front_page(apps, None)
    assert set(OldAddress.objects.values_list("path", flat=True)) == {
        "/hjem/",
        "/nyheter/for/",
        "/nyheter/siden/",
        "/Artikler/8642.html",
        "/?p=12",
    }
    for old in ("/nyheter/for/", "/nyheter/siden/", "/Artikler/8642.html"):
        assert client.get(old).headers["Location"] == article.url
