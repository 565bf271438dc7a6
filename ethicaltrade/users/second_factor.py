"""The second factor: how it is kept, and who cannot do without."""

import base64
import hashlib
import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

from ethicaltrade.privacy.cache_control import private

from .accounts import needs_second_factor

SET_UP = "second_factor_set_up_by"
"""In the session: who set a second factor up in it."""

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Factors by themselves; recovery codes stand in for one."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with the site's key, names are the site's."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is wrong or has expired."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes are a back-up for an app or a passkey. Set one of those "
            "up first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises InvalidToken when the site's key is another one."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.WAGTAIL_SITE_NAME}

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def build_totp_svg(self, url: str) -> str:
        code = QRCode(border=2)
        code.add_data(url)
        return code.make_image(SvgPathImage).to_string(encoding="unicode")


def _cipher() -> MultiFernet:
    """Encrypts with the first key, decrypts with any: keys can be rotated."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(secret: str) -> bytes:
    digest = hashlib.sha256(b"ethicaltrade.second_factor" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)


def is_set_up(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=KINDS).exists()


def is_verified(request: HttpRequest) -> bool:
    """Whether this very session has shown one, or set it up.

    To have one is not enough: a session from before, begun with a stolen password,
    would do.
    """
    if request.session.get(SET_UP) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def redirect_to_second_factor(target: str) -> HttpResponseRedirect:
    """To verification, and then on to ``target``."""
    return redirect_to_login(target, reverse("mfa_reauthenticate"))


def second_factor_required(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let who has a second factor show it before the view.

    Where factors are added, removed or read: the password once more would let a stolen
    one add a factor of the thief's own.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and is_set_up(user) and not is_verified(request):
            return redirect_to_second_factor(request.get_full_path())
        return view(request, *args, **kwargs)

    return wrapped


def remember_set_up(request: HttpRequest) -> None:
    request.session[SET_UP] = request.user.pk


def passkeys_work(request: HttpRequest) -> bool:
    """Whether a browser makes passkeys for this address.

    It wants https, or ``localhost``, and a name: a number is nobody's for good
    (WebAuthn, 5.1.3).
    """
    host = request.get_host().rpartition("]")[0] or request.get_host().partition(":")[0]
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
        return request.is_secure() or is_local
    return False


class SecondFactorMiddleware:
    """Nothing of the CMS for a session that has shown no second factor.

    Where STAFF_NEEDS_SECOND_FACTOR says so, and for those who may use the CMS; others
    are turned away by the CMS itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_required(request) and not self._is_satisfied(request):
            return private(self._redirect(request))
        return self.get_response(request)

    @staticmethod
    def _is_required(request: HttpRequest) -> bool:
        return (
            settings.STAFF_NEEDS_SECOND_FACTOR
            and request.path.startswith(reverse("wagtailadmin_home"))
            and request.user.is_authenticated
            and needs_second_factor(request.user)
        )

    @staticmethod
    def _is_satisfied(request: HttpRequest) -> bool:
        return is_verified(request) and is_set_up(request.user)

    @staticmethod
    def _redirect(request: HttpRequest) -> HttpResponseRedirect:
        if not is_set_up(request.user):
            return redirect("mfa_index")
        is_page = request.method == "GET"
        target = request.get_full_path() if is_page else reverse("wagtailadmin_home")
        return redirect_to_second_factor(target)
