from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic
from ethicaltrade.scheduling.worker import stopping

from . import delivery


# A short limit: a killed worker must not hold the post up, and two rounds at the same
# time do no harm, since each e-mail is claimed.
@periodic(_("Send e-mails"), every=timedelta(seconds=5), limit=timedelta(minutes=1))
def deliver_due_emails() -> str:
    """Send what waits; says how many went."""
    sent = delivery.deliver_due(should_stop=stopping.is_set)
    return f"{sent} sent" if sent else ""
