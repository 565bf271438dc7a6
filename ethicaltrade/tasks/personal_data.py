"""Who asked whom to review or translate a page, and who did it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.personal_data import PURPOSE
from ethicaltrade.privacy.purposes import WITH_THE_ACCOUNT, Item
from ethicaltrade.privacy.registry import Kept, Source, register

from .models import Task

PEOPLE = ("person", "asked_by", "ended_by")


def export(user: Any) -> dict[str, Any]:
    """What was asked of the person, and what they asked of others."""
    mine = Q(person=user) | Q(asked_by=user) | Q(ended_by=user)
    tasks = Task.objects.filter(mine).select_related("page").order_by("asked_at")
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


def forget(user: Any) -> None:
    """With what the person wrote in them."""
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
