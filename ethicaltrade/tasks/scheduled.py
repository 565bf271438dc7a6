from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import services
from .models import Task


@periodic(_("Remind of tasks that are overdue"), every=timedelta(hours=1))
def remind() -> str:
    """How many; each is told of once."""
    waiting = Task.objects.overdue().filter(reminded_at=None).select_related("page")
    told = sum(services.remind(task) for task in waiting)
    return f"{told} tasks" if told else ""
