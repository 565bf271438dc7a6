"""Organisers in the CMS, events that people await.

What the staff have for registrations is in ``staff.hooks``.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names

from .models import Organisation
from .registration.protection import refuse_deletion, refuse_unpublishing
from .staff import hooks as staff_hooks

__all__ = ["staff_hooks"]


class OrganisationViewSet(SnippetViewSet):
    """Those who hold events."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisers")
    menu_order = 420
    add_to_admin_menu = True
    list_display = [*localized_names("name"), "short_name"]
    search_fields = [*localized_names("name"), "short_name"]


register_snippet(OrganisationViewSet)


@hooks.register("before_delete_page")
def keep_awaited_event(request: HttpRequest, page: Any) -> Any:
    """No event is deleted that people are registered for."""
    return refuse_deletion(request, [page])


@hooks.register("before_unpublish_page")
def keep_awaited_event_public(request: HttpRequest, page: Any) -> Any:
    """Nor is it taken down."""
    return refuse_unpublishing(request, [page])


@hooks.register("before_bulk_action")
def keep_awaited_events(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> Any:
    """The same for many pages at once."""
    refusals = {"delete": refuse_deletion, "unpublish": refuse_unpublishing}
    refuse = refusals.get(action_type)
    if refuse is None or not issubclass(action.model, BasePage):
        return None
    return refuse(request, objects)
