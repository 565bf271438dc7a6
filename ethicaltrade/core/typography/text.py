"""Plain text: dashes, spaces that hold together, dots, quotation marks.

Sources, all at sprakradet.no: "Tankestrek og bindestrek", "Mellomrom", "Tall, tid og
dato", "Utelatelsestegn"; for English the University of Oxford's Writing and Style
Guide.
"""

import re
from functools import lru_cache

from .conventions import DIGIT_GROUP, Conventions, conventions_of

NO_BREAK_SPACE = "\xa0"  # many fonts lack the narrow one, and Django writes this one
STAND_IN = "x"  # in the place of what is no text for the rules: an address, a formula
REMEMBERED = 1024  # texts whose result is kept: pages are rendered oftener than written

ELLIPSIS = re.compile(r"(?<![./])\.\.\.(?![./])")

ADDRESS = re.compile(
    r"""(?<![^\s"'«»“”‘’()<>])  # from where the word begins
    (?:[^\s"'«»“”‘’()<>@]*+@|[a-zA-Z]+://|www\.)(?:[^\s"'«»“”‘’()<>]|'(?=\w))*""",
    re.VERBOSE,
)

# At most four groups and parts: a longer row is no number, and is read only once.
NUMBER = rf"(?:\d{{1,3}}{DIGIT_GROUP}{{1,4}}(?!\d)|\d{{1,4}}(?:[.,:]\d{{1,4}}){{0,3}})"
RANGE = re.compile(
    rf"""(?<![\w/+=#&@–-])(?<!\d[.,:])
    (?P<low>{NUMBER})(?:\.|%|[ \xa0]%)?
    (?P<hyphen>-)
    [£$€]?(?P<high>{NUMBER})
    (?![\w/@])(?![.,:]\d)(?!-\d)""",
    re.VERBOSE,
)
# What comes before numbers that name things and span nothing.
REFERENCE = re.compile(
    r"""(?<!\w)(?:
      (?:ISO|IEC|NS|EN|SN|SA|BS|DIN|ASTM|ISBN|ISSN|CPV|CAS)\W{0,2}
      | (?i:tlf|tel|telefon|phone|mobil|mobile|faks|fax|sak|saksnr|ref|ordrenr)
        [.:]*[\d\s()+]*
      | \+\d[\d\s()]*
      | §+[\s\d.,–-]*(?:(?:og|eller|til|and|or|to)[\s\d.,–-]*)*  # § 4-1 is one section
    )\Z""",
    re.VERBOSE,
)
REFERENCE_REACH = 24  # characters
CLOCK = re.compile(r"(?i:(?<!\w)kl\.?[ \xa0]?)\Z")

# A hyphen between spaces, or where a line begins, as before somebody's words.
HYPHEN_AS_DASH = re.compile(r"(?:(?<=\S[ \xa0])|(?<![^\n\u2029]))-(?=[ \xa0]\S)")

LARGE_NUMBER = re.compile(
    rf"(?<![\w.,+])(?<!\d[ \xa0])(?<!\+\d\d[ \xa0])"
    rf"\d{{1,3}}{DIGIT_GROUP}++(?![ \xa0]?\d)"
)


@lru_cache(maxsize=REMEMBERED)
def typeset(text: str, language: str) -> str:
    """Plain text with its marks, dashes, ellipses and spaces that hold together.

    Typesetting twice is typesetting once.
    """
    rules = conventions_of(language)
    return text if rules is None else set_characters(set_ellipses(text), rules)


def set_ellipses(text: str) -> str:
    """The only change that makes the text shorter."""
    return ELLIPSIS.sub("…", text) if "..." in text else text


def set_characters(text: str, rules: Conventions) -> str:
    """The result has the same length: one for one."""
    kept = [match.span() for match in _find_addresses(text)]
    result = text
    if kept:
        result = ADDRESS.sub(lambda match: STAND_IN * len(match.group()), text)
    result = set_quotation(result, rules)
    result = _set_dashes(result, rules)
    result = _set_spaces(result, rules)
    parts, end = [], 0
    for start, stop in kept:
        parts += [result[end:start], text[start:stop]]
        end = stop
    return "".join([*parts, result[end:]])


def _find_addresses(text: str):
    if "@" in text or "://" in text or "www." in text:
        return ADDRESS.finditer(text)
    return iter(())


@lru_cache(maxsize=8)
def _span_of_names(rules: Conventions) -> re.Pattern:
    """A hyphen that means "to" between months, weekdays, or hours as in 9am-5pm."""
    names = rf"(?i:{rules.months}|{rules.weekdays})"
    date = rf"{rules.day}[ \xa0]{names}"
    return re.compile(
        rf"(?<!\w)(?<!\w-)({names})-(?=(?:{names}|{date})(?!\w|-\w))"
        r"|(?<=\d[ap]m)-(?=\d)"
    )


def _set_dashes(text: str, rules: Conventions) -> str:
    if "-" not in text:
        return text
    text = RANGE.sub(_set_range, text)
    text = _span_of_names(rules).sub(lambda match: f"{match[1] or ''}–", text)
    return HYPHEN_AS_DASH.sub("–", text)


