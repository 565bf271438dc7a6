"""The demo site, made once a process and put back for each test that asks for it.

A folder's conftest takes the fixtures with
``from tests.support.demo import demo_rows, demo_site  # noqa: F401``.

The site is built by the demo's own code, with pictures of 60 by 40 pixels.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO, StringIO
from zlib import crc32

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client
from PIL import Image
from wagtail.signal_handlers import disable_reference_index_auto_update

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import language_of
from ethicaltrade.demo import content

from .rows import Change, held, in_passing, kept, put
from .rows import forget_caches as forget_caches

SIZE = (60, 40)  # pixels: 3 to 2, as the demo's


def plain_picture(key: str) -> bytes:
    """A small picture in a colour of its own, in WebP."""
    file = BytesIO()
    Image.new("RGB", SIZE, f"#{crc32(key.encode()) & 0xFFFFFF:06x}").save(file, "WEBP")
    return file.getvalue()


def use_plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo take plain pictures for its own, whose sizes take no time."""
    monkeypatch.setattr(content, "picture", plain_picture)


def _build() -> None:
    call_command("demo", stdout=StringIO())
    call_command("make_renditions", stdout=StringIO())


@cache
def _built_rows() -> list[Change]:
    """Once a process: each conftest that imports the fixture has one of its own."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        use_plain_pictures(monkeypatch)
        with disable_reference_index_auto_update():  # a third of the time
            return kept(_build)


@pytest.fixture(scope="session")
def demo_rows(django_db_setup, django_db_blocker) -> list[Change]:
    """The rows of the demo site."""
    with django_db_blocker.unblock():
        return _built_rows()


@pytest.fixture
def demo_site(db, demo_rows) -> None:
    """The demo site, in the test's own transaction."""
    put(demo_rows)


@pytest.fixture(scope="module")
def lasting_demo_site(demo_rows, django_db_blocker) -> Iterator[None]:
    """The demo site for a whole file, whose tests all want it: put once."""
    with django_db_blocker.unblock(), held(lambda: put(demo_rows)):
        yield


@dataclass(frozen=True)
class Answer:
    """What the site answered at an address."""

    address: str
    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def language(self) -> str:
        """The language the address names."""
        return language_of(self.address)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, taken apart."""
        return BeautifulSoup(self.html, "html.parser")


def ask(client: Client, address: str) -> Answer:
    """Get what is at the address."""
    response = client.get(address)
    html = response.content.decode() if not response.streaming else ""
    return Answer(address, response.status_code, response.headers, html)


def page_addresses() -> list[str]:
    """Where an outsider can read a page."""
    return _addresses(lambda page: page.public_languages)


def explanation_addresses() -> list[str]:
    """Where an outsider reads that a page is not in this language."""
    return _addresses(
        lambda page: [
            code for code in languages.codes() if not page.is_published_in(code)
        ]
    )


def _addresses(languages_of: Callable) -> list[str]:
    pages = BasePage.objects.published_somewhere().visible_to(AnonymousUser())
    return [
        page.get_url_in(code)
        for page in pages.filter(depth__gt=1).order_by("path")
        for code in languages_of(page)
    ]


VIEWS = (
    *("/konto/login/", "/en/konto/login/"),
    *("/sok/", "/en/search/"),
    *("/sok/?q=medlem", "/en/search/?q=member"),
    *("/sok/?q=finnesikke", "/en/search/?q=nothing"),
)
"""Addresses that are no page's."""

LISTS = (
    *("/nyheter/?page=2", "/en/news/?topic=living-wage"),
    *("/nyheter/?year=2001", "/en/news/?year=2001"),
)
"""The list of articles, narrowed or turned to another page."""

MISSING = ("/finnes-ikke/", "/en/not-here/")
"""Addresses where nothing is."""


@pytest.fixture(scope="session")
def demo_answers(demo_rows, django_db_blocker) -> dict[str, Answer]:
    """Everything an outsider can read of the demo site, by address; fetched once."""

    def fetch() -> dict[str, Answer]:
        put(demo_rows)
        client = Client()
        addresses = [
            *page_addresses(),
            *explanation_addresses(),
            *VIEWS,
            *LISTS,
            *MISSING,
        ]
        return {address: ask(client, address) for address in addresses}

    with django_db_blocker.unblock():
        return in_passing(fetch)
