"""What stored rich text may hold: links that can be read again, and nothing embedded.

A link to a page or a document names it by its number. Wagtail stores whatever stands
there, and then can show neither the page nor its form.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text.rewriters import extract_attrs

TAG = re.compile(r"<(a|embed)\b([^>]*)>", re.IGNORECASE)
LINK_TYPES = {"page", "document"}
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)  # as far as databases count
NOT_READ = '<embed embedtype="unreadable"/>'  # refused, and shown as nothing


def check_rich_text(html: str) -> None:
    """Raise ValidationError for a link or an element that cannot be read again."""
    if any(_is_forged(*tag.groups()) for tag in TAG.finditer(html)):
        raise ValidationError(
            _(
                "The text has a link or an element that this site cannot read. Remove "
                "it, and add it again."
            ),
            code="unreadable",
        )


def readable(html: str) -> str:
    """The text without what the check refuses; of a link, the words stay."""

    def as_it_may_be(tag: re.Match) -> str:
        name, attributes = tag.groups()
        if not _is_forged(name, attributes):
            return tag[0]
        return "<a>" if name.lower() == "a" else ""

    return TAG.sub(as_it_may_be, html)


def _is_forged(name: str, attributes: str) -> bool:
    if name.lower() == "embed":
        return True  # no feature of ours makes one
    found = extract_attrs(attributes)
    if "linktype" not in found:
        return False
    return found["linktype"] not in LINK_TYPES or not is_number(found.get("id"))


def is_number(text: str | None) -> bool:
    """Whether a page or a document may have this number."""
    return bool(NUMBER.fullmatch(text or ""))
