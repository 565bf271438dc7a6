"""The page behind the link in an invitation's e-mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ethicaltrade.bilingual import languages
from ethicaltrade.core.errors import too_many_requests
from ethicaltrade.privacy.answers import private
from ethicaltrade.users import accounts
from ethicaltrade.users.limits import Limit, address_of
from membership.affiliations.models import Affiliation, Invitation

from . import invitations
from .forms import JoinForm
from .models import InvitationState
from .refusals import Refusal, RefusedError

OPEN = "pages/membership/affiliations/invitation.html"
CLOSED = "pages/membership/affiliations/invitation_closed.html"
GUESSES = Limit("invitation-guesses", most=20, window=15 * 60)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What somebody is invited to, and the way to accept.

    Reading changes nothing: mail scanners follow links. The address is a key, so no
    other site is told it; see ``events.views`` for "same-origin".
    """
    response = _answer(request, key)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    visitor = address_of(request)
    if GUESSES.is_reached(visitor):
        return too_many_requests(request, GUESSES.window)
    found = invitations.find(key)
    if found is None:
        GUESSES.count(visitor)
        # Made up, replaced by a later e-mail, or forgotten: nobody can tell.
        return _closed(request, InvitationState.EXPIRED, status=404)
    if found.state == InvitationState.ACCEPTED and _is_there(request.user, found):
        return redirect(reverse("my_page"))
    if found.state != InvitationState.OPEN:
        return _closed(request, found.state, found)
    if request.user.is_authenticated:
        return _as_user(request, found)
    account = invitations.account_of(found.email)
    if account is None:
        return _as_stranger(request, found)
    step = "log-in" if account.is_active else "switched-off"
    return _show(request, found, step)


def _is_there(user: Any, found: Invitation) -> bool:
    """Whether the reader is one of the member's people: they may have clicked twice."""
    if not user.is_authenticated:
        return False
    return Affiliation.objects.filter(user=user, member=found.member_id).exists()


def _as_user(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Somebody with an account accepts with one click."""
    try:
        if request.method == "POST":
            invitations.accept(found.pk, request.user)
            return _welcome(request, found)
        invitations.check_may_accept(found, request.user)
    except RefusedError as error:
        if error.refusal == Refusal.CLOSED:  # in this very second
            return redirect(request.path)
        status = 403 if request.method == "POST" else 200
        return _show(request, found, error.refusal.value, status=status)
    return _show(request, found, "accept")


def _as_stranger(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Somebody without an account makes one, and is logged in."""
    if request.method != "POST":
        form = JoinForm(email=found.email, initial={"name": found.name})
        return _show(request, found, "join", form=form)
    form = JoinForm(request.POST, email=found.email)
    if not form.is_valid():
        return _show(request, found, "join", form=form)
    try:
        affiliation = invitations.join(
            found.pk,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=languages.active(),
        )
    except RefusedError:  # somebody was faster; the page says what has become of it
        return redirect(request.path)
    return _log_in(request, affiliation.user, found)


def _log_in(request: HttpRequest, user: Any, found: Invitation) -> HttpResponse:
    """As after a code by e-mail: the link, too, is a secret that the mailbox got."""
    response = accounts.log_in(
        request, user, method="code", redirect_url=reverse("my_page")
    )
    if response.status_code == 302 and request.user.is_authenticated:
        _greet(request, found)
    return response


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    _greet(request, found)
    return redirect(reverse("my_page"))


def _greet(request: HttpRequest, found: Invitation) -> None:
    sentence = _("Welcome. You now belong to %(member)s here.")
    messages.success(request, sentence % {"member": found.member.name})


def _show(
    request: HttpRequest,
    found: Invitation,
    step: str,
    *,
    form: JoinForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The open invitation. ``step`` is what is next: a word of ours, or a refusal's."""
    inviter = found.invited_by.get_full_name() if found.invited_by else ""
    context = {
        "invitation": found,
        "member": found.member,
        "inviter": inviter,
        "step": step,
        "form": form,
    }
    return TemplateResponse(request, OPEN, context, status=status)


def _closed(
    request: HttpRequest,
    state: InvitationState,
    found: Invitation | None = None,
    *,
    status: int = 410,
) -> HttpResponse:
    """Why the link does not work any more, and what to do."""
    context = {"state": state, "member": found.member if found else None}
    return TemplateResponse(request, CLOSED, context, status=status)
