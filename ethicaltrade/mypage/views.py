"""My page: what is new and what comes, and the person's registrations."""

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
from membership.members.models import Member
from membership.resources.models import ResourcePage

from .access import personal, standing_of
from .sections import resources_url

SHOWN = 3


@require_safe
@personal
def overview(request: HttpRequest) -> HttpResponse:
    """The first page: the organisation, the adviser, what is new, what comes."""
    standing = standing_of(request)
    coming = to_come(request.user)[:SHOWN]
    context = {
        "name": request.user.first_name,
        "standing": standing,
        "member": standing.member,
        "last_report": last_report(standing.member),
        "waiting": standing.member and standing.member.proposals.waiting().count(),
        "resources": newest_resources(request),
        "resources_url": resources_url(request),
        "coming": shown(coming, request),
    }
    return TemplateResponse(request, "pages/mypage/overview.html", context)


def last_report(member: Member | None) -> Any:
    """The last year's report that visitors may read; None when there is none."""
    if member is None:
        return None
    return member.reports.public().order_by("-year").first()


def newest_resources(request: HttpRequest) -> list[tuple[str, str]]:
    """Titles and addresses of the newest resources that the reader may read here."""
    pages = ResourcePage.objects.published().visible_to(request.user).newest_first()
    return [(page.title, page.get_url(request) or "") for page in pages[:SHOWN]]


# Registrations


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