def _set_range(match: re.Match) -> str:
    before = match.string[max(0, match.start() - REFERENCE_REACH) : match.start()]
    if REFERENCE.search(before):
        return match.group()
    if not (_ascends(match["low"], match["high"]) or CLOCK.search(before)):
        return match.group()
    hyphen = match.start("hyphen") - match.start()
    return f"{match.group()[:hyphen]}–{match.group()[hyphen + 1 :]}"


def _ascends(low: str, high: str) -> bool:
    """Whether the numbers are a span: 10 to 12, 2018 to 20, 09.00 to 11.30.

    Two dates or two hours may run into the next year or day; 2027-03 is a date.
    """
    parts = [re.split("[.,:]", number) for number in (low, high)]
    if len(parts[0]) > 1 and len(parts[1]) > 1:
        return True
    first, last = (re.sub(r"\D", "", part[0]) for part in parts)
    if len(first) == 4 and len(last) < 3 and len(parts[0]) == len(parts[1]) == 1:
        return int(first) < int(first[: -len(last)] + last)
    return int(first) < int(last)


@lru_cache(maxsize=8)
def _space_to_hold(rules: Conventions) -> re.Pattern:
    """A space, alone, between a number and what belongs to it."""
    return re.compile(
        rf"(?<=\d) (?=(?:{rules.units})(?!\w))"
        rf"|(?<!\w)(?P<day>{rules.day}) (?=(?:{rules.months})(?!\w))"
        rf"|(?<![^\W§])(?P<label>(?i:{rules.labels})) (?=\d)"
        rf"|(?<!\w)(?P<title>{rules.titles}\.?) (?=[A-ZÆØÅ])"
    )


def _set_spaces(text: str, rules: Conventions) -> str:
    text = LARGE_NUMBER.sub(
        lambda match: match.group().replace(" ", NO_BREAK_SPACE), text
    )
    return _space_to_hold(rules).sub(
        lambda match: match.group()[:-1] + NO_BREAK_SPACE, text
    )


# Quotation marks and apostrophes
#
# Sources: Språkrådet, "Hermeteikn" (sprakradet.no), has «…» and ‘…’ within them; the
# site's English has “…” with ‘…’ within, one of the two British ways. The apostrophe
# is ’ in both.

PARAGRAPH_END = re.compile(r"(\n\s*\n|\u2029)")
MARK = re.compile("[\"']")
MOST_MARKS = 1000  # a paragraph with more of them quotes nobody
# Nothing, a space, an opening mark or a dash before; neither space nor a sign that
# closes a clause after.
MAY_OPEN = re.compile(r"(?<![^\s(\[{/–—\-«“„‘\"'])[\"'](?!\s|\Z|[.,;:!?)\]}](?!\w))")
MAY_CLOSE = re.compile(r"(?<=[^\s(\[{«“„‘])[\"'](?=[\s.,;:!?)\]}/…»”’\"'–—\-]|\Z)")
OPENS = frozenset("«“„")
CLOSES = frozenset("»”")


@lru_cache(maxsize=8)
def _apostrophe(elisions: str) -> re.Pattern:
    """An apostrophe that cannot be a quotation mark: don't, 1990's, 'n."""
    letter = r"[^\W\d_]"
    return re.compile(
        rf"(?<={letter})'(?=\w)|(?<=\d)'(?=s\b)"
        rf"|(?<!\w)'(?=(?i:{elisions})\b(?!'))|(?<!\w)'(?=n'(?!\w))|(?<=(?<!\w)[’']n)'(?!\w)"
    )


def set_quotation(text: str, rules: Conventions) -> str:
    """The text with the language's marks, of the same length.

    A paragraph with a mark that lacks its partner stays straight: a wrong mark is worse
    than a plain one. Marks that are typographic already stay.
    """
    if '"' not in text and "'" not in text:
        return text
    text = _apostrophe(rules.elisions).sub("’", text)
    parts = PARAGRAPH_END.split(text)
    return "".join(_set_paragraph(part, rules) for part in parts)


def _set_paragraph(text: str, rules: Conventions) -> str:
    changes = _find_changes(text, rules)
    if not changes:
        return text
    characters = list(text)
    for position, mark in changes.items():
        characters[position] = mark
    return "".join(characters)


def _find_changes(text: str, rules: Conventions) -> dict[int, str] | None:
    """The marks to set and where; None when one has no partner.

    Inches and feet (5", 6') stay; the members' rights has an apostrophe.
    """
    if not 0 < text.count('"') + text.count("'") <= MOST_MARKS:
        return None
    marks = [match.start() for match in MARK.finditer(text)]
    may_open = {match.start() for match in MAY_OPEN.finditer(text)}
    may_close = {match.start() for match in MAY_CLOSE.finditer(text)}
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
            quotes = rules.inner_quotes if depth % 2 else rules.outer_quotes
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
        elif mark in CLOSES or (mark == "“" and inside and opened_with == "„"):
            inside = False
        elif mark in OPENS:
            inside, opened_with = True, mark
    return within
