"""My page's frame, for the templates of its parts, wherever their views live."""

from django import template

from ethicaltrade.mypage import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def my_sections(context: dict) -> list[sections.Section]:
    """The parts of My page that the reader has."""
    return sections.sections_of(context["request"])
