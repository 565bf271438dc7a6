"""Inviting people to a member, and what becomes of an invitation.

An address has one open invitation to a member. Inviting it again revokes the earlier
link and sends a new e-mail; once it is used or withdrawn, its e-mail is deleted too.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ethicaltrade.dates import today
from ethicaltrade.mail.addresses import check_address
from ethicaltrade.users import accounts
from ethicaltrade.users.models import User
from membership.affiliations.models import Affiliation, Invitation, Role
from membership.members.choices import State
from membership.members.models import Member

from . import emails
from .changes import hold, is_main
from .log import note
from .models import INVITATION_LASTS, TOKENS, InvitationState
from .refusals import Refusal, RefusedError

# Inviting


@transaction.atomic
def invite(
    member: Member,
    *,
    email: str,
    name: str = "",
    role: Role = Role.COLLEAGUE,
    language: str,
    by: Any = None,
) -> Invitation:
    """Invite the address to be one of the member's people, and send the e-mail.

    Raises RefusedError when the membership has ended, the person is there already, or
    there is a main contact and another is invited; ValidationError for an address that
    no e-mail can be sent to, ValueError for a language the site does not have.
    Whether the address has an account is not told to anyone who invites.
    """
    email = email.strip()
    check_address(email)  # before it is looked for: PostgreSQL takes no NUL
    held = hold(member.pk)
    check_may_invite(held, email, role)
    open_one = held.invitations.unanswered().to(email).first()
    invitation = open_one or Invitation(member=held, email=email)
    invitation.name, invitation.role, invitation.language = name, role, language
    _send(invitation, by)
    note(held, "resend" if open_one else "invite", by, invitation=invitation.pk)
    return invitation


def check_may_invite(member: Member, email: str, role: Role) -> None:
    """Raise RefusedError when the address cannot be invited to the role."""
    if member.state == State.ENDED:
        raise RefusedError(Refusal.ENDED)
    account = account_of(email)
    if account and member.affiliations.filter(user=account).exists():
        raise RefusedError(Refusal.IS_THERE)
    if role == Role.MAIN and member.affiliations.main().exists():
        raise RefusedError(Refusal.HAS_MAIN)


@transaction.atomic
def send_again(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Send the invitation once more, good for as long as a new one.

    Returns the address. Raises RefusedError when it has been answered meanwhile.
    """
    invitation = find_unanswered(member_id, pk, by=by, by_staff=by_staff)
    check_may_invite(invitation.member, invitation.email, Role(invitation.role))
    _send(invitation, by)
    note(invitation.member, "resend", by, invitation=pk)
    return invitation.email


@transaction.atomic
def withdraw(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Make the invitation's link lead nowhere; returns the address.

    Raises RefusedError when it has been answered meanwhile.
    """
    invitation = find_unanswered(member_id, pk, by=by, by_staff=by_staff)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    emails.forget_invitation(invitation)
    note(invitation.member, "withdraw", by, invitation=pk)
    return invitation.email


def find_unanswered(member_id: int, pk: int, *, by: Any, by_staff: bool) -> Invitation:
    """The member's invitation, both held; raises RefusedError."""
    member = hold(member_id)
    if not by_staff and not is_main(member, by):
        raise RefusedError(Refusal.NOT_MAIN)
    found = member.invitations.unanswered().filter(pk=pk).first()
    if found is None:
        raise RefusedError(Refusal.GONE)
    found.member = member
    return found


def _send(invitation: Invitation, by: Any) -> None:
    TOKENS.revoke(invitation)
    invitation.invited_by = by
    invitation.made_at = timezone.now()
    invitation.expires_at = invitation.made_at + INVITATION_LASTS
    invitation.save()
    emails.send_invitation(invitation)


# Answering


def find(token: str) -> Invitation | None:
    """The invitation that a link leads to; None for one that is made up or replaced."""
    invitations = Invitation.objects.select_related("member", "invited_by")
    return TOKENS.find(token, invitations)


def account_of(email: str) -> User | None:
    """Whose address it is, in any case; also of an account that is switched off."""
    return User.objects.filter(email__iexact=email).first()


def owns(user: Any, email: str) -> bool:
    """Whether the address is the person's, so that they may accept what it got."""
    return account_of(email) == user


def check_may_accept(invitation: Invitation, user: Any) -> None:
    """Raise RefusedError when the person cannot accept the invitation."""
    if invitation.state != InvitationState.OPEN:
        raise RefusedError(Refusal.CLOSED)
    if not owns(user, invitation.email):
        raise RefusedError(Refusal.NOT_YOURS)
    elsewhere = Affiliation.objects.exclude(member=invitation.member_id).exclude(
        member__in=Member.objects.ended().order_by()
    )
    if elsewhere.filter(user=user).exists():
        raise RefusedError(Refusal.OTHER_MEMBER)


@transaction.atomic
def accept(pk: int, user: Any) -> Affiliation:
    """Make somebody with an account one of the member's people.

    Somebody of a member that has ended is moved. Raises RefusedError.
    """
    invitation = _hold_invitation(pk)
    # Two members may have invited the same person.
    user = User.objects.select_for_update().get(pk=user.pk)
    check_may_accept(invitation, user)
    return _affiliate(invitation, user)


@transaction.atomic
def join(pk: int, *, name: str, password: str, language: str) -> Affiliation:
    """Make an account for the invited address, and accept the invitation with it.

    The link came by mail, so the address is known to be theirs. Without a password
    they log in by other means. Raises RefusedError, also when there is an account:
    a link alone takes over none.
    """
    invitation = _hold_invitation(pk)
    if invitation.state != InvitationState.OPEN:
        raise RefusedError(Refusal.CLOSED)
    if account_of(invitation.email):
        raise RefusedError(Refusal.HAS_ACCOUNT)
    invitation.language = language
    try:
        with transaction.atomic():
            user = _add_user(invitation.email, name, password)
    except IntegrityError:  # another invitation, accepted in this very second
        raise RefusedError(Refusal.HAS_ACCOUNT) from None
    check_may_accept(invitation, user)
    return _affiliate(invitation, user)


def _hold_invitation(pk: int) -> Invitation:
    """The invitation as it is now, with its member held."""
    member_id = Invitation.objects.values_list("member_id", flat=True).get(pk=pk)
    member = hold(member_id)
    invitation = Invitation.objects.select_related("invited_by").get(pk=pk)
    invitation.member = member
    return invitation


def _add_user(email: str, name: str, password: str) -> User:
    first, _space, last = name.rpartition(" ")
    if not first:
        first, last = last, ""
    user = User.objects.create_user(
        email, password or None, first_name=first, last_name=last
    )
    accounts.keep_address_in_step(user)
    return user


def _affiliate(invitation: Invitation, user: User) -> Affiliation:
    """Write that the person belongs to the member, and that the invitation is used."""
    member = invitation.member
    found = Affiliation.objects.filter(user=user).first() or Affiliation(user=user)
    if found.member_id != member.pk:
        found.member, found.role, found.since = member, Role.COLLEAGUE, today()
        found.language = invitation.language
    if invitation.role == Role.MAIN and not member.affiliations.main().exists():
        found.role = Role.MAIN
    found.save()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at", "language"])
    emails.forget_invitation(invitation)
    note(member, "join", user, user=user.pk, invitation=invitation.pk)
    return found
