"""Who sees registrations: the staff for events, where they may change the event."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.privacy.cache_control import private
from events.models import EventPage, EventQuerySet, Registration


def can_see_registrations(user: Any, event: EventPage) -> bool:
    """Who writes about an event need not know who comes, and what they cannot eat."""
    return can_see_some_registrations(user) and (
        event.permissions_for_user(user).can_edit_all()
    )


def can_see_some_registrations(user: Any) -> bool:
    return user.has_perm("events.change_registration")


def editable_events(user: Any) -> EventQuerySet:
    """The events whose registrations the person may see; a lazy queryset."""
    if not can_see_some_registrations(user):
        return EventPage.objects.none()
    policy = policy_registry.get_by_type(BasePage)
    mine = policy.instances_user_has_permission_for(user, "change")
    return EventPage.objects.filter(pk__in=mine.order_by().values("pk"))


class EventAdminMixin:
    """Sets ``self.event``; 403 for those who may not see it; never cached."""

    event: EventPage
    request: HttpRequest
    kwargs: dict[str, Any]
    page_title = ""
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.event = get_object_or_404(EventPage, pk=kwargs["event_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_for(request.user):
            raise PermissionDenied
        return private(super().dispatch(request, *args, **kwargs))  # type: ignore[misc]

    def is_for(self, user: Any) -> bool:
        return can_see_registrations(user, self.event)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"event_admin:{name}", args=[self.event.pk, *args])

    def get_registration(self) -> Registration:
        """404 for another event's registration."""
        found = get_object_or_404(self.event.registrations, pk=self.kwargs["pk"])
        found.event = self.event
        return found

    def get_page_title(self) -> str:
        return self.page_title

    def get_page_subtitle(self) -> str:
        return self.event.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("event_admin:index"), "label": _("Registrations")},
            {
                "url": self.url("list"),
                "label": self.event.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]
