from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.users.limits import check_files_of

from . import chosen, importing, jobs
from .received import UnreadableError

MOST_BYTES = 20 * 1024 * 1024  # of a file that is sent in
FORMATS = (
    ("xliff-2.1", "XLIFF 2.1"),
    ("xliff-1.2", "XLIFF 1.2"),
    ("po", "PO"),
)


class ExportForm(forms.Form):
    """``page`` may be there several times; without any, all that one may edit."""

    language = forms.ChoiceField(
        label=gettext_lazy("To be translated into"), choices=languages.choices
    )
    source = forms.ChoiceField(
        label=gettext_lazy("From"), choices=languages.choices, required=False
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=FORMATS,
        initial="xliff-2.1",
        help_text=gettext_lazy("Ask the translator which of them their tool reads."),
    )
    words = forms.ChoiceField(
        label=gettext_lazy("Which words"),
        choices=(
            ("wanted", gettext_lazy("What is missing or outdated")),
            ("all", gettext_lazy("All words, with their translations")),
        ),
        initial="wanted",
        widget=forms.RadioSelect,
    )
    include_below = forms.BooleanField(
        label=gettext_lazy("Include the pages below"), required=False
    )
    include_records = forms.BooleanField(
        label=gettext_lazy("Include other content, settings and pictures"),
        required=False,
    )

    def __init__(
        self, *args: Any, pages: list[Any], may_edit: bool = True, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        if not pages or not may_edit:
            del self.fields["include_below"]
        if not may_edit:  # a translator, who has single pages and knows their tool
            del self.fields["include_records"]
            self.fields["format"].help_text = ""
        if len(languages.codes()) <= 2:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        language = cleaned.get("language")
        if language:
            cleaned["source"] = cleaned.get("source") or chosen.source_for(language)
            if cleaned["source"] == language:
                self.add_error("source", _("Choose another language."))
        return cleaned


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File from the translator"),
        help_text=gettext_lazy("XLIFF 2.1, XLIFF 1.2 or PO, made here."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po"}),
    )
    with_records = forms.BooleanField(
        label=gettext_lazy("Also change other content, settings and pictures"),
        help_text=gettext_lazy(
            "They have no drafts: readers see the new words at once."
        ),
        required=False,
    )

    def __init__(self, *args: Any, user: Any, may_edit: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._user = user
        if not may_edit:
            del self.fields["with_records"]

    def clean_file(self) -> Any:
        """Looked at from its start; the whole is read by the worker."""
        file = self.cleaned_data["file"]
        check_files_of(self._user)
        if waiting := jobs.waiting_of(self._user):
            raise forms.ValidationError(
                _("“%(name)s” is still being read. Send the next file when it is done.")
                % {"name": waiting.name}
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(size)s.")
                % {"size": filesizeformat(MOST_BYTES)}
            )
        try:
            first = next(importing.read(file), None)
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from error
        if first is None:
            raise forms.ValidationError(_("There are no texts in the file."))
        file.seek(0)
        return file
