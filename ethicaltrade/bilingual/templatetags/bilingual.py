from typing import Any

from django import template

from .. import languages, publication

register = template.Library()
register.filter("worded", languages.worded)
register.filter("language_name", languages.own_name)


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
