"""Who is told of a task: whoever has it, and whoever asked.

The title goes only to those who may open the page; where to, too.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import send

from . import rights, words
from .models import Task

logger = logging.getLogger(__name__)


def tell_doers(task: Task) -> None:
    """Except who gave it to themselves."""
    for user in rights.doers(task):
        if user.pk != task.asked_by_id:
            _send("tasks/given", task, user)


def tell_overdue(task: Task) -> None:
    """Those who may do it, even who gave it to themselves."""
    for user in rights.doers(task):
        _send("tasks/overdue", task, user, about="overdue")


def tell_end(task: Task) -> None:
    """Whoever asked; when it is cancelled, whoever had it and may open the page yet."""
    if task.state == Task.State.CANCELLED:
        users = rights.doers(task)
    else:
        users = [task.asked_by] if task.asked_by else []
    page = task.page.specific
    for user in users:
        may = page.permissions_for_user(user)
        if user.pk != task.ended_by_id and may.can_edit():
            _send("tasks/ended", task, user)


def _send(template: str, task: Task, user: Any, about: str = "") -> None:
    url = reverse("wagtailadmin_pages:edit", args=[task.page_id])
    with languages.in_language(user.language):
        context = {
            "title": task.page.specific.get_admin_display_title(),
            "heading": words.kind(task),
            "happened": str(words.ENDED.get((task.kind, task.state), "")),
            "details": list(_details(task)),
            "url": f"{settings.WAGTAILADMIN_BASE_URL}{url}",
        }
    try:
        send(
            template,
            to=user.email,
            language=user.language,
            context=context,
            key=f"task:{task.pk}:{about or task.state}:{user.pk}",
        )
    except ValidationError:
        logger.exception("The user %s could not be told", user.pk)


def _details(task: Task) -> Any:
    if task.is_open:
        yield _("From"), words.name(task.asked_by)
        if task.due:
            yield _("Due date"), words.day(task.due)
        if task.comment:
            yield _("Comment"), task.comment
        return
    yield _("By"), words.name(task.ended_by)
    if task.answer:
        yield _("Comment"), task.answer
