from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ethicaltrade.bilingual import languages
from ethicaltrade.core.dead_links import dead_link
from ethicaltrade.core.unsent import Unsent, not_sent
from ethicaltrade.privacy.cache_control import private, secret_address
from ethicaltrade.users.limits import Limit, address_of

from . import services
from .deadlines import has_link_expired
from .details import event_details, price_details
from .forms import ChangeForm, RegistrationForm
from .models import EventIndexPage, EventPage, Registration
from .models.registration import CHANGEABLE, TOKENS
from .status import (
    RegistrationStatus,
    RegistrationSummary,
    is_member,
    registration_summary,
)

FORM = "pages/events/registration/form.html"
MINE = "pages/events/registration/mine.html"
UNKNOWN = "pages/events/registration/unknown.html"
EXPIRED = "pages/events/registration/expired.html"
STATE = "#registration-state"
# An office shares one address.
LIMIT = Limit("event-registration", most=30, window=60 * 60)
# What the query says after a form was sent
SENT = [status.value for status in RegistrationStatus if status.is_open]


def registration_form(request: HttpRequest, event: EventPage) -> HttpResponse:
    summary = registration_summary(event, request)
    if request.method == "POST":
        form = RegistrationForm(request.POST, event=event)
        if sent := _register(form, event, request):
            return redirect(f"{summary.url}?sent={sent}#registration-sent")
        return _render_form(request, event, summary, form=form)
    if (sent := request.GET.get("sent", "")) in SENT:
        return _render_form(request, event, summary, sent=sent)
    if not summary.is_open:
        return _render_form(request, event, summary)
    user = request.user
    initial = {}
    if user.is_authenticated:
        initial = {"name": user.get_full_name(), "email": user.email}
    form = RegistrationForm(event=event, initial=initial)
    return _render_form(request, event, summary, form=form)


def _register(form: RegistrationForm, event: EventPage, request: HttpRequest) -> str:
    """The status met, the same for a known address; empty when the form has errors."""
    if not form.is_valid():
        return ""
    address = address_of(request)
    if LIMIT.is_reached(address):
        form.add_error(
            None,
            _("You have sent many registrations in a short time. Try again later."),
        )
        return ""
    outcome = services.register(
        event.pk, form.participant, stamp=form.cleaned_data["stamp"], user=request.user
    )
    if not outcome.status.is_open:
        form.add_error(None, refusal(outcome.status))
        return ""
    LIMIT.count(address)
    return outcome.status.value


def refusal(status: RegistrationStatus) -> str:
    known = RegistrationStatus
    return {
        known.FULL: _("The last place has been taken. You are not registered."),
        known.MEMBERS: _(
            "The event is for members. Log in as a member to register. You are not "
            "registered yet."
        ),
        known.CLOSED: _("The deadline has passed. You are not registered."),
        known.BEGUN: _("The event has started. You are not registered."),
        known.PAST: _("The event is over. You are not registered."),
        known.CANCELLED: _("The event is cancelled. You are not registered."),
        known.POSTPONED: _("The event is postponed. You are not registered."),
        known.NONE: _("Registration for this event is not on this site."),
    }[status]


def _render_form(
    request: HttpRequest,
    event: EventPage,
    summary: RegistrationSummary,
    *,
    form: RegistrationForm | None = None,
    sent: str = "",
) -> HttpResponse:
    """Never cached."""
    context = {
        "page": event,
        "registration": summary,
        "form": form,
        "sent": sent,
        "agreed_price": event.price_for(is_member=is_member(request.user)),
        "details": event_details(event),
    }
    is_refused = form is not None and form.is_bound and not summary.is_open
    status = 403 if is_refused and summary.status is RegistrationStatus.MEMBERS else 200
    headers = {"X-Robots-Tag": "noindex"}
    return private(
        TemplateResponse(request, FORM, context, status=status, headers=headers)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def my_registration(request: HttpRequest, token: str) -> HttpResponse:
    """404 for a wrong link, 410 for an old one; GET changes nothing (mail scanners).

    Whoever has the key of an old one is told which event it was for.
    """
    registration = TOKENS.find(token, Registration.objects.with_people())
    if registration is None:
        programme = EventIndexPage.objects.published().visible_to(request.user).first()
        return dead_link(
            request,
            services.send_links,
            template=UNKNOWN,
            programme=programme and programme.get_url(request),
        )
    event = registration.event
    if has_link_expired(event):
        url = event.get_url_in(languages.active(), request)
        context = {"event": event, "event_url": url}
        return TemplateResponse(request, EXPIRED, context, status=410)
    if request.method == "POST":
        return _handle(request, registration)
    form = ChangeForm(event=event, initial=model_to_dict(registration, CHANGEABLE))
    return _render_registration(request, registration, form)


def _handle(request: HttpRequest, registration: Registration) -> HttpResponse:
    """An unknown action does nothing."""
    action = request.POST.get("do")
    if action == "cancel":
        services.cancel(registration.pk)
    elif action == "accept":
        services.accept(registration.pk)
    elif action == "change":
        form = ChangeForm(request.POST, event=registration.event)
        if not form.is_valid():
            return _render_registration(request, registration, form)
        if services.change(registration.pk, form.cleaned_data).is_live:
            return redirect(f"{request.path}?saved=1{STATE}")
        return not_sent(request, Unsent(request), "closed")
    return redirect(f"{request.path}{STATE}")


def _render_registration(
    request: HttpRequest, registration: Registration, form: ChangeForm
) -> HttpResponse:
    event = registration.event
    details = event_details(event, join_link=registration.is_confirmed)
    context = {
        "registration": registration,
        "event": event,
        "event_url": event.get_url_in(languages.active(), request),
        "details": details + price_details(registration),
        "form": form,
        "is_saved": "saved" in request.GET,
        "place_in_line": _place_in_line(registration),
    }
    return TemplateResponse(request, MINE, context)


def _place_in_line(registration: Registration) -> int:
    """From 1; 0 for whoever does not wait."""
    if not registration.is_waiting:
        return 0
    line = list(registration.event.registrations.waiting().values_list("pk", flat=True))
    return line.index(registration.pk) + 1 if registration.pk in line else 0
