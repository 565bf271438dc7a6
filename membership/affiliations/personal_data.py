"""What is kept of the members' people, and how it is forgotten."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose
from ethicaltrade.privacy.registry import Kept, Source, register, with_address_of
from membership.affiliations.models import Affiliation, Invitation

from . import emails
from .services import lock_member, log_action

INVITATIONS_KEPT = timedelta(days=90)
"""How long it can be seen that somebody was invited, once that is over."""

INVITATION = (
    *("email", "name", "role", "language"),
    *("made_at", "expires_at", "accepted_at", "withdrawn_at"),
)


def export(user: Any) -> dict[str, Any]:
    """Everything about the person here, for them to take along; ready for JSON."""
    affiliation = Affiliation.objects.select_related("member").filter(user=user).first()
    invitations = Invitation.objects.select_related("member")
    made = invitations.filter(invited_by=user)
    received = invitations.filter(_received_by(user))
    return {
        "affiliation": affiliation
        and _values(affiliation, "role", "since", "language"),
        "invitations_made": [_values(one, *INVITATION) for one in made],
        "invitations_received": [_values(one, *INVITATION) for one in received],
    }


def _received_by(user: Any) -> Q:
    return with_address_of(user, ["email"], written="made_at")


def _values(record: Affiliation | Invitation, *names: str) -> dict[str, Any]:
    """With the member's name; days and times are ISO 8601."""
    found = {"member": record.member.name}
    for name in names:
        value = getattr(record, name)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def forget(user: Any) -> None:
    """Take the person out of the membership, before the account is deleted.

    To be called in that transaction. The last main contact may go too: the staff are
    told. Invitations the person made stay, without their name.
    """
    affiliation = Affiliation.objects.filter(user=user).first()
    if affiliation:
        member = lock_member(affiliation.member_id)
        log_action(member, "leave", None, user=user.pk)
        affiliation.delete()
        if affiliation.is_main:
            emails.tell_staff_of_vacancy(member)
    forget_invitations_of(Invitation.objects.filter(_received_by(user)))
    forget_emails(emails.key_of_person(user.pk))


def expire(now: datetime) -> int:
    """Returns how many invitations were deleted."""
    return forget_invitations_of(Invitation.objects.over(now - INVITATIONS_KEPT))


def forget_invitations_of(invitations: Any) -> int:
    found = list(invitations)
    for invitation in found:
        forget_emails(emails.key_of(invitation))
        invitation.delete()
    return len(found)


def after_the_invitation() -> str:
    number = INVITATIONS_KEPT.days
    return ngettext(
        "%(days)s day after it is accepted or withdrawn, or expires",
        "%(days)s days after it is accepted or withdrawn, or expires",
        number,
    ) % {"days": number}


BELONGS = Item(
    what=_("Which member you belong to, your role there, and since when."),
    until=_("As long as you belong there"),
)
INVITED = Item(
    what=_("Invitations: name and e-mail address, role, and who invited whom."),
    until=after_the_invitation,
)
PURPOSE = Purpose(
    name="membership",
    audience=Audience.PEOPLE,
    title=_("Your membership"),
    why=_(
        "So that the right people get to the members’ pages, and so that we know whom "
        "to contact at each member."
    ),
    basis=Basis.INTEREST,
    seen_by=_("Our staff, and your colleagues at the same member."),
    origin=_("From you, from the colleague who invited you, or from our staff."),
)

register(
    Source(
        name="membership",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Affiliation,
                by=("user",),
                others=("language",),
                items=(BELONGS,),
            ),
            Kept(
                model=Invitation,
                by=("email", "invited_by"),
                fields=("name",),
                others=("language", "secret"),
                items=(INVITED,),
            ),
        ),
    )
)
