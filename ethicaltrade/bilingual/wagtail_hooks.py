from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import ResolverMatch, path
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import languages, routing, schedules, slugs, subviews
from .admin import bulk, dashboard, listing, reports, scheduling, views
from .admin.changes import changes
from .fields import form_scripts, numbered_slugs
from .models import Schedule
from .rich_text import (
    BilingualPageLinkHandler,
    LinkPageChooser,
    point_link_button_at_our_chooser,
    register_language_mark,
)

AFTER_PRIVACY = 100  # Wagtail's own check of who may see a page has order 0
AFTER_WAGTAIL = 100  # the last of a kind takes the place of Wagtail's own


@hooks.register("on_serve_page", order=AFTER_PRIVACY)
def serve_in_the_readers_language(serve: Callable) -> Callable:
    """Redirect old addresses, explain a language the page is not in, or call a subview.

    Inside Wagtail's privacy check: an outsider never learns a gated page's address.
    """

    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        route = routing.route_of(request) or routing.PageRoute(page)
        original = page.main_language
        url = route.url_in(languages.active(), request)
        if original is None or not url:
            raise Http404
        if route.has_moved and request.method in subviews.READING:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(url + query)
        if not page.is_published_in(languages.active()):
            if route.subview:
                raise Http404  # a form or a file has nothing to explain
            return page.serve_unpublished_language(request, original)
        if route.subview:
            return call_subview(request, page, route.subview)
        return serve(page, request, args, kwargs)

    return inner


def call_subview(request: HttpRequest, page: Any, subview: ResolverMatch) -> Any:
    """Below an alias it is its source's: one form, one calendar, one feed."""
    if (original := routing.original_of(page)) != page:
        page = original.specific
        request.page_route = routing.PageRoute(page, subview)  # type: ignore[attr-defined]
    return subview.func(request, page, **subview.kwargs)


hooks.register("construct_page_action_menu", views.leave_publishing_to_languages)


hooks.register("register_admin_urls", reports.report_urls)
hooks.register("register_reports_menu_item", reports.report_menu_item)


@hooks.register("construct_homepage_panels")
def tell_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels += dashboard.panels_for(request.user)


@hooks.register("before_move_page")
def say_which_language_is_in_the_way(
    request: HttpRequest, page: Any, destination: Any
) -> Any:
    """Refuse a move onto a slug that is taken in any language."""
    if request.method != "POST":
        return None
    for language in slugs.taken_slugs(page, destination, page.all_pages()):
        messages.error(
            request,
            _("The address %(slug)s (%(language)s) is already in use there.")
            % {
                "slug": slugs.slug_in(page, language),
                "language": languages.name_of(language),
            },
        )
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


hooks.register("construct_page_listing_buttons", listing.offer_drafts_in_each_language)
hooks.register("register_bulk_action", bulk.PublishLanguages, order=AFTER_WAGTAIL)
hooks.register("register_bulk_action", bulk.TakeDownLanguages, order=AFTER_WAGTAIL)


@hooks.register("register_page_header_buttons")
def view_live_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    # The stored page: the editor may hold a draft with other addresses.
    live = page.as_stored or page.all_pages().filter(pk=page.pk).first()
    for order, language in enumerate(live.public_languages if live else []):
        yield Button(
            _("View live: %(language)s") % {"language": languages.name_of(language)},
            live.get_url_in(language),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer", "hreflang": language},
            priority=1 + order,
        )


@hooks.register("register_rich_text_features", order=AFTER_PRIVACY)
def register_languages_in_text(features: FeatureRegistry) -> None:
    features.register_link_type(BilingualPageLinkHandler)
    for language in languages.codes():
        register_language_mark(features, language)


@hooks.register("register_admin_urls")
def link_chooser_urls() -> list[Any]:
    """Called when every rich text feature has been registered."""
    point_link_button_at_our_chooser()
    chooser = LinkPageChooser.as_view()
    return [
        path("choose-page-to-link/", chooser, name="choose_page_to_link"),
        path("choose-page-to-link/<int:parent_page_id>/", chooser),
        path(
            "bilingual/<int:page_id>/<str:language>/schedule/",
            scheduling.ScheduleView.as_view(),
            name="schedule_language",
        ),
    ]


@hooks.register("register_admin_urls")
def changes_url() -> list[Any]:
    address = "bilingual/<int:page_id>/<str:language>/changes/<str:segment>/"
    return [path(address, changes, name="bilingual_changes")]


@hooks.register("insert_global_admin_css")
def style_sheets() -> str:
    sheets = [(static(f"bilingual/{name}.css"),) for name in ("languages", "lists")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


hooks.register("insert_global_admin_js", form_scripts)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_numbered_slugs(request: HttpRequest, page: Any) -> None:
    """Beside a form that saves itself, the script does."""
    if request.accepts("text/html"):
        for _name, sentence in numbered_slugs(page, request.POST):
            messages.info(request, sentence)


class LanguagesFormatter(LogFormatter):
    """Which languages an entry of the log is about."""

    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        named = [str(languages.name_of(c)) for c in data.get("languages", [])]
        words = {"languages": ", ".join(named)}
        if "at" in data:
            words["at"] = schedules.written(datetime.fromisoformat(data["at"]))
            words["what"] = str(Schedule.Action(data["what"]).label)
        return self.sentence % words


LOGGED = {
    "bilingual.publish": (
        gettext_lazy("Publish a language"),
        gettext_lazy("Published: %(languages)s"),
    ),
    "bilingual.take_down": (
        gettext_lazy("Take a language down"),
        gettext_lazy("Taken down: %(languages)s"),
    ),
    "bilingual.schedule": (
        gettext_lazy("Schedule a language"),
        gettext_lazy("Scheduled: %(what)s, %(at)s (%(languages)s)"),
    ),
    "bilingual.cancel_schedule": (
        gettext_lazy("Cancel a schedule"),
        gettext_lazy("Cancelled: %(what)s, %(at)s (%(languages)s)"),
    ),
    "bilingual.publish_scheduled": (
        gettext_lazy("Publish a language as scheduled"),
        gettext_lazy("Published as scheduled: %(languages)s"),
    ),
    "bilingual.take_down_scheduled": (
        gettext_lazy("Take a language down as scheduled"),
        gettext_lazy("Taken down as scheduled: %(languages)s"),
    ),
}


@hooks.register("register_log_actions")
def register_what_is_done_to_a_language(actions: LogActionRegistry) -> None:
    for action, (label, sentence) in LOGGED.items():
        formatter = {"label": label, "sentence": sentence}
        actions.register_action(action)(
            type("Formatter", (LanguagesFormatter,), formatter)
        )
