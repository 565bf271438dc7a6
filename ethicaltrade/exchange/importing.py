"""What comes back from a translator becomes a draft of that one language.

Nothing is published, and nothing else is written: neither another language's words nor
what all share. A record without drafts (a snippet, a setting, a picture) is changed at
once where that is asked for, and else left as it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import AbstractPage

from ethicaltrade.bilingual import (
    actions,
    languages,
    marks,
    meaning,
    refusals,
    versions,
)
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.meaning import Segment, State
from ethicaltrade.bilingual.normal import count_words
from ethicaltrade.bilingual.scopes import Content, Path

from . import chosen, markup, placing, po, received
from .bundles import Bundle, Unit, pair_of
from .models import Line, Outcome
from .pairs import Pair

XML = (b"<", b"\xef\xbb\xbf<", b"\xfe\xff", b"\xff\xfe")


class SkippedError(Exception):
    """Why, to whoever sent the file."""


def read(file: BinaryIO) -> Iterator[Bundle]:
    """By what it begins with. UnreadableError where it is neither XLIFF nor PO."""
    start = file.read(8)
    file.seek(0)
    is_xml = start.lstrip().startswith(XML)
    return received.read(file) if is_xml else po.read(file)


def count(file: BinaryIO) -> int:
    """How many pages and records; read to its end, so that nothing is half taken."""
    return sum(1 for _bundle in read(file))


def language_of(code: str) -> str | None:
    """Of the site; tools add a country of their own (``en-GB``)."""
    for one in (code, code.partition("-")[0]):
        if one.lower() in languages.codes():
            return one.lower()
    return None


@transaction.atomic
def take(
    bundle: Bundle,
    user: Any = None,
    *,
    with_records: bool = False,
    is_proposal: bool = False,
) -> list[Line]:
    """One page's, or one record's; what is taken is one new version of it.

    A proposal is by a machine, and is marked as such.
    """
    record = chosen.find(bundle.original)
    if isinstance(record, AbstractPage):
        record = actions.lock(record)
    language = language_of(bundle.target)
    if record is None or not chosen.may_write(user, record, language):
        # What is not theirs is not told apart from what is not there.
        asked = languages.name_of(language) if language else bundle.target or "?"
        why = _("It does not exist here, or you cannot write it in %(language)s.")
        why = why % {"language": asked} if user else ""
        return [Line(Outcome.UNKNOWN, bundle.original, why=why)]
    told = {"title": chosen.title_of(record)}
    if isinstance(record, AbstractPage):
        told["page"] = record.pk
    try:
        language = _language(bundle, record, user, with_records)
        return Taking(
            record, language, bundle, user, told, is_proposal=is_proposal
        ).lines()
    except SkippedError as error:
        return [Line(Outcome.SKIPPED, why=str(error), **told)]


def _language(bundle: Bundle, record: Any, user: Any, with_records: bool) -> str:
    """SkippedError for a page or record that must stay as it is."""
    is_page = isinstance(record, AbstractPage)
    if is_page and user and record.permissions_for_user(user).page_locked():
        raise SkippedError(_("It is locked by somebody."))
    if is_page and not user and record.get_lock():
        raise SkippedError(_("It is locked by somebody."))
    if not is_page and not with_records:
        raise SkippedError(
            _(
                "It has no drafts: readers would see it at once. Tick the box for such "
                "content to have it changed."
            )
        )
    language = language_of(bundle.target)
    source = meaning.source_of(type(record), chosen.content_of(record))
    if language is None or language == source or language_of(bundle.source) != source:
        raise SkippedError(
            _(
                "The file is from %(source)s to %(target)s, and this is written first "
                "in %(own)s."
            )
            % {
                "source": bundle.source or "?",
                "target": bundle.target or "?",
                "own": languages.name_of(source),
            }
        )
    return language


class Taking:
    """Of one bundle into one page or record."""

    def __init__(
        self,
        record: Any,
        language: str,
        bundle: Bundle,
        user: Any,
        told: dict,
        *,
        is_proposal: bool,
    ):
        self.record, self.language, self.user, self.told = record, language, user, told
        self.model, self.is_proposal = type(record), is_proposal
        self.before = chosen.content_of(record)
        self.find_then = chosen.then_finder(record)
        self.segments = {
            one.id: one for one in meaning.segments(self.model, self.before, language)
        }
        self.units: dict[str, dict[Path, Unit]] = {}
        for unit in bundle.units:
            typed = replace(unit, target=markup.typed(unit.target or []) or None)
            self.units.setdefault(unit.segment, {})[unit.place] = typed
        self.values: dict[Path, Any] = {}
        self.stale: dict[str, str] = {}
        self.still_right: list[str] = []
        self.proposed: list[str] = []

    def lines(self) -> list[Line]:
        lines = [
            line
            for key, units in self.units.items()
            if (line := self._line(key, units))
        ]
        if not self.values and not self.still_right:
            return lines
        try:
            with transaction.atomic():
                self._save()
        except ValidationError as error:
            why = refusals.in_words(error, self.record)
            taken = (Outcome.TAKEN, Outcome.STALE)
            return [
                Line(Outcome.SKIPPED, label=one.label, why=why, **self.told)
                if one.outcome in taken
                else one
                for one in lines
            ]
        return lines

    def _line(self, key: str, units: dict[Path, Unit]) -> Line | None:
        """None where the file has no translation."""
        if not any(unit.target for unit in units.values()):
            return None
        segment = self.segments.get(key)
        if segment is None or segment.state in (State.ALONE, State.SOURCE):
            return Line(Outcome.UNKNOWN, label=key, **self.told)
        try:
            outcome = self._take(segment, units)
        except SkippedError as error:
            return Line(
                Outcome.SKIPPED, label=segment.label, why=str(error), **self.told
            )
        why = ""
        if outcome == Outcome.STALE:
            why = _("The source has changed since the file was made.")
        elif segment.id in self.still_right:
            why = _("The text is as it was, and the file says that it is finished.")
        elif segment.id in self.proposed and not self.is_proposal:
            why = _("Some of it is still only machine-translated.")
        return Line(outcome, label=segment.label, why=why, **self.told)

    def _take(self, segment: Segment, units: dict[Path, Unit]) -> Outcome:
        first = next(iter(units.values()))
        pair = pair_of(segment, self.find_then)
        is_stale = first.source_hash != meaning.meaning(segment.source)
        words = self._checked(pair, units, is_stale)
        is_approved = not is_stale and self._are_approved(segment, units)
        if not is_approved and self._is_unchanged(pair, words):
            return Outcome.UNCHANGED
        waiting = [unit for unit in units.values() if _is_waiting(unit, pair)]
        if any(one.is_unfinished and one not in waiting for one in units.values()):
            raise SkippedError(_("The file says that it is not finished."))
        value = pair.translated(words)
        said = meaning.meaning(value)
        if said == meaning.meaning(segment.value):
            if not is_approved:
                return Outcome.UNCHANGED
            self.still_right.append(segment.id)
            return Outcome.TAKEN
        if segment.state == State.LEFT_OUT:
            raise SkippedError(_("It is left out on purpose."))
        if first.target_hash != meaning.meaning(segment.value):
            raise SkippedError(
                _("The translation has been changed here since the file was made.")
            )
        if said == meaning.meaning(segment.source) and count_words(value) > meaning.FEW:
            raise SkippedError(
                _("It is not translated: the text is the same as the source’s.")
            )
        self.values[segment.path] = value
        is_proposed = meaning.mark_of(segment.entry) == meaning.PROPOSED
        if self.is_proposal or (waiting and is_proposed):
            self.proposed.append(segment.id)
        if is_stale:
            self.stale[segment.id] = first.source_hash
            return Outcome.STALE
        return Outcome.TAKEN

    def _checked(
        self, pair: Pair, units: dict[Path, Unit], is_stale: bool
    ) -> dict[Path, markup.Pieces]:
        if any(not unit.source_hash for unit in units.values()):
            raise SkippedError(_("The file does not say what it was translated from."))
        if units.keys() != pair.texts.keys():
            if is_stale:
                raise SkippedError(
                    _("The source has been rearranged since the file was made.")
                )
            raise SkippedError(_("The file does not have all of its texts."))
        done = [unit for unit in units.values() if unit.target]
        if len(done) < len(units):
            told = {"done": len(done), "all": len(units)}
            raise SkippedError(
                _("Only %(done)d of its %(all)d texts are translated.") % told
            )
        words = {place: unit.target or [] for place, unit in units.items()}
        for place, pieces in words.items():
            text = pair.texts[place]
            if not markup.is_whole(pieces, text.codes):
                raise SkippedError(_("The tags are not those of the source."))
            length = len(markup.text_of(pieces))
            if text.limit and length > text.limit:
                told = {"length": length, "limit": text.limit}
                raise SkippedError(
                    _("It has %(length)d characters; the limit is %(limit)d.") % told
                )
            if not markup.plain(markup.html_of(pieces, text.codes)):
                raise SkippedError(_("It is empty."))
        return words

    def _is_unchanged(self, pair: Pair, words: dict[Path, markup.Pieces]) -> bool:
        """Text by text: what is chosen beside them, no translator sees."""
        return pair.is_parallel and all(
            _said(pieces, pair, place) == _said(pair.translation(place), pair, place)
            for place, pieces in words.items()
        )

    @staticmethod
    def _are_approved(segment: Segment, units: dict[Path, Unit]) -> bool:
        """Whether each that was given as outdated, or as a machine's, is done with.

        A file that nobody has touched never does: it has no words there, or says that
        they are unfinished.
        """
        asked = [unit for unit in units.values() if unit.mark]
        said = meaning.meaning(segment.value)
        return (
            segment.state in (State.OUTDATED, State.PROPOSED)
            and bool(asked)
            and all(one.is_approved and one.target_hash == said for one in asked)
            and not any(unit.is_unfinished for unit in units.values())
        )

    # Kept

    def _save(self) -> None:
        content = self._with_source_language(self.before)
        after = placing.put(self.model, content, self.language, self.values)
        changed = versions.differences(self.model, content, after)
        if any(change.language != self.language for change in changed):
            raise ValidationError(_("It would change more than this language."))
        if isinstance(self.record, AbstractPage):
            self._save_draft(content, after)
        else:
            self._save_record(after)

    def _with_source_language(self, content: Content) -> Content:
        """A page that never said so, has one when the other gets its title."""
        if "source_language" not in content or content["source_language"]:
            return content
        source = meaning.source_of(self.model, content)
        return content | {"source_language": source}

    def _save_draft(self, before: Content, after: Content) -> None:
        """As the form does, and with what the words were translated from."""
        recorded = meaning.record(
            self.model,
            before,
            after,
            revision=self.record.latest_revision_id,
            translated={self.language: self.stale},
            proposed={self.language: self.proposed},
            still_right={self.language: self.still_right},
        )
        column = localized("translated_from", self.language)
        draft = self.record.with_content_json(after | {column: recorded[column]})
        with languages.in_default_language():
            draft.minimal_clean()
            draft.save_revision(user=self.user, log_action=True, clean=False)

    def _save_record(self, after: Content) -> None:
        """Before it is saved, and after: see ``marks``."""
        for path in self.values:
            name = localized(path[0], self.language)
            field = self.model._meta.get_field(name)
            setattr(self.record, name, field.to_python(after[name]))
        self.record.full_clean()
        self.record.save()
        still_right = {self.language: self.still_right}
        marks.keep(self.record, self.before, still_right)
        log(instance=self.record, action="wagtail.edit", user=self.user)


def _is_waiting(unit: Unit, pair: Pair) -> bool:
    """Whether its words are the machine's, and nobody says that they are done."""
    if not unit.is_proposed or unit.is_settled:
        return False
    now = pair.words_of(unit.place)
    sent = markup.text_of(unit.target or [])
    return now is None or meaning.meaning(now) == meaning.meaning(sent)


def _said(pieces: Any, pair: Pair, place: Path) -> str:
    return meaning.meaning(markup.html_of(pieces, pair.texts[place].codes))
