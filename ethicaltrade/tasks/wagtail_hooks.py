from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.admin.bar import PARTS

from . import rights, words
from .admin import panels, views
from .models import TRANSLATE, Task

hooks.register(PARTS, panels.parts_of_bar)


@hooks.register("register_admin_urls")
def task_urls() -> list[Any]:
    return [
        path(
            "tasks/<int:page_id>/<str:language>/<str:kind>/",
            views.AskView.as_view(),
            name="ask_task",
        ),
        path(
            "tasks/<int:task_id>/<str:action>/",
            views.EndView.as_view(),
            name="end_task",
        ),
        path(
            "tasks/section/<int:page_id>/",
            views.SectionView.as_view(),
            name="task_section",
        ),
    ]


@hooks.register("construct_homepage_panels")
def tell_what_waits_for_you(request: HttpRequest, panels_: list[Any]) -> None:
    panels_.append(panels.WaitingForYouPanel())


@hooks.register("register_page_header_buttons")
def switch_of_section(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On pages that may have others below."""
    if page.pk and page.specific_class.creatable_subpage_models():
        if not rights.may_switch(user, page):
            return
        yield Button(
            _("Review and translation"),
            reverse("task_section", args=[page.pk]),
            icon_name="mail",
            priority=90,
        )


@hooks.register("register_permissions")
def permission_to_be_given_translations() -> Any:
    codename = TRANSLATE.partition(".")[2]
    return Permission.objects.filter(content_type__app_label="tasks", codename=codename)


@hooks.register("insert_global_admin_css")
def tasks_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("tasks/tasks.css"))


@hooks.register("insert_editor_js")
def tasks_js() -> str:
    return format_html(
        '<script src="{}" type="module"></script>', static("tasks/dialog.js")
    )


class TaskFormatter(LogFormatter):
    """What happened, in which language; to whom is looked up."""

    state = ""

    def format_message(self, log_entry: Any) -> str:
        kind = log_entry.data.get("kind", Task.Kind.REVIEW)
        [code] = log_entry.data.get("languages", [languages.default()])
        named = {"language": languages.name_of(code)}
        if self.state:
            named["what"] = words.ENDED[kind, self.state]
            return _("%(what)s (%(language)s)") % named
        task = Task.objects.with_people().filter(pk=log_entry.data.get("task"))
        found = task.first()
        named["who"] = words.holder(found) if found else _("nobody")
        if kind == Task.Kind.TRANSLATION:
            return _("Sent for translation to %(who)s (%(language)s)") % named
        return _("Sent for review to %(who)s (%(language)s)") % named


LOGGED = {
    "tasks.ask": (gettext_lazy("Send for review or translation"), ""),
    "tasks.handed_back": (gettext_lazy("Hand a task back"), "handed_back"),
    "tasks.done": (gettext_lazy("Finish a task"), "done"),
    "tasks.cancelled": (gettext_lazy("Cancel a task"), "cancelled"),
}
SWITCHED = {
    "tasks.switch_on": (
        gettext_lazy("Switch tasks on"),
        gettext_lazy("Pages here can be sent for review and translation"),
    ),
    "tasks.switch_off": (
        gettext_lazy("Switch tasks off"),
        gettext_lazy("Pages here are no longer sent for review and translation"),
    ),
}


@hooks.register("register_log_actions")
def register_what_happens_to_tasks(actions: LogActionRegistry) -> None:
    for action, (label, state) in LOGGED.items():
        formatter = type(
            "Formatter", (TaskFormatter,), {"label": label, "state": state}
        )
        actions.register_action(action)(formatter)
    for action, (label, sentence) in SWITCHED.items():
        actions.register_action(action, label, sentence)
