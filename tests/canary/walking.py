"""Somebody who tries everything that can be tried from outside."""

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone

from membership.resources.models import ChapterPage, ResourcePage

from .planting import CANARY, Site

FOUND = re.compile(CANARY + "[a-z]*")
LINKS = re.compile(
    r"""(?:href|src|action|srcset)=["']([^"']+)|<loc>([^<]+)|
    <uri>([^<]+)|^URL[^:]*:(\S+)""",
    re.X | re.M,
)
METHODS = ("HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
TRICKS = (
    {"If-None-Match": "*"},
    {"If-None-Match": '"x"'},
    {"If-Modified-Since": format_datetime(timezone.now(), usegmt=True)},
    {"If-Match": '"x"'},
    {"Range": "bytes=0-99"},
    {"Range": "bytes=-20", "If-Range": '"x"'},
    {"Range": "bytes=999999999-"},
    {"Accept-Encoding": "gzip"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    {"X-Forwarded-For": "127.0.0.1", "X-HTTP-Method-Override": "GET"},
)
ENTRANCES = (
    *("/", "/en/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"),
    *("/nyheter/feed/", "/en/news/feed/", "/sok/", "/en/search/"),
    *("/arrangementer/kalender.ics", "/en/events/calendar.ics"),
    *("/arrangementer/?when=past", "/en/events/?when=past"),
    *("/finnes-ikke/", "/en/not-here/", "/konto/login/", "/en/konto/login/"),
    *("/min-side/", "/en/my-page/", "/admin/", "/admin/login/", "/_util/login/"),
    *("/admin/api/main/pages/", "/api/v2/pages/", "/medlemskap/medlemmer/"),
    *("/admin/pages/1/", "/admin/documents/", "/admin/images/", "/admin/reports/"),
)
MOST = 1500  # addresses; a site of thirty pages has fewer


@dataclass(frozen=True)
class Finding:
    """A word that was told to somebody who did not know it."""

    word: str
    method: str
    address: str

    def __str__(self) -> str:
        return f"{self.word} at {self.method} {self.address}"


def said(response: Any) -> str:
    """All that an answer says: status line, headers, and body, unpacked as well."""
    body = b"".join(response) if response.streaming else response.content
    if body[:2] == b"\x1f\x8b":
        body += gzip.decompress(body)
    head = [f"{response.status_code} {response.reason_phrase}"]
    head += [f"{name}: {value}" for name, value in response.headers.items()]
    head += [cookie.OutputString() for cookie in response.cookies.values()]
    return unquote("\n".join(head).lower()) + "\n" + body.decode("latin-1").lower()


class Walker:
    """Asks for addresses, remembers what was told, and where it leads."""

    def __init__(self, client: Client):
        self.client = client
        self.is_nobody = "sessionid" not in client.cookies
        self.findings: set[Finding] = set()

    def ask(self, address: str, method: str = "GET", **headers: str) -> str:
        """What is answered; a word that stands in the address is no news."""
        response = self.client.generic(method, address, headers=headers)
        text = said(response)
        news = set(FOUND.findall(text)) - set(FOUND.findall(unquote(address)))
        self.findings |= {Finding(each, method, address) for each in news}
        return text

    def walk(self, addresses: Iterable[str]) -> set[str]:
        """Read the addresses, and all that they lead to; returns where it came."""
        waiting, seen = list(addresses), set()
        for address in waiting:
            if address in seen:
                continue
            seen.add(address)
            assert len(seen) < MOST, "the walk does not end"
            waiting += leads_from(address, self.ask(address))
        return seen

    def try_everything_at(self, addresses: Iterable[str]) -> None:
        """Methods, conditions and ranges: at each address a half, at the next the rest.

        Of one address alone, all of them.
        """
        addresses = list(addresses)
        step = min(2, len(addresses))
        for number, address in enumerate(addresses):
            for method in METHODS[number % step :: step]:
                self.ask(address, method)
            for headers in TRICKS[number % step :: step]:
                self.ask(address, **headers)


def leads_from(address: str, text: str) -> Iterator[str]:
    """Where an answer leads within the site, but for style sheets and log-outs."""
    targets = [match for groups in LINKS.findall(text) for match in groups if match]
    targets += re.findall(r"^location: (\S+)", text, re.M)
    for target in targets:
        for part in target.replace("&amp;", "&").split(", "):  # a srcset's
            parts = urlsplit(urljoin(address, part.split(" ")[0]))
            if parts.hostname not in (None, "localhost", "testserver"):
                continue
            # Where a log-in leads back to is told by whoever asks.
            has_query = parts.query and not parts.query.startswith("next=")
            found = f"{parts.path}?{parts.query}" if has_query else parts.path
            if not found.startswith(("/static/", "//")) and "logout" not in found:
                yield found


# Where somebody may look who knows more than they should


def addresses_of_pages(site: Site) -> Iterator[str]:
    """The closed pages' own addresses, their numbers, and those that are gone."""
    for page in site.pages.values():
        own = [page.get_url_in(code) for code in ("nb", "en")]
        yield from filter(None, own)
        yield f"/_page/{page.pk}/"
    yield from site.old_addresses


def guesses(site: Site) -> Iterator[str]:
    """Where pages once were, and what lies below pages of some kinds."""
    for number, page in enumerate(site.pages.values()):
        # Right below the root, as on the previous site, and in the wrong language.
        yield from (f"/{page.slug_en}/", f"/en/{page.slug_nb}/", f"/?p={page.pk}")
        kind, codes = type(page).__name__, ("nb", "en")
        for code in codes if kind in BELOW else (codes[number % 2],):
            if address := page.get_url_in(code):
                yield from (f"{address}{each}" for each in BELOW.get(kind, ("feed/",)))


BELOW = {
    "EventPage": ("kalender.ics", "calendar.ics", "pamelding/", "registration/"),
    "ResourcePage": ("utskrift/", "print/"),
}


def addresses_in_media(site: Site) -> Iterator[str]:
    """Where files of documents and pictures might be, if a server showed them."""
    for each in [*site.documents.values()][:3]:
        for folder in ("documents", "private/documents", "images"):
            yield f"{settings.MEDIA_URL}{folder}/{each.filename}"
        yield f"{settings.MEDIA_URL}images/../../private/documents/{each.filename}"
    for image in site.images[:3]:
        yield f"{settings.MEDIA_URL}{image.file.name}"
        yield f"{settings.MEDIA_URL}images/../{image.file.name}"


def addresses_of_sizes(site: Site) -> Iterator[str]:
    """The sizes of pictures, which whoever knows the address may see."""
    for image in site.images[:1]:
        yield from (rendition.url for rendition in image.renditions.all())


def passwords_pages(site: Site) -> Iterator[str]:
    """Wagtail's pages for shared passwords, which show any page."""
    for page in [*site.pages.values()][:2]:
        for prefix in ("", "/en"):
            yield f"{prefix}/_util/authenticate_with_password/1/{page.pk}/"
    yield "/documents/authenticate_with_password/1/"


SEARCHES = {"nb": "/sok/", "en": "/en/search/"}
AREAS = {"nb": "/medlemskap/ressurser/", "en": "/en/membership/resources/"}


def words_on(page: Any, code: str) -> list[str]:
    """A word of the title, of the lead and of the text, in the language."""
    names = ("title", "lead", "body")
    texts = [str(getattr(page, f"{name}_{code}", "") or "") for name in names]
    return [found[0] for text in texts if (found := FOUND.findall(text))]


def searches(site: Site) -> Iterator[str]:
    """Searches for what is planted: whole words, and how they begin."""
    for page in site.pages.values():
        for code, search in SEARCHES.items():
            words = words_on(page, code)[: 3 if code == "nb" else 1]
            yield from (f"{search}?q={each}" for each in words)
            yield from (f"{search}?q={each[:-2]}" for each in words[:1])
            if isinstance(page, ResourcePage | ChapterPage):
                yield from (f"{AREAS[code]}?q={each}" for each in words)
    for name, each in site.documents.items():
        if not name.endswith("a text"):
            yield f"/sok/?q={each.title}"
            yield f"{AREAS['nb']}?q={each.title}"
    yield from (f"/sok/?q={CANARY}", f"{AREAS['en']}?q={CANARY}")
