"""What an editor should look at before a language of a page is published.

Each check is given what there is to read of one language, and yields what it finds; a
site adds its own with :func:`register`. What a rule refuses (``_check_publication``) is
a fault; anything else is a warning, and the editor may publish all the same.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import simplemma
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
from wagtail import blocks
from wagtail.documents import get_document_model

from . import actions, languages, refusals, routing, scopes
from .languages import localized
from .leaves import Leaf, leaves
from .normal import Paragraph, Run, meaning, paragraphs
from .scopes import Content, Path

ENOUGH = 12  # words that say which language they are in
KNOWN, UNKNOWN = 0.8, 0.5  # of them, in a language
MARKED = re.compile(r"\blang=")
LINK = re.compile(r"^a(?: |$)")
ATTRIBUTE = re.compile(r"(\w+)=(\S*)")
HEADING = re.compile(r"^h([1-6])$")


@dataclass(frozen=True)
class Finding:
    """``about`` is what it is found of, such as a picture; with ``check`` it says
    whether readers have the same already. ``path`` leads to where it stands.
    """

    check: str
    sentence: str
    path: Path
    label: str = ""
    language: str | None = None
    about: str = ""
    is_fault: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        return (self.check, self.about or ".".join(self.path))


Records = dict[type[models.Model], dict[str, Any]]
"""By model and key; None for what is not there."""

Check = Callable[["Reading"], Iterator[Finding]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """A decorator."""
    _checks.append(check)
    return check


class Reading:
    """One language of a page, as it is looked at."""

    def __init__(
        self, page: Any, content: Content, language: str, known: Records | None = None
    ):
        """``known`` is what other readings of the page have looked up."""
        self.page, self.content, self.language = page, content, language
        self.model = type(page)
        self._known: Records = {} if known is None else known

    @cached_property
    def leaves(self) -> list[Leaf]:
        return list(leaves(self.model, self.content, self.language))

    @cached_property
    def texts(self) -> list[tuple[Leaf, tuple[Paragraph, ...]]]:
        """Words that are the language's own, without those that are in another."""
        return [
            (leaf, paragraphs(leaf.value))
            for leaf in self.leaves
            if leaf.language == self.language and isinstance(leaf.value, str)
        ]

    @cached_property
    def links(self) -> list[tuple[Leaf, Run, dict[str, str]]]:
        """In running text, with their attributes."""
        rich = (one for one in self.leaves if is_rich(one))
        return [
            (leaf, run, dict(ATTRIBUTE.findall(style)))
            for leaf in rich
            for paragraph in paragraphs(leaf.value)
            for run in paragraph.runs
            for style in run.style
            if LINK.match(style)
        ]

    @cached_property
    def chosen(self) -> Records:
        """What is chosen and linked to, by model and key: one query for each model."""
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for leaf in self.leaves:
            if leaf.model is not None and str(leaf.value).isdecimal():
                wanted[leaf.model].add(str(leaf.value))
        for _leaf, _run, attributes in self.links:
            model = linked_model(attributes)
            if model is not None and attributes.get("id", "").isdecimal():
                wanted[model].add(attributes["id"])
        for model, keys in wanted.items():
            known = self._known.setdefault(model, {})
            if missing := keys - known.keys():
                known.update(dict.fromkeys(missing))
                for one in model._default_manager.filter(pk__in=missing):
                    known[str(one.pk)] = one
        return self._known

    def finding(
        self, check: str, sentence: str, leaf: Leaf, about: Any = ""
    ) -> Finding:
        return Finding(
            check, sentence, leaf.path, leaf.label, self._column(leaf), str(about)
        )

    def _column(self, leaf: Leaf) -> str | None:
        return None if leaf.language is None else self.language


def is_rich(leaf: Leaf) -> bool:
    return isinstance(leaf.kind, blocks.RichTextBlock) and isinstance(leaf.value, str)


def linked_model(attributes: dict[str, str]) -> type[models.Model] | None:
    kind = attributes.get("linktype")
    if kind == "page":
        return routing.page_model()
    return get_document_model() if kind == "document" else None


# What is found


def of_page(page: Any, content: Content, language: str) -> list[Finding]:
    """Faults first, then warnings in the order of the form; in the active language."""
    return [
        *_faults(page, content, language),
        *warnings(page, content, language),
    ]


def warnings(
    page: Any, content: Content, language: str, known: Records | None = None
) -> list[Finding]:
    reading = Reading(page, content, language, known)
    order = {leaf.path: number for number, leaf in enumerate(reading.leaves)}
    found = {(one.key, one.path): one for check in _checks for one in check(reading)}
    return sorted(found.values(), key=lambda one: order.get(one.path, -1))


