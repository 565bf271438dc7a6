"""Public in a language: live, and published in that language."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from . import addresses, languages, routing
from .languages import localized

DATES = ("first_published", "last_published")

BY_LANGUAGE = ("published", *DATES, "translated_from")
"""Fields of a page that say how it stands in a language; none is a word."""

OF_PAGES = ("wagtail_serve", "file_below_page")  # names of addresses


class PublicationQuerySet(PageQuerySet):
    def published(self, language: str | None = None) -> Any:
        """In the active language by default."""
        language = language or languages.active()
        return self.filter(**{"live": True, localized("published", language): True})

    def published_somewhere(self) -> Any:
        """In at least one language."""
        in_any = Q()
        for language in languages.codes():
            in_any |= Q(**{localized("published", language): True})
        return self.filter(in_any, live=True)

    def originals(self) -> Any:
        """Without aliases: what they show is found where it is itself."""
        return self.filter(alias_of=None)


def missing_when_published(page: Any, language: str) -> list[str]:
    """Names of the fields the page lacks to be shown in the language."""
    return [
        name
        for name in page.required_when_published
        if not languages.value_in(page, name, language)
    ]


def languages_to_publish(page: Any) -> list[str]:
    """Where nobody says which: those that are public; else those with a title."""
    titled = [
        code for code in languages.codes() if languages.value_in(page, "title", code)
    ]
    return page.public_languages or titled or [languages.default()]


def now() -> datetime:
    """As precise as a version keeps it."""
    moment = timezone.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def set_state(page: Any) -> None:
    """A page is live while a language of it is published, and that has its dates."""
    page.live = page.live and bool(page.published_languages)
    moment = now()
    for language in languages.codes():
        if not page.live:
            setattr(page, localized("published", language), False)
        elif languages.value_in(page, "published", language):
            for name in DATES:
                if languages.value_in(page, name, language) is None:
                    setattr(page, localized(name, language), moment)
        if not page.source_language and languages.value_in(page, "title", language):
            page.source_language = language


def keep_state(page: Any, version: Any) -> None:
    """Of the page, on a version of it; a date that an editor chose is the version's."""
    version.source_language = version.source_language or page.source_language
    for language in languages.codes():
        for name in ("published", *DATES):
            column = localized(name, language)
            if name != "first_published" or getattr(version, column) is None:
                setattr(version, column, getattr(page, column))


def publication_errors(page: Any) -> dict[str, ValidationError]:
    """What the languages that are published lack, by column."""
    errors = {}
    for language in page.published_languages:
        for name in missing_when_published(page, language):
            errors[localized(name, language)] = ValidationError(
                _("“%(field)s” is empty (%(language)s)."),
                code="required_when_published",
                params={
                    "field": capfirst(page._meta.get_field(name).verbose_name),
                    "language": languages.name_of(language),
                },
            )
    return errors


def required_error(language: str) -> ValidationError:
    """Beside the field it is about."""
    return ValidationError(
        _("This is needed before %(language)s can be published."),
        code="required_when_published",
        params={"language": languages.name_of(language)},
    )


# A page's languages for readers and search engines


class Version(NamedTuple):
    code: str
    name: str
    url: str
    is_current: bool


class AlternateLink(NamedTuple):
    """``hreflang`` is a language or ``x-default``."""

    hreflang: str
    href: str


def _elsewhere(request: HttpRequest | None, language: str) -> str:
    """The same view with its query, or the front page, where there is no page."""
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name in OF_PAGES:
        return addresses.front_page_url(language)
    here = request.get_full_path()
    there = translate_url(here, language)
    if there == here and language != languages.active():
        return addresses.front_page_url(language)
    return there


def _url_of(page: Any, language: str, request: HttpRequest | None) -> str:
    route = routing.route_of(request)
    if request and route and route.page == page and page.is_published_in(language):
        return route.url_in(language, request)
    return page.get_url_in(language, request)


def versions_of(page: Any, request: HttpRequest | None = None) -> list[Version]:
    """For the switcher; unpublished languages too, whose address explains.

    Subviews lead to the same subview where the page is published.
    """
    return [
        Version(
            code=code,
            name=languages.own_name(code),
            url=(page and _url_of(page, code, request)) or _elsewhere(request, code),
            is_current=code == languages.active(),
        )
        for code in languages.codes()
    ]


def alternates_of(page: Any, request: HttpRequest | None = None) -> list[AlternateLink]:
    """https://developers.google.com/search/docs/specialty/international."""
    if page is None or page.main_language is None:
        return []
    page = routing.original_of(page)
    links = [
        AlternateLink(code, page.get_full_url_in(code, request))
        for code in page.public_languages
    ]
    [main] = [link.href for link in links if link.hreflang == page.main_language]
    return [*links, AlternateLink("x-default", main)]
