"""Who asked whom to review or translate a page, and who did it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.personal_data import PURPOSE
from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.privacy.purposes import WITH_THE_ACCOUNT, Item
from ethicaltrade.privacy.registry import Kept, Source, register

from .models import Task

PEOPLE = ("person", "asked_by", "ended_by")


def export(user: Any) -> dict[str, Any]:
    """What was asked of the person, and what they asked of others."""
    tasks = _of(user).select_related("page").order_by("asked_at")
    return {
        "tasks": [
            {
                "page": task.page.get_admin_display_title(),
                "language": task.language,
                "kind": task.kind,
                "state": task.state,
                "asked_at": task.asked_at,
                "due": task.due,
                "ended_at": task.ended_at,
                "asked_by_you": task.asked_by_id == user.pk,
                "given_to_you": task.person_id == user.pk,
                "comment": task.comment if task.asked_by_id == user.pk else "",
                "answer": task.answer if task.ended_by_id == user.pk else "",
            }
            for task in tasks
        ]
    }


def _of(user: Any) -> Any:
    mine = Q(person=user) | Q(asked_by=user) | Q(ended_by=user)
    return Task.objects.filter(mine)


def forget(user: Any) -> None:
    """With what the person wrote in them, and the e-mails that name them."""
    for key in _of(user).values_list("pk", flat=True):
        forget_emails(f"task:{key}")
    Task.objects.filter(asked_by=user).update(comment="")
    Task.objects.filter(ended_by=user).update(answer="")
    for name in PEOPLE:
        Task.objects.filter(**{name: user}).update(**{name: None})


TASKS = Item(
    what=_(
        "Which pages you were asked to review or translate, and which you asked others "
        "to, with comments."
    ),
    until=WITH_THE_ACCOUNT,
)

register(
    Source(
        name="tasks",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        kept=(
            Kept(
                model=Task,
                by=PEOPLE,
                fields=("comment", "answer"),
                items=(TASKS,),
            ),
        ),
    )
)
