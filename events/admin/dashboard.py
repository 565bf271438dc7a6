"""On the CMS's first page: the next events, and how many come."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from wagtail.admin.ui.components import Component

from events.choices import RegistrationState

from .access import can_see_some_registrations, editable_events

SHOWN = 5


class NextEventsPanel(Component):
    name = "next_events"
    order = 140
    template_name = "admin/events/next.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "events": next_events(parent_context["request"].user),
            "url": reverse("event_admin:index"),
        }


def next_events(user: Any) -> list[Any]:
    """Those that are published and not over, with the number of registrations."""
    soonest = editable_events(user).filter(live=True).upcoming()
    keys = list(
        soonest.order_by("starts_at", "pk").values_list("pk", flat=True)[:SHOWN]
    )
    counted = soonest.filter(pk__in=keys).annotate(
        confirmed=Count(
            "registrations",
            filter=Q(registrations__state=RegistrationState.CONFIRMED),
        ),
        waiting=Count(
            "registrations", filter=Q(registrations__state=RegistrationState.WAITING)
        ),
    )
    return list(counted.order_by("starts_at", "pk"))


def panels_for(user: Any) -> list[Component]:
    return [NextEventsPanel()] if can_see_some_registrations(user) else []
