"""Accounts by their e-mail addresses, and logging somebody in.

A person has one address, ``User.email``. django-allauth looks people up by a row of its
own, ``EmailAddress``; the row follows the person, whoever changes the address. Nobody
types an address in here unproved: staff make accounts, people come by an invitation
sent to the address, and a change of address takes a code sent to the new one.
"""

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ethicaltrade.mailboxes import has_mailbox, mailbox

from .emails import UNDO_LASTS, send_account_email
from .models import EarlierAddress, User

UNDO = "users.change-of-address"  # the signature's salt


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


# Taking back a change of address, by the link that went to the earlier one


def undo_key(user: User, email: str) -> str:
    """For a link; empty where the person has not had the address."""
    change = user.earlier_addresses.filter(email=email).order_by("-pk").first()
    return signing.dumps(change.pk, salt=UNDO) if change else ""


def find_change(key: str) -> EarlierAddress | None:
    """What the key takes back; None for one that is made up, too old or used.

    Nor for the address of somebody who is switched off, or that another has by now.
    """
    try:
        pk = signing.loads(key, salt=UNDO, max_age=UNDO_LASTS)
    except signing.BadSignature:
        return None
    changes = EarlierAddress.objects.filter(pk=pk, user__is_active=True)
    change = changes.select_related("user").first()
    if change is None:
        return None
    others = User.objects.exclude(pk=change.user_id)
    is_taken = others.filter(has_mailbox("email", change.email)).exists()
    return None if is_taken else change


@transaction.atomic
def take_back(change: EarlierAddress) -> bool:
    """Give the person the earlier address again; False when that is done already.

    Nobody stays logged in, and the password is gone: whoever made the change may know
    it. So do second factors and later changes, with their links, that came after it;
    those from before stay.
    """
    user = User.objects.select_for_update().get(pk=change.user_id)
    if not user.earlier_addresses.filter(pk=change.pk).exists():
        return False
    user.earlier_addresses.filter(pk__gte=change.pk).delete()
    forget_second_factors(user, since=change.until)
    taken_away, user.email = user.email, change.email
    user.set_unusable_password()
    user.save()
    for session in UserSession.objects.filter(user=user):
        session.end()
    for email in (user.email, taken_away):
        send_account_email("email_restored", email, {"timestamp": timezone.now()}, user)
    return True


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


def forget_second_factors(user: User, *, since: datetime | None = None) -> int:
    """Take away a person's second factors, lost with a phone; returns how many.

    ``since``: those alone that were added then or later.
    """
    from allauth.mfa.models import Authenticator

    factors = Authenticator.objects.filter(user=user)
    if since is not None:
        factors = factors.filter(created_at__gte=since)
    return factors.delete()[0]


def needs_second_factor(user: Any) -> bool:
    """Whether the person may do things in the CMS, or is meant to."""
    return user.is_active and (
        user.is_superuser or user.is_staff or user.has_perm("wagtailadmin.access_admin")
    )
