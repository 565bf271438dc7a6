"""What a reader may ask the search for, as addresses that can be shared."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import active
from ethicaltrade.core.forms import ListFilter

from .lemmas import lemmas, plain

LONGEST_QUERY = 200  # characters


class WordsFilter(ListFilter):
    """Words and a page number. Whatever makes no sense is ignored.

    A list that can be searched derives its filter from this.
    """

    q = forms.CharField(max_length=LONGEST_QUERY, required=False)

    @property
    def query(self) -> str:
        """What was asked for, to be shown; empty when nothing, or nonsense, was."""
        return plain(self.cleaned_data.get("q", ""))

    @cached_property
    def words(self) -> list[str]:
        """The lemmas of the query in the active language, each once."""
        return list(dict.fromkeys(lemmas(self.query, active())))


class SearchForm(WordsFilter):
    q = forms.CharField(
        label=_("Search the site"), max_length=LONGEST_QUERY, required=False
    )
