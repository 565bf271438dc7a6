"""Where the staff find registrations in the CMS."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from events.models import EventPage

from . import urls
from .access import may_see_registrations, may_see_some
from .log import register_actions

hooks.register("register_log_actions", register_actions)


@hooks.register("register_admin_urls")
def staff_urls() -> list:
    """Everything below ``/admin/registrations/``."""
    return [path("registrations/", include(urls))]


@hooks.register("insert_global_admin_css")
def staff_css() -> str:
    """For the pages of registrations, the door above all."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/admin/events.css")
    )


class RegistrationsMenuItem(MenuItem):
    """For those who change events."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there may be anything to see."""
        return may_see_some(request.user)


@hooks.register("register_admin_menu_item")
def registrations_menu_item() -> MenuItem:
    """The events with their numbers, in the main menu."""
    address = reverse("event_staff:index")
    return RegistrationsMenuItem(
        _("Registrations"), address, name="registrations", icon_name="group", order=200
    )


def button_for(page: Any, user: Any) -> Iterator[Button]:
    """The way from an event to its registrations."""
    event = page.specific_deferred
    if isinstance(event, EventPage) and may_see_registrations(user, event):
        yield Button(
            _("Registrations"),
            url=reverse("event_staff:list", args=[page.pk]),
            icon_name="group",
            priority=5,
        )


@hooks.register("register_page_header_buttons")
def header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On the event's own pages in the CMS."""
    return button_for(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(
    page: Any, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    """In the list of pages."""
    return button_for(page, user)
