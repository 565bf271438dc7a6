"""What the pages about accounts ask."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ethicaltrade.users import second_factor, sections
from ethicaltrade.users.accounts import needs_second_factor

register = template.Library()

# In this order: each tells other names beside its own.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """What a browser calls itself, in short: "Firefox, Windows"."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("Unknown browser")


@register.simple_tag(takes_context=True)
def passkeys_work(context: dict) -> bool:
    return second_factor.passkeys_work(context["request"])


@register.simple_tag(takes_context=True)
def personal_sections(context: dict) -> list[sections.Section]:
    """The parts of a person's own pages that the reader has."""
    return sections.sections_of(context["request"])


@register.simple_tag(takes_context=True)
def cms_waits(context: dict) -> bool:
    """Whether this person may use the CMS once a second factor is set up."""
    request: HttpRequest = context["request"]
    return (
        settings.STAFF_NEEDS_SECOND_FACTOR
        and needs_second_factor(request.user)
        and not second_factor.is_set_up(request.user)
    )
