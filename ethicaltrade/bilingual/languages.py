"""The site's languages (``settings.LANGUAGES``) and their columns: ``title_nb``."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, get_language


class Worded(NamedTuple):
    """A text and the language it is written in."""

    text: Any
    language: str


def codes() -> list[str]:
    """In the order of ``settings.LANGUAGES``."""
    return [code for code, _name in settings.LANGUAGES]


def choices() -> list[tuple[str, str | Promise]]:
    """For a field; as a function, it stays out of migrations."""
    return [(code, name_of(code)) for code in codes()]


def default() -> str:
    """The language of addresses without a prefix."""
    return settings.LANGUAGE_CODE


def active() -> str:
    """One of :func:`codes`, whatever is activated."""
    return get_language()


def others(language: str) -> list[str]:
    return [code for code in codes() if code != language]


def name_of(language: str) -> str | Promise:
    """In the active language, lazily: ``engelsk``."""
    return dict(settings.LANGUAGES)[language]


def names() -> dict[str, Any]:
    """By code, each as :func:`name_of` has it."""
    return dict(settings.LANGUAGES)


def listed(codes: Iterable[str]) -> str:
    """In the active language: ``norsk og engelsk``."""
    return get_text_list([str(name_of(code)) for code in codes], _("and"))


@cache
def own_name(language: str) -> str:
    """In the language itself: ``norsk`` (Django: "norsk (bokmål)"), ``English``."""
    own = translation.get_language_info(language)["name_local"]
    return own.split(" (")[0]


def in_language(language: str) -> AbstractContextManager[None]:
    """A context for texts, dates and addresses."""
    return translation.override(language)


_told_in: ContextVar[str | None] = ContextVar("told_in", default=None)


@contextmanager
def in_default_language() -> Iterator[None]:
    """The context every page is written in.

    django-modeltranslation fills bare columns (``title``) from the active language; so
    written, they never depend on an editor's interface.
    """
    token = _told_in.set(_told_in.get() or translation.get_language())
    try:
        with translation.override(default()):
            yield
    finally:
        _told_in.reset(token)


def in_language_of_who_is_told() -> AbstractContextManager[None]:
    """Whoever asked for what is being written; their language, for what refuses it."""
    return translation.override(_told_in.get() or translation.get_language())


@cache
def localized(name: str, language: str) -> str:
    """The column of a field in one language: ``title_nb``."""
    return build_localized_fieldname(name, language)


def localized_names(name: str) -> list[str]:
    return [localized(name, language) for language in codes()]


def value_in(record: object, name: str, language: str) -> Any:
    """No fallback; None when unset."""
    return getattr(record, localized(name, language), None)


def reading_order(language: str) -> Iterator[str]:
    """The language, then the default, then the rest."""
    yield from dict.fromkeys([language, default(), *codes()])


def worded(record: object, name: str, language: str | None = None) -> Worded:
    """In the language, else in another; an empty text where there is none.

    Of a page, and of its rows, never in another that readers are not to see.
    """
    language = language or active()
    readable = getattr(record, "readable_languages", None)
    for code in reading_order(language):
        if readable is not None and code != language and code not in readable:
            continue
        if text := value_in(record, name, code):
            return Worded(text, code)
    return Worded("", language)


def first_with(record: object, name: str) -> str:
    """The first language that has words, else the default."""
    written = (code for code in codes() if value_in(record, name, code))
    return next(written, default())


def require_words(record: object, name: str, message: str) -> None:
    """ValidationError beside the first column, where no language has words."""
    columns = localized_names(name)
    if not any(getattr(record, column) for column in columns):
        raise ValidationError({columns[0]: message})


def language_of(path: str) -> str:
    """Its first segment when that is a language, else the default."""
    prefix = path.lstrip("/").partition("/")[0]
    return prefix if prefix in others(default()) else default()


def right_case(request: HttpRequest) -> str:
    """The address with ``/en/`` where ``/EN/`` is asked for; else empty."""
    prefix = request.path_info[1:].partition("/")[0]
    code = prefix.lower()
    if prefix == code or code not in others(default()) or request.method == "POST":
        return ""
    return f"/{code}{request.get_full_path()[1 + len(prefix) :]}"


answered_request: ContextVar[HttpRequest | None] = ContextVar(
    "answered_request", default=None
)
"""For whoever writes addresses and is handed no request, as in running text."""


class PathLanguageMiddleware:
    """The address alone decides the language: no cookie, no Accept-Language.

    Django's LocaleMiddleware adds ``Vary: Accept-Language`` to addresses without a
    prefix, which spoils shared caches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := right_case(request):
            return HttpResponsePermanentRedirect(address)
        language = language_of(request.path_info)
        request.LANGUAGE_CODE = language
        answered = answered_request.set(request)
        try:
            with in_language(language):
                response = self.get_response(request)
        finally:
            answered_request.reset(answered)
        response.headers.setdefault("Content-Language", language)
        return response
