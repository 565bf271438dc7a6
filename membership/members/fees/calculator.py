"""The calculator on the page about membership; a GET form, so that it can be shared."""

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ethicaltrade.core.numbers import AmountField
from membership.members.vocabulary import Body, Kind

from .estimates import Estimate, estimate


class Who(TextChoices):
    """Who asks, as one choice; the values stand in addresses."""

    COMPANY = "company", _("Company")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    OTHER = "other", _("Another public body")
    ASSOCIATION = "association", _("Association")


MEANT = {
    Who.COMPANY: (Kind.COMPANY, None),
    Who.MUNICIPALITY: (Kind.PUBLIC, Body.MUNICIPALITY),
    Who.COUNTY: (Kind.PUBLIC, Body.COUNTY),
    Who.OTHER: (Kind.PUBLIC, Body.OTHER),
    Who.ASSOCIATION: (Kind.ASSOCIATION, None),
}


class Calculator(forms.Form):
    """Who you are and how large; unbound until somebody asks."""

    who = forms.ChoiceField(
        label=_("What are you?"),
        choices=[("", pgettext_lazy("a choice", "Choose")), *Who.choices],
        error_messages={
            "required": _("Choose what you are."),
            "invalid_choice": _("Choose what you are."),
        },
    )
    size = AmountField(
        label=_("Turnover in kroner, or number of inhabitants"),
        help_text=_(
            "Companies and associations write last year’s turnover, municipalities "
            "and county authorities their inhabitants. You can write 12 500 000 or "
            "12.5 million."
        ),
        error_messages={"required": _("Write your turnover or your inhabitants.")},
    )

    def __init__(self, data: QueryDict | None = None):
        is_asked = data is not None and bool({"who", "size"} & {*data})
        super().__init__(data if is_asked else None, auto_id="fee-%s")

    def clean(self):
        """Ask no size of those whose fee does not follow it."""
        cleaned = super().clean()
        if cleaned.get("who") == Who.OTHER:
            self.errors.pop("size", None)
        return cleaned

    @cached_property
    def estimate(self) -> Estimate | None:
        """The answer; None when nothing was asked, or not so that it can be told."""
        if not self.is_bound or not self.is_valid():
            return None
        kind, body = MEANT[Who(self.cleaned_data["who"])]
        return estimate(kind, size=self.cleaned_data.get("size"), body=body)
