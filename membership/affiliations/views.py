"""One's colleagues, and the page behind the link in an invitation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ethicaltrade.bilingual import languages
from ethicaltrade.core.dead_links import dead_link
from ethicaltrade.core.http import too_many_requests
from ethicaltrade.privacy.cache_control import View, personal, secret_address
from ethicaltrade.users import accounts
from ethicaltrade.users.limits import Limit, address_of
from membership.affiliations.models import Affiliation, Invitation

from . import services
from .forms import InviteForm, JoinForm
from .members_group import affiliation_of
from .models import InvitationState
from .services import Refusal, RefusedError

Action = Callable[..., str]  # a service; returns whom it was done to

LIST = "pages/membership/affiliations/colleagues.html"
CONFIRM = "pages/membership/affiliations/confirm.html"
OPEN = "pages/membership/affiliations/invitation.html"
UNKNOWN = "pages/membership/affiliations/invitation_unknown.html"
CLOSED = "pages/membership/affiliations/invitation_closed.html"
GUESSES = Limit("invitation-guesses", most=20, window=15 * 60)
EMAILS = Limit("invitations-sent", most=30, window=24 * 3600)  # for each member


def for_colleagues(view: View) -> View:
    """Pass the reader's affiliation on; 403 for whoever has none, log-in first."""

    @personal
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = affiliation_of(request.user)
        if own is None:
            raise PermissionDenied
        own.user = request.user
        return view(request, own, *args, **kwargs)

    return wrapper


def for_main_contact(view: View) -> View:
    """403 for colleagues."""

    @for_colleagues
    @wraps(view)
    def wrapper(
        request: HttpRequest, own: Affiliation, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not own.is_main:
            raise PermissionDenied
        return view(request, own, *args, **kwargs)

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def colleagues(request: HttpRequest, own: Affiliation) -> HttpResponse:
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
    """Whether the invitation was sent; errors go to the form."""
    if EMAILS.is_reached(str(own.member_id)):
        form.add_error(None, too_many_emails())
        return False
    try:
        services.invite(own.member, by=own.user, **form.cleaned_data)
    except (RefusedError, ValidationError) as error:
        form.add_error("email", getattr(error, "messages", str(error)))
        return False
    EMAILS.count(str(own.member_id))
    return True


def too_many_emails() -> str:
    return _(
        "Many invitations have been sent today. Please send the next one tomorrow."
    )


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
def manage_invitation(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    """Send an open invitation again, or withdraw it; 404 for another member's."""
    get_object_or_404(own.member.invitations, pk=pk)
    button = request.POST.get("do")
    if button == "send-again":
        if EMAILS.is_reached(str(own.member_id)):
            messages.error(request, too_many_emails())
            return redirect("colleagues")
        EMAILS.count(str(own.member_id))
        action, sentence = services.send_again, _("The invitation has been sent again.")
    elif button == "withdraw":
        action, sentence = services.withdraw, _("The invitation has been withdrawn.")
    else:
        raise Http404
    return _do(request, action, own, pk, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@for_main_contact
def remove(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    sentence = _("%(name)s has been removed and will be told by e-mail.")
    return _confirm(request, services.remove, own, pk, sentence, what="remove")


@require_http_methods(["GET", "HEAD", "POST"])
@for_main_contact
def hand_over(request: HttpRequest, own: Affiliation, pk: int) -> HttpResponse:
    sentence = _("%(name)s is now the main contact. You will both receive an e-mail.")
    return _confirm(request, services.hand_over, own, pk, sentence, what="hand-over")


def _confirm(
    request: HttpRequest,
    action: Action,
    own: Affiliation,
    pk: int,
    sentence: str,
    *,
    what: str,
) -> HttpResponse:
    """Ask, then do it; 404 for the reader and for another member's people."""
    others = own.member.affiliations.exclude(pk=own.pk).select_related("user")
    colleague = get_object_or_404(others, pk=pk)
    if request.method == "POST":
        return _do(request, action, own, pk, sentence)
    context = {"own": own, "member": own.member, "colleague": colleague, "what": what}
    return TemplateResponse(request, CONFIRM, context)


def _do(
    request: HttpRequest, action: Action, own: Affiliation, pk: int, sentence: str
) -> HttpResponse:
    """Do it, and tell what was done or why not."""
    try:
        name = action(own.member_id, pk, by=own.user)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, sentence % {"name": name})
    return redirect("colleagues")


# The page behind the link in an invitation


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Changes nothing when it is read: mail scanners follow links."""
    address = address_of(request)
    if GUESSES.is_reached(address):
        return too_many_requests(request, GUESSES.window)
    found = services.find_invitation(key)
    if found is None:
        GUESSES.count(address)
        return dead_link(request, services.send_links, template=UNKNOWN)
    if found.state == InvitationState.ACCEPTED and _is_affiliated(request.user, found):
        return redirect("my_page")
    if found.state != InvitationState.OPEN:
        return _closed(request, found.state, found)
    if request.user.is_authenticated:
        return _accept(request, found)
    account = services.account_of(found.email)
    if account is None:
        return _join(request, found)
    step = "log-in" if account.is_active else "switched-off"
    return _show(request, found, step)


def _is_affiliated(user: Any, found: Invitation) -> bool:
    if not user.is_authenticated:
        return False
    return Affiliation.objects.filter(user=user, member=found.member_id).exists()


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        if request.method == "POST":
            services.accept(found.pk, request.user)
            return _welcome(request, found)
        services.check_may_accept(found, request.user)
    except RefusedError as error:
        if error.refusal == Refusal.CLOSED:  # in this very second
            return redirect(request.path)
        status = 403 if request.method == "POST" else 200
        return _show(request, found, error.refusal.value, status=status)
    return _show(request, found, "accept")


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method != "POST":
        form = JoinForm(email=found.email, initial={"name": found.name})
        return _show(request, found, "join", form=form)
    form = JoinForm(request.POST, email=found.email)
    if not form.is_valid():
        return _show(request, found, "join", form=form)
    try:
        affiliation = services.join(
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
        _welcome(request, found)
    return response


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    sentence = _("Welcome. Your account is now linked to %(member)s.")
    messages.success(request, sentence % {"member": found.member.name})
    return redirect("my_page")


def _show(
    request: HttpRequest,
    found: Invitation,
    step: str,
    *,
    form: JoinForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """``step`` is what is next: a word of this module, or a refusal's."""
    context = {
        "invitation": found,
        "member": found.member,
        "inviter": found.invited_by.get_full_name() if found.invited_by else "",
        "step": step,
        "form": form,
    }
    return TemplateResponse(request, OPEN, context, status=status)


def _closed(
    request: HttpRequest,
    state: InvitationState,
    found: Invitation,
) -> HttpResponse:
    context = {"state": state, "member": found.member}
    return TemplateResponse(request, CLOSED, context, status=410)
