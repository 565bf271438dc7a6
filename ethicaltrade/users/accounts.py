"""Accounts by their e-mail addresses, and logging somebody in.

A person has one address, ``User.email``. django-allauth looks people up by a row of its
own, ``EmailAddress``; the row follows the person, whoever changes the address. Nobody
types an address in here unproved: staff make accounts, people come by an invitation
sent to the address, and a change of address takes a code sent to the new one.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from ethicaltrade.mailboxes import mailbox

from .models import EarlierAddress, User


def find(email: str) -> User | None:
    """The person with the address who may log in, in one query.

    One longer than any address is nobody's; SQLite fails on it.
    """
    if len(email.strip()) > EmailAddress._meta.get_field("email").max_length:
        return None
    email = mailbox(email)
    row = (
        EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return row.user if row else None


class PasswordBackend(AuthenticationBackend):
    """django-allauth's, with one query to find the person.

    Somebody who is switched off is not found, and a password is hashed all the same.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return self._check_password(find(email), password)


def sync_email_address(sender: type, instance: Any, raw: bool, **kwargs) -> None:
    fields = kwargs.get("update_fields")
    if not raw and (fields is None or "email" in fields):  # a fixture has its rows
        keep_address_in_step(instance)


def keep_address_in_step(user: User) -> None:
    """Let the person's one row, verified, hold the person's address."""
    email = mailbox(user.email)
    rows = list(EmailAddress.objects.filter(user=user))
    if [(row.email, row.verified, row.primary) for row in rows] == [
        (email, True, True)
    ]:
        return
    EmailAddress.objects.filter(email=email).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email=email).delete()
    if email:
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )


def remember_address(
    sender: Any, user: User, from_email_address: EmailAddress | None, **kwargs
) -> None:
    """Keep the address that a person has changed, for their own data.

    One that the staff correct was perhaps never theirs, and is not kept.
    """
    if from_email_address and from_email_address.verified:
        EarlierAddress.objects.create(user=user, email=from_email_address.email)


def log_in(
    request: HttpRequest, user: User, *, method: str, redirect_url: str | None = None
) -> HttpResponse:
    """Log somebody in who has proved who they are by ``method``, kept in the session.

    The answer leads to the second factor where there is one, then to ``redirect_url``
    or the person's own start.
    """
    record_authentication(request, user, method=method)
    return perform_login(
        request, user, redirect_url=redirect_url, email=mailbox(user.email)
    )


def forget_second_factors(user: User) -> int:
    """Take away a person's second factors, lost with a phone; returns how many."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=user).delete()[0]


def needs_second_factor(user: Any) -> bool:
    """Whether the person may do things in the CMS, or is meant to."""
    return user.is_active and (
        user.is_superuser or user.is_staff or user.has_perm("wagtailadmin.access_admin")
    )
