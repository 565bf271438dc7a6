"""The steps of the application, in their order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import forms
from .models import Application


@dataclass(frozen=True)
class Step:
    key: str
    title: str | Promise
    form: type[forms.StepForm] | None
    is_done: Callable[[Application], Any]

    @property
    def number(self) -> int:
        """From 1."""
        return STEPS.index(self) + 1

    @property
    def before(self) -> "Step | None":
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> "Step | None":
        return STEPS[self.number] if self.number < len(STEPS) else None


STEPS = (
    Step(
        "organisation", _("The organisation"), forms.OrganisationForm, lambda one: True
    ),
    Step("size", _("Size and fee"), forms.SizeForm, lambda one: one.estimate),
    Step("contacts", _("Contacts"), forms.ContactsForm, lambda one: one.contact_email),
    Step(
        "principles",
        _("Principles"),
        forms.PrinciplesForm,
        lambda one: one.principles_id,
    ),
    Step("consent", _("Consent"), forms.ConsentForm, lambda one: one.consented_at),
    Step(
        "summary", pgettext_lazy("step", "Summary"), None, lambda one: not one.is_draft
    ),
)
FIRST, SUMMARY = STEPS[0], STEPS[-1]
BY_KEY = {step.key: step for step in STEPS}
STATUS = "status"  # where one is led when all of them are done


def next_undone(application: Application) -> Step:
    """The first step that is not done; the summary when all the others are."""
    return next((step for step in STEPS if not step.is_done(application)), SUMMARY)


def is_complete(application: Application) -> bool:
    return all(step.is_done(application) for step in STEPS if step is not SUMMARY)
