from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from ethicaltrade.bilingual.admin.scheduling import BEFORE_SCHEDULE
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.core.cms import (
    RestrictedMenuItem,
    register_log_actions,
    register_stylesheet,
)
from ethicaltrade.core.dashboard import register_beginning
from ethicaltrade.core.menus import register_menu
from ethicaltrade.core.watched import ChosenSnippetViewSet

from . import guards
from .admin import dashboard, lists, publishing, views
from .admin.access import can_see_registrations, can_see_some_registrations
from .admin.services import LOG_LABELS, LOG_PREFIX, RegistrationLogFormatter
from .models import EventPage, Organisation

EVENTS = register_menu("events", _("Events"), icon_name="calendar-alt", order=200)
register_beginning(EventPage, _("New event"), icon_name="calendar", order=20)


class OrganisationViewSet(ChosenSnippetViewSet):
    model = Organisation
    icon = "site"
    menu_label = _("Organisers")
    menu_order = 420
    menu_hook = EVENTS
    list_display = [*localized_names("name"), "short_name"]


register_snippet(OrganisationViewSet)


hooks.register("before_bulk_action", guards.refuse_bulk_action)


hooks.register(
    "before_delete_page", lambda request, page: guards.refuse_deletion(request, [page])
)
hooks.register(
    "before_unpublish_page",
    lambda request, page: guards.refuse_unpublishing(request, [page]),
)
hooks.register("before_publish_page", publishing.ask_first)
hooks.register(BEFORE_SCHEDULE, publishing.ask_before_scheduling)


register_stylesheet("css/admin/events.css")
register_log_actions(LOG_PREFIX, LOG_LABELS, RegistrationLogFormatter)


@hooks.register("register_admin_urls")
def registration_urls() -> list:
    patterns = [
        path("", lists.EventList.as_view(), name="index"),
        path(
            "results/", lists.EventList.as_view(results_only=True), name="index_results"
        ),
        path("<int:event_id>/", lists.RegistrationList.as_view(), name="list"),
        path(
            "<int:event_id>/results/",
            lists.RegistrationList.as_view(results_only=True),
            name="list_results",
        ),
        path("<int:event_id>/add/", views.AddView.as_view(), name="add"),
        path(
            "<int:event_id>/door/",
            views.CheckInListView.as_view(),
            name="check_in_list",
        ),
        path(
            "<int:event_id>/door/results/",
            views.CheckInListView.as_view(results_only=True),
            name="check_in_results",
        ),
        path(
            "<int:event_id>/publish/<int:revision_id>/",
            publishing.PublishView.as_view(),
            name="publish",
        ),
        path("<int:event_id>/message/", views.MessageView.as_view(), name="message"),
        path(
            "<int:event_id>/<int:pk>/",
            views.RegistrationView.as_view(),
            name="registration",
        ),
        path(
            "<int:event_id>/<int:pk>/check-in/",
            views.CheckInView.as_view(),
            name="check_in",
        ),
    ]
    return [path("registrations/", include((patterns, "event_admin")))]


@hooks.register("register_permissions")
def registration_permissions() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="events", codename="change_registration"
    )


@hooks.register(EVENTS)
def registrations_menu_item() -> RestrictedMenuItem:
    return RestrictedMenuItem(
        _("Registrations"),
        reverse("event_admin:index"),
        may_see=can_see_some_registrations,
        name="registrations",
        icon_name="tasks",
        order=200,
    )


@hooks.register("construct_homepage_panels")
def next_events(request: HttpRequest, panels: list[Any]) -> None:
    panels += dashboard.panels_for(request.user)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def registrations_button(page: Any, user: Any, **kwargs: Any) -> Iterator[Button]:
    event = page.specific_deferred
    if isinstance(event, EventPage) and can_see_registrations(user, event):
        yield Button(
            _("Registrations"),
            url=reverse("event_admin:list", args=[page.pk]),
            icon_name="group",
            priority=5,
        )
