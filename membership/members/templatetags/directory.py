"""The members in templates: logos, initials, hosts."""

from typing import Any
from urllib.parse import urlsplit

from django import template

register = template.Library()

LOGO = "width-480|format-webp"
"""One of the sizes that every picture is cut in when it is saved, and never cropped."""

LEGAL_FORMS = {"as", "asa", "ba", "sa", "iks", "kf", "da", "ans", "sti"}
INITIALS = 2


@register.filter
def logo(image: Any) -> Any:
    """None without a logo, or when its file cannot be read."""
    return image.shown(LOGO, first=LOGO).get(LOGO) if image else None


@register.filter
def initials(name: str) -> str:
    """Shown where there is no logo: ``Ærlig Demo AS`` gives ``ÆD``."""
    words = [word for word in name.split() if word[0].isalnum()]
    own = [word for word in words if word.casefold() not in LEGAL_FORMS] or words
    return "".join(word[0].upper() for word in own[:INITIALS])


@register.filter
def host(url: str) -> str:
    """The part of an address that people know: ``example.org``."""
    return urlsplit(url).netloc.removeprefix("www.")