def new_warnings(page: Any, content: Content, codes: Iterable[str]) -> list[Finding]:
    """Without what readers have already; ``page`` is a draft."""
    known: Records = {}
    found = {code: warnings(page, content, code, known) for code in codes}
    if not any(found.values()):
        return []
    stored = page.all_pages().get(pk=page.pk).specific
    live = actions.public_content(stored)
    for language, ours in found.items():
        if live is not None and stored.is_published_in(language):
            before = {one.key for one in warnings(stored, live, language, known)}
            found[language] = [one for one in ours if one.key not in before]
    return [one for ours in found.values() for one in ours]


def _faults(page: Any, content: Content, language: str) -> Iterator[Finding]:
    draft = page.with_content_json(content)
    draft.live = True
    setattr(draft, localized("published", language), True)
    try:
        draft._check_publication()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            yield _fault(refusals.in_words(error), (), None)
            return
        for name, errors in error.error_dict.items():
            words, code = _column_of(type(page), name)
            if code in (language, None):
                sentence = refusals.in_words(ValidationError({name: errors}), draft)
                yield _fault(sentence, (words,), code)


def _fault(sentence: str, path: Path, language: str | None) -> Finding:
    return Finding("rule", sentence, path, language=language, is_fault=True)


def _column_of(model: type[models.Model], column: str) -> tuple[str, str | None]:
    """The field that it is a column of, and the language."""
    for name in scopes.translated_names(model):
        for code in languages.codes():
            if localized(name, code) == column:
                return name, code
    return column, None


# The checks of any page


@register
def too_long(reading: Reading) -> Iterator[Finding]:
    for leaf in reading.leaves:
        most = reading.page.advised_lengths.get(".".join(leaf.path))
        length = len(leaf.value) if isinstance(leaf.value, str) else 0
        if most and length > most:
            sentence = _("%(length)s characters; more than %(most)s are too long.")
            said = sentence % {"length": length, "most": most}
            yield reading.finding("too long", said, leaf)


@register
def in_another_language(reading: Reading) -> Iterator[Finding]:
    """Long paragraphs whose words another of the site's languages knows."""
    for leaf, texts in reading.texts:
        for paragraph in texts:
            text = "".join(run.text for run in paragraph.runs if not _is_marked(run))
            if other := _language_of(text, reading.language):
                said = _("“%(start)s …” looks like %(language)s.") % {
                    "start": " ".join(text.split()[:5]),
                    "language": languages.name_of(other),
                }
                yield reading.finding("language", said, leaf, meaning(text))


def _is_marked(run: Run) -> bool:
    return any(MARKED.search(style) for style in run.style)


def _language_of(text: str, own: str) -> str | None:
    """Another one than its own; None where that is not clear."""
    spoken = [code for code in languages.codes() if code in SUPPORTED_LANGUAGES]
    if own not in spoken or len(text.split()) < ENOUGH:
        return None
    shares = {
        code: simplemma.in_target_language(text, code, low_memory=True)
        for code in spoken
    }
    other = max(shares, key=lambda code: shares[code])
    return other if shares[own] <= UNKNOWN and shares[other] >= KNOWN else None


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
                said = _("“%(heading)s” is a heading below one that is missing.") % {
                    "heading": "".join(run.text for run in paragraph.runs)
                }
                yield reading.finding("headings", said, leaf, meaning(said))
            level = this


@register
def links_that_lead_nowhere(reading: Reading) -> Iterator[Finding]:
    for leaf, run, attributes in reading.links:
        model, key = linked_model(attributes), attributes.get("id", "")
        if model is None and (attributes.get("href") or "#") != "#":
            continue
        target = reading.chosen.get(model, {}).get(key) if model else None
        if said := _what_is_wrong(target, reading.language, run.text):
            yield reading.finding("link", said, leaf, f"{model} {key}")
    for leaf in reading.leaves:
        if leaf.model is not None and issubclass(leaf.model, routing.page_model()):
            target = reading.chosen.get(leaf.model, {}).get(str(leaf.value))
            if said := _what_is_wrong(target, reading.language, ""):
                yield reading.finding("link", said, leaf, leaf.value)


def _what_is_wrong(target: Any, language: str, text: str) -> str:
    """Empty for a page that readers of the language can open, and for documents."""
    if target is None:
        return _("The link “%(text)s” leads nowhere.") % {"text": text}
    if not isinstance(target, routing.page_model()) or target.is_published_in(language):
        return ""
    return _("“%(title)s” is not published in %(language)s.") % {
        "title": languages.worded(target, "title").text,
        "language": languages.name_of(language),
    }
