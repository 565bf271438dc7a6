"""What most tests start from: a small site in two languages."""

import gc
import os
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import translation
from wagtail.models import Site

from articles.models import ArticleIndexPage, ArticlePage
from ethicaltrade.caching import memory
from ethicaltrade.home.groups import EVERYDAY
from ethicaltrade.home.models import HomePage
from ethicaltrade.outages.breaker import Breaker
from events.models import EventIndexPage
from tests.support import factories

from .support import caching, migrated, rows, stylesheets
from .support.indexing import indexed

IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

# What asks for one of these, or is marked django_db, reads or writes the database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
# The whole demo site, and the CMS with its forms, take long: `make check` does without.
SLOW_FIXTURES = {"demo_rows", "desk"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what is slow, and what `make check` runs; begin with what takes longest.

    pytest-xdist gives each of two workers a half, and one that is done takes from the
    other's end: so what takes longest is all on one worker, and never comes last.
    """
    for item in items:
        if not SLOW_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.slow)
        is_marked = item.get_closest_marker("every_database") is not None
        if is_marked or not needs_database(item):
            item.add_marker(pytest.mark.quick)
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def needs_database(item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def pytest_collection_finish():
    """Spare the garbage collector what stays until the end: every module and test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def database_file(tmp_path_factory) -> Path:
    """This worker's own SQLite database."""
    return tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture(scope="session")
def is_migrated(database_file) -> bool:
    """Whether the database was there already, migrated by an earlier run."""
    return IS_SQLITE and migrated.copy_to(database_file)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_file, django_db_modify_db_settings_parallel_suffix
):
    """Let Django make, or find, the SQLite database in its file.

    That of PostgreSQL it copies, where there is a migrated one.
    """
    test = settings.DATABASES["default"]["TEST"]
    if IS_SQLITE:
        test["NAME"] = str(database_file)
    elif template := os.environ.get("MIGRATED_DATABASE"):
        test["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_keepdb(is_migrated) -> bool:
    """Use the copied database as it is."""
    return is_migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, is_migrated):
    """Keep what a first run has migrated for the next."""
    if IS_SQLITE and not is_migrated:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            migrated.keep(connection.connection)


@pytest.fixture(autouse=True, scope="session")
def every_page_is_styled():
    """Whatever page a test is answered with has a style for all that is on it."""
    with stylesheets.watched():
        yield


@pytest.fixture(autouse=True)
def clean_language_and_caches():
    """No test leaves its language, or what it cached or missed, to the next."""
    Breaker.of.cache_clear()
    memory.forget()
    Site.clear_site_root_paths_cache()
    for cache in caches.all():
        if not isinstance(cache, BaseDatabaseCache):  # it goes with the transaction
            cache.clear()
    with translation.override("nb"):
        yield


@pytest.fixture(autouse=True)
def index_of_those_who_search(request):
    """The search's index is kept for the tests marked ``indexed`` only."""
    is_marked = request.node.get_closest_marker("indexed") is not None
    searches = is_marked or "demo_rows" in request.fixturenames
    with indexed() if searches else nullcontext():
        yield


@pytest.fixture
def working_memory():
    """What is remembered is kept in this test as it is on the site."""
    with caching.working_memory():
        yield


@pytest.fixture
def kept_pages(working_memory):
    """Pages are kept in this test, too."""
    with caching.kept_pages():
        yield


@pytest.fixture(params=["nb", "en"])
def interface(request):
    """The editor's interface language; the test runs once in each."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture(scope="session")
def small_site(django_db_setup, django_db_blocker) -> dict[str, list[rows.Change]]:
    """The rows of ``home``, of ``news`` below it, and of ``article`` below that.

    They are made once, and put for each test.
    """

    def add_home():
        factories.add_front_page(add=factories.put_page)

    def add_news():
        factories.add_news(HomePage.objects.get(), add=factories.put_page)

    def add_article():
        factories.add_page(ArticleIndexPage.objects.get(), factories.article())

    with django_db_blocker.unblock():
        home = rows.kept(add_home)
        news = rows.kept(add_news, home)
        article = rows.kept(add_article, home, news)
        return {"home": home, "news": news, "article": article}


@pytest.fixture
def home(db, small_site):
    """The front page, at / and /en/."""
    rows.put(small_site["home"])
    return HomePage.objects.get()


@pytest.fixture
def news(home, small_site):
    """The news list, at /nyheter/ and /en/news/."""
    if not home.is_leaf():  # the rows are those of its first child
        return factories.add_news(home, add=factories.put_page)
    rows.put(small_site["news"])
    home.refresh_from_db()
    return ArticleIndexPage.objects.get()


@pytest.fixture
def article(news, small_site):
    """An article in both languages."""
    if not news.is_leaf():  # the rows are those of its first child
        return factories.add_page(news, factories.article())
    rows.put(small_site["article"])
    news.refresh_from_db()
    return ArticlePage.objects.get()


@pytest.fixture
def editor(db):
    """A person who does what there is to do in a small house."""
    return factories.user("redaktor@example.org", *EVERYDAY)


@pytest.fixture
def desk(client, editor):
    """The CMS, where the editor is logged in."""
    client.force_login(editor)
    return client


@pytest.fixture
def admin(db):
    """A person who may do everything."""
    return factories.user("admin@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def member(db):
    """A person of an active member organisation."""
    return factories.member_person("medlem@example.org")


@pytest.fixture
def outsider():
    """Somebody who is not logged in."""
    return AnonymousUser()


def add_programme(home: HomePage) -> EventIndexPage:
    page = EventIndexPage(
        title_nb="Arrangementer",
        title_en="Events",
        show_in_menus=True,
        **factories.published_in("nb", "en"),
    )
    return factories.put_page(home, page)


@pytest.fixture(scope="session")
def programme_rows(small_site, django_db_blocker) -> list[rows.Change]:
    """The rows of ``programme``, made once."""
    with django_db_blocker.unblock():
        return rows.kept(
            lambda: add_programme(HomePage.objects.get()), small_site["home"]
        )


@pytest.fixture
def programme(home, programme_rows):
    """The programme of events, at /arrangementer/ and /en/events/."""
    if not home.is_leaf():  # the rows are those of its first child
        return add_programme(home)
    rows.put(programme_rows)
    home.refresh_from_db()
    return EventIndexPage.objects.get()
