"""Where requests can be sent: every address of the site, and every form a reader has.

Addresses come from Django's patterns, from the pages and the views below them; forms
from what takes a POST. What is new joins by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.regex_helper import normalize

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.users.models import User
from tests.support import public_forms
from tests.support.cms_forms import sent_untouched
from tests.support.demo import explanation_addresses, page_addresses

from .crawled import forms_of_cms

EDITOR, ADMINISTRATOR = "redaktor@example.org", "admin@example.org"
Fields = dict[str, list[str]]
MADE_TO_FAIL = "failwhale"
"""Wagtail's, for whoever tries out how errors are reported."""


@dataclass(frozen=True)
class Target:
    """An address, what it needs, and what a browser would send there.

    ``address`` has a place such as ``%(pk)s`` for each name in ``needs``; ``files`` are
    the fields that take one.
    """

    address: str
    needs: tuple[str, ...] = ()
    fields: Fields = field(default_factory=dict, hash=False)
    files: frozenset[str] = frozenset()


def readers() -> dict[str, Client]:
    """Nobody, a member's person, an editor and an administrator, logged in."""
    clients = {"nobody": Client(raise_request_exception=False)}
    for email in (public_forms.MAIN, EDITOR, ADMINISTRATOR):
        clients[email] = Client(raise_request_exception=False)
        clients[email].force_login(User.objects.get(email=email))
    return clients


def targets(
    administrator: Client, spoken: list[str], pages: int | None
) -> list[Target]:
    """In the same order each time; visitors' forms in the languages ``spoken``.

    The CMS's forms are those on its first ``pages``, or all.
    """
    worlds = [public_forms.plant(language) for language in spoken]
    there = {*page_addresses(), *explanation_addresses()}
    there.update(address for world in worlds for _name, address in world.below_pages())
    return [
        *sorted(patterns(), key=str),
        *(Target(address.replace("%", "%%")) for address in sorted(there)),
        *forms_of_visitors(worlds),
        *forms_of_pages(administrator),
        *(
            Target(action.replace("%", "%%"), (), fields, files)
            for action, fields, files in forms_of_cms(administrator, pages)
        ),
    ]


def patterns() -> set[Target]:
    """Every address that Django knows, with the names of what it needs."""

    def walk(resolver: URLResolver, before: str, names: tuple) -> Iterator[Target]:
        for pattern in resolver.url_patterns:
            for template, needed in normalize(pattern.pattern.regex.pattern):
                if MADE_TO_FAIL in template:
                    continue
                if isinstance(pattern, URLPattern):
                    yield Target(before + template, (*names, *needed))
                else:
                    yield from walk(pattern, before + template, (*names, *needed))

    found = set()
    for language in languages.codes():
        with languages.in_language(language):
            found.update(walk(get_resolver(), "/", ()))
    return found


def keys_there_are() -> list[object]:
    """The first and last key of every kind of row."""
    keys = set()
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
        keys.update(map(str, filter(None, (rows.first(), rows.last()))))
    return sorted(keys)


# Forms


def forms_of_visitors(worlds: list[public_forms.World]) -> Iterator[Target]:
    """Each that can be sent from a public page, filled in."""
    for world in worlds:
        for _reader, _client, form in public_forms.all_forms(world):
            fields = {name: [value] for name, value in form.data.items()}
            yield Target(form.action.replace("%", "%%"), fields=fields)


def forms_of_pages(editor: Client) -> Iterator[Target]:
    """The edit form of one page of each type, as it is sent when nobody touched it."""
    for model in sorted(
        {type(page) for page in BasePage.objects.specific()}, key=lambda m: m.__name__
    ):
        page = model.objects.order_by("pk").first()
        address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
        response = editor.get(address)
        if response.status_code == 200:
            sent = sent_untouched(response.context["form"])
            fields = {
                name: value if isinstance(value, list) else [str(value)]
                for name, value in sent.items()
            }
            yield Target(address, fields=fields)
