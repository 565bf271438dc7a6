"""What Wagtail says in English, whatever language an editor has.

Some of its words are made of the names of fields; some are translated when the site
starts, in no editor's language. A word that merely has no Norwegian is in
``locale/wagtail``; templates of Wagtail's with English in them have a copy in
``templates``, which ``tests/sitewide/test_cms_in_norwegian.py`` holds to the original.
"""

from typing import Any

from django.forms import BoundField
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.models import Site
from wagtail.sites.views import IndexView as SitesView
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.templatetags import wagtailusers_tags
from wagtail.users.views.bulk_actions.assign_role import RoleForm

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages

BREADCRUMBS = [
    {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}
]
"""Wagtail's own, of a snippet that has a menu item, are translated at the start."""


def _about(sentence: str, name: Any) -> str:
    return gettext(sentence) % {"object": name}


class SnippetChooser(AdminSnippetChooser):
    """Wagtail's puts the snippet's name into its words at the start, with the form."""

    def __init__(self, model: Any = None, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        name, about = self.model._meta.verbose_name, lazy(_about, str)
        self.choose_one_text = about("Choose %(object)s", name)
        self.choose_another_text = about("Choose another %(object)s", name)
        self.link_to_chosen_text = about("Edit this %(object)s", name)


def language_choices() -> list[tuple[str, Any]]:
    default = gettext("Use server language: %(language_name)s") % {
        "language_name": languages.name_of(languages.default())
    }
    return [("", default), *languages.choices()]


def name_columns_of_sites() -> None:
    for column in SitesView.columns:
        if column.name in ("port", "site_name", "root_page"):
            name = Site._meta.get_field(column.name).verbose_name
            column.label = lazy(capfirst, str)(name)


def name_permission(permission: Any) -> str:
    names = {codename: long for codename, _short, long in BasePage.permission_types}
    return str(names.get(permission.codename, permission))


def table_of_permissions(permission_bound_field: BoundField) -> dict[str, Any]:
    """Wagtail's, without the names that Django has stored: "Can add topic"."""
    table = wagtailusers_tags.format_permissions(permission_bound_field)
    for row in table["object_perms"]:
        for action in ("add", "change", "delete"):
            if action in row:
                name = gettext(action.title())
                row[action]["perm"].name = f"{name}: {row['object']}"
    return table


def mend_words() -> None:
    name_columns_of_sites()
    RoleForm.base_fields["role"].label = gettext_lazy("Role")
    LocalePreferencesForm.base_fields["preferred_language"].choices = language_choices
    field = PagePermissionsForm.base_fields["permissions"]
    field.label_from_instance = name_permission
    wagtailusers_tags.register.inclusion_tag(
        "wagtailusers/groups/includes/formatted_permissions.html",
        name="format_permissions",
    )(table_of_permissions)
    for form in (PagePermissionsForm, WorkflowPageForm):
        form.base_fields["page"].label = gettext_lazy("Page")
