"""What most tests start from: a small site in two languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from wagtail.models import Site

from ethicaltrade.demo import factories

from .support import migrated

IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


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
    """Let Django make, or find, the SQLite database in its file."""
    if IS_SQLITE:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(database_file)


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


@pytest.fixture(autouse=True)
def clean_language_and_caches():
    """No test leaves its language, or what it cached, to the next."""
    Site.clear_site_root_paths_cache()
    for cache in caches.all():
        cache.clear()
    with translation.override("nb"):
        yield


@pytest.fixture(params=["nb", "en"])
def interface(request):
    """The editor's interface language; the test runs once in each."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def home(db):
    """The front page, at / and /en/."""
    return factories.add_front_page(add=factories.put_page)


@pytest.fixture
def news(home):
    """The news list, at /nyheter/ and /en/news/."""
    return factories.add_news(home, add=factories.put_page)


@pytest.fixture
def article(news):
    """An article in both languages."""
    return factories.add_page(news, factories.article())


@pytest.fixture
def editor(db):
    """A person who writes and publishes."""
    return factories.user("redaktor@example.org", "Editors", "Moderators")


@pytest.fixture
def admin(db):
    """A person who may do everything."""
    return factories.user("admin@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def member(db):
    """A person of an active member organisation."""
    return factories.user("medlem@example.org", "Members")


@pytest.fixture
def outsider():
    """Somebody who is not logged in."""
    return AnonymousUser()
