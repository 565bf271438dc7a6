"""What a proposal would change, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.text import capfirst

from ethicaltrade.bilingual import languages
from membership.members.models import Member

from .models import Proposal, proposed_names

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """``mark`` is ``del`` or ``ins`` for what goes and what comes, else empty."""

    text: str
    mark: str


class Change(NamedTuple):
    """One text as it is and as proposed; ``language`` is that of the text."""

    label: str
    language: str
    before: str
    after: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def tidy(text: str | None) -> str:
    """With one character a line break, as forms and databases differ."""
    return (text or "").replace("\r\n", "\n").strip()


def values_of(record: Member | Proposal) -> dict[str, str]:
    return {name: tidy(getattr(record, name)) for name in proposed_names()}


def changes_of(proposal: Proposal) -> list[Change]:
    present, proposed = values_of(proposal.member), values_of(proposal)
    return [
        Change(
            label=label_of(name),
            language=language_of(name),
            before=present[name],
            after=proposed[name],
            pieces=pieces(present[name], proposed[name]),
        )
        for name in proposed_names()
    ]


def label_of(name: str) -> str:
    return capfirst(Member._meta.get_field(name).verbose_name)


def language_of(name: str) -> str:
    by_column = {
        languages.localized("presentation", code): code for code in languages.codes()
    }
    return by_column.get(name, "")


def pieces(before: str, after: str) -> list[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    found = []
    # With its "autojunk": without, a word written a thousand times takes minutes.
    matcher = SequenceMatcher(None, old, new)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("".join(old[old_start:old_end]), ""))
            continue
        if old_end > old_start:
            found.append(Piece("".join(old[old_start:old_end]), "del"))
        if new_end > new_start:
            found.append(Piece("".join(new[new_start:new_end]), "ins"))
    return found
