"""A piece of a text around what was searched for."""

from collections.abc import Collection

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .lemmas import WORD

BEFORE = 60  # characters shown before the first hit
LENGTH = 240  # characters in all
Span = tuple[int, int]


def excerpt(text: str, lemmas: str, wanted: Collection[str]) -> SafeString:
    """A window on the text around its first hit, as HTML, the hits in ``<mark>``.

    ``lemmas`` has one lemma for each word of the text, with spaces between. The
    window starts at the text's beginning where there is no hit.
    """
    hits = find_hits(text, lemmas, wanted)
    start, end = window(text, hits[0] if hits else (0, 0))
    shown = [hit for hit in hits if start <= hit[0] and hit[1] <= end]
    edges = [start, *(edge for hit in shown for edge in hit), end]
    pieces = [
        (text[left:right], is_hit)
        for left, right, is_hit in zip(
            edges, edges[1:], [False, True] * len(edges), strict=False
        )
    ]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        format_html_join(
            "", "{}", ((mark(piece) if hit else piece,) for piece, hit in pieces)
        ),
        " …" if end < len(text) else "",
    )


def mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)


def find_hits(text: str, lemmas: str, wanted: Collection[str]) -> list[Span]:
    # Not strict: rows that an older version of the code wrote may not fit the words.
    return [
        match.span()
        for match, lemma in zip(WORD.finditer(text), lemmas.split(), strict=False)
        if lemma in wanted
    ]


def window(text: str, hit: Span) -> Span:
    """The start and end of a piece with the hit in it, between words."""
    start = max(0, hit[0] - BEFORE)
    if start:
        start = text.find(" ", start, hit[0]) + 1 or hit[0]
    end = max(start + LENGTH, hit[1])
    if end < len(text):
        last_space = text.rfind(" ", start, end)
        end = last_space if last_space >= hit[1] else end
    return start, min(end, len(text))
