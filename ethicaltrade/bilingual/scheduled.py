from datetime import timedelta

from ethicaltrade.scheduling.registry import periodic

from . import summaries


@periodic(every=timedelta(days=1), limit=timedelta(hours=2))
def mend_languages() -> int:
    """Returns how many stored summaries were not as they should be."""
    return summaries.mend()
