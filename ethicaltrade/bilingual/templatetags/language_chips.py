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
    among = shown_with(context, page)
    return {"chips": chips.chips(page, context.get("request"), among)}


def shown_with(context: dict, page: Any) -> Iterable[Any]:
    """The rows of the table, or what the template goes through."""
    table = context.get("table")
    edits = [page for _at, page in context.get("last_edits", ())]  # on the dashboard
    lists = [table.data if table else edits]
    lists += [context.get(name, ()) for name in LISTS]
    return next((rows for rows in lists if any(row is page for row in rows)), [page])


@register.simple_tag(takes_context=True)
def public_versions(context: dict, page: Any) -> list[chips.Chip]:
    """The languages in which readers find it."""
    return chips.public_versions(page, context.get("request"))
