"""What most tests start from: a small site in two languages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.utils import translation
from wagtail.models import Site

from ethicaltrade.demo import factories


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
    return factories.add_front_page()


@pytest.fixture
def news(home):
    """The news list, at /nyheter/ and /en/news/."""
    return factories.add_news(home)


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
