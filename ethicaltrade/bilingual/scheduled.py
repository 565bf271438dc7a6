from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import summaries


@periodic(
    _("Check what lists show of each page’s languages"),
    every=timedelta(days=1),
    limit=timedelta(hours=2),
)
def mend_languages() -> int:
    """Returns how many stored summaries were not as they should be."""
    return summaries.mend()
