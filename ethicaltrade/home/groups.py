"""The roles of the CMS: groups that a migration makes, by their first names.

What each may do stands in ``migrations/0003_roles.py``, and is changed in the CMS. Two
of them have rights in a section of their own, which they get when it is made.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save
from wagtail.models import GroupPagePermission

from ethicaltrade.basepage.models import BasePage
from events.models import EventIndexPage
from membership.members.models import MembershipPage

WRITERS = "Skribenter"
PUBLISHERS = "Redaktører"
TRANSLATORS = "Oversettere"
MEMBER_STAFF = "Medlemsansvarlige"
EVENT_STAFF = "Arrangementsansvarlige"
ADMINISTRATORS = "Administratorer"

EVERYDAY = (PUBLISHERS, MEMBER_STAFF, EVENT_STAFF)
"""What one person of a small staff does."""

SECTIONS: dict[type[BasePage], str] = {
    EventIndexPage: EVENT_STAFF,
    MembershipPage: MEMBER_STAFF,
}
IN_A_SECTION = ("add", "change", "publish")


def follow_sections() -> None:
    for model in SECTIONS:
        post_save.connect(give_new_section, sender=model)


def give_new_section(
    sender: type[BasePage], instance: Any, created: bool, raw: bool, **kwargs: Any
) -> None:
    """To its role, unless that has another name by now."""
    if not created or raw or instance.alias_of_id:
        return
    for group in Group.objects.filter(name=SECTIONS[sender]):
        rights = Permission.objects.filter(
            content_type__app_label=BasePage._meta.app_label,
            codename__in=[f"{do}_{BasePage._meta.model_name}" for do in IN_A_SECTION],
        )
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(
                group=group, page_id=instance.basepage_ptr_id, permission=right
            )
            for right in rights
        )
