"""Asking a machine for a translation; off by default.

The setting ``TRANSLATION_SERVICE`` names a class, such as
``ethicaltrade.exchange.services.DeepL``. Without one, no words leave this server.
"""

import json
import urllib.request
from collections.abc import Sequence
from html import escape
from http.client import HTTPException
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from lxml import etree

from .markup import Pieces, Tag, joined

MAX_ANSWER = 5_000_000  # bytes
TIMEOUT = 30  # seconds a read; the worker waits
AT_ONCE = 50  # texts in a request: DeepL's limit


class ServiceError(Exception):
    """What went wrong, without any of the words."""


class Service(Protocol):
    name: str

    def translate(
        self, texts: Sequence[Pieces], source: str, target: str
    ) -> list[Pieces]:
        """As many as were given, in their order. May raise ServiceError."""


def get_service() -> Service | None:
    path = settings.TRANSLATION_SERVICE
    return import_string(path)() if path else None


class DeepL:
    """See https://developers.deepl.com/docs/api-reference/translate."""

    name = "DeepL"
    codes = {"en": "EN-GB"}
    """Into what: a language of theirs where they have several."""

    def translate(
        self, texts: Sequence[Pieces], source: str, target: str
    ) -> list[Pieces]:
        found: list[Pieces] = []
        for start in range(0, len(texts), AT_ONCE):
            asked = [_to_xml(text) for text in texts[start : start + AT_ONCE]]
            found += self._ask(asked, source, target)
        return found

    def _ask(self, asked: list[str], source: str, target: str) -> list[Pieces]:
        body = {
            "text": asked,
            "source_lang": source.partition("-")[0].upper(),
            "target_lang": self.codes.get(target, target.upper()),
            "tag_handling": "xml",
        }
        headers = {
            "Authorization": f"DeepL-Auth-Key {settings.TRANSLATION_KEY}",
            "Content-Type": "application/json",
        }
        try:
            # The address is the setting's, and nothing of a page stands in it.
            request = urllib.request.Request(  # noqa: S310
                settings.TRANSLATION_URL, json.dumps(body).encode(), headers
            )
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # nosec B310
                answer = response.read(MAX_ANSWER + 1)
            found = [_from_xml(text) for text in _texts_in(answer)]
        except (OSError, ValueError, LookupError, TypeError, HTTPException) as error:
            raise ServiceError(f"{self.name}: {type(error).__name__}") from error
        if len(found) != len(asked):
            raise ServiceError(f"{self.name}: {len(found)} of {len(asked)} texts")
        return found


def _texts_in(answer: bytes) -> list[str]:
    if len(answer) > MAX_ANSWER:
        raise ValueError("The answer is too long.")
    return [str(one["text"]) for one in json.loads(answer)["translations"]]


def _to_xml(pieces: Pieces) -> str:
    return "".join(
        escape(piece, quote=False) if isinstance(piece, str) else _tag(piece)
        for piece in pieces
    )


def _tag(piece: Tag) -> str:
    if piece.kind == "close":
        return "</g>"
    name, end = ("g", ">") if piece.kind == "open" else ("x", "/>")
    return f'<{name} id="{piece.number}"{end}'


def _from_xml(text: str) -> Pieces:
    """ValueError where it is no XML; a tag of another kind has the number 0."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(f"<t>{text}</t>".encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("No XML") from error
    return joined(_read(root))


def _read(element: Any) -> Pieces:
    found: Pieces = [element.text or ""]
    for child in element:
        key = child.get("id") or ""
        number = int(key) if key.isdecimal() and len(key) < 9 else 0
        if child.tag == "g":
            found += [Tag("open", number), *_read(child), Tag("close", number)]
        else:
            found.append(Tag("alone", number if child.tag == "x" else 0))
        found.append(child.tail or "")
    return found
