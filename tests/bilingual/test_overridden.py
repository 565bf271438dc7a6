"""What of Wagtail's own the pages override, or call without being asked.

An upgrade that renames one of these, or asks it for something else, fails here and not
in an editor's hands. Then read Wagtail's new code, and mend ``bilingual`` or
``basepage``.
"""

import inspect
from pathlib import Path
from types import FunctionType

import pytest
from django.contrib.staticfiles import finders
from django.utils.functional import cached_property
from wagtail import hooks, views
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import (
    WagtailAdminDraftStateFormMixin,
    WagtailAdminModelForm,
)
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.copy import CopyView
from wagtail.models import AbstractPage, Site
from wagtail.rich_text import features
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.url_routing import RouteResult

from ethicaltrade.bilingual.located import LocatedPage
from ethicaltrade.bilingual.pages import BilingualPage

PRIVATE = [
    (AbstractPage, "_slug_is_available", "slug, parent_page, page=None"),
    (AbstractPage, "_update_descendant_url_paths", "self, old_url_path, new_url_path"),
    (AbstractPage, "_check_slug_is_unique", "self"),
    (AbstractPage, "_get_site_root_paths", "self, cache_object=None, **kwargs"),
    (AbstractPage, "_set_core_field_defaults", "self"),  # only called
]
PUBLIC = [
    (AbstractPage, "save", "self, clean=True, user=None, log_action=False, **kwargs"),
    (AbstractPage, "set_url_path", "self, parent"),
    (AbstractPage, "full_clean", "self, *args, **kwargs"),
    (AbstractPage, "minimal_clean", "self"),
    (AbstractPage, "validate_constraints", "self, exclude=None"),
    (AbstractPage, "get_url_parts", "self, request=None"),
    (AbstractPage, "get_url", "self, request=None, current_site=None"),
    (AbstractPage, "can_create_at", "parent"),
    (AbstractPage, "can_move_to", "self, parent"),
    (AbstractPage, "with_content_json", "self, content"),
    (AbstractPage, "clean_fields", "self, exclude=None"),
    (
        AbstractPage,
        "from_serializable_data",
        "data, check_fks=True, strict_fks=False",
    ),
    (AbstractPage, "get_latest_revision", "self"),
    (AbstractPage, "get_latest_revision_as_object", "self"),
    (
        AbstractPage,
        "save_revision",
        "self, user=None, approved_go_live_at=None, changed=True, log_action=False, "
        "previous_revision=None, clean=True, overwrite_revision=None",
    ),
    (AbstractPage, "route_for_request", "request, path"),
    (AbstractPage, "check_request_method", "self, request, *args, **kwargs"),
    (
        AbstractPage,
        "make_preview_request",
        "self, original_request=None, preview_mode=None, extra_request_attrs=None",
    ),
    (AbstractPage, "serve_preview", "self, request, mode_name"),
    (WagtailAdminPageForm, "full_clean", "self"),
    (WagtailAdminPageForm, "clean", "self"),
    (CopyForm, "clean", "self"),
    (PageLinkHandler, "get_many", "attrs_list"),
    (PageLinkHandler, "expand_db_attributes_many", "attrs_list"),
    (BrowseView, "get", "self, request, parent_page_id=None"),
    (MoveBulkAction, "get_actionable_objects", "self"),
    (MoveBulkAction, "prepare_action", "self, pages, pages_without_access"),
    (MoveBulkAction, "get_execution_context", "self"),
    (RouteResult, "__init__", "self, page, args=None, kwargs=None"),
]
RELIED_ON = [
    (AbstractPage.save, "self._update_descendant_url_paths(old_url_path, new_"),
    (AbstractPage.clean, "self._check_slug_is_unique()"),
    (AbstractPage._set_core_field_defaults, '"_cached_parent_obj"'),
    (AbstractPage._get_relevant_site_root_paths, "self._get_site_root_paths("),
    (AbstractPage.get_url, "self._get_site_root_paths(request)"),
    # Our own keeps what it finds under a name of ours, ``page_route``.
    (AbstractPage.route_for_request, "request._wagtail_route_for_request"),
    # Where ours puts what it remembers.
    (Site.find_for_request, 'hasattr(request, "_wagtail_site")'),
    (views.serve, "Page.route_for_request(request, path)"),
    (views.serve, 'get_hooks("on_serve_page")'),
    (WagtailAdminModelForm, "if self.is_deferred_validation"),
    # What leaves a closed place is closed before it moves, and with its copy.
    (MovePageAction, "pre_page_move.send("),
    (CopyView, 'get_hooks("before_copy_page")'),
    # What is passed over: it only finds what the form finds again.
    (
        CopyView.post,
        'Page.objects.get(id=request.POST["new_parent_page"])\n        return',
    ),
    (ConvertAliasPageAction, 'page.save(update_fields=["alias_of_id"]'),
    (WagtailAdminDraftStateFormMixin.clean, "super().clean()"),
]


SCRIPTS = [  # what streams.js, fields.js and unsaved.js go on from
    ("telepath/blocks.js", "StreamBlock:"),
    ("telepath/blocks.js", "StreamBlockDefinition:"),
    ("telepath/blocks.js", "this.countInput.val(this.blockCounter)"),
    ("telepath/blocks.js", ".blockDef.meta.collapsed&&this.children.forEach("),
    ("core.js", ".element.rootBlock="),
    ("core.js", '"w-autosize"'),
    ("core.js", 'dispatch("watch-edits"'),
    ("core.js", "force:{default:!1,type:Boolean}"),
    ("core.js", "hasEdits:{default:!1,type:Boolean}"),
]


def arguments(method) -> str:
    """What a method is called with, without annotations."""
    signature = inspect.signature(method)
    bare = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in signature.parameters.values()
    ]
    return str(signature.replace(parameters=bare, return_annotation=inspect._empty))


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [*PRIVATE, *PUBLIC],
    ids=[f"{owner.__name__}.{name}" for owner, name, _args in [*PRIVATE, *PUBLIC]],
)
def test_wagtail_calls_it_in_the_same_way(owner, name, expected):
    assert arguments(getattr(owner, name)) == f"({expected})"


@pytest.mark.parametrize(("owner", "words"), RELIED_ON)
def test_wagtail_asks_where_it_did(owner, words):
    assert words in inspect.getsource(owner)


@pytest.mark.parametrize(("name", "words"), SCRIPTS)
def test_wagtails_scripts_have_what_ours_go_on_from(name, words):
    found = finders.find(f"wagtailadmin/js/{name}")
    assert words in Path(found).read_text("utf-8")


def test_no_other_private_method_is_overridden():
    overridden = {
        name
        for page_class in (LocatedPage, BilingualPage)
        for name, value in vars(page_class).items()
        if name.startswith("_")
        and not name.startswith("__")
        and isinstance(value, (staticmethod, classmethod, FunctionType))
        and hasattr(AbstractPage, name)
    }
    assert overridden == {name for _owner, name, _args in PRIVATE[:4]}


@pytest.mark.parametrize("name", ["default_preview_mode", "scheduled_revision"])
def test_wagtail_asks_it_without_calling(name):
    assert isinstance(getattr(AbstractPage, name), (property, cached_property))


def test_check_of_who_may_see_a_page_comes_before_ours():
    names = [hook.__name__ for hook in hooks.get_hooks("on_serve_page")]
    ours = names.index("serve_in_the_readers_language")
    assert names.index("check_view_restrictions") < ours


def test_link_button_has_a_place_for_the_address_of_a_chooser():
    button = features.get_editor_plugin("draftail", "link")
    assert "pageChooser" in button.data["chooserUrls"]
