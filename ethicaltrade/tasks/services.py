"""What happens to a task. Each is one transaction, and holds the page's row."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ethicaltrade.bilingual import actions
from ethicaltrade.dates import today

from . import emails, rights
from .models import Section, Task

State = Task.State


@transaction.atomic
def ask(
    page: Any,
    code: str,
    kind: str,
    *,
    by: Any,
    person: Any = None,
    group: Any = None,
    due: date | None = None,
    comment: str = "",
) -> Task:
    """Give the language of a page to a person or a group.

    PermissionDenied for whoever may not edit the page, and where there are no tasks;
    ValidationError, by the argument's name, for somebody who could not do it and for a
    day that has passed; and where there is such a task already. One that was handed
    back is replaced.
    """
    stored = actions.lock(page)
    if not rights.may_ask(by, stored) or not rights.has_tasks(stored):
        raise PermissionDenied
    _check_doer(stored, kind, person, group)
    if due and due < today():
        raise ValidationError({"due": _("This day has passed.")})
    before = Task.objects.of(stored, [code]).filter(kind=kind)
    if before.open().exists():
        raise ValidationError(_("Somebody has this already. Cancel that first."))
    for old in before.unsettled():
        _end(old, State.CANCELLED, by)
    before.filter(state=State.DONE).update(state=State.CLOSED)
    task = Task(
        language=code,
        kind=kind,
        person=person,
        group=group,
        due=due,
        comment=comment,
        asked_by=by,
    )
    task.page = stored
    task.save()
    _log("tasks.ask", task, by)
    emails.tell_doers(task)
    return task


def _check_doer(page: Any, kind: str, person: Any, group: Any) -> None:
    if (person is None) == (group is None):
        raise ValidationError({"doer": _("Choose a person or a group.")})
    able = rights.people(page, kind) if person else rights.groups(page, kind)
    if not able.filter(pk=(person or group).pk).exists():
        raise ValidationError({"doer": _("They cannot open this page.")})


@transaction.atomic
def hand_back(task: Task, *, by: Any, answer: str) -> None:
    """By whoever has it, with a comment; it is then with whoever asked."""
    _held(task, by, may_cancel=False)
    if not answer.strip():
        raise ValidationError({"answer": _("Write why you are handing it back.")})
    _end(task, State.HANDED_BACK, by, answer)


@transaction.atomic
def finish(task: Task, *, by: Any, answer: str = "") -> None:
    """A translation is ready, or what was reviewed is approved; by whoever has it."""
    _held(task, by, may_cancel=False)
    _end(task, State.DONE, by, answer)


@transaction.atomic
def cancel(task: Task, *, by: Any, answer: str = "") -> None:
    """By anybody who may edit the page."""
    _held(task, by, may_cancel=True)
    _end(task, State.CANCELLED, by, answer)


def _held(task: Task, by: Any, *, may_cancel: bool) -> None:
    """PermissionDenied for others; ValidationError where it has ended meanwhile."""
    page = actions.lock(task.page)
    may = page.permissions_for_user(by)
    allowed = may.can_edit_all() if may_cancel else may.can_edit()
    if not allowed or not (may_cancel or task.is_given_to(by)):
        raise PermissionDenied
    task.refresh_from_db(fields=["state"])
    ended = not task.is_open and not (may_cancel and task.state == State.HANDED_BACK)
    if ended:
        raise ValidationError(_("This task has ended."))


def _end(task: Task, state: State, by: Any, answer: str = "") -> None:
    was_open = task.is_open
    task.state, task.ended_by, task.ended_at = state, by, timezone.now()
    task.answer = answer or task.answer
    task.save(update_fields=["state", "ended_by", "ended_at", "answer"])
    _log(f"tasks.{state.value}", task, by)
    if was_open:
        emails.tell_end(task)


@transaction.atomic
def remind(task: Task) -> bool:
    """Tell whoever has it that it is overdue, once; whether that was done now."""
    actions.lock(task.page)
    task.refresh_from_db(fields=["state", "due", "reminded_at"])
    if not task.is_overdue or task.reminded_at:
        return False
    task.reminded_at = timezone.now()
    task.save(update_fields=["reminded_at"])
    emails.tell_overdue(task)
    return True


def settle_published(
    page: Any, languages: Iterable[str], user: Any = None, **_kwargs: Any
) -> None:
    """What is published needs neither translation nor review; a receiver."""
    tasks = Task.objects.of(page, languages)
    for task in tasks.unsettled().select_related("page").with_people():
        _end(task, State.DONE, user)
    tasks.filter(state=State.DONE).update(state=State.CLOSED)


def _log(action: str, task: Task, by: Any) -> None:
    """Without names: they are looked up, so that they can be forgotten."""
    data = {"task": task.pk, "kind": task.kind, "languages": [task.language]}
    log(instance=task.page.specific, action=action, user=by, data=data)


# Sections


@transaction.atomic
def switch(page: Any, *, on: bool, by: Any) -> None:
    """Whether the page, and all below it, has tasks; what is open stays so."""
    if not rights.may_switch(by, page):
        raise PermissionDenied
    if on:
        Section.objects.get_or_create(page_id=page.pk)
    else:
        Section.objects.filter(page=page.pk).delete()
    action = "tasks.switch_on" if on else "tasks.switch_off"
    log(instance=page.specific, action=action, user=by)
