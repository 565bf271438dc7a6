from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.models import OldAddress

from .models import Person, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 400
    add_to_admin_menu = True
    list_display = localized_names("name")
    search_fields = localized_names("name")


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 410
    add_to_admin_menu = True
    list_display = ["name", *localized_names("role"), "email"]
    search_fields = ["name"]


register_snippet(TopicViewSet)
register_snippet(PersonViewSet)


class OldAddressViewSet(SnippetViewSet):
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
