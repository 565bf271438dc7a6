"""The forms that visitors send, and those that choose in a list."""

from datetime import MAXYEAR
from typing import ClassVar, NamedTuple

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual.languages import active
from ethicaltrade.mail.addresses import check_address
from ethicaltrade.typed_text import clean

FIRST_YEAR = 2000  # the organisation's first
LAST_PAGE = 10_000  # nobody reads that far
SHORT = 80  # characters of a query: a topic, a year and a page
MIN_AGE = 2  # seconds; nobody reads and writes faster
MAX_AGE = 24 * 3600  # seconds
SKEW = 60  # seconds that the clocks of two servers may be apart

_signer = signing.TimestampSigner(salt="ethicaltrade.core.forms")


class TextField(forms.CharField):
    def to_python(self, value):
        """On one line where the field has one: it may stand in an e-mail's greeting."""
        text = super().to_python(value)
        return clean(text, one_line=not isinstance(self.widget, forms.Textarea))

    def widget_attrs(self, widget):
        """No maxlength on a text area: browsers would cut what is pasted, unsaid."""
        attrs = super().widget_attrs(widget)
        if isinstance(widget, forms.Textarea):
            attrs.pop("maxlength", None)
        return attrs


class EmailField(forms.EmailField):
    default_validators: ClassVar[list] = [check_address]


class HoneypotInput(forms.TextInput):
    """Out of sight and out of the tab order: people leave it alone."""


class HoneypotField(forms.Field):
    """A field that a robot fills in and a person leaves; shown again, it is empty."""

    widget = HoneypotInput(attrs={"tabindex": "-1", "autocomplete": "off"})

    def bound_data(self, data, initial):
        return ""


class TimestampField(forms.Field):
    """When the form was fetched, signed; its value is a text no other form has."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, initial=new_stamp, **kwargs)

    def bound_data(self, data, initial):
        return data if timing_error(data) in {"", "early"} else initial


def new_stamp() -> str:
    return _signer.sign(get_random_string(22))


def timing_error(stamp: str | None) -> str:
    """What is wrong with a stamp: ``early``, ``late`` (or no stamp of ours), or ""."""
    try:
        _signer.unsign(stamp or "", max_age=MAX_AGE)
    except signing.BadSignature:
        return "late"
    try:
        _signer.unsign(stamp or "", max_age=MIN_AGE)
    except signing.SignatureExpired:
        return ""
    try:  # fetched before the clock was set back: it would be early for that long
        _signer.unsign(stamp or "", max_age=-SKEW)
    except signing.SignatureExpired:
        return "early"
    return "late"


class SpamProtectedForm(forms.Form):
    """Kept from robots without a puzzle or a third party; they are asked once more."""

    website = HoneypotField(
        label=gettext_lazy("Leave this field empty"), required=False
    )
    stamp = TimestampField()

    def clean(self):
        super().clean()
        if not self.errors and (fault := self._fault()):
            raise ValidationError(fault, code="robot")

    def _fault(self) -> str:
        if self.cleaned_data["website"]:
            return _(
                "A field that should be empty was filled in. It has been cleared: "
                "please send the form again."
            )
        return {
            "early": _(
                "The form was sent sooner than expected. Wait a few seconds, and send "
                "it again."
            ),
            "late": _(
                "The form has been open for too long. What you wrote is still here: "
                "please send it again."
            ),
        }.get(timing_error(self.cleaned_data["stamp"]), "")


# What a reader may ask a list for, as addresses that can be shared


class YearField(forms.IntegerField):
    def __init__(self):
        super().__init__(
            label=gettext_lazy("Year"),
            min_value=FIRST_YEAR,
            max_value=MAXYEAR - 1,
            required=False,
        )


class ListFilter(forms.Form):
    """The part of a list that is asked for; what makes no sense is ignored."""

    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    often: ClassVar[set[str]] = {"page"}
    """What is asked for so often that the answer is worth remembering."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.full_clean()

    @classmethod
    def key_of(cls, data: QueryDict) -> str | None:
        """Of the answer, for ``memory.remembered_for``; None for what few ask."""
        asked = data.urlencode()
        return asked if cls.often >= set(data) and len(asked) <= SHORT else None

    @property
    def page_number(self) -> int:
        return self.cleaned_data.get("page") or 1


class Choice(NamedTuple):
    """In ``components/filter_select.html``; ``language`` is the name's, if another."""

    value: str
    name: str
    language: str = ""

    @classmethod
    def named(cls, value: str, name: str, language: str) -> "Choice":
        return cls(value, name, "" if language == active() else language)
