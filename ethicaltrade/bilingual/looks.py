"""What is looked at in any page before a language is published."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import simplemma
from django.db import models
from django.utils.translation import gettext as _
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from . import languages, routing
from .hrefs import is_anchor, leads_somewhere
from .normal import meaning
from .readings import (
    Finding,
    Reading,
    is_address,
    is_rich,
    linked_model,
    register,
)

ENOUGH = 10  # words that say which language they are in
KNOWN, UNKNOWN = 0.9, 0.5  # of them, in a language
AROUND_WORDS = ".,;:!?()[]«»“”‘’\"'…–-"
WITHIN_WORDS = re.compile("[-'’]")
MARKED = re.compile(r"\blang=")
HEADING = re.compile(r"^h([1-6])$")


@register
def too_long(reading: Reading) -> Iterator[Finding]:
    for leaf in reading.leaves:
        if said := what_is_too_long(reading.page, ".".join(leaf.path), leaf.value):
            yield reading.finding("too long", said, leaf)


def what_is_too_long(page: Any, name: str, value: Any) -> str:
    """Empty for what is not, and for what may have any length."""
    most = page.advised_lengths.get(name)
    length = len(value) if isinstance(value, str) else 0
    if not most or length <= most:
        return ""
    sentence = _("%(length)s characters: more than %(most)s is too long.")
    return sentence % {"length": length, "most": most}


@register
def in_another_language(reading: Reading) -> Iterator[Finding]:
    """Long paragraphs whose words another of the site's languages knows."""
    for leaf, texts in reading.texts:
        for paragraph in texts:
            text = "".join(
                run.text
                for run in paragraph.runs
                if not any(map(MARKED.search, run.style))
            )
            if other := _language_of(text, reading.language):
                said = _("“%(start)s …” looks like %(language)s.") % {
                    "start": " ".join(text.split()[:5]),
                    "language": languages.name_of(other),
                }
                yield reading.finding("language", said, leaf, meaning(text))


def _language_of(text: str, own: str) -> str | None:
    """Another one than its own; None where that is not clear."""
    spoken = [code for code in languages.codes() if code in SUPPORTED_LANGUAGES]
    words = list(_telling(text))
    if own not in spoken or len(words) < ENOUGH:
        return None
    shares = {
        code: simplemma.in_target_language(" ".join(words), code, low_memory=True)
        for code in spoken
    }
    other = max(shares, key=lambda code: shares[code])
    return other if shares[own] <= UNKNOWN and shares[other] >= KNOWN else None


def _telling(text: str) -> Iterator[str]:
    """Words, without names of people, organisations and books; no addresses."""
    for word in text.split():
        bare = word.strip(AROUND_WORDS)
        if bare[:1].islower() and WITHIN_WORDS.sub("", bare).isalpha():
            yield bare


@register
def headings_out_of_order(reading: Reading) -> Iterator[Finding]:
    """A level is left out: screen readers go by them (WCAG 2.2, 1.3.1)."""
    level = 1  # the page's title
    for leaf, texts in reading.texts:
        if len(leaf.path) != 2 or not is_rich(leaf):
            continue
        for paragraph in texts:
            if not (match := HEADING.match(paragraph.kind)):
                continue
            this = int(match[1])
            if this > level + 1:
                said = _(
                    "“%(heading)s” is a subheading, but the heading above it is "
                    "missing."
                ) % {"heading": "".join(run.text for run in paragraph.runs)}
                yield reading.finding("headings", said, leaf, meaning(said))
            level = this


@register
def links_that_lead_nowhere(reading: Reading) -> Iterator[Finding]:
    for leaf, run, attributes in reading.links:
        model, key = linked_model(attributes), attributes.get("id", "")
        said, about = "", f"{model} {key}"
        if model is not None:
            target = reading.chosen.get(model, {}).get(key)
            said = _what_is_wrong(target, reading.language, run.text)
        else:
            about = attributes.get("href", "")
            said = _what_is_wrong_with(about, reading, run.text)
        if said:
            yield reading.finding("link", said, leaf, about)


@register
def addresses_that_lead_nowhere(reading: Reading) -> Iterator[Finding]:
    """Those that have a field of their own."""
    for leaf in reading.leaves:
        href = str(leaf.value)
        if is_address(leaf) and (said := _what_is_wrong_with(href, reading, href)):
            yield reading.finding("link", said, leaf, href)


@register
def chosen_and_gone(reading: Reading) -> Iterator[Finding]:
    """What was chosen is deleted, or a page that is not published in the language.

    What every language shares leads only where readers of each can go, and a key that
    leads nowhere is emptied when the version is read.
    """
    for leaf in reading.leaves:
        known = reading.chosen.get(leaf.model, {}) if leaf.model else {}
        if (key := str(leaf.value)) not in known:
            continue
        said, target = "", known[key]
        if target is None and not isinstance(leaf.kind, models.ForeignKey):
            said = _("What was chosen here no longer exists.")
        elif target is not None and leaf.language is not None:
            said = _what_is_wrong(target, reading.language, "")
        if said:
            yield reading.finding("link", said, leaf, f"{leaf.model} {key}")


def _nowhere(text: str) -> str:
    return _("The link “%(text)s” leads nowhere.") % {"text": text}


def _what_is_wrong_with(href: str, reading: Reading, text: str) -> str:
    """Empty for an address that can be followed, as far as it can be known."""
    place = reading.typed.get(href)
    if place is None:
        return "" if leads_somewhere(href, reading.anchors) else _nowhere(text)
    if place.page is not None and (
        said := _what_is_wrong(place.page, place.language, text)
    ):
        return said
    fragment, anchors = urlsplit(href).fragment, place.anchors
    is_missed = fragment and anchors is not None and not is_anchor(fragment, anchors)
    return _nowhere(text) if is_missed or not place.is_there else ""


def _what_is_wrong(target: Any, language: str, text: str) -> str:
    """Empty for a page that readers of the language can open, and for what is none."""
    if target is None:
        return _nowhere(text)
    if not isinstance(target, routing.page_model()) or target.is_published_in(language):
        return ""
    return _("“%(title)s” is not published in %(language)s.") % {
        "title": languages.worded(target, "title").text,
        "language": languages.name_of(language),
    }
