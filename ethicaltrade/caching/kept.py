"""A page as it is kept: packed once, with all that answers a request for it."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

KINDS = (
    *("text/html", "text/plain", "application/xml"),
    *("application/atom+xml", "application/rss+xml"),
)
LARGEST = 2**20
"""In bytes, unpacked: 1 MB."""
VARIES = ("Cookie", "Accept-Encoding")
NOT_KEPT = ("private", "no-store", "no-cache")
TOLD = "ethicaltrade.page"
"""In ``request.META``: "hit" where the answer was kept, "miss" where it now is."""
WITH_NOT_MODIFIED = ("Cache-Control", "Content-Language", "Vary")
"""Of a page's headers, those that "not modified" repeats (RFC 9110, 15.4.5)."""


class Kept(NamedTuple):
    """Plain values, which any store takes.

    ``until`` is a moment in seconds. ``bodies`` are by the encoding, in the order in
    which they are given out: each with its ETag.
    """

    generation: int
    until: float
    headers: dict[str, str]
    bodies: dict[str, tuple[str, bytes]]

    @property
    def size(self) -> int:
        return sum(len(body) for _etag, body in self.bodies.values())


def is_keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is the same for all who bring no session."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    # Set where a form's token was made: it is one visitor's own.
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return False
    session = getattr(request, "session", None)
    is_changed = session is not None and session.modified
    if is_changed or getattr(request, "is_preview", False):
        return False
    headers = response.headers
    control = headers.get("Cache-Control", "").lower()
    varies = {name.strip() for name in headers.get("Vary", "").split(",") if name}
    return (
        headers.get("Content-Type", "").startswith(KINDS)
        and "Content-Encoding" not in headers
        and not any(word in control for word in NOT_KEPT)
        and varies.issubset(VARIES)
        and len(response.content) <= LARGEST
    )


def keep(response: HttpResponse, generation: int, until: datetime) -> Kept:
    """The answer, packed quickly: it may be made anew at any moment."""
    body = response.content
    patch_vary_headers(response, VARIES)
    name = sha256(body).hexdigest()[:32]
    packed = {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
        "gzip": gzip.compress(body, compresslevel=6, mtime=0),
    }
    bodies = {
        encoding: (f'"{name}-{encoding}"', each) for encoding, each in packed.items()
    }
    leave_out = ("content-length", "etag")
    headers = {
        key: value
        for key, value in response.headers.items()
        if key.lower() not in leave_out
    }
    return Kept(generation, until.timestamp(), headers, bodies)


def answer(kept: Kept, request: HttpRequest, *, is_new: bool = False) -> HttpResponse:
    """200 with the body in an encoding that is taken, or 304 to whoever has it."""
    meta = request.META
    meta[TOLD] = "miss" if is_new else "hit"
    encoding = best_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""), tuple(kept.bodies))
    if encoding:
        etag, body = kept.bodies[encoding]
    else:
        etag, body = kept.bodies["gzip"]
        etag, body = etag.replace("-gzip", ""), gzip.decompress(body)
    headers = {**kept.headers, "ETag": etag}
    headers.setdefault("Cache-Control", cache_control(kept.until))
    known = meta.get("HTTP_IF_NONE_MATCH", "")
    if known and (etag in known or known == "*"):
        few = {name: headers[name] for name in WITH_NOT_MODIFIED if name in headers}
        return HttpResponseNotModified(headers={**few, "ETag": etag})
    headers["Content-Length"] = str(len(body))
    if encoding:
        headers["Content-Encoding"] = encoding
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def cache_control(until: float) -> str:
    """What other caches may do: ask again each time, unless the settings allow more.

    Never beyond the moment from which the page says something else.
    """
    most = settings.SHARED_CACHE_SECONDS
    if not most:
        return "no-cache"
    left = max(int(until - timezone.now().timestamp()), 0)
    fresh = min(most, left)
    stale = min(most, left - fresh)
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}"


@lru_cache(maxsize=256)
def best_encoding(header: str, offered: Iterable[str]) -> str:
    """Of those offered, the best that Accept-Encoding takes (RFC 9110, 12.5.3).

    Empty for the page as it is.
    """
    weights = {}
    for part in header.lower().split(","):
        name, _semicolon, rest = part.partition(";")
        _q, _equals, number = rest.partition("=")
        try:
            weights[name.strip()] = float(number or 1)
        except ValueError:
            weights[name.strip()] = 0.0
    rest = weights.get("*", 0.0)
    taken = [(weights.get(name, rest), name) for name in offered]
    best = max((weight for weight, _name in taken), default=0.0)
    if best <= 0 or best < weights.get("identity", 0.0):
        return ""
    return next(name for weight, name in taken if weight == best)
