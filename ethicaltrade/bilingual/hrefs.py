"""Whether an address that somebody wrote can be followed, without trying it."""

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

NUMBER = re.compile(r"-\d+$")


def leads_somewhere(href: str, anchors: Collection[str]) -> bool:
    """``anchors`` are the places on the page that an address may end in.

    An address of this site is looked up in :mod:`.typed_links` as well.
    """
    try:
        parts = urlsplit(href)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # brackets, or a port that is no number
        return False
    if parts.scheme in ("http", "https") or parts.netloc:
        return _is_host(host)
    if parts.scheme == "mailto":
        return all(_is_email(unquote(one)) for one in parts.path.split(","))
    if parts.scheme == "tel":
        return any(map(str.isdecimal, parts.path))
    if href.startswith("#"):
        return is_anchor(parts.fragment, anchors)
    return bool(parts.scheme) or href.startswith("/")


def is_anchor(fragment: str, anchors: Collection[str]) -> bool:
    """``letter-3`` is where ``letter-*`` is."""
    name = unquote(fragment)
    return name in anchors or NUMBER.sub("-*", name) in anchors


def _is_host(host: str) -> bool:
    """A name of the web, which has a dot; not all are letters that we read."""
    parts = host.split(".")
    return len(parts) > 1 and all(parts) and not any(map(str.isspace, host))


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
