"""Pages about one's own account; most of them are django-allauth's."""

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import respond_429
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.usersessions import views as session_views
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from ethicaltrade.privacy.cache_control import secret_address

from . import accounts, limits, second_factor
from .emails import UNDO_LASTS

UNDO = "pages/users/undo_email.html"
GONE = 410  # RFC 9110: was here, and will not come back

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)


def no_sign_up(request: HttpRequest, **kwargs) -> HttpResponse:
    """Nobody signs up: people come by invitation."""
    raise Http404


def cms_login(request: HttpRequest) -> HttpResponse:
    """The CMS's own log-in leads to the site's; 403 for who is logged in already.

    They may not use the CMS, and would be sent to and fro.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return to_login(request)


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "has_second_factor": second_factor.is_set_up(request.user),
        "session_count": len(UserSession.objects.purge_and_list(request.user)),
    }
    return render(request, "pages/users/account.html", context)


class NewPasswordView(account_views.PasswordResetFromKeyView):
    """404 for a link that does not work, whatever the reason, as for every other."""

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        if context.get("token_fail"):
            kwargs["status"] = 404
        return super().render_to_response(context, **kwargs)


class SessionsView(session_views.ListUserSessionsView):
    """Where one is logged in; ends the others, or all."""

    def form_valid(self, form) -> HttpResponse:
        """End the sessions; this one too when everywhere was asked for."""
        if "everywhere" not in self.request.POST:
            return super().form_valid(form)
        form.save(self.request)
        UserSession.objects.filter(
            session_key=self.request.session.session_key
        ).delete()
        adapter = get_adapter()
        adapter.add_message(
            self.request, messages.SUCCESS, "account/messages/logged_out.txt"
        )
        adapter.logout(self.request)
        return redirect("account_login")


class SetsUpMixin:
    """For a view that adds a second factor: the session has shown it then."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.remember_set_up(self.request)
        return response


class ActivateTOTPView(SetsUpMixin, totp_views.ActivateTOTPView):
    """Adds an app for codes."""


class AddWebAuthnView(SetsUpMixin, passkey_views.AddWebAuthnView):
    """Adds a passkey."""


set_password = reauthentication_required(account_views.password_set)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def undo_email(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a change of address; asks first, as some mail servers open links.

    410 with the same words for every key that opens nothing.
    """
    attempt = limits.Attempt(request, limits.CODE)
    if not attempt.is_allowed:
        return respond_429(request)
    change = accounts.find_change(key)
    if change is None:
        return _link_is_dead(request)
    attempt.take_back()
    if request.method != "POST":
        return render(request, UNDO, {"days": UNDO_LASTS.days, "is_alive": True})
    if not accounts.take_back(change):
        return _link_is_dead(request)
    logout(request)
    sentence = _(
        "Your account has its earlier e-mail address again. Log in with a code by "
        "e-mail, and choose a new password."
    )
    messages.success(request, sentence)
    return redirect("account_login")


def _link_is_dead(request: HttpRequest) -> HttpResponse:
    return render(request, UNDO, {"days": UNDO_LASTS.days}, status=GONE)
