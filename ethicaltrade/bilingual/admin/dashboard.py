"""On the CMS's first page: what waits for whoever writes in several languages.

Each panel reads a few rows, and counts no further than to a hundred: there may be very
many pages.
"""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .. import abandoned, languages, routing, schedules
from ..models import Schedule
from .listing import explorer_url
from .reports import policy, waiting
from .sections import STATES, sections

SHOWN = 10  # pages in a panel
WRITING = ("add", "change", "publish")


def writes(user: Any) -> bool:
    return policy().user_has_any_permission(user, WRITING)


class RefusedPanel(Component):
    """What did not happen, above what is to be read."""

    order = 50
    template_name = "bilingual/admin/refused.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        due = Schedule.objects.due().select_related("page")[: 5 * SHOWN]
        return {
            "refused": [
                (one, schedules.what_happened(one), reason)
                for one in due
                if one.page.permissions_for_user(user).can_edit()
                and (reason := schedules.reason(one))
            ]
        }


class ScheduledPanel(Component):
    """What happens by itself, the soonest first."""

    name = "scheduled"
    order = 60
    template_name = "bilingual/admin/scheduled.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = policy().instances_user_has_permission_for(user, "change")
        coming = (
            Schedule.objects.filter(at__gt=timezone.now(), page__in=mine)
            .select_related("page")
            .defer("content", "base")  # whole pages
            .order_by("at", "pk")
        )
        return {
            "scheduled": [
                (one, languages.name_of(one.language), schedules.line(one).sentence)
                for one in coming[:SHOWN]
            ]
        }


class DraftsPanel(Component):
    """Pages that the person was the last to write on, and that readers do not see."""

    name = "my_drafts"
    order = 120
    template_name = "bilingual/admin/drafts.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "request": parent_context["request"],
            "pages": list(drafts_of(user).specific(defer=True)[:SHOWN]),
        }


def bulk_url(action: str) -> str:
    """What is done with many pages, whose numbers are sent along."""
    model = routing.page_model()._meta
    kind = (model.app_label, model.model_name, action)
    return reverse("wagtail_bulk_action", args=kind)


def drafts_of(user: Any) -> Any:
    """The newest first, in the order of the index of versions."""
    mine = policy().instances_user_has_permission_for(user, "change")
    return mine.filter(
        latest_revision__user=user, has_unpublished_changes=True, alias_of=None
    ).order_by("-latest_revision_id")


class AbandonedPanel(Component):
    """Drafts that came to nothing; what is ticked is asked about before it goes."""

    name = "abandoned"
    order = 130
    template_name = "bilingual/admin/abandoned.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = policy().instances_user_has_permission_for(user, "change")
        return {
            "pages": list(abandoned.drafts(mine, user, SHOWN)),
            "days": abandoned.UNTOUCHED.days,
            "url": bulk_url("delete"),
        }


class WaitingPanel(Component):
    """What is to be translated, or translated again."""

    name = "waiting_for_translation"
    template_name = "bilingual/admin/waiting.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        shown = waiting(request.user, SHOWN + 1)
        states = [f"{state}-{code}" for code in languages.codes() for state in STATES]
        root = policy().explorable_root_instance(request.user)
        return {
            "request": request,
            "pages": shown[:SHOWN],
            "has_more": len(shown) > SHOWN,
            "url": explorer_url(root.pk, *states, is_public=True) if root else "",
            "sections": sections(request.user) if shown else [],
        }


def panels_for(user: Any) -> list[Component]:
    """None for those who write on no page."""
    if not writes(user):
        return []
    return [
        *(RefusedPanel(), ScheduledPanel(), DraftsPanel()),
        *(AbandonedPanel(), WaitingPanel()),
    ]
