"""The CMS's edit views, each of which sees what another saved meanwhile.

Sites and workflows are for those who run the site, and collections have a name: these
are Wagtail's own.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.ui.tables import Column
from wagtail.contrib.settings import views as settings_views
from wagtail.documents.views import documents
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets
from wagtail.users.views import groups

from ethicaltrade.bilingual.marks import MarkedEdit

from .conflicts import WatchedEdit
from .wagtail_words import BREADCRUMBS, SnippetChooser

ANY_RIGHT = ("add", "change", "delete", "view")


def _value(of: Callable[[Any], Any], record: Any) -> Any:
    value = of(record)
    return "" if value is None else value


def _empty_without_value(column: Any) -> Any:
    if not isinstance(column, Column):
        return column
    column = copy(column)  # it may be another request's, too
    column.get_value = partial(_value, column.get_value)
    return column


class SnippetIndex(snippets.IndexView):
    """The list of snippets: a cell without a value is empty, and does not say None."""

    @cached_property
    def columns(self) -> list[Any]:
        return [_empty_without_value(column) for column in super().columns]


class WatchedSnippetEdit(MarkedEdit, WatchedEdit, snippets.EditView):
    """A snippet's."""


class SnippetCreate(chooser.SnippetCreateView):
    """Where snippets are picked; refused where there is no form for a new one."""

    def can_create(self) -> bool:
        return super().can_create() and self.get_creation_form_class() is not None


class SnippetChooserViewSet(chooser.SnippetChooserViewSet):
    """For what page forms show: whoever is in the CMS may pick one."""

    create_view_class = SnippetCreate
    base_widget_class = SnippetChooser


class RestrictedChooser:
    """For a view where snippets are picked: 403 to who has no right to any of them.

    Wagtail asks for none.
    """

    model_class: Any
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy = policy_registry.get_by_type(self.model_class)
        if not policy.user_has_any_permission(request.user, ANY_RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class RestrictedChooseView(RestrictedChooser, chooser.ChooseView):
    """The window."""


class RestrictedResultsView(RestrictedChooser, chooser.ChooseResultsView):
    """What is found in it."""


class RestrictedChosenView(RestrictedChooser, chooser.SnippetChosenView):
    """The one that was picked."""


class RestrictedChosenMultipleView(
    RestrictedChooser, chooser.SnippetChosenMultipleView
):
    """Those that were picked."""


class RestrictedChooserViewSet(SnippetChooserViewSet):
    choose_view_class = RestrictedChooseView
    choose_results_view_class = RestrictedResultsView
    chosen_view_class = RestrictedChosenView
    chosen_multiple_view_class = RestrictedChosenMultipleView


class WatchedSnippetViewSet(snippets.SnippetViewSet):
    index_view_class = SnippetIndex
    edit_view_class = WatchedSnippetEdit
    chooser_viewset_class = RestrictedChooserViewSet
    breadcrumbs_items = BREADCRUMBS


class ChosenSnippetViewSet(WatchedSnippetViewSet):
    """For snippets that page forms show."""

    chooser_viewset_class = SnippetChooserViewSet


class WatchedSettingEdit(MarkedEdit, WatchedEdit, settings_views.EditView):
    """A setting's."""


class WatchedDocumentEdit(WatchedEdit, documents.EditView):
    """A document's."""


def edit_addresses() -> list[URLPattern]:
    """In front of Wagtail's own, whose addresses they have."""
    setting = "settings/<slug:app_name>/<slug:model_name>/<int:pk>/"
    return [
        path(setting, WatchedSettingEdit.as_view()),
        path("documents/edit/<int:document_id>/", WatchedDocumentEdit.as_view()),
    ]


class WatchedGroupEdit(WatchedEdit, groups.EditView):
    """A group's; the template shows the hidden field."""


class WatchedGroupViewSet(groups.GroupViewSet):
    edit_view_class = WatchedGroupEdit
