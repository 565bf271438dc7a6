"""The CMS's edit views, each of which sees what another saved meanwhile.

Sites and workflows are for those who run the site, and collections have a name: these
are Wagtail's own.
"""

from django.urls import URLPattern, path
from wagtail.contrib.settings import views as settings_views
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.snippets.views import chooser, snippets
from wagtail.users.views import groups, users

from ethicaltrade.bilingual.marks import MarkedEdit

from .conflicts import WatchedEdit
from .wagtail_words import BREADCRUMBS, SnippetChooser


class WatchedSnippetEdit(MarkedEdit, WatchedEdit, snippets.EditView):
    """A snippet's."""


class SnippetCreate(chooser.SnippetCreateView):
    """Where snippets are picked; refused where there is no form for a new one."""

    def can_create(self) -> bool:
        return super().can_create() and self.get_creation_form_class() is not None


class SnippetChooserViewSet(chooser.SnippetChooserViewSet):
    create_view_class = SnippetCreate
    base_widget_class = SnippetChooser


class WatchedSnippetViewSet(snippets.SnippetViewSet):
    edit_view_class = WatchedSnippetEdit
    chooser_viewset_class = SnippetChooserViewSet
    breadcrumbs_items = BREADCRUMBS


class WatchedSettingEdit(MarkedEdit, WatchedEdit, settings_views.EditView):
    """A setting's."""


class WatchedImageEdit(MarkedEdit, WatchedEdit, images.EditView):
    """A picture's."""


class WatchedDocumentEdit(WatchedEdit, documents.EditView):
    """A document's."""


def edit_addresses() -> list[URLPattern]:
    """In front of Wagtail's own, whose addresses they have."""
    setting = "settings/<slug:app_name>/<slug:model_name>/<int:pk>/"
    return [
        path(setting, WatchedSettingEdit.as_view()),
        path("images/<int:image_id>/", WatchedImageEdit.as_view()),
        path("documents/edit/<int:document_id>/", WatchedDocumentEdit.as_view()),
    ]


class WatchedUserEdit(WatchedEdit, users.EditView):
    """A user's; the template shows the hidden field."""


class WatchedUserViewSet(users.UserViewSet):
    edit_view_class = WatchedUserEdit


class WatchedGroupEdit(WatchedEdit, groups.EditView):
    """A group's; the template shows the hidden field."""


class WatchedGroupViewSet(groups.GroupViewSet):
    edit_view_class = WatchedGroupEdit
