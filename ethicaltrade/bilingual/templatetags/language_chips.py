"""Of the CMS."""

from collections.abc import Iterable
from typing import Any

from django import template

from ..admin import chips

register = template.Library()

LISTS = ("pages", "object_list", "locked_pages")  # what Wagtail's templates call them


@register.inclusion_tag("bilingual/admin/chips.html", takes_context=True)
def language_chips(context: dict, page: Any) -> dict[str, Any]:
    """Of every language; nothing for the root of the tree, which is no page to read."""
    if not page or not page.pk or page.is_root():
        return {"chips": []}
    return {"chips": chips.chips(page, context.get("request"), shown_with(context))}


def shown_with(context: dict) -> Iterable[Any]:
    """The rows of the table, or what the template goes through."""
    if table := context.get("table"):
        return table.data
    return next((context[name] for name in LISTS if name in context), ())


@register.simple_tag(takes_context=True)
def public_versions(context: dict, page: Any) -> list[chips.Chip]:
    """The languages in which readers find it."""
    return chips.public_versions(page, context.get("request"))
