"""The site's own parts in templates: settings, menus, pictures, head, typography."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from ethicaltrade import dates
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import Worded, active, worded
from ethicaltrade.bilingual.routing import route_of
from ethicaltrade.core import head, memory, navigation, numbers, typography
from ethicaltrade.core.forms import Choice
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.core.unsent import is_from_here, unsent_of
from ethicaltrade.mail import addresses
from ethicaltrade.media.slots import FALLBACK, FORMATS, SLOTS

register = template.Library()
logger = logging.getLogger(__name__)


@register.simple_tag(takes_context=True)
def cms_bar(context: dict) -> str:
    """Wagtail's own, in its reader's language: not in that of the page.

    Who has chosen none has the CMS in the default one.
    """
    with languages.in_language(languages.default()):
        return wagtailuserbar(context)


def _with_request(function: Callable) -> None:
    """Make a tag of a function that takes the request first."""

    def tag(context: dict, *args: Any) -> Any:
        return function(context.get("request"), *args)

    register.simple_tag(tag, takes_context=True, name=function.__name__)


register.tag("remembered", memory.remembered_tag)
_with_request(navigation.footer_menu)
_with_request(navigation.breadcrumbs)
_with_request(navigation.readable_url)
_with_request(navigation.privacy_url)
_with_request(navigation.readable_documents)


@register.simple_tag(takes_context=True)
def site_settings(context: dict) -> SiteSettings:
    return SiteSettings.for_request(context["request"])


@register.simple_tag
def organisation_name() -> str:
    """In the active language, where no site is asked for: in the CMS."""
    return addresses.organisation_name(active())


@register.simple_tag(takes_context=True)
def main_menu(context: dict) -> tuple[navigation.MenuItem, ...]:
    menu = navigation.main_menu(context["request"], context.get("page"))
    return tuple(menu)


@register.inclusion_tag("pages/core/unsent_texts.html", takes_context=True)
def unsent_texts(context: dict) -> dict[str, Any]:
    """What was typed in a form of ours whose answer is an error; else nothing."""
    request = context["request"]
    sent = unsent_of(request) if is_from_here(request) else None
    return {"unsent": sent}


@register.inclusion_tag("components/picture.html")
def picture(image: Any, slot: str) -> dict[str, Any]:
    """In the sizes and formats of the slot (media/slots.py); empty if it is unreadable.

    An alternative text in another language than the page comes with that language.
    """
    wanted = SLOTS[slot]
    filters = wanted.filters(image)
    fallback = filters[FALLBACK][0]
    # All formats at once: one query at most.
    made = image.shown(
        *(name for names in filters.values() for name in names), first=fallback
    )
    if fallback not in made:
        return {}
    formats = {
        name: {made[spec].width: made[spec] for spec in filters[name] if spec in made}
        for name in FORMATS
    }
    alt = Worded("", active()) if image.is_decorative else worded(image, "alt_text")
    sizes = [made[fallback], *formats[FORMATS[0]].values()]
    widest = max(sizes, key=lambda size: size.width)
    return {
        "sources": [
            {
                "type": f"image/{name}",
                "srcset": ", ".join(
                    f"{size.url} {width}w"
                    for width, size in sorted(formats[name].items())
                ),
            }
            for name in FORMATS
            if formats[name]
        ],
        "src": made[fallback].url,
        "sizes": wanted.sizes,
        "width": widest.width,
        "height": widest.height,
        "is_first": wanted.is_first,
        "alt": alt.text,
        "alt_language": alt.language if alt.language != active() else None,
    }


@register.simple_tag(takes_context=True)
def page_head(context: dict, page: Any) -> head.PageHead:
    request = context["request"]
    route = route_of(request)  # none in a preview; below a page there are other words
    key = page.pk if route and route.page is page and not route.subview else None
    make = partial(head.head_of, page, request)
    return memory.remembered_for(request, ("head", key), make)


@register.simple_tag(takes_context=True)
def json_ld(context: dict, page: Any) -> SafeString:
    return head.json_ld(page, context["request"], context.get("head"))


# Choices for components/filter_select.html


@register.filter
def topic_choices(topics: Iterable[Any]) -> list[Choice]:
    names = [(topic.slug, worded(topic, "name")) for topic in topics]
    return [Choice.named(slug, name.text, name.language) for slug, name in names]


@register.filter
def year_choices(years: Iterable[int], chosen: int | None = None) -> list[Choice]:
    """The chosen year too, although nothing is from it."""
    listed = list(years or [])
    if chosen and chosen not in listed:
        listed.insert(0, chosen)
    return [Choice(str(year), str(year)) for year in listed]


@register.filter
def language_choices(languages: Iterable[tuple[str, str]]) -> list[Choice]:
    return [Choice.named(code, capfirst(name), code) for code, name in languages]


@register.filter
def pages_nearby(page_of_list: Page) -> Iterator[int | str]:
    """Numbers of pages to lead to, few however long the list is, and marks of gaps."""
    return page_of_list.paginator.get_elided_page_range(
        page_of_list.number, on_each_side=2, on_ends=1
    )


# Text, amounts, dates and times as each language writes them

register.simple_tag(dates.date_range, name="date_range")
register.simple_tag(dates.time_range, name="time_range")
register.simple_tag(dates.date_time_range, name="date_time_range")
register.filter("date_leaf", dates.leaf)
register.filter("written_day", dates.written_day)


@register.simple_tag
def day(moment: date | datetime) -> SafeString:
    """``<time>``, with the day in words; of a moment, the day in the site's zone."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return _day(moment, active())


@lru_cache(maxsize=1024)
def _day(day: date, language: str) -> SafeString:
    words = date_format(day, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """The same with the time; midnight is a day of which nobody knows the time."""
    local = timezone.localtime(at)
    if local.time() == time.min:
        return day(at)
    words = dates.written_moment(local)
    written = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', written, words)


@register.filter
def typeset(value: Any, language: str = "") -> str:
    """In the language, else in the one being read; what is marked safe stays safe."""
    language = language or languages.active()
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        html = typography.typeset_html(str(value.__html__()), language)
        # It was safe, and no tag was touched.
        return mark_safe(html)  # noqa: S308  # nosec B703
    return typography.typeset(str(value), language)


register.filter("grouped", numbers.grouped)


@register.filter
def kroner(amount: Any) -> str:
    """``7 700 kr``; empty for what is no number."""
    try:
        return typography.kroner(Decimal(str(amount)))
    except InvalidOperation:
        return ""
