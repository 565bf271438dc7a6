"""The account itself: who the person is, and where they are logged in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from .addresses import addresses_of


def of(user: Any) -> dict[str, Any]:
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


def _sessions(user: Any) -> Any:
    return UserSession.objects.filter(user=user).order_by("created_at")
