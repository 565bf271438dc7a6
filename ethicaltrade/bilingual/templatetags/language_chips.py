"""Of the CMS."""

from typing import Any

from django import template

from ..admin import chips

register = template.Library()


@register.inclusion_tag("bilingual/admin/chips.html", takes_context=True)
def language_chips(context: dict, page: Any) -> dict[str, Any]:
    """Of every language; nothing for the root of the tree, which is no page to read."""
    is_page = page.depth > 1 if page.depth else bool(page.pk)
    return {"chips": chips.chips(page, context.get("request")) if is_page else []}
