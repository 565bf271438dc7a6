from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.models import OldAddress

from . import schedule
from .models import Person, Topic
from .protection import refuse_deletion
from .rich_text import NoImageEmbed, NoMediaEmbed, surviving
from .watched import WatchedSnippetViewSet, edit_addresses

hooks.register("before_delete_snippet", refuse_deletion)
hooks.register("register_admin_urls", edit_addresses, order=-1)  # the first wins

LAST = 200  # other rooms put their own handlers in the place of Wagtail's at 100


class TopicViewSet(WatchedSnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 400
    add_to_admin_menu = True
    list_display = localized_names("name")
    search_fields = localized_names("name")


class PersonViewSet(WatchedSnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 410
    add_to_admin_menu = True
    list_display = ["name", *localized_names("role"), "email"]
    search_fields = ["name"]


register_snippet(TopicViewSet)
register_snippet(PersonViewSet)


class OldAddressViewSet(WatchedSnippetViewSet):
    model = OldAddress
    icon = "redirect"
    menu_label = _("Old addresses")
    menu_order = 900
    add_to_settings_menu = True
    list_display = ["path", "language", "page", "created_at"]
    list_filter = ["language"]
    search_fields = ["path"]
    panels = [FieldPanel("path"), FieldPanel("language"), FieldPanel("page")]


register_snippet(OldAddressViewSet)


# Pages that a rule keeps from being published, or taken down, by the clock


class RefusedPanel(Component):
    """On the CMS's first page, above what is waiting to be read."""

    order = 50
    template_name = "admin/core/refused.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        found = [(one, one.reason()) for one in schedule.overdue()]
        return {
            "refused": [
                {"one": one, "happened": schedule.what_happened(one), "reason": reason}
                for one, reason in found
                if reason and one.page.permissions_for_user(user).can_edit()
            ]
        }


@hooks.register("construct_homepage_panels")
def add_refused_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(RefusedPanel())


@hooks.register("before_edit_page")
def tell_of_the_schedule(request: HttpRequest, page: Any) -> None:
    """Why the page did not keep its time, and what becomes of a time that is over."""
    if request.method != "GET":
        return
    for one in schedule.overdue(pk=page.pk):
        if reason := one.reason():
            messages.warning(request, f"{schedule.what_happened(one)} {reason}")
            return
    if page.expire_at and page.expire_at < timezone.now():
        messages.info(
            request,
            gettext(
                "This page was to be unpublished on %(at)s. That time is removed when "
                "you save, so a page that you publish again stays published."
            )
            % {
                "at": date_format(timezone.localtime(page.expire_at), "DATETIME_FORMAT")
            },
        )


@hooks.register("register_rich_text_features", order=LAST)
def survive_what_no_editor_writes(features: FeatureRegistry) -> None:
    for handler in list(features.link_types.values()):
        features.register_link_type(surviving(handler))
    features.register_embed_type(NoImageEmbed)
    features.register_embed_type(NoMediaEmbed)
