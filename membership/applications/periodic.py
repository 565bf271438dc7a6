"""What happens by itself: forgetting."""

from datetime import timedelta

from ethicaltrade.scheduling.registry import periodic

from . import retention


@periodic(every=timedelta(hours=6))
def forget_applications() -> str:
    """Delete old drafts, and make old applications anonymous; says how many."""
    drafts, people = retention.forget_drafts(), retention.anonymise()
    if not drafts and not people:
        return ""
    return f"{drafts} unsent deleted, {people} made anonymous"
