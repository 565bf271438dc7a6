from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.models import OldAddress

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
    list_display = ["address", "language", "page", "created_at"]
    list_filter = ["language"]
    search_fields = ["path"]
    panels = [FieldPanel("path"), FieldPanel("language"), FieldPanel("page")]


register_snippet(OldAddressViewSet)


@hooks.register("register_rich_text_features", order=LAST)
def survive_what_no_editor_writes(features: FeatureRegistry) -> None:
    for handler in list(features.link_types.values()):
        features.register_link_type(surviving(handler))
    features.register_embed_type(NoImageEmbed)
    features.register_embed_type(NoMediaEmbed)
