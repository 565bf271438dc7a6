"""What is said of a task, in the active language."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name

from ethicaltrade.bilingual import languages

from .models import Task


def kind(task: Task) -> str:
    """``Oversettelse til engelsk``."""
    return kind_in(task.kind, task.language)


def kind_in(kind: str, code: str) -> str:
    if kind == Task.Kind.TRANSLATION:
        sentence = _("Translation into %(language)s")
    else:
        sentence = _("Review: %(language)s")
    return sentence % {"language": languages.name_of(code)}


def day(due: date) -> str:
    return date_format(due, "DATE_FORMAT")


def name(user: Any) -> str:
    return get_user_display_name(user) if user else _("somebody who has left")


def holder(task: Task) -> str:
    return task.given_to or _("nobody")


def state(task: Task) -> str:
    """Who has it, until when; for who edits the page."""
    if not task.is_open:
        sentence = RETURNED[task.kind, task.state]
        return str(sentence) % {"who": name(task.ended_by)}
    if task.is_translation:
        sentence = _("For translation: with %(who)s")
        if task.due:
            sentence = _("For translation: with %(who)s, due %(due)s")
    else:
        sentence = _("For review: with %(who)s")
        if task.due:
            sentence = _("For review: with %(who)s, due %(due)s")
    return sentence % {"who": holder(task), "due": task.due and day(task.due)}


RETURNED = {
    ("translation", "handed_back"): gettext_lazy(
        "The translation was handed back by %(who)s"
    ),
    ("translation", "done"): gettext_lazy("Translated by %(who)s"),
    ("review", "handed_back"): gettext_lazy("The review was handed back by %(who)s"),
    ("review", "done"): gettext_lazy("Approved by %(who)s"),
}
"""By kind and state."""
OUTCOMES = {
    "handed_back": gettext_lazy("handed back"),
    "done": gettext_lazy("done, can be published"),
}
OFFERS = {
    Task.Kind.TRANSLATION: gettext_lazy("Send for translation …"),
    Task.Kind.REVIEW: gettext_lazy("Send for review …"),
}
FINISH = {
    Task.Kind.TRANSLATION: gettext_lazy("The translation is ready …"),
    Task.Kind.REVIEW: gettext_lazy("Approve …"),
}
ASKED = {
    Task.Kind.TRANSLATION: gettext_lazy("Sent for translation: %(language)s."),
    Task.Kind.REVIEW: gettext_lazy("Sent for review: %(language)s."),
}
ENDED = {
    ("translation", "handed_back"): gettext_lazy("Translation handed back"),
    ("translation", "done"): gettext_lazy("Translation done"),
    ("translation", "cancelled"): gettext_lazy("Translation cancelled"),
    ("review", "handed_back"): gettext_lazy("Handed back after review"),
    ("review", "done"): gettext_lazy("Approved"),
    ("review", "cancelled"): gettext_lazy("Review cancelled"),
}
"""By kind and state; for the history, and for e-mails."""
