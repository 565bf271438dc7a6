"""The account: who the person is, and where they are logged in."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ethicaltrade.privacy.purposes import (
    WITH_THE_ACCOUNT,
    Audience,
    Basis,
    Item,
    Purpose,
)
from ethicaltrade.privacy.registry import Kept, Source, addresses_of, register, tell

from .limits import LONGEST
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


ACCOUNT = Item(
    what=_(
        "Name, e-mail address and language, the addresses you have had before, and "
        "your password, which is stored so that nobody can read it."
    ),
    until=WITH_THE_ACCOUNT,
)
FACTORS = Item(
    what=_("Passkeys and the key of your authenticator app, if you use them."),
    until=_("Until you remove them, or no longer have an account"),
)
SESSIONS = Item(
    what=_("Where you are logged in: IP address, browser, and when."),
    until=_("Until you log out, or the log-in ends by itself"),
)
PURPOSE = Purpose(
    name="account",
    audience=Audience.PEOPLE,
    title=_("Your account"),
    why=_(
        "So that you, and nobody else, can log in, and so that you can see where you "
        "are logged in."
    ),
    basis=Basis.INTEREST,
    seen_by=_(
        "You, and those of our staff who manage accounts. Only you see where you are "
        "logged in."
    ),
    origin=_("From you, and from whoever invited you."),
)


def hours(seconds: int) -> str:
    number = seconds // 3600
    return ngettext("%(hours)s hour", "%(hours)s hours", number) % {"hours": number}


tell(
    Purpose(
        name="limits",
        audience=Audience.READERS,
        title=_("Protection against abuse"),
        why=_(
            "We count how many forms come from the same place, and how often somebody "
            "gets a password wrong, so that nobody can flood us with forms or guess "
            "your password."
        ),
        basis=Basis.INTEREST,
        seen_by=_("Nobody. The website counts by itself."),
        origin=_(
            "From your browser when you send a form, and from what you write there."
        ),
        items=(
            Item(
                what=_("Your IP address or e-mail address, scrambled, and a number."),
                until=lambda: hours(LONGEST),
            ),
        ),
    )
)

register(
    Source(
        name="account",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=User,
                by=("email",),
                fields=("first_name", "last_name"),
                others=("password", "language"),
                items=(ACCOUNT,),
            ),
            Kept(model=EmailAddress, by=("user", "email"), items=(ACCOUNT,)),
            Kept(model=EarlierAddress, by=("user", "email"), items=(ACCOUNT,)),
            Kept(
                model=Authenticator,
                by=("user",),
                fields=("data",),
                others=("type",),
                items=(FACTORS,),
            ),
            Kept(
                model=UserSession,
                by=("user",),
                fields=("ip", "user_agent", "data"),
                others=("session_key",),
                items=(SESSIONS,),
            ),
        ),
    )
)
