"""The CMS's first page: what one can begin with, above what each room tells there.

Panels live in the room of what they show, and stand in the order of their numbers:

=====  ==========================================================
   10  what one can begin with
50–99  what went wrong, and what happens soon by itself
 100–  what waits for this very person: tasks, drafts
 140–  what comes: the next events
 230–  what is to be translated
 250–  what one did last, what is locked, and the house's machinery
=====  ==========================================================
"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage

from .cms import WaitingSummaryItem

LAST = 100


class Beginning(NamedTuple):
    order: int
    label: Any
    model: type[BasePage]
    icon_name: str

    def url_for(self, user: Any) -> str | None:
        """The form where there is one place for it, else the choice of a place."""
        policy = policy_registry.get_by_type(BasePage)
        parents = self.model.allowed_parent_page_models()
        kinds = [parent._meta.model_name for parent in parents]
        places = policy.instances_user_has_permission_for(user, "add").filter(
            alias_of=None, content_type__model__in=kinds
        )
        found = list(places.order_by("pk").values_list("pk", flat=True)[:2])
        kind = self.model._meta.app_label, self.model._meta.model_name
        if not found:
            return None
        if len(found) == 1:
            return reverse("wagtailadmin_pages:add", args=[*kind, found[0]])
        return reverse("wagtailadmin_pages:choose_parent", args=kind)


_beginnings: list[Beginning] = []


def register_beginning(
    model: type[BasePage], label: Any, *, icon_name: str, order: int
) -> None:
    """Offer a new page of the type to those who may make one."""
    _beginnings.append(Beginning(order, label, model, icon_name))


class BeginPanel(Component):
    name = "begin"
    order = 10
    template_name = "admin/core/begin.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        offers = [
            (one, one.url_for(user))
            for one in sorted(_beginnings, key=lambda one: one.order)
        ]
        return {"offers": [(one, url) for one, url in offers if url]}


@hooks.register("construct_homepage_panels")
def begin(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(BeginPanel())


@hooks.register("construct_homepage_panels")
def tell_of_edits_to_who_may_edit(request: HttpRequest, panels: list[Any]) -> None:
    """A translator's last edits are of pages that they may not open any more."""
    policy = policy_registry.get_by_type(BasePage)
    if not policy.user_has_any_permission(request.user, ("add", "change", "publish")):
        panels[:] = [one for one in panels if not isinstance(one, RecentEditsPanel)]


@hooks.register("construct_homepage_summary_items", order=LAST)
def count_what_waits_alone(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Not all pages, pictures and documents, which takes long and asks for nothing."""
    items[:] = [one for one in items if isinstance(one, WaitingSummaryItem)]
