from typing import Any

from django import template
from django.utils.safestring import SafeString

from events import structured_data
from events.details import price_text

register = template.Library()
register.filter("price", price_text)


@register.simple_tag(takes_context=True)
def event_json_ld(context: dict, page: Any) -> SafeString:
    """Its people are in the context already."""
    return structured_data.event_json_ld(
        page,
        context["request"],
        context["organisers"],
        context["speakers"],
        context["registration"].status,
    )


@register.filter
def webcal(url: str) -> str:
    """For programs that open it to subscribe."""
    return f"webcal:{url.partition(':')[2]}"
