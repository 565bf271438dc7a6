"""What a reader may ask the search for, as addresses that can be shared."""

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import active

from .lemmas import lemmas, plain

LONGEST_QUERY = 200  # characters
LAST_PAGE = 10_000  # nobody reads that far


class SearchForm(forms.Form):
    """Words and a page number. Whatever makes no sense is ignored."""

    q = forms.CharField(
        label=_("Search the site"), max_length=LONGEST_QUERY, required=False
    )
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.full_clean()

    @property
    def query(self) -> str:
        """What was asked for, to be shown; empty when nothing, or nonsense, was."""
        return plain(self.cleaned_data.get("q", ""))

    @property
    def page_number(self) -> int:
        """The page asked for, from 1."""
        return self.cleaned_data.get("page") or 1

    @cached_property
    def words(self) -> list[str]:
        """The lemmas of the query in the active language, each once."""
        return list(dict.fromkeys(lemmas(self.query, active())))
