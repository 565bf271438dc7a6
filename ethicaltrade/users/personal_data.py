"""The account: who the person is, and where they are logged in."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from ethicaltrade.privacy.registry import Kept, Source, addresses_of, register

from .models import EarlierAddress, User


def export(user: Any) -> dict[str, Any]:
    """The account, its addresses, where it is logged in, and its second factors.

    Neither passwords nor keys: what the site has of them is no use to anybody.
    """
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "made_at": user.date_joined,
        "last_login_at": user.last_login,
        "verified_addresses": addresses_of(user),
        "earlier_addresses": [
            {"email": earlier.email, "until": earlier.until}
            for earlier in user.earlier_addresses.order_by("until")
        ],
        "sessions": [
            {
                "address": session.ip,
                "browser": session.user_agent,
                "began_at": session.created_at,
                "last_seen_at": session.last_seen_at,
            }
            for session in _sessions(user)
        ],
        "second_factors": [
            {
                "kind": factor.type,
                "made_at": factor.created_at,
                "last_used_at": factor.last_used_at,
            }
            for factor in Authenticator.objects.filter(user=user)
        ],
    }


def forget(user: Any) -> None:
    """Log the person out everywhere; the rest goes with the account."""
    for session in _sessions(user):
        session.end()


def expire(now: datetime) -> int:
    """Forget from where people were logged in once that is over; returns how many.

    The sessions' own rows go with them: they hold what was said in them.
    """
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]


def _sessions(user: Any) -> Any:
    return UserSession.objects.filter(user=user).order_by("created_at")


register(
    Source(
        name="account",
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=User,
                by=("email",),
                fields=("first_name", "last_name"),
                others=("password", "language"),
            ),
            Kept(model=EmailAddress, by=("user", "email")),
            Kept(model=EarlierAddress, by=("user", "email")),
            Kept(model=Authenticator, by=("user",), fields=("data",), others=("type",)),
            Kept(
                model=UserSession,
                by=("user",),
                fields=("ip", "user_agent", "data"),
                others=("session_key",),
                until="until the session has ended",
            ),
        ),
    )
)
