from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.models import OldAddress

from . import pictures
from .cms import register_stylesheet
from .menus import CONTENT
from .models import Person, Topic
from .people import ForgetSecondFactorsView, refuse_superuser, refuse_superusers
from .protection import refuse_deletion
from .rich_text import NoImageEmbed, NoMediaEmbed, surviving
from .watched import ChosenSnippetViewSet, WatchedSnippetViewSet, edit_addresses

hooks.register("before_delete_snippet", refuse_deletion)
hooks.register("before_edit_user", refuse_superuser)
hooks.register("before_bulk_action", refuse_superusers)
hooks.register("register_admin_urls", edit_addresses, order=-1)  # the first wins
hooks.register("register_admin_urls", pictures.addresses, order=-1)

register_stylesheet("css/admin/dashboard.css")
register_stylesheet("css/admin/wagtail.css")


@hooks.register("register_admin_urls")
def reset_second_factors() -> list[URLPattern]:
    view = ForgetSecondFactorsView.as_view()
    name = "forget_second_factors"
    return [path("users/<int:pk>/second-factors/", view, name=name)]


LAST = 200  # other rooms put their own handlers in the place of Wagtail's at 100


class TopicViewSet(ChosenSnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 410
    menu_hook = CONTENT
    list_display = localized_names("name")


class PersonViewSet(ChosenSnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 420
    menu_hook = CONTENT
    list_display = ["name", *localized_names("role"), "email"]


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


@hooks.register("register_permissions")
def permission_to_see_what_was_done() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="wagtailcore", codename="view_modellogentry"
    )


@hooks.register("register_rich_text_features", order=LAST)
def survive_what_no_editor_writes(features: FeatureRegistry) -> None:
    for handler in list(features.link_types.values()):
        features.register_link_type(surviving(handler))
    features.register_embed_type(NoImageEmbed)
    features.register_embed_type(NoMediaEmbed)
