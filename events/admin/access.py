"""Who sees registrations: those who may change the event, and nobody else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage
from events.models import EventPage, EventQuerySet, Registration


def can_see_registrations(user: Any, event: EventPage) -> bool:
    return event.permissions_for_user(user).can_edit_all()


def can_see_some_registrations(user: Any) -> bool:
    return policy_registry.get_by_type(BasePage).user_has_any_permission(
        user, {"add", "change"}
    )


def editable_events(user: Any) -> EventQuerySet:
    """The events whose registrations the person may see; a lazy queryset."""
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
        if not can_see_registrations(request.user, self.event):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, private=True, no_store=True)
        return response

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
