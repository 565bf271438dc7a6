"""What is forgotten about accounts by itself."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic


@periodic(every=timedelta(days=1))
def forget_sessions() -> int:
    """Forget from where people were logged in once that is over; returns how many.

    The sessions' own rows go with them: they hold what was said in them.
    """
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]
