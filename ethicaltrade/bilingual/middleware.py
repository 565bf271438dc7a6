"""The address alone decides the language: no cookie, no Accept-Language.

Django's LocaleMiddleware adds ``Vary: Accept-Language`` to addresses without a
prefix, which spoils shared caches.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import languages


def language_of(path: str) -> str:
    """Its first segment when that is a language, else the default."""
    prefix = path.lstrip("/").partition("/")[0]
    return (
        prefix
        if prefix in languages.others(languages.default())
        else (languages.default())
    )


class PathLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        request.LANGUAGE_CODE = language
        with languages.in_language(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
