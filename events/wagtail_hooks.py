"""Where editors find organisers in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ethicaltrade.bilingual.languages import localized_names

from .models import Organisation


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
