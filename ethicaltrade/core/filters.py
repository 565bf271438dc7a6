"""What a reader may ask a list for, as addresses that can be shared."""

from datetime import MAXYEAR
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import active

FIRST_YEAR = 2000  # the organisation's first
LAST_PAGE = 10_000  # nobody reads that far


class YearField(forms.IntegerField):
    def __init__(self):
        super().__init__(
            label=_("Year"),
            min_value=FIRST_YEAR,
            max_value=MAXYEAR - 1,
            required=False,
        )


class ListFilter(forms.Form):
    """The part of a list that is asked for. Whatever makes no sense is ignored."""

    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.full_clean()

    @property
    def page_number(self) -> int:
        return self.cleaned_data.get("page") or 1


class Choice(NamedTuple):
    """Something to choose in ``components/filter_select.html``.

    ``language`` is the name's, "" when it is the page's own.
    """

    value: str
    name: str
    language: str = ""

    @classmethod
    def named(cls, value: str, name: str, language: str) -> "Choice":
        """A choice whose name is in the language."""
        return cls(value, name, "" if language == active() else language)
