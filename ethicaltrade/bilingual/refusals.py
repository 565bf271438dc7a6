"""What a rule refuses outside a form, in words: nobody in the CMS gets a 500 for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages

from . import routing

OWN_SENTENCES = ("required_when_published", "slug_taken")
"""Codes of errors that name their field themselves."""


def by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    """What is about no field has the name NON_FIELD_ERRORS."""
    if hasattr(error, "error_dict"):
        return error.error_dict
    return {NON_FIELD_ERRORS: error.error_list}


def in_words(error: ValidationError, record: Any = None) -> str:
    """In the active language; with the names of the record's fields, if it is given."""
    return " ".join(dict.fromkeys(_sentences(error, record)))


def _sentences(error: ValidationError, record: Any) -> Iterator[str]:
    for name, errors in by_field(error).items():
        for one in errors:
            label = "" if one.code in OWN_SENTENCES else _label(record, name)
            for sentence in one.messages:
                yield f"{label}: {sentence}" if label else sentence


def _label(record: Any, name: str) -> str:
    if record is None or name == NON_FIELD_ERRORS:
        return ""
    try:
        return capfirst(str(record._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return ""


class RefusalsMiddleware:
    """The CMS refuses in words, and in the language of the editor's interface.

    A rule refused what was sent: back to the form, with the reason. What was being
    written is a draft by then: Wagtail saves it before it publishes. Wagtail's own
    refusals would be in the address's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # None where nobody is logged in, or has ever opened the CMS.
        user = request.user if routing.is_cms(request) else None
        profile = getattr(user, "wagtail_userprofile", None)
        if profile is None:
            return self.get_response(request)
        with translation.override(profile.get_preferred_language()):
            return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not (isinstance(exception, ValidationError) and routing.is_cms(request)):
            return None
        if request.method != "POST":
            return None
        sentence = _("This could not be done. %(reason)s") % {
            "reason": in_words(exception)
        }
        if request.accepts("text/html"):
            messages.error(request, sentence)
            return redirect(_came_from(request))
        return JsonResponse(
            {"success": False, "error_code": "refused", "error_message": sentence},
            status=400,
        )


def _came_from(request: HttpRequest) -> str:
    """The page with the form; some addresses of the CMS answer POST alone."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else request.get_full_path()
