"""Whether a page's style sheet has every rule for what is on the page.

A kind of page takes some of the parts (``core.stylesheets``). A component on a page
whose kind lacks its part would stand there unstyled: while ``watched`` lasts, a test
that is answered with such a page fails, whatever else it asks.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
import soupsieve
from bs4 import BeautifulSoup
from django.conf import settings
from django.test.client import ClientHandler

from ethicaltrade.core.stylesheets import parts

FOLDER = settings.BASE_DIR / "static" / "css"
LINK = re.compile(r'<link rel="stylesheet" href="[^"]*css/([a-z]+)\.bundle\.')
ENCODED = "Content-Encoding"
CLASSES = re.compile(r'class="([^"]*)"')
CLASS = re.compile(r"\.([a-z][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PRELUDE = re.compile(r"([^{};]+)\{")
COMMA = re.compile(r",(?![^()]*\))")  # between selectors, not within :is()
CHOICE = re.compile(r":(?:not|has|is)\((?:[^()]|\([^()]*\))*\)")
# What depends on the moment, and what is no element of the page's.
STATE = re.compile(r"::[\w-]+(\([^)]*\))?|:(hover|focus-visible|focus|active)\b")


@cache
def selectors(part: str) -> list[tuple[frozenset[str], str]]:
    """Each selector with a class, beside the classes that it asks for in any case."""
    text = COMMENT.sub("", (FOLDER / f"{part}.css").read_text())
    return [
        (frozenset(CLASS.findall(CHOICE.sub("", one))), STATE.sub("", one).strip())
        for prelude in PRELUDE.findall(text)
        if not prelude.lstrip().startswith("@")
        for one in COMMA.split(prelude)
        if CLASS.search(one)
    ]


def lacking(kind: str, html: str) -> dict[str, str]:
    """A selector of each part that the page needs and its kind has not."""
    present = set(" ".join(CLASSES.findall(html)).split())
    suspects = [
        (part, selector)
        for part in parts("all")
        if part not in parts(kind)
        for needed, selector in selectors(part)
        if needed <= present
    ]
    if not suspects:
        return {}
    soup = BeautifulSoup(html, "html.parser")
    return {
        part: selector
        for part, selector in suspects
        if soupsieve.select_one(selector, soup)
    }


_seen: set[tuple[str, str]] = set()


def check(html: str, address: str) -> None:
    """Fails where something on the page has no style; a page of one shape once."""
    for kind in LINK.findall(html):
        shape = (kind, " ".join(CLASSES.findall(html)))
        if shape not in _seen:
            missing = lacking(kind, html)
            assert missing == {}, f"{address}, of the kind {kind}, lacks {missing}"
            _seen.add(shape)


@contextmanager
def watched() -> Iterator[None]:
    """Check what every test client is answered."""
    answer = ClientHandler.__call__

    def checked(handler: ClientHandler, environ: dict):
        response = answer(handler, environ)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and not response.has_header(ENCODED):
            check(response.content.decode(), environ["PATH_INFO"])
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", checked)
        yield
