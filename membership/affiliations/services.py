"""What changes the people of a member: invited, joined, removed, made main contact.

Each function locks the member while it looks and writes, so that there is never more
than one main contact, and writes e-mails and history in the same transaction.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ethicaltrade.dates import today
from ethicaltrade.mail.addresses import check_address
from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.mailboxes import has_mailbox
from ethicaltrade.users import accounts
from ethicaltrade.users.models import User
from membership.affiliations.models import Affiliation, Invitation, Role
from membership.members.choices import State
from membership.members.models import Member

from . import emails
from .models import INVITATION_LASTS, TOKENS, InvitationState

PREFIX = "membership.people"


def log_action(member: Member, action: str, by: Any, **data: Any) -> None:
    """``action`` is a key of ``wagtail_hooks.LABELS``; ``by`` may be None."""
    log(instance=member, action=f"{PREFIX}.{action}", user=by, data=data)


class Refusal(TextChoices):
    """The reasons; each label is a sentence."""

    ENDED = "ended", _("The membership has ended.")
    IS_THERE = "is-there", _("This person already belongs to the member.")
    HAS_MAIN = (
        "has-main",
        _(
            "There is already a main contact. Invite a colleague, or hand over the "
            "role."
        ),
    )
    OTHER_MEMBER = (
        "other-member",
        _(
            "Your account belongs to another member. An account can belong to only "
            "one member at a time."
        ),
    )
    NOT_YOURS = "not-yours", _("The invitation is for another e-mail address.")
    HAS_ACCOUNT = (
        "has-account",
        _("There is already an account with this e-mail address. Log in to accept."),
    )
    IS_MAIN = (
        "is-main",
        _("The main contact must hand over the role before being removed."),
    )
    NOT_MAIN = "not-main", _("Only the main contact can do this.")
    CLOSED = "closed", _("The invitation can no longer be used.")
    GONE = (
        "gone",
        _("Nothing was done: somebody else has changed this in the meantime."),
    )


class RefusedError(Exception):
    def __init__(self, refusal: Refusal):
        self.refusal = refusal
        super().__init__(str(refusal.label))


# Who belongs to a member


def lock_member(member_id: int) -> Member:
    """Lock the member until the transaction ends."""
    return Member.objects.select_for_update().get(pk=member_id)


def _lock_for(member_id: int, by: Any, by_staff: bool) -> Member:
    """Raises RefusedError for anyone but the main contact and the staff."""
    member = lock_member(member_id)
    if not by_staff and not member.affiliations.main().filter(user=by).exists():
        raise RefusedError(Refusal.NOT_MAIN)
    return member


@transaction.atomic
def remove(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Returns the person's name. Raises RefusedError: the staff alone remove anyone."""
    member = _lock_for(member_id, by, by_staff)
    affiliation = colleague_of(member, pk)
    if affiliation.is_main and not by_staff:
        raise RefusedError(Refusal.IS_MAIN)
    name = str(affiliation.user)
    log_action(member, "remove", by, user=affiliation.user_id)
    emails.tell_removed(affiliation)
    affiliation.delete()
    return name


