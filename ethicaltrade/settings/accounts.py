"""People: how they log in, and what is asked of them. django-allauth does it."""

import environ
from django.urls import reverse_lazy

env = environ.Env()

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["membership.affiliations.members_group.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "membership.affiliations.forms.MemberNameValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"  # the adapter knows better ones
PASSWORD_RESET_TIMEOUT = 4 * 3600  # seconds; a mail server may be slow
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
# How many proxies of ours stand in front and add to X-Forwarded-For.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
STAFF_NEEDS_SECOND_FACTOR = env.bool("STAFF_NEEDS_SECOND_FACTOR", False)

# --- django-allauth ---------------------------------------------------------

ACCOUNT_ADAPTER = "ethicaltrade.users.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; the checks ask
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By a code, in the session that asks: no half-changed address that could log in.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True  # one address each
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_TIMEOUT = 20 * 60  # seconds, for all the steps
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
# It asks no query, where allauth's own asks two for those who have an account.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
)
# How often e-mails may be asked for, and pages sent. Wrong secrets are counted in
# users/limits.py: allauth's count starts again after a success, and by the host's name.
# Few for a mailbox; more for a network, behind which a member's whole office may sit.
ACCOUNT_RATE_LIMITS = {
    "login_failed": None,
    "change_password": "20/m/user",
    "reauthenticate": "20/m/user",
    "request_login_code": "60/h/ip,5/15m/key",
    "reset_password": "60/h/ip,5/h/key",
    "confirm_email": "60/h/ip,5/15m/key",
}
ACCOUNT_FORMS = {
    "login": "ethicaltrade.users.forms.LoginForm",
    "request_login_code": "ethicaltrade.users.forms.RequestLoginCodeForm",
    "confirm_login_code": "ethicaltrade.users.forms.ConfirmLoginCodeForm",
    "reauthenticate": "ethicaltrade.users.forms.ReauthenticateForm",
    "change_password": "ethicaltrade.users.forms.ChangePasswordForm",
    "set_password": "ethicaltrade.users.forms.SetPasswordForm",
    "reset_password": "ethicaltrade.users.forms.ResetPasswordForm",
    "reset_password_from_key": "ethicaltrade.users.forms.ResetPasswordKeyForm",
    "user_token": "ethicaltrade.users.forms.UserTokenForm",
    "add_email": "ethicaltrade.users.forms.AddEmailForm",
    "confirm_email_verification_code": "ethicaltrade.users.forms.ConfirmEmailForm",
}
MFA_ADAPTER = "ethicaltrade.users.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # wrong keys are counted as secrets are
MFA_TOTP_TOLERANCE = 1  # a code typed slowly, a clock half a minute off
MFA_FORMS = {
    name: f"ethicaltrade.users.second_factor_forms.{form}"
    for name, form in {
        "authenticate": "AuthenticateForm",
        "reauthenticate": "ReauthenticateForm",
        "activate_totp": "ActivateTOTPForm",
        "authenticate_webauthn": "AuthenticateWebAuthnForm",
        "reauthenticate_webauthn": "ReauthenticateWebAuthnForm",
        "login_webauthn": "LoginWebAuthnForm",
        "add_webauthn": "AddWebAuthnForm",
        "edit_webauthn": "EditWebAuthnForm",
    }.items()
}

# --- Wagtail: no second way to change these ---------------------------------

WAGTAIL_FRONTEND_LOGIN_URL = reverse_lazy("account_login")  # in the reader's language
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody knows another's password
