"""The person's registrations for events: those of their own, verified addresses."""

from typing import Any, NamedTuple

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import Worded, worded
from events import links, personal_data, services
from events.deadlines import has_link_expired
from events.details import event_details
from events.models import Registration
from events.models.querysets import RegistrationQuerySet, email_key

from .access import personal
from .addresses import addresses_of


class Mine(NamedTuple):
    """One registration in the list; ``manage_url`` is empty once it is over."""

    registration: Registration
    title: Worded
    details: list[tuple[str, str]]
    url: str
    manage_url: str


def registrations_of(user: Any) -> RegistrationQuerySet:
    """Those of the person's addresses that are kept, with their events.

    Not those that the person wrote for others: their addresses are not theirs.
    """
    keys = {email_key(email) for email in addresses_of(user)} - {""}
    mine = Registration.objects.with_people().filter(email_key__in=keys)
    return mine.select_related("event").prefetch_related("event__dates")


def to_come(user: Any) -> RegistrationQuerySet:
    """Those that hold, for events that have not ended, the next one first."""
    not_over = Q(event__ends_at__gte=timezone.now()) | Q(event__state="postponed")
    return registrations_of(user).live().filter(not_over).order_by("event__starts_at")


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
        manage_url=links.address_of(registration) if can_manage else "",
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


# For the person's data


def of(user: Any) -> list[dict[str, Any]]:
    """The registrations, with all that is kept of the person; plain values."""
    names = (
        "state",
        "name",
        "email",
        "organisation",
        "language",
        "price",
        "price_kind",
        "consent_version",
        "consented_at",
        "dietary_needs",
        "access_needs",
        "created_at",
        "changed_at",
        "attended_at",
    )
    return [
        {
            "event": worded(registration.event, "title").text,
            "starts_at": registration.event.starts_at,
            **{name: getattr(registration, name) for name in names},
        }
        for registration in registrations_of(user).order_by("created_at", "pk")
    ]


def forget(user: Any) -> None:
    """Give up the places that are to come, and take the person out of all.

    What is left counts: event, state, price, language, whether somebody came.
    """
    for pk in list(to_come(user).values_list("pk", flat=True)):
        services.cancel(pk)
    for pk in list(registrations_of(user).values_list("pk", flat=True)):
        personal_data.anonymise_registration(pk)