@transaction.atomic
def hand_over(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Make a person the main contact; returns their name. Raises RefusedError."""
    member = _lock_for(member_id, by, by_staff)
    successor = colleague_of(member, pk)
    if successor.is_main:
        raise RefusedError(Refusal.GONE)
    _step_down(member, str(successor.user))
    successor.role = Role.MAIN
    successor.save(update_fields=["role"])
    emails.tell_new_main(successor)
    log_action(member, "hand_over", by, user=successor.user_id)
    return str(successor.user)


def _step_down(member: Member, successor: str) -> None:
    """Make the main contact a colleague: there is never more than one. Tells them."""
    former = member.affiliations.main().select_related("user").first()
    if former:
        former.member = member
        former.role = Role.COLLEAGUE
        former.save(update_fields=["role"])
        emails.tell_former_main(former, successor)


@transaction.atomic
def welcome_main(
    member: Member, *, email: str, name: str, language: str, by: Any
) -> None:
    """Make the person the main contact, or invite them to be; for a member (again).

    Raises RefusedError and ValidationError as :func:`invite` does.
    """
    member = lock_member(member.pk)
    account = account_of(email.strip())
    there = member.affiliations.filter(user=account).first() if account else None
    if there is None:
        _step_down(member, name or email)
        invite(member, email=email, name=name, role=Role.MAIN, language=language, by=by)
    elif not there.is_main:
        hand_over(member.pk, there.pk, by=by, by_staff=True)


def colleague_of(member: Member, pk: int) -> Affiliation:
    """Raises RefusedError when the person is gone."""
    found = member.affiliations.select_related("user").filter(pk=pk).first()
    if found is None:
        raise RefusedError(Refusal.GONE)
    found.member = member
    return found


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
    """Invite the address to the member by e-mail.

    Raises RefusedError when the membership has ended, the person is there already, or
    there is a main contact already; ValidationError for an address that no e-mail can
    be sent to, ValueError for a language the site does not have. Whoever invites is
    never told whether the address has an account.
    """
    email = email.strip()
    check_address(email)  # before it is looked for: PostgreSQL takes no NUL
    member = lock_member(member.pk)
    check_may_invite(member, email, role)
    earlier = member.invitations.unanswered().to(email).first()
    invitation = earlier or Invitation(member=member, email=email)
    invitation.name, invitation.role, invitation.language = name, role, language
    _send(invitation, by)
    log_action(member, "resend" if earlier else "invite", by, invitation=invitation.pk)
    return invitation


def check_may_invite(member: Member, email: str, role: Role) -> None:
    if member.state == State.ENDED:
        raise RefusedError(Refusal.ENDED)
    account = account_of(email)
    if account and member.affiliations.filter(user=account).exists():
        raise RefusedError(Refusal.IS_THERE)
    if role == Role.MAIN and member.affiliations.main().exists():
        raise RefusedError(Refusal.HAS_MAIN)


@transaction.atomic
def send_again(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Valid as long as a new one; returns the address. Raises RefusedError."""
    invitation = find_unanswered(member_id, pk, by=by, by_staff=by_staff)
    check_may_invite(invitation.member, invitation.email, Role(invitation.role))
    _send(invitation, by)
    log_action(invitation.member, "resend", by, invitation=pk)
    return invitation.email


@transaction.atomic
def withdraw(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Returns the address. Raises RefusedError when it has been answered meanwhile."""
    invitation = find_unanswered(member_id, pk, by=by, by_staff=by_staff)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    forget_emails(emails.key_of(invitation))
    log_action(invitation.member, "withdraw", by, invitation=pk)
    return invitation.email


def find_unanswered(member_id: int, pk: int, *, by: Any, by_staff: bool) -> Invitation:
    """The member's invitation, with the member locked; raises RefusedError."""
    member = _lock_for(member_id, by, by_staff)
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


@transaction.atomic
def send_links(email: str) -> None:
    """Send the address the links of its open invitations as they are, if any."""
    invitations = Invitation.objects.select_related("member", "invited_by")
    for invitation in invitations.unanswered().to(email):
        if invitation.state == InvitationState.OPEN:
            emails.send_invitation(invitation, again_at=timezone.now())


# Answering


def find_invitation(token: str) -> Invitation | None:
    """None for a link that is made up or replaced."""
    invitations = Invitation.objects.select_related("member", "invited_by")
    return TOKENS.find(token, invitations)


def account_of(email: str) -> User | None:
    """The user with the mailbox; also one that is switched off."""
    return User.objects.filter(has_mailbox("email", email)).first()


def check_may_accept(invitation: Invitation, user: Any) -> None:
    if invitation.state != InvitationState.OPEN:
        raise RefusedError(Refusal.CLOSED)
    if account_of(invitation.email) != user:
        raise RefusedError(Refusal.NOT_YOURS)
    elsewhere = Affiliation.objects.exclude(member=invitation.member_id).exclude(
        member__in=Member.objects.ended().order_by()
    )
    if elsewhere.filter(user=user).exists():
        raise RefusedError(Refusal.OTHER_MEMBER)


@transaction.atomic
def accept(pk: int, user: Any) -> Affiliation:
    """Somebody of a member that has ended is moved. Raises RefusedError."""
    invitation = _lock_invitation(pk)
    # Two members may have invited the same person.
    user = User.objects.select_for_update().get(pk=user.pk)
    check_may_accept(invitation, user)
    return _affiliate(invitation, user)


@transaction.atomic
def join(pk: int, *, name: str, password: str, language: str) -> Affiliation:
    """Make an account for the invited address, and accept the invitation with it.

    The link came by mail, so the address is verified. Raises RefusedError, also when
    there is an account: a link alone takes over none.
    """
    invitation = _lock_invitation(pk)
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


def _lock_invitation(pk: int) -> Invitation:
    """The invitation as it is now, with its member locked."""
    member_id = Invitation.objects.values_list("member_id", flat=True).get(pk=pk)
    member = lock_member(member_id)
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
    forget_emails(emails.key_of(invitation))
    log_action(member, "join", user, user=user.pk, invitation=invitation.pk)
    return found
