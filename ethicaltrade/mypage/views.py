"""My page: what is new and what comes, and the person's registrations."""

from typing import Any, NamedTuple

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import Worded, worded
from ethicaltrade.privacy.cache_control import personal
from ethicaltrade.privacy.registry import addresses_of
from events.deadlines import has_link_expired
from events.details import event_details
from events.models import Registration
from events.models.querysets import RegistrationQuerySet
from events.personal_data import registrations_of, to_come
from membership.members.models import Member
from membership.resources.models import ResourcePage

from .access import membership_of, resources_url

SHOWN = 3


@require_safe
@personal
def overview(request: HttpRequest) -> HttpResponse:
    membership = membership_of(request)
    coming = to_come(request.user)[:SHOWN]
    context = {
        "name": request.user.first_name,
        "membership": membership,
        "member": membership.member,
        "last_report": last_report(membership.member),
        "waiting": membership.member and membership.member.proposals.waiting().count(),
        "resources": newest_resources(request),
        "resources_url": resources_url(request),
        "coming": rows_of(coming, request),
    }
    return TemplateResponse(request, "pages/mypage/overview.html", context)


def last_report(member: Member | None) -> Any:
    if member is None:
        return None
    return member.reports.public().order_by("-year").first()


def newest_resources(request: HttpRequest) -> list[tuple[str, str]]:
    readable = ResourcePage.objects.published().originals().visible_to(request.user)
    pages = readable.newest_first()[:SHOWN]
    return [(page.title, page.get_url(request) or "") for page in pages]


# Registrations


class MyRegistration(NamedTuple):
    """``manage_url`` is empty once the event is over."""

    registration: Registration
    title: Worded
    details: list[tuple[str, str]]
    url: str
    manage_url: str


def past_registrations(user: Any) -> RegistrationQuerySet:
    """The last event first."""
    coming = to_come(user).order_by().values("pk")
    others = registrations_of(user).exclude(pk__in=coming)
    return others.order_by(F("event__starts_at").desc(nulls_last=True), "-pk")


def rows_of(
    registrations: RegistrationQuerySet, request: HttpRequest
) -> list[MyRegistration]:
    return [_row_of(registration, request) for registration in registrations]


def _row_of(registration: Registration, request: HttpRequest) -> MyRegistration:
    event = registration.event
    can_manage = registration.is_live and not has_link_expired(event)
    manage_url = registration.get_manage_url(languages.active())
    return MyRegistration(
        registration=registration,
        title=worded(event, "title"),
        details=event_details(event),
        url=_readable_url(event, request),
        manage_url=manage_url if can_manage else "",
    )


def _readable_url(event: Any, request: HttpRequest) -> str:
    """Empty while the page is not published in this language."""
    if not event.is_published_in(languages.active()):
        return ""
    return event.get_url(request) or ""


@require_safe
@personal
def my_registrations(request: HttpRequest) -> HttpResponse:
    context = {
        "addresses": addresses_of(request.user),
        "coming": rows_of(to_come(request.user), request),
        "past": rows_of(past_registrations(request.user), request),
    }
    return TemplateResponse(request, "pages/mypage/registrations.html", context)
