"""Erases what has been kept long enough, by each app's own rule."""

from datetime import timedelta

from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic

from .registry import sources


@periodic(every=timedelta(hours=1))
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
