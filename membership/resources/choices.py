"""The types of resources and the steps of due diligence; codes stand in addresses."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

SEPARATOR = ","  # of the steps in their column


class Kind(TextChoices):
    GUIDE = "guide", _("Guide")
    TEMPLATE = "template", pgettext_lazy("resource", "Template")
    RECORDING = "recording", _("Course recording")
    LEGAL = "legal", _("Legal note")


class Step(TextChoices):
    """From the OECD Due Diligence Guidance for Responsible Business Conduct, 2018."""

    EMBED = "embed", pgettext_lazy("due diligence", "Embed")
    IDENTIFY = "identify", pgettext_lazy("due diligence", "Identify")
    PREVENT = "prevent", pgettext_lazy("due diligence", "Stop, prevent and reduce")
    MONITOR = "monitor", pgettext_lazy("due diligence", "Monitor")
    COMMUNICATE = "communicate", pgettext_lazy("due diligence", "Communicate")
    REMEDY = "remedy", pgettext_lazy("due diligence", "Remediate")


class StepsField(models.CharField):
    """A list of :class:`Step` in their order, stored as ``,embed,monitor,``.

    A search for ``,embed,`` finds the one step and no other, on every database.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 120
        kwargs["default"] = list
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["default"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> list[Step]:
        """Raises ValidationError for an unknown step."""
        if isinstance(value, str):
            value = [code for code in value.split(SEPARATOR) if code]
        try:
            chosen = {Step(code) for code in value or []}
        except ValueError as error:
            raise ValidationError(gettext("There is no such step.")) from error
        return [step for step in Step if step in chosen]

    def from_db_value(self, value: str | None, *args: Any) -> list[Step]:
        """A step that is no longer known is left out."""
        codes = (value or "").split(SEPARATOR)
        return [step for step in Step if step.value in codes]

    def get_prep_value(self, value: Any) -> str:
        return joined(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def run_validators(self, value: Any) -> None:
        """Nothing: :meth:`to_python` has refused what is no step."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            **{
                "choices": Step.choices,
                "widget": forms.CheckboxSelectMultiple,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "required": not self.blank,
                **{k: v for k, v in kwargs.items() if k in {"widget", "label"}},
            }
        )


def joined(steps: Iterable[str]) -> str:
    codes = SEPARATOR.join(steps)
    return f"{SEPARATOR}{codes}{SEPARATOR}" if codes else ""
