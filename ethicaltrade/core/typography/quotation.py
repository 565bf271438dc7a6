"""Straight quotation marks and apostrophes become a language's own.

Sources: Språkrådet, "Hermeteikn" (sprakradet.no), has «…» and ‘…’ within them; the
site's English has “…” with ‘…’ within, one of the two British ways. The apostrophe is
’ in both.
"""

import re
from functools import lru_cache

from .habits import Habits

_PARAGRAPH_END = re.compile(r"(\n\s*\n|\u2029)")
_MARK = re.compile("[\"']")
_MOST_MARKS = 1000  # a paragraph with more of them quotes nobody
# Nothing, a space, an opening mark or a dash before; neither space nor a sign that
# closes a clause after.
_MAY_OPEN = re.compile(r"(?<![^\s(\[{/–—\-«“„‘\"'])[\"'](?!\s|\Z|[.,;:!?)\]}](?!\w))")
_MAY_CLOSE = re.compile(r"(?<=[^\s(\[{«“„‘])[\"'](?=[\s.,;:!?)\]}/…»”’\"'–—\-]|\Z)")
_OPENS = frozenset("«“„")
_CLOSES = frozenset("»”")


@lru_cache(maxsize=8)
def _apostrophe(elisions: str) -> re.Pattern:
    """An apostrophe that cannot be a quotation mark: don't, 1990's, 'n."""
    letter = r"[^\W\d_]"
    return re.compile(
        rf"(?<={letter})'(?=\w)|(?<=\d)'(?=s\b)"
        rf"|(?<!\w)'(?=(?i:{elisions})\b(?!'))|(?<!\w)'(?=n'(?!\w))|(?<=(?<!\w)[’']n)'(?!\w)"
    )


def set_quotation(text: str, habits: Habits) -> str:
    """The text with the language's marks, of the same length.

    The marks of a paragraph are changed when every one of them has its partner;
    else all of them stay straight, for a wrong mark is worse than a plain one. Marks
    that are typographic already stay, whatever language they are from.
    """
    if '"' not in text and "'" not in text:
        return text
    text = _apostrophe(habits.elisions).sub("’", text)
    parts = _PARAGRAPH_END.split(text)
    return "".join(_set_paragraph(part, habits) for part in parts)


def _set_paragraph(text: str, habits: Habits) -> str:
    changes = _find_changes(text, habits)
    if not changes:
        return text
    characters = list(text)
    for position, mark in changes.items():
        characters[position] = mark
    return "".join(characters)


def _find_changes(text: str, habits: Habits) -> dict[int, str] | None:
    """The marks to set and where; None when one has no partner.

    Inches and feet (5", 6') are no quotation marks and stay. A mark with letters
    before it that closes nothing is an apostrophe: the members' rights.
    """
    if not 0 < text.count('"') + text.count("'") <= _MOST_MARKS:
        return None
    marks = [match.start() for match in _MARK.finditer(text)]
    may_open = {match.start() for match in _MAY_OPEN.finditer(text)}
    may_close = {match.start() for match in _MAY_CLOSE.finditer(text)}
    within = _within_marks(text, marks)
    changes: dict[int, str] = {}
    pending: list[int] = []  # positions of marks that are open: one " and one ' at most
    for number, position in enumerate(marks):
        mark = text[position]
        is_pending = any(text[opened] == mark for opened in pending)
        if pending and text[pending[-1]] == mark and position in may_close:
            if mark == "'" and _closes_twice(text, marks, number, may_open, may_close):
                return None
            opened = pending.pop()
            depth = len(pending) + within[opened]
            quotes = habits.inner_quotes if depth % 2 else habits.outer_quotes
            changes[opened], changes[position] = quotes
        elif position in may_open and not is_pending:
            pending.append(position)
        elif is_pending or position == 0 or not text[position - 1].isalnum():
            return None
        elif text[position - 1].isdigit():
            continue
        elif mark == "'":
            changes[position] = "’"
        else:
            return None
    return None if pending else changes


def _closes_twice(
    text: str, marks: list[int], number: int, may_open: set[int], may_close: set[int]
) -> bool:
    """Whether the next mark could close the same quotation: 'the members' rights'."""
    if number + 1 == len(marks):
        return False
    following = marks[number + 1]
    if text[following] != "'" or following in may_open:
        return False
    return following in may_close and text[following - 1] not in "\"'"


def _within_marks(text: str, marks: list[int]) -> dict[int, bool]:
    """For each straight mark: whether it stands inside «…», “…” or „…“."""
    within, inside, opened_with, wanted = {}, False, "", set(marks)
    for match in re.finditer("[\"'«»“”„]", text):
        mark = match.group()
        if match.start() in wanted:
            within[match.start()] = inside
        elif mark in _CLOSES or (mark == "“" and inside and opened_with == "„"):
            inside = False
        elif mark in _OPENS:
            inside, opened_with = True, mark
    return within
