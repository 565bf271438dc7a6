"""Where a link in a text from elsewhere may lead: the web, a mailbox, this site."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Site
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import routing
from ethicaltrade.bilingual.languages import (
    in_language,
    language_of,
    localized,
    value_in,
)
from ethicaltrade.media.models import CustomDocument

LONGEST = 2000  # characters
WITHOUT_SCHEME = re.compile(r"www\.[\w-]+\.")
# Programs that put an address of their own in front of the one that was written.
WRAPPED = {
    "www.google.com": ("/url", ("q", "url")),
    "safelinks.protection.outlook.com": ("/", ("url",)),
}


Link = Mapping[str, str]
"""The attributes of an ``<a>`` as Wagtail stores it."""


class Links:
    """Judges addresses for one person; ``request`` is theirs."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._known: dict[str, Link | None] = {}
        hosts = Site.objects.values_list("hostname", flat=True)
        here = request.get_host().rpartition(":")[0] or request.get_host()
        self._hosts = {*hosts, here, urlsplit(settings.BASE_URL).hostname}

    def find(self, href: str) -> Link | None:
        """None for an address that leads nowhere from here."""
        if href not in self._known:
            self._known[href] = self._judge(unwrapped(href.strip()))
        return self._known[href]

    def _judge(self, href: str) -> Link | None:
        if len(href) > LONGEST:
            return None
        if WITHOUT_SCHEME.match(href):
            href = f"https://{href}"
        try:
            parts = urlsplit(href)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            return None
        if parts.scheme == "mailto":
            return self._mailbox(parts.path, href)
        if parts.scheme not in ("http", "https", ""):
            return None
        if not host and not href.startswith("/"):
            return None
        is_whole = not (parts.query or parts.fragment)
        if not host or host in self._hosts:
            if is_whole and (link := self._on_this_site(parts.path)):
                return link
            if not host:
                return None
        if any(sign.isspace() for sign in href):
            return None
        return {"href": href if parts.scheme else f"https:{href}"}

    @staticmethod
    def _mailbox(path: str, href: str) -> Link | None:
        try:
            validate_email(path)
        except ValidationError:
            return None
        return {"href": href}

    def _on_this_site(self, path: str) -> Link | None:
        """By its number, so that it follows when it is moved."""
        if page := page_at(path, self._request):
            return {"linktype": "page", "id": str(page.pk)}
        if document := document_at(path, self._request.user):
            return {"linktype": "document", "id": str(document)}
        return None


def unwrapped(href: str) -> str:
    """What was written, where a program has put its own address in front."""
    for host, (path, names) in WRAPPED.items():
        if host not in href[:LONGEST]:
            continue
        try:
            parts = urlsplit(href)
            asked = parse_qs(parts.query)
        except ValueError:
            return href
        is_theirs = (parts.hostname or "").endswith(host) and parts.path == path
        for name in names:
            if is_theirs and name in asked:
                return asked[name][0]
    return href


def page_at(path: str, request: HttpRequest) -> Any:
    """The page that whoever asks may see there, now or formerly; or None."""
    segments, language = routing.segments_of(path), language_of(path)
    site = routing.site_of(request)
    if segments is None or site is None:
        return None
    if segments and segments[0] == language:
        segments = segments[1:]
    may_see = BasePage.objects.published_somewhere().visible_to(request.user)
    if number := _number_at(path, "page_by_number"):
        return may_see.filter(pk=number).first()
    root = value_in(site.root_page, "url_path", language)
    address = "/".join([root.rstrip("/"), *segments]) + "/"
    with in_language(language):
        column = localized("url_path", language)
        if page := may_see.filter(**{column: address}).first():
            return page
        old = routing.by_old_address([path, "/".join(["", *segments, ""])])
    return may_see.filter(pk=old.pk).first() if old else None


def document_at(path: str, user: Any) -> int | None:
    """One that the user may pick; what it is called is told nobody else."""
    number = _number_at(path, "wagtaildocs_serve")
    policy = policy_registry.get_by_type(CustomDocument)
    found = policy.instances_user_has_permission_for(user, "choose")
    return number if number and found.filter(pk=number).exists() else None


def _number_at(path: str, name: str) -> int | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.url_name != name:
        return None
    return next((key for key in (*match.args, *match.kwargs.values())), None)
