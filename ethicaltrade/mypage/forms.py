"""The forms of My page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.core.forms import TextField
from ethicaltrade.dates import today
from ethicaltrade.mailboxes import mailbox
from ethicaltrade.media.uploads import check_document
from membership.members.models import Member
from membership.members.models.reports import FIRST_YEAR
from membership.proposals import services
from membership.proposals.differences import label_of, values_of
from membership.proposals.models import fingerprint_of

PRESENTATION_LENGTH = 2000  # characters; a few sentences, and some


class PresentationForm(forms.Form):
    place = TextField(
        label=gettext_lazy("Location"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Town or municipality, such as Ålesund."),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        self.member = member
        self.waiting = services.waiting_presentation(member)
        kwargs["initial"] = {
            **values_of(self.waiting or member),
            "seen": fingerprint_of(member, self.waiting),
        }
        super().__init__(*args, **kwargs)
        texts = {
            languages.localized("presentation", code): _presentation_field(code)
            for code in languages.codes()
        }
        self.fields = {**texts, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "seen" in self.errors:  # nobody's doing but a robot's
            del self._errors["seen"]
            cleaned["seen"] = ""
        if not self.errors and not services.is_new(self.member, self.values):
            raise ValidationError(
                _("Nothing has changed yet. Change something, or go back."),
                code="unchanged",
            )
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        return {
            name: text for name, text in self.cleaned_data.items() if name != "seen"
        }

    def add_changed_meanwhile(self) -> None:
        self.waiting = services.waiting_presentation(self.member)
        self.data = self.data.copy()
        self.data["seen"] = fingerprint_of(self.member, self.waiting)
        self.add_error(
            None,
            _(
                "Somebody has changed this since you opened the form. What you wrote "
                "is still here: compare it with the current text, and send it again "
                "if yours should apply."
            ),
        )


def _presentation_field(language: str) -> forms.Field:
    return TextField(
        label=label_of(languages.localized("presentation", language)),
        required=False,
        max_length=PRESENTATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "lang": language}),
        help_text=_("Who you are and what you work on, in a few sentences."),
    )


class ReportForm(forms.Form):
    """A yearly report: a PDF, or the address of one."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=9999,
        help_text=gettext_lazy("The year the report covers."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    file = forms.FileField(
        label=gettext_lazy("The report as a PDF"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text=format_lazy(
            gettext_lazy("No larger than {size}. Or enter a web address below."),
            size=lazy(filesizeformat, str)(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE),
        ),
    )
    file_language = forms.ChoiceField(
        label=gettext_lazy("The report’s language"), choices=settings.LANGUAGES
    )
    link = forms.URLField(
        label=gettext_lazy("Or the report’s web address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("If it is on your own website."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        self.member = member
        last_year = today().year - 1
        is_there = member.reports.filter(year=last_year).exists()
        kwargs["initial"] = {
            "year": None if is_there else last_year,
            "file_language": languages.active(),
        }
        super().__init__(*args, **kwargs)

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > today().year:
            raise ValidationError(_("This year has not started yet."), code="to_come")
        return year

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if not file:
            return file
        no_pdf = ValidationError(
            _("This is not a PDF. Save the report as a PDF, and choose that file."),
            code="kind",
        )
        if not file.name.lower().endswith(".pdf"):
            raise no_pdf
        try:
            check_document(file)
        except ValidationError as error:
            if error.code == "wrong_kind":  # names kinds that are no report
                raise no_pdf from error
            raise
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wrong = self.errors.keys() & {"file", "link"}
        if not wrong and cleaned.get("file") and cleaned.get("link"):
            self.add_error(
                "link", _("Choose either a file or a web address, not both.")
            )
        elif not wrong and not cleaned.get("file") and not cleaned.get("link"):
            self.add_error("file", _("Choose a file, or enter a web address below."))
        return cleaned

    def add_year_taken(self, error: services.YearTakenError) -> None:
        self.add_error("year", _year_taken(error))


def _year_taken(error: services.YearTakenError) -> str:
    if error.is_waiting:
        return _(
            "A report for this year is already awaiting approval. Withdraw it first "
            "if you want to replace it."
        )
    return _(
        "There is already a report for this year. Contact your adviser if it should "
        "be replaced."
    )


class DeleteAccountForm(forms.Form):
    """The person's own address, typed, so that nobody deletes themselves by mistake."""

    email = forms.CharField(
        label=gettext_lazy("Type your e-mail address to confirm"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}
        ),
    )

    def __init__(self, *args: Any, emails: Iterable[str], **kwargs: Any):
        self.emails = {mailbox(email) for email in emails}
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        if mailbox(email) not in self.emails:
            raise ValidationError(
                _("This is not the address you log in with."), code="other"
            )
        return email
