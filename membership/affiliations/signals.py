"""The members' group follows when people come and go, and when a membership changes.

What is written in bulk goes past signals; ``backend`` and ``jobs`` see that too.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from membership.affiliations.models import Affiliation
from membership.members.models import Member

from .access import keep_in_step


@receiver([post_save, post_delete], sender=Affiliation)
def after_affiliation(sender: Any, instance: Affiliation, **kwargs: Any) -> None:
    """Somebody has come, gone or moved."""
    keep_in_step(user=instance.user_id)


@receiver(post_save, sender=Member)
def after_member(sender: Any, instance: Member, **kwargs: Any) -> None:
    """A membership may have begun or ended. When it is deleted, its people go."""
    keep_in_step(member=instance)
