"""Text and amounts as each language's typesetters write them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.safestring import mark_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.core import typography

register = template.Library()


@register.filter
def typeset(value: Any, language: str = "") -> str:
    """The text, typeset in the language, else in the one being read.

    Running text and HTML that is marked safe come back safe, set between their tags;
    plain text comes back plain, to be escaped as ever. Nothing gives an empty text.
    """
    language = language or languages.active()
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        html = typography.typeset_html(str(value.__html__()), language)
        return mark_safe(html)  # noqa: S308 - it was safe, and no tag was touched
    return typography.typeset(str(value), language)


@register.filter
def kroner(amount: Any) -> str:
    """An amount in Norwegian kroner: ``7 700 kr``; empty for what is no number."""
    try:
        return typography.kroner(Decimal(str(amount)))
    except InvalidOperation:
        return ""
