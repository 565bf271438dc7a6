from typing import Any

from django import template

from .. import languages, publication

register = template.Library()


@register.simple_tag(takes_context=True)
def language_versions(context: dict, page: Any = None) -> list[publication.Version]:
    return publication.versions_of(page or None, context.get("request"))


@register.simple_tag(takes_context=True)
def alternate_links(context: dict, page: Any = None) -> list[publication.AlternateLink]:
    """For ``hreflang``."""
    return publication.alternates_of(page or None, context.get("request"))


@register.simple_tag(takes_context=True)
def subview_url(context: dict, page: Any, name: str, **captured: Any) -> str:
    return page.subview_url(name, request=context.get("request"), **captured)


@register.simple_tag(takes_context=True)
def full_subview_url(context: dict, page: Any, name: str, **captured: Any) -> str:
    return page.full_subview_url(name, request=context.get("request"), **captured)


@register.filter
def worded(record: Any, name: str) -> languages.Worded:
    return languages.worded(record, name)


@register.filter
def language_name(code: str) -> str:
    """In the language itself: ``norsk``, ``English``."""
    return languages.own_name(code)
