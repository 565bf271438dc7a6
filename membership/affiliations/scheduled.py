"""What is done by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import members_group


@periodic(_("Keep the group of members up to date"), every=timedelta(minutes=10))
def keep_members_in_step() -> int:
    """For what asks about others: somebody's own requests are exact without it."""
    return members_group.sync_members_group()
