"""The person's registrations for events: those of their own, verified addresses."""

from typing import Any, NamedTuple

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import Worded, worded
from ethicaltrade.privacy.registry import addresses_of
from events.deadlines import has_link_expired
from events.details import event_details
from events.models import Registration
from events.models.querysets import RegistrationQuerySet
from events.personal_data import registrations_of, to_come

from .access import personal


class Mine(NamedTuple):
    """One registration in the list; ``manage_url`` is empty once it is over."""

    registration: Registration
    title: Worded
    details: list[tuple[str, str]]
    url: str
    manage_url: str


def over(user: Any) -> RegistrationQuerySet:
    """The others, the last event first."""
    coming = to_come(user).order_by().values("pk")
    others = registrations_of(user).exclude(pk__in=coming)
    return others.order_by(F("event__starts_at").desc(nulls_last=True), "-pk")


def shown(registrations: RegistrationQuerySet, request: HttpRequest) -> list[Mine]:
    """What the list says of each."""
    return [_shown(registration, request) for registration in registrations]


def _shown(registration: Registration, request: HttpRequest) -> Mine:
    event = registration.event
    can_manage = registration.is_live and not has_link_expired(event)
    return Mine(
        registration=registration,
        title=worded(event, "title"),
        details=event_details(event),
        url=_readable_url(event, request),
        manage_url=registration.get_manage_url() if can_manage else "",
    )


def _readable_url(event: Any, request: HttpRequest) -> str:
    """The event's page, while it is published in this language."""
    if not event.is_published_in(languages.active()):
        return ""
    return event.get_url(request) or ""


@require_safe
@personal
def my_registrations(request: HttpRequest) -> HttpResponse:
    """What the person is registered for, and was while it is kept."""
    context = {
        "addresses": addresses_of(request.user),
        "coming": shown(to_come(request.user), request),
        "past": shown(over(request.user), request),
    }
    return TemplateResponse(request, "pages/mypage/registrations.html", context)
