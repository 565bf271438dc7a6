"""English words on a page that should have none.

No guess of a model's: English is what has a word that English cannot do without, or is
made of words that are in the English of the catalogues and nowhere in their Norwegian.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django import conf
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group

LANGUAGE = "nb"
OURS = ("articles", "ethicaltrade", "events", "membership")
# None is a Norwegian word as well.
OF_SENTENCES = {
    "the", "this", "that", "these", "those", "you", "your", "yours", "with", "and",
    "of", "are", "was", "were", "not", "been", "being", "have", "has", "will",
    "would", "which", "when", "where", "what", "who", "they", "them", "their",
    "there", "can", "could", "cannot", "should", "please", "from", "only", "than",
    "then", "into", "about", "because", "if",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]{2,}(?:[’'][^\W\d_]+)?")
UNSHOWN = re.compile(
    r"<(script|style|svg|textarea|pre|code)\b.*?</\1>|<!--.*?-->"
    r"|<div[^>]* hidden>[^<]*</div>",
    re.DOTALL,
)
TEXT = re.compile(r">([^<>]+)<")
SAID = re.compile(
    r'\s(title|aria-label|aria-description|placeholder|alt|data-[\w-]+)="([^"]*)"'
)
BUTTON = re.compile(r'<input[^>]* type="(?:submit|button|reset)"[^>]*>')
VALUE = re.compile(r' value="([^"]*)"')
UNREAD = ("data-search", "data-also", "data-w-block-arguments-value")
"""Names in every language, to be searched; what editors have written."""
ALIKE = {"Wagtail", "Ctrl", "Isle of Man", "Port of Spain"}
"""In both languages."""
FILE_NAME = re.compile(r"\S+[._]\S+")
PYTHONS_OWN = {"True", "False", "None"}
"""What a template says of a value that nobody has put into words."""
SCRIPT_DATA = re.compile(
    r'<script[^>]* type="application/json"[^>]*>(.*?)</script>', re.DOTALL
)


def texts_in(html: str) -> Iterator[tuple[str, bool]]:
    """What a reader is shown or told; and whether it is a text or a name by itself.

    What scripts are given is neither: there stand names for scripts as well.
    """
    for data in SCRIPT_DATA.findall(html):
        yield from of_scripts(data)
    shown = UNSHOWN.sub("", html)
    for text in TEXT.findall(shown):
        yield unescape(text), True
    for button in BUTTON.findall(shown):
        yield from ((unescape(text), True) for text in VALUE.findall(button))
    for name, value in SAID.findall(shown):
        text = unescape(value)
        if not name.startswith("data-"):
            yield text, True
        elif name not in UNREAD:
            yield from of_scripts(text)


def of_scripts(text: str) -> Iterator[tuple[str, bool]]:
    """Their HTML is a page's; names that no reader sees have no space."""
    for one in strings_in(text):
        if "</" in one:
            yield from texts_in(one)
        elif " " in one.strip():
            yield one, False


def strings_in(text: str) -> Iterator[str]:
    """Of JSON each string, and of JSON within it; else the text."""
    waiting: list[Any] = [text]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            if one[:1] not in ("[", "{"):
                yield one
                continue
            try:
                waiting.append(json.loads(one))
            except ValueError:
                yield one


@cache
def is_english(text: str, is_by_itself: bool) -> bool:
    words = {word.lower() for word in WORD.findall(without(text, ALIKE))}
    if text.strip() in PYTHONS_OWN:
        return True
    if FILE_NAME.fullmatch(text.strip()):
        return False
    if len(words) > 1 and not OF_SENTENCES.isdisjoint(words):
        return True
    english, norwegian = vocabulary()
    return is_by_itself and bool(words - norwegian) and words <= english


def english_in(html: str) -> set[str]:
    return {
        " ".join(text.split())
        for text, alone in texts_in(html)
        if is_english(text, alone)
    }


def marked_as_english(html: str) -> str:
    """All that says of itself that it is in another language."""
    page = BeautifulSoup(html, "html.parser")
    others = page.select(f"[lang]:not([lang|={LANGUAGE}])")
    return " ".join(" ".join(one.get_text(" ").split()) for one in others)


def written_in_english() -> list[str]:
    """What stands in the columns of other languages, and names; the longest first."""
    found = set(Group.objects.values_list("name", flat=True))
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        for field in fields if model.__module__.startswith(OURS) else ():
            language = getattr(field, "language", None)
            is_name = field.name in ("title", "name", "file")
            if is_name or language not in (None, LANGUAGE):
                values = model._default_manager.values_list(field.name, flat=True)
                found.update(one for one in values if isinstance(one, str))
    return sorted((one for one in found if len(one) > 2), key=len, reverse=True)


def without(text: str, known: Iterable[str]) -> str:
    for one in known:
        text = text.replace(one, " ")
    return text


class Source(NamedTuple):
    """A catalogue: its language, its domain, what is in it."""

    language: str
    domain: str
    messages: list[Any]


@cache
def catalogues() -> tuple[Source, ...]:
    """The English sources of what is installed, and what there is in Norwegian."""
    folders = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    folders += map(Path, settings.LOCALE_PATHS)
    folders.append(Path(conf.__file__).parent / "locale")
    found = []
    for folder in folders:
        for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            if (language := path.parts[-3]) in ("en", LANGUAGE):
                with path.open("rb") as file:
                    messages = [one for one in read_po(file) if one.id]
                found.append(Source(language, path.stem, messages))
    return tuple(found)


@cache
def vocabulary() -> tuple[set[str], set[str]]:
    """The words of the messages, in English and in Norwegian."""
    english, norwegian = set(), set()
    for language, _domain, messages in catalogues():
        for message in messages:
            english |= words_of(message.id)
            if language == LANGUAGE:
                norwegian |= words_of(message.string)
    return english, norwegian


def words_of(texts: str | Iterable[str]) -> set[str]:
    texts = [texts] if isinstance(texts, str) else texts
    return {
        word.lower()
        for text in texts
        for word in WORD.findall(re.sub(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>", " ", text))
    }
