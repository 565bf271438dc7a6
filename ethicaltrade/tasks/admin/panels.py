"""Tasks where editors look: above the form, on the first page, in the explorer."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import MultipleChoiceFilter
from wagtail.admin.ui.components import Component

from ethicaltrade.bilingual import routing
from ethicaltrade.bilingual.admin.dashboard import writes
from ethicaltrade.bilingual.admin.listing import LanguageFilterSet
from ethicaltrade.tasks import rights, words
from ethicaltrade.tasks.models import Task

MOST = 50  # tasks on the dashboard


class Link(NamedTuple):
    label: Any
    url: str


class Line(NamedTuple):
    """A task, in the bar of its language."""

    task: Task
    sentence: str
    comment: str
    links: list[Link]


def _end(label: Any, task: Task, action: str) -> Link:
    return Link(label, reverse("end_task", args=[task.pk, action]))


class TasksOfLanguage(Component):
    """In the bar of one language."""

    template_name = "tasks/bar.html"

    def __init__(self, lines: list[Line], offers: list[Link], language: Any):
        self.lines, self.offers, self.language = lines, offers, language

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "offers": self.offers,
            "language": self.language,
        }


def parts_of_bar(bar: Any) -> Iterator[tuple[str, Component]]:
    """A hook: one part for each language that has any."""
    page, user = bar.page, bar.user
    may_ask = rights.may_ask(user, page)
    tasks = Task.objects.shown().filter(page=page.pk)
    known = list(tasks.with_people().order_by("kind"))
    is_section = may_ask and rights.has_tasks(page)
    for language in bar.languages:
        own = [task for task in known if task.language == language.code]
        lines = [_line(task, user, may_ask) for task in own]
        open_kinds = {task.kind for task in own if task.is_open}
        offers = [
            Link(label, reverse("ask_task", args=[page.pk, language.code, kind.value]))
            for kind, label in words.OFFERS.items()
            if is_section and kind not in open_kinds and _fits(kind, page, language)
        ]
        if lines or offers:
            yield language.code, TasksOfLanguage(lines, offers, language.name)


def _fits(kind: Task.Kind, page: Any, language: Any) -> bool:
    """A page is translated from the language it was written in, and not into it."""
    return kind != Task.Kind.TRANSLATION or page.source_language != language.code


def _line(task: Task, user: Any, may_ask: bool) -> Line:
    links = []
    if task.is_open and task.is_given_to(user):
        links.append(_end(words.FINISH[Task.Kind(task.kind)], task, "finish"))
        links.append(_end(_("Hand back …"), task, "hand_back"))
    if may_ask and task.state != Task.State.DONE:
        links.append(_end(_("Cancel the task …"), task, "cancel"))
    comment = task.comment if task.is_open else task.answer
    return Line(task, words.state(task), comment, links)


class Row(NamedTuple):
    task: Task
    title: str
    kind: str
    outcome: Any = ""


class WaitingForYouPanel(Component):
    """What the person has to do, the soonest first; and what they got back, or done.

    Empty, it is shown to those alone who write nothing of their own: translators.
    """

    name = "waiting_for_you"
    template_name = "tasks/waiting.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        # Without pages that the person may not open any more.
        mine = routing.page_model().written_by(user).order_by()
        tasks = Task.objects.filter(page__in=mine.values("pk"))
        tasks = tasks.with_people().select_related("page").soonest_first()
        returned = tasks.shown().filter(asked_by=user).exclude(state=Task.State.OPEN)
        return {
            "waiting": rows_of(tasks.open().given_to(user)[:MOST]),
            "returned": rows_of(returned[:MOST]),
            "is_all": not writes(user),
        }


def rows_of(tasks: Any) -> list[Row]:
    return [
        Row(
            task,
            task.page.get_admin_display_title(),
            words.kind(task),
            words.OUTCOMES.get(task.state, ""),
        )
        for task in tasks
    ]


class TaskFilter(MultipleChoiceFilter):
    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        open_tasks = Task.objects.open().filter(kind__in=value)
        return qs.filter(pk__in=open_tasks.values("page"))


class TaskFilterSet(LanguageFilterSet):
    task = TaskFilter(
        label=gettext_lazy("Sent for"),
        choices=Task.Kind.choices,
        widget=CheckboxSelectMultiple,
    )
