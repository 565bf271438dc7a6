"""What is this site's own about django-allauth's accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.emails import absolute_url

from . import accounts
from .emails import send_account_email
from .limits import ip_of


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; e-mails wait in the outbox; limits know the proxies."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or password is incorrect. Try again, or ask for a "
            "code by e-mail."
        ),
        "email_taken": _("This e-mail address belongs to another account."),
        "duplicate_email": _("You already use this e-mail address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("The code is wrong or has expired."),
        "incorrect_password": _("The password is incorrect."),
        "too_many_login_attempts": _(
            "The wrong code was entered too many times. Start again to get a new one."
        ),
        "rate_limited": _("Wait a moment before you ask for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # Who asks, and where to

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address as our own proxies tell it."""
        return ip_of(request)

    def is_safe_url(self, url: str) -> bool:
        """Whether it stays on this very host."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Editors to the CMS, everybody else to their own page."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return reverse("my_page")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the e-mail: at the site's own name, whatever host was asked."""
        uid, _dash, token = key.partition("-")
        return absolute_url(
            reverse("account_reset_password_from_key", args=[uid, token])
        )

    # What is told

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        person = context.pop("person", None)
        kind = template_prefix.rpartition("/")[2]
        send_account_email(kind, email, context, person)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: Any = None
    ) -> None:
        """It is the person's, also where it goes to an address they have no more.

        That one gets a link by which the change is taken back.
        """
        context = {**(context or {}), "person": user}
        is_change = template_prefix.endswith("email_changed")
        if is_change and (key := accounts.undo_key(user, email or "")):
            path = reverse("account_undo_email", args=[key])
            context["undo_url"] = absolute_url(path)
        super().send_notification_mail(template_prefix, user, context, email)

    def post_login(self, request: HttpRequest, user: Any, **kwargs):
        """Note the language that e-mails to the person are to be in."""
        language = get_language()
        if language and user.language != language:
            user.language = language
            user.save(update_fields=["language"])
        return super().post_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        names = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**way, "description": str(names[way["id"]])} for way in methods]
