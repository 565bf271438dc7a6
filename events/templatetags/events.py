"""Events in templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ethicaltrade.core.typography import kroner
from events import structured_data
from events.calendar import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def event_json_ld(context: dict, page: Any) -> SafeString:
    """The event as structured data; its people are in the context already."""
    return structured_data.event_json_ld(
        page,
        context["request"],
        context["organisers"],
        context["speakers"],
        context["box"].door,
    )


@register.simple_tag(takes_context=True)
def calendar_url(context: dict, page: Any) -> str:
    """The calendar file of an event, or of the programme."""
    return addresses.calendar_url(page, context["request"])


@register.simple_tag(takes_context=True)
def full_calendar_url(context: dict, page: Any) -> str:
    """The same with scheme and host, to copy."""
    return addresses.full_calendar_url(page, context["request"])


@register.simple_tag(takes_context=True)
def subscription_url(context: dict, page: Any) -> str:
    """The same, for a calendar program to subscribe to."""
    return addresses.subscription_url(page, context["request"])


@register.filter
def price(amount: int) -> str:
    """``1 200 kr``; ``NOK 1,200``; ``gratis``, ``free of charge`` for none."""
    return kroner(amount) if amount else _("free of charge")
