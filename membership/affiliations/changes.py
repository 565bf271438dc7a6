"""What is done to the people of a member: removed, made main contact, forgotten.

Each function holds the member while it looks and writes, so that there is one main
contact whoever acts at the same moment, and writes its e-mails and its line in the
member's history in the same transaction.
"""

from typing import Any

from django.db import transaction

from membership.affiliations.models import Affiliation, Role
from membership.members.models import Member

from . import emails
from .log import note
from .refusals import Refusal, RefusedError


def hold(member_id: int) -> Member:
    """The member, which nobody else holds until the transaction ends."""
    return Member.objects.select_for_update().get(pk=member_id)


def is_main(member: Member, user: Any) -> bool:
    """Whether the person is the member's main contact."""
    return member.affiliations.main().filter(user=user).exists()


@transaction.atomic
def remove(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Let one of the people go, who is told; returns who it was.

    The main contact removes colleagues; the staff remove anyone. Raises RefusedError.
    """
    member = hold(member_id)
    if not by_staff and not is_main(member, by):
        raise RefusedError(Refusal.NOT_MAIN)
    affiliation = find(member, pk)
    if affiliation.is_main and not by_staff:
        raise RefusedError(Refusal.IS_MAIN)
    name = str(affiliation.user)
    note(member, "remove", by, user=affiliation.user_id)
    emails.tell_removed(affiliation)
    affiliation.delete()
    return name


@transaction.atomic
def hand_over(member_id: int, pk: int, *, by: Any, by_staff: bool = False) -> str:
    """Make one of the people the main contact; returns who it is.

    Whoever was it becomes a colleague, and both are told. Raises RefusedError.
    """
    member = hold(member_id)
    if not by_staff and not is_main(member, by):
        raise RefusedError(Refusal.NOT_MAIN)
    successor = find(member, pk)
    former = member.affiliations.main().select_related("user").first()
    if former == successor:
        raise RefusedError(Refusal.GONE)
    if former:  # first: there is never more than one
        former.member = member
        former.role = Role.COLLEAGUE
        former.save(update_fields=["role"])
        emails.tell_former_main(former, successor)
    successor.role = Role.MAIN
    successor.save(update_fields=["role"])
    emails.tell_new_main(successor)
    note(member, "hand_over", by, user=successor.user_id)
    return str(successor.user)


def find(member: Member, pk: int) -> Affiliation:
    """One of the member's people; raises RefusedError when they are gone."""
    found = member.affiliations.select_related("user").filter(pk=pk).first()
    if found is None:
        raise RefusedError(Refusal.GONE)
    found.member = member
    return found
