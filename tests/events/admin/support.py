"""Short ways to the staff's pages."""

from django.urls import reverse
from wagtail.models import PageLogEntry


def url(name, event, *args) -> str:
    return reverse(f"event_admin:{name}", args=[event.pk, *args])


def logged(event) -> list[tuple[str, dict]]:
    """What the staff did with the event, the first first."""
    entries = PageLogEntry.objects.filter(
        page=event.pk, action__startswith="events.registration."
    )
    return [
        (entry.action.rpartition(".")[2], entry.data)
        for entry in entries.order_by("timestamp", "pk")
    ]


def last_log(event) -> tuple[str, dict]:
    return logged(event)[-1]
