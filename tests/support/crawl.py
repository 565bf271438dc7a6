"""Every kind of address a visitor can come to, found the way visitors find them.

From the sitemap, and the addresses that nothing leads to, along every link and every
form that only asks: filtered lists, their second pages, the log-in, the pages that say
that something is not in this language. Of addresses that differ in what they ask, and
not in where, the first is taken. New pages join by themselves.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from .demo import Answer

LONG = 12  # letters: a shorter word fits any column, as large as it may be written

UNLINKED = (
    *("/sok/", "/sok/?q=leverand%C3%B8rkjede", "/sok/?q=qwertyuiop"),
    *("/en/search/", "/en/search/?q=supply", "/en/search/?q=qwertyuiop"),
    *("/nyheter/?year=2001", "/en/news/?year=2001"),  # nothing matches
    *("/nyheter/?page=999", "/en/news/?page=999"),
    *("/medlemskap/medlemmer/?q=qwertyuiop", "/en/membership/members/?q=qwertyuiop"),
    *("/medlemskap/ressurser/?q=qwertyuiop", "/en/membership/resources/?q=qwertyuiop"),
    *("/finnes-ikke/", "/en/does-not-exist/"),
    # A former member, an application there is not, links in letters that are too old
    *("/medlemskap/medlemmer/sorfoss-demokommune/",),
    *("/en/membership/members/sorfoss-demokommune/",),
    *("/medlemskap/sok-medlemskap/storrelse/", "/en/membership/apply/size/"),
    *("/konto/invitasjon/finnes-ikke/", "/en/konto/invitation/does-not-exist/"),
    *("/konto/password/reset/key/1-x/", "/en/konto/password/reset/key/1-x/"),
    *("/konto/password/reset/done/", "/en/konto/password/reset/done/"),
    *("/konto/inactive/", "/en/konto/inactive/"),
)
"""Addresses that no link leads to."""

OTHER_DOORS = ("/admin/", "/documents/", "/media/", "/static/")


def crawl(get: Callable[[str], Answer]) -> dict[str, Answer]:
    """Every HTML page there is, by address; ``get`` follows no redirects."""
    listed = sitemap(get)
    waiting = [*listed, *UNLINKED]
    # Those that nothing leads to are odd ones: the first linked one is taken as well.
    known = {kind(address) for address in listed}
    pages = {}
    for address in waiting:
        if address in pages:
            continue
        answer = get(address)
        if is_page(answer):
            pages[address] = answer
        for found in leads_from(answer):
            if kind(found) not in known:
                known.add(kind(found))
                waiting.append(found)
    return pages


def telling(pages: dict[str, Answer]) -> dict[str, Answer]:
    """The pages without those that tell a browser nothing that others do not.

    Each kind of element is on one of them in each language: its name and classes, its
    parent's, its type, role and state.
    """
    return covering(pages, {address: kinds(page) for address, page in pages.items()})


def with_longest_words(
    pages: dict[str, Answer], beside: dict[str, Answer]
) -> dict[str, Answer]:
    """More pages beside those, with the longest word there is in each kind of element.

    A kind whose words are all shorter than ``LONG`` needs none.
    """
    longest: dict[tuple, tuple[int, bool, str]] = {}
    for address, page in pages.items():
        for text in page.soup.body.find_all(string=True):
            kind = (page.language, *look(text.parent))
            length = max(map(len, text.split()), default=0)
            this = (length, address in beside, address)
            longest[kind] = max(longest.get(kind, this), this)
    told: dict[str, set[tuple]] = {address: set() for address in pages}
    for kind, (length, is_beside, address) in longest.items():
        if length >= LONG and not is_beside:
            told[address].add(kind)
    return covering(pages, told)


def covering(
    pages: dict[str, Answer], told: dict[str, set[tuple]]
) -> dict[str, Answer]:
    """Few of the pages that together have all that is told of them."""
    missing, chosen = set().union(*told.values()), set()
    while missing:
        best = max(told, key=lambda address: len(told[address] & missing))
        chosen.add(best)
        missing -= told[best]
    return {address: page for address, page in pages.items() if address in chosen}


def kinds(page: Answer) -> set[tuple]:
    """What there is on a page, in its language."""
    return {
        (
            page.language,
            *(look(element), look(element.parent), element.get("type")),
            *sorted(
                name
                for name in element.attrs
                if name in ("role", "lang") or name.startswith("aria-")
            ),
        )
        for element in page.soup.body.find_all(True)
    }


def look(element: Tag) -> tuple[str, ...]:
    """What style sheets go by."""
    return (element.name, *sorted(element.get("class", [])))


def is_page(answer: Answer) -> bool:
    """Whether the answer is a page to read: no feed, no calendar, no redirect."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and answer.status not in (301, 302)


def with_forms(pages: dict[str, Answer]) -> dict[str, Answer]:
    """The pages on which a visitor can send something, once for each path."""
    by_path = {
        urlsplit(address).path: address
        for address, answer in reversed(pages.items())
        if posting_forms(answer.soup)
    }
    return {address: pages[address] for address in sorted(by_path.values())}


def posting_forms(soup: BeautifulSoup) -> list[Tag]:
    """The forms of a page's content that send something; each has fields to fill in."""
    return [
        form
        for form in (soup.main or soup).find_all("form", method="post")
        if form.select("input:not([type=hidden]), textarea, select")
    ]


def sitemap(get: Callable[[str], Answer]) -> list[str]:
    """Every public page's address, relative to the site."""
    urls = re.findall("<loc>(.+?)</loc>", get("/sitemap.xml").html)
    assert len(urls) > 20, "the sitemap lists the demo site"
    return [urlsplit(url).path for url in urls]


def kind(address: str) -> tuple[str, frozenset[str]]:
    """What an address has in common with those that differ in their values only."""
    parts = urlsplit(address)
    return parts.path, frozenset(parse_qs(parts.query))


def leads_from(answer: Answer) -> Iterator[str]:
    """Where a page leads within the site, without the CMS and the files."""
    targets = [answer.headers.get("Location", "")]
    if is_page(answer):
        targets += [link["href"] for link in answer.soup.find_all("a", href=True)]
        if 'method="get"' in answer.html:
            for form in answer.soup.select("main form[method=get]"):
                targets += asked_by(form)
    for target in targets:
        parts = urlsplit(urljoin(answer.address, target))
        if target and not parts.netloc and parts.scheme in ("", "http"):
            address = parts._replace(fragment="").geturl()
            if not address.startswith(OTHER_DOORS):
                yield address


def asked_by(form: Tag) -> list[str]:
    """The addresses a form asks: as it stands, and with the last of every choice."""
    fixed = {
        field["name"]: field.get("value", "") for field in form.select("input[name]")
    }
    first, last = dict(fixed), dict(fixed)
    for choice in form.select("select[name]"):
        options = [option.get("value", "") for option in choice.select("option")]
        first[choice["name"]], last[choice["name"]] = options[0], options[-1]
    # Left empty, a field is in the address all the same; kind() reads the filled ones.
    return [f"{form.get('action', '')}?{urlencode(asked)}" for asked in (first, last)]
