"""What is done by the clock."""

from datetime import timedelta

from ethicaltrade.scheduling.registry import periodic

from . import access


@periodic(every=timedelta(minutes=10))
def keep_members_in_step() -> int:
    """Let in and out those whose membership has begun or ended.

    Somebody's own requests are exact without it; it is for what asks about others.
    """
    return access.keep_in_step()
