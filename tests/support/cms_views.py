"""Every view of the CMS that answers a GET, as somebody meets it there.

Found along its links, and from Django's patterns with what the links gave as arguments,
so that a new view joins by itself. Of addresses that differ only in which row they are
about, the first is taken; forms of different kinds of pages are different.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.urls import (
    NoReverseMatch,
    Resolver404,
    ResolverMatch,
    URLPattern,
    get_resolver,
    resolve,
    reverse,
)

FIRST = "/admin/"
LINK = re.compile(r'["\'](/admin/[^"\'#\\<> ]*)\\?["\']')
LEFT_OUT = {
    "wagtailadmin_logout",
    "wagtailadmin_error_test",  # made to fail
    "wagtailadmin_sprite",  # a picture
    "wagtailadmin_pages:view_draft",  # pages, as readers see them
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:revisions_view",
}
OF_EACH_KIND = {"wagtailadmin_pages:add", "wagtailadmin_pages:edit"}
"""Views that differ with the type of the page."""


class Met(NamedTuple):
    """What is at an address; ``text`` is its HTML, a window's as well."""

    address: str
    view: str
    text: str


Get = Callable[[str, str], str | None]
"""The HTML at an address, whose view has that name; None where there is none."""

Kind = tuple[str, ...]


def match_of(address: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:
        return None


def kind_of(match: ResolverMatch, types: dict[int, str]) -> Kind:
    """The name of the view, and what the row is that it is about.

    ``types`` are the models of the pages, by their numbers.
    """
    if match.view_name not in OF_EACH_KIND:
        return (without_snippet(match.view_name), *is_about(match))
    page = types.get(match.kwargs.get("page_id", 0), "")
    return (match.view_name, page, *is_about(match))


def without_snippet(name: str) -> str:
    """Snippets differ in their lists and their forms alone."""
    space, _, view = name.partition(":")
    is_snippet = space.startswith("wagtailsnippet") and view not in ("list", "edit")
    return f"{space.partition('_')[0]}:{view}" if is_snippet else name


def is_about(match: ResolverMatch) -> list[str]:
    """A model, or what is done to it; no row and no language."""
    return [
        str(value)
        for name, value in sorted(match.kwargs.items())
        if name.endswith(("_name", "app_label", "action"))
    ]


def look_of(match: ResolverMatch) -> Kind:
    """The name of the view alone, and what is done there to several rows at once."""
    return without_snippet(match.view_name), match.kwargs.get("action", "")


def met(get: Get, kind_of: Callable[[ResolverMatch], Kind]) -> Iterator[Met]:
    """A view of each kind."""
    known: set[Kind] = set()
    names: set[str] = set()
    arguments: dict[str, dict[str, object]] = {}
    waiting = [FIRST]
    asked_by_name = False
    while waiting or not asked_by_name:
        if not waiting:
            asked_by_name = True
            waiting += unlinked(names, arguments)
            continue
        address = waiting.pop(0)
        match = match_of(address)
        if match is None or is_left_out(match.view_name):
            continue
        kind = kind_of(match)
        if kind in known:
            continue
        known.add(kind)
        names.add(match.view_name)
        arguments.setdefault(match.namespace, {}).update(match.kwargs)
        text = get(address, match.view_name)
        if text is not None:
            yield Met(address, match.view_name, text)
            waiting += map(unescape, LINK.findall(text))


BULK = "wagtail_bulk_action"
"""What is done to several rows at once."""


def of_a_row(address: str, newest: Callable[[type[Model]], object]) -> str:
    """The address, with a row where it asks for several: the newest of the model."""
    match = match_of(address)
    if match is None or match.view_name != BULK:
        return address
    model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
    return f"{address}?id={newest(model)}"


def is_left_out(name: str) -> bool:
    """What an index shows is in its results as well."""
    return name in LEFT_OUT or name.endswith("_results") or ":find" in name


def text_of(response: HttpResponse) -> str:
    if response.headers.get("Content-Type", "").startswith("application/json"):
        said = response.json()
        return (said.get("html") or "") if isinstance(said, dict) else ""
    return response.content.decode(errors="replace")


def unlinked(names: set[str], arguments: dict[str, dict[str, object]]) -> Iterator[str]:
    """Addresses of the views that no link led to, about rows that links are about."""
    for name, wanted in sorted(patterns()):
        known = arguments.get(name.rpartition(":")[0], {})
        if name in names or is_left_out(name) or not known.keys() >= set(wanted):
            continue
        with suppress(NoReverseMatch):
            yield reverse(name, kwargs={one: known[one] for one in wanted})


def patterns() -> set[tuple[str, tuple[str, ...]]]:
    """Name and arguments of each view of the CMS."""

    def walk(resolver, before, spaces, wanted):
        for pattern in resolver.url_patterns:
            here = before + str(pattern.pattern)
            needed = (*wanted, *pattern.pattern.converters)
            if not isinstance(pattern, URLPattern):
                space = (*spaces, pattern.namespace) if pattern.namespace else spaces
                yield from walk(pattern, here, space, needed)
            elif pattern.name and here.startswith("admin/"):
                yield ":".join([*spaces, pattern.name]), needed

    return set(walk(get_resolver(), "", (), ()))
