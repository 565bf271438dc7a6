"""Erases what has been kept long enough; looks after the gates."""

import logging
from collections import Counter
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import gates
from .registry import sources

logger = logging.getLogger(__name__)


@periodic(_("Delete personal data that is no longer needed"), every=timedelta(hours=1))
def forget_expired() -> str:
    """What each source did. A failure keeps no other from it; raised at the end."""
    now, done, errors = timezone.now(), [], []
    for source in sources():
        try:
            if source.expire and (result := source.expire(now)):
                done.append(f"{source.name}: {result}")
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("Not everything old was erased", errors)
    return "; ".join(done)


@periodic(_("Check who may see each page"), every=timedelta(days=1))
def mend_gates() -> str:
    """For what was put in past the models. Nobody waits for it unless there is any."""
    mended = 0
    for kind in gates.KINDS:
        if not gates.find_faults(kind):
            continue
        faults = gates.mend(kind)
        mended += len(faults)
        for words, number in Counter(map(str, faults)).items():
            logger.warning("Gates of %s that were wrong: %s: %s", kind, number, words)
    return f"{mended} mended" if mended else ""
