"""The form, and the page behind the link in the letters."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ethicaltrade.bilingual import languages
from ethicaltrade.users.limits import Limit, address_of
from events.models import EventPage

from . import links, places
from .box import RegistrationBox, box_of
from .door import Door, is_member
from .facts import price_facts, shown_facts
from .forms import ChangeForm, RegistrationForm
from .models import Registration

FORM = "pages/events/registration/form.html"
MINE = "pages/events/registration/mine.html"
EXPIRED = "pages/events/registration/expired.html"
STATE = "#registration-state"
LIMIT = Limit(
    "event-registration", most=30, window=60 * 60
)  # an office has one address


class Sent(forms.Form):
    """The query of the address that somebody is led to afterwards."""

    sent = forms.ChoiceField(choices=[(door, door) for door in Door if door.lets_in])


# The form


def registration_form(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Show the event's form, or take what it brings."""
    box = box_of(event, request)
    if request.method == "POST":
        form = RegistrationForm(request.POST, event=event)
        if sent := _take(form, event, request):
            return redirect(f"{box.url}?sent={sent}#registration-sent")
        return _answer(request, event, box, form=form)
    if (sent := Sent(request.GET)).is_valid():
        return _answer(request, event, box, sent=sent.cleaned_data["sent"])
    if not box.is_open:
        return _answer(request, event, box)
    user = request.user
    initial = {}
    if user.is_authenticated:
        initial = {"name": user.get_full_name(), "email": user.email}
    form = RegistrationForm(event=event, initial=initial)
    return _answer(request, event, box, form=form)


def _take(form: RegistrationForm, event: EventPage, request: HttpRequest) -> str:
    """Register whoever sent the form; empty when there is something to mend.

    What is returned is the same whether the address was registered already or not.
    """
    if not form.is_valid():
        return ""
    address = address_of(request)
    if LIMIT.is_reached(address):
        form.add_error(
            None,
            _(
                "Many registrations have come from you in a short time. "
                "Try again later."
            ),
        )
        return ""
    outcome = places.register(
        event.pk, form.answers, stamp=form.cleaned_data["stamp"], user=request.user
    )
    if not outcome.door.lets_in:
        form.add_error(None, refusal(outcome.door))
        return ""
    LIMIT.count(address)
    return outcome.door.value


def refusal(door: Door) -> str:
    """Why nobody was registered."""
    return {
        Door.FULL: _("The last place has been taken. You are not registered."),
        Door.MEMBERS: _(
            "The event is for members. Log in as a member to register; you are not "
            "registered now."
        ),
        Door.CLOSED: _("The deadline has passed. You are not registered."),
        Door.BEGUN: _("The event has begun. You are not registered."),
        Door.PAST: _("The event is over. You are not registered."),
        Door.CANCELLED: _("The event is cancelled. You are not registered."),
        Door.POSTPONED: _("The event is postponed. You are not registered."),
        Door.NONE: _("One does not register for this event here."),
    }[door]


def _answer(
    request: HttpRequest,
    event: EventPage,
    box: RegistrationBox,
    *,
    form: RegistrationForm | None = None,
    sent: str = "",
) -> HttpResponse:
    """The form's page in one of its states; it is one reader's own."""
    member = is_member(request.user)
    price = event.price
    if member and event.member_price is not None:
        price = event.member_price
    context = {
        "page": event,
        "box": box,
        "form": form,
        "sent": sent,
        "agreed_price": price,
        "facts": shown_facts(event),
    }
    is_refused = form is not None and form.is_bound and not box.is_open
    status = 403 if is_refused and box.door is Door.MEMBERS else 200
    response = TemplateResponse(request, FORM, context, status=status)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


# The page behind the link


@require_http_methods(["GET", "HEAD", "POST"])
def my_registration(request: HttpRequest, token: str) -> HttpResponse:
    """What is registered, to change or cancel.

    Reading changes nothing: mail scanners follow links. The address is a key, so no
    other site is told it. It is "same-origin" and not "no-referrer", under which
    browsers send forms with ``Origin: null``, which Django's CSRF check refuses.
    """
    registration = links.registration_of(token)
    if registration is None:
        raise Http404
    event = registration.event
    if links.has_expired(event):
        response = TemplateResponse(request, EXPIRED, {"event": event}, status=410)
    elif request.method == "POST":
        response = _act(request, registration)
    else:
        form = ChangeForm(event=event, initial=_written(registration))
        response = _show(request, registration, form)
    response["Referrer-Policy"] = "same-origin"
    return _private(response)


def _written(registration: Registration) -> dict[str, Any]:
    names = ("name", "organisation", "dietary_needs", "access_needs")
    return {name: getattr(registration, name) for name in names}


def _act(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Do what the button says; a button nobody made does nothing."""
    asked = request.POST.get("do")
    if asked == "cancel":
        places.cancel(registration.pk)
    elif asked == "accept":
        places.accept(registration.pk)
    elif asked == "change":
        form = ChangeForm(request.POST, event=registration.event)
        if not form.is_valid():
            return _show(request, registration, form)
        if places.change(registration.pk, form.cleaned_data).is_live:
            return redirect(f"{request.path}?saved=1{STATE}")
    return redirect(f"{request.path}{STATE}")


def _show(
    request: HttpRequest, registration: Registration, form: ChangeForm
) -> HttpResponse:
    event = registration.event
    facts = shown_facts(event, join_link=registration.is_confirmed)
    context = {
        "registration": registration,
        "event": event,
        "event_url": event.get_url_in(languages.active(), request),
        "facts": facts + price_facts(registration),
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
