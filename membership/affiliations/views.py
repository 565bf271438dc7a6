"""The colleagues of whoever is logged in, and what the main contact does with them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ethicaltrade.privacy.answers import private
from ethicaltrade.users.limits import Limit
from membership.affiliations.models import Affiliation

from . import changes, invitations
from .access import affiliation_of
from .forms import InviteForm
from .refusals import RefusedError

LIST = "pages/membership/affiliations/colleagues.html"
CONFIRM = "pages/membership/affiliations/confirm.html"
EMAILS = Limit("invitations-sent", most=30, window=24 * 3600)  # for each member


def for_colleagues(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand over how the reader belongs to an active member; the others are sent away.

    Whoever is not logged in logs in first; whoever belongs to none gets 403.
    """

    @private
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        own = affiliation_of(request.user)
        if own is None:
            raise PermissionDenied
        own.user = request.user
        response = view(request, own, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def for_main_contact(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for the main contact alone; 403 for colleagues."""

    @for_colleagues
    @wraps(view)
    def answer(
        request: HttpRequest, own: Affiliation, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not own.is_main:
            raise PermissionDenied
        return view(request, own, *args, **kwargs)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def colleagues(request: HttpRequest, own: Affiliation) -> HttpResponse:
    """Who belongs to the reader's member; the main contact invites more."""
    if not own.is_main:
        if request.method == "POST":
            raise PermissionDenied
        return _list(request, own)
    if request.method != "POST":
        return _list(request, own, form=InviteForm())
    form = InviteForm(request.POST)
    if form.is_valid() and _invite(form, own):
        sentence = _("An invitation is on its way to %(email)s.")
        messages.success(request, sentence % {"email": form.cleaned_data["email"]})
        return redirect("colleagues")
    return _list(request, own, form=form)


def _invite(form: InviteForm, own: Affiliation) -> bool:
    """Invite whom the valid form names; False when there is something to mend."""
    if EMAILS.is_reached(str(own.member_id)):
        form.add_error(None, too_many_emails())
        return False
    try:
        invitations.invite(own.member, by=own.user, **form.cleaned_data)
    except (RefusedError, ValidationError) as error:
        said = error.messages if isinstance(error, ValidationError) else str(error)
        form.add_error("email", said)
        return False
    EMAILS.count(str(own.member_id))
    return True


def too_many_emails() -> str:
    """Why no e-mail is sent today."""
    return _("Many invitations have been sent today. Send the next tomorrow.")


def _list(
    request: HttpRequest, own: Affiliation, *, form: InviteForm | None = None
) -> HttpResponse:
    context = {
        "own": own,
        "member": own.member,
        "people": own.member.affiliations.listed(),
        "invitations": own.member.invitations.unanswered() if own.is_main else [],
        "form": form,
    }
    return TemplateResponse(request, LIST, context)


@require_POST
@for_main_contact
def answer_invitation(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    """Send an open invitation again, or withdraw it; 404 for another member's."""
    get_object_or_404(own.member.invitations, pk=pk)
    asked = request.POST.get("do")
    if asked == "send-again":
        if EMAILS.is_reached(str(own.member_id)):
            messages.error(request, too_many_emails())
            return redirect("colleagues")
        EMAILS.count(str(own.member_id))
        work, sentence = invitations.send_again, _("The invitation is sent again.")
    elif asked == "withdraw":
        work, sentence = invitations.withdraw, _("The invitation is withdrawn.")
    else:
        raise Http404
    _try(request, work, own, pk, sentence)
    return redirect("colleagues")


@require_http_methods(["GET", "HEAD", "POST"])
@for_main_contact
def remove(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    """Ask whether a colleague is to be removed, and do it."""
    colleague = _colleague(own, pk)
    if request.method == "POST":
        sentence = _("%(name)s is removed, and is told by e-mail.")
        _try(request, changes.remove, own, pk, sentence)
        return redirect("colleagues")
    return _ask(request, own, colleague, "remove")


@require_http_methods(["GET", "HEAD", "POST"])
@for_main_contact
def hand_over(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    """Ask whether a colleague is to be the main contact, and hand the role over."""
    colleague = _colleague(own, pk)
    if request.method == "POST":
        sentence = _("%(name)s is now the main contact. You both get an e-mail.")
        _try(request, changes.hand_over, own, pk, sentence)
        return redirect("colleagues")
    return _ask(request, own, colleague, "hand-over")


def _colleague(own: Affiliation, pk: int) -> Affiliation:
    """One of the reader's colleagues; 404 for themselves and for strangers."""
    others = own.member.affiliations.exclude(pk=own.pk).select_related("user")
    return get_object_or_404(others, pk=pk)


def _ask(
    request: HttpRequest, own: Affiliation, colleague: Affiliation, what: str
) -> HttpResponse:
    context = {
        "own": own,
        "member": own.member,
        "colleague": colleague,
        "what": what,
    }
    return TemplateResponse(request, CONFIRM, context)


def _try(
    request: HttpRequest,
    work: Callable[..., str],
    own: Affiliation,
    pk: int,
    sentence: str,
) -> None:
    """Do it, and say so; or say why it was not done."""
    try:
        name = work(own.member_id, pk, by=own.user)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, sentence % {"name": name})
