"""Where editors find topics and people in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ethicaltrade.bilingual.languages import localized_names

from .models import Person, Topic


class TopicViewSet(SnippetViewSet):
    """The site's subject list."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 400
    add_to_admin_menu = True
    list_display = localized_names("name")
    search_fields = localized_names("name")


class PersonViewSet(SnippetViewSet):
    """Those who write and answer."""

    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 410
    add_to_admin_menu = True
    list_display = ["name", *localized_names("role"), "email"]
    search_fields = ["name"]


register_snippet(TopicViewSet)
register_snippet(PersonViewSet)
