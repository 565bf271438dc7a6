"""Who may read what is the members': the people of the members, day by day.

Pages and collections are closed to all but the group ``MEMBERS_GROUP``. Somebody is in
it when their account is active and they belong to a member that is active today. The
group's rows follow by signals, by ``scheduled`` as days come, and at a request by
``MembershipBackend`` once anything has changed, so that nothing depends on a worker.
"""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from ethicaltrade.caching.memory import remembered
from ethicaltrade.dates import today
from ethicaltrade.users.accounts import PasswordBackend
from ethicaltrade.users.models import MEMBERS_GROUP, User
from membership.affiliations.models import Affiliation
from membership.members.models import Member

InGroup = User.groups.through


def affiliation_of(user: Any) -> Affiliation | None:
    """The person's affiliation to an active member, with the member; else None."""
    if not user.is_authenticated:
        return None
    return (
        Affiliation.objects.active().select_related("member").filter(user=user).first()
    )


def belongs() -> Exists:
    """For users: whether each belongs to a member that is active today."""
    return Exists(Affiliation.objects.active().filter(user=OuterRef("pk")))


def is_let_in() -> Exists:
    """For users: whether each is in the members' group."""
    return Exists(
        InGroup.objects.filter(user=OuterRef("pk"), group__name=MEMBERS_GROUP)
    )


def sync_members_group(*, member: Member | None = None, user: Any = None) -> int:
    """Put everyone, a member's people or one person in the members' group, or out.

    Returns how many rows changed.
    """
    group, _is_new = Group.objects.get_or_create(name=MEMBERS_GROUP)
    rows, belonging = InGroup.objects.filter(group=group), Affiliation.objects.active()
    if member is not None:
        rows = rows.filter(user__affiliation__member=member)
        belonging = belonging.filter(member=member)
    if user is not None:
        rows, belonging = rows.filter(user=user), belonging.filter(user=user)
    active = Affiliation.objects.active().order_by()
    gone = rows.exclude(user__in=active.values("user"))
    removed, _by_model = InGroup.objects.filter(
        pk__in=list(gone.values_list("pk", flat=True))
    ).delete()
    new = belonging.exclude(
        user__in=InGroup.objects.filter(group=group).values("user")
    ).values_list("user", flat=True)
    added = [InGroup(user_id=pk, group=group) for pk in new]
    # Another request may be doing the same.
    InGroup.objects.bulk_create(added, ignore_conflicts=True)
    return removed + len(added)


def put_right(user: Any) -> None:
    """Found right, it is so until somebody writes or the day ends."""
    found = User.objects.filter(pk=user.pk).values_list(belongs(), is_let_in())
    if any(belongs_now != is_in_group for belongs_now, is_in_group in found):
        sync_members_group(user=user)


class MembershipBackend(PasswordBackend):
    """The log-in by password; a request finds its person's group right."""

    def get_user(self, user_id: Any) -> User | None:
        """The session's user; None when there is none, or it is switched off."""
        user = super().get_user(user_id)
        if user:
            remembered(("members' group", user.pk, today()), partial(put_right, user))
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """From memory, as every page asks whether to show the CMS's bar.

        Whoever changes a person, a group or its rights changes the generation.
        """
        find = partial(super().get_all_permissions, user_obj, obj)
        if obj is not None or user_obj.is_anonymous:
            return find()
        return remembered(("permissions", user_obj.pk), find)


@receiver([post_save, post_delete], sender=Affiliation)
def after_affiliation(sender: Any, instance: Affiliation, **kwargs: Any) -> None:
    sync_members_group(user=instance.user_id)


@receiver(post_save, sender=Member)
def after_member(sender: Any, instance: Member, **kwargs: Any) -> None:
    sync_members_group(member=instance)
