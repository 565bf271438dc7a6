"""The addresses about accounts, below ``konto/`` in every language.

Named one by one, so that nothing of django-allauth's is mounted unseen.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from . import views
from .second_factor import second_factor_required

SIGN_UP = ["signup/", "signup/passkey/", "2fa/webauthn/signup/"]
KEY = r"^2fa/webauthn/keys/(?P<pk>[0-9]{1,18})/"  # what a database can count to

urlpatterns = [
    path("", views.overview, name="account"),
    # Logging in and out; the short names are the site's own templates'.
    path("login/", account.login, name="account_login"),
    path("login/", account.login, name="login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path(
        "login/code/confirm/",
        account.confirm_login_code,
        name="account_confirm_login_code",
    ),
    path("logout/", account.logout, name="account_logout"),
    path("logout/", account.logout, name="logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    *(path(route, views.no_sign_up, name="account_signup") for route in SIGN_UP),
    # The address, and the password
    path("email/", account.email, name="account_email"),
    path("email/undo/<str:key>/", views.undo_email, name="account_undo_email"),
    path(
        "confirm-email/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", views.set_password, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>.+)/$",
        views.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    # The second factor
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path(
        "2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"
    ),
    path(
        "2fa/totp/activate/",
        second_factor_required(views.ActivateTOTPView.as_view()),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        second_factor_required(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        second_factor_required(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        second_factor_required(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        second_factor_required(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/add/",
        second_factor_required(views.AddWebAuthnView.as_view()),
        name="mfa_add_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    re_path(
        rf"{KEY}edit/$",
        second_factor_required(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    re_path(
        rf"{KEY}remove/$",
        second_factor_required(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
