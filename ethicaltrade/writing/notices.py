"""What could not be kept of a text from elsewhere, line by line.

Counted while it is read, and put into words for whoever reads it: by a notice under the
text, above the form, or in the page's history.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# In the order in which they are told. ``count`` says how many, ``detail`` what.
SENTENCES: dict[str, Any] = {
    "lead": _(
        "The first paragraph is too long for a lead, and stands first in the text. "
        "Write a lead."
    ),
    "lead_links": _("Links in the lead became plain text: %(count)s."),
    "no_title": _("No title was found: the name of the file stands in its place."),
    "other_language": _(
        "The document says that it is written in this language: %(detail)s."
    ),
    "languages": _(
        "Passages in this language are not marked, as only the site’s own languages "
        "can be: %(detail)s."
    ),
    "changes": _("Tracked changes were taken as accepted: %(count)s."),
    "comments": _("Comments were left out: %(count)s."),
    "hidden": _("Hidden text was left out: %(count)s."),
    "footnotes": _("Footnotes stand as a list at the end of the text: %(count)s."),
    "headings": _("Headings got the nearest level that there is: %(count)s."),
    "numbers": _("Numbers of headings were left out: %(count)s."),
    "no_headings": _("Headings became paragraphs: %(count)s."),
    "list_numbers": _(
        "Numbered lists have other numbers than in Word: %(count)s. See if the text "
        "mentions them."
    ),
    "no_lists": _("Items of lists became paragraphs: %(count)s."),
    "quotations": _("Quotations became paragraphs: %(count)s."),
    "tables": _(
        "Tables became lines of text, as there can be no tables here: %(count)s."
    ),
    "large_tables": _("Tables that are too large became lines of text: %(count)s."),
    "layout": _(
        "Tables with one row or column, or with headings or tables in them, became "
        "paragraphs: %(count)s."
    ),
    "first_row": _(
        "Tables whose first row became their headings: %(count)s. See if that is right."
    ),
    "merged": _("Merged cells were taken apart: %(count)s."),
    "cell_marks": _(
        "Bold text, italics, lists and line breaks in tables became plain text, in "
        "this many cells: %(count)s."
    ),
    "cell_links": _("Links in tables became plain text: %(count)s."),
    "pictures": _("Pictures were left out: %(count)s. Add them as picture blocks."),
    "no_pictures": _("Pictures were left out, as you may not add pictures: %(count)s."),
    "many_pictures": _("Pictures were left out, as there are too many: %(count)s."),
    "lost_pictures": _("Pictures are not in the document: %(count)s."),
    "refused": _("A picture was left out: %(detail)s"),
    "guessed_alt": _(
        "Alternative texts were generated automatically: %(count)s. See if they are "
        "right."
    ),
    "no_alt": _("Pictures without an alternative text: %(count)s. Add it."),
    "cut_alt": _("Alternative texts were too long, and were cut: %(count)s."),
    "embedded": _("Videos and other embedded content were left out: %(count)s."),
    "equations": _("Equations were left out: %(count)s."),
    "drawings": _("Charts and drawings were left out: %(count)s."),
    "signs": _("Symbols that no other font has were left out: %(count)s."),
    "contents": _("The table of contents was left out."),
    "margins": _("The header and footer of the pages were left out."),
    "links": _("Links that lead nowhere on the web became plain text: %(count)s."),
    "anchors": _("Links within the document became plain text: %(count)s."),
    "raised": _("Superscript and subscript became ordinary text: %(count)s."),
    "struck": _("Struck-through text became ordinary text: %(count)s."),
    "underlined": _("Underlining was left out: %(count)s."),
}
OF_LANGUAGES = {"other_language", "languages"}

Stored = list[tuple[str, int, str]]


class Notices:
    """In JSON: ``[kind, count, detail]``, once for each kind and detail."""

    def __init__(self, stored: Iterable[Any] = ()) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        for kind, count, detail in stored:
            if kind in SENTENCES:  # else it was another release's
                self.add(kind, count, detail)

    def add(self, kind: str, count: int = 1, detail: str = "") -> None:
        if count:
            key = kind, detail
            self._counts[key] = self._counts.get(key, 0) + count

    def __contains__(self, kind: str) -> bool:
        return any(kind == known for known, _detail in self._counts)

    def stored(self) -> Stored:
        order = list(SENTENCES)
        kinds = sorted(self._counts, key=lambda key: order.index(key[0]))
        return [(kind, self._counts[kind, detail], detail) for kind, detail in kinds]

    def sentences(self) -> list[str]:
        """In the active language."""
        return [
            str(SENTENCES[kind]) % {"count": count, "detail": _shown(kind, detail)}
            for kind, count, detail in self.stored()
        ]


def _shown(kind: str, detail: str) -> str:
    if kind not in OF_LANGUAGES:
        return detail
    try:
        return str(get_language_info(detail)["name_translated"])
    except KeyError:  # a language that Django does not know
        return detail
