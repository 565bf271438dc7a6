"""Languages in templates."""

from typing import Any

from django import template

from .. import languages, versions

register = template.Library()


@register.simple_tag(takes_context=True)
def language_versions(context: dict, page: Any = None) -> list[versions.Version]:
    """Every language of the page, for the switcher."""
    return versions.versions_of(page or None, context.get("request"))


@register.simple_tag(takes_context=True)
def alternate_links(context: dict, page: Any = None) -> list[versions.AlternateLink]:
    """The page's published languages, for ``hreflang``."""
    return versions.alternates_of(page or None, context.get("request"))


@register.simple_tag(takes_context=True)
def subview_url(context: dict, page: Any, name: str, **captured: Any) -> str:
    """The address of a view below the page, in the active language."""
    return page.subview_url(name, request=context.get("request"), **captured)


@register.simple_tag(takes_context=True)
def full_subview_url(context: dict, page: Any, name: str, **captured: Any) -> str:
    """The same with scheme and host."""
    return page.full_subview_url(name, request=context.get("request"), **captured)


@register.filter
def worded(record: Any, name: str) -> languages.Worded:
    """A translated field's text, and the language it turned out to be in."""
    return languages.worded(record, name)


@register.filter
def language_name(code: str) -> str:
    """What a language calls itself: ``norsk``, ``English``."""
    return languages.own_name(code)
