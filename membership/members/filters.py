"""The directory by initial letter, and what a reader may ask it for."""

from string import ascii_lowercase
from typing import Any, NamedTuple

from django import forms
from django.db.models import BinaryField, Count
from django.db.models.functions import Substr
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.collation import sort_key
from ethicaltrade.core.forms import ListFilter
from membership.members.choices import Kind, Sector

LONGEST_QUESTION = 100  # characters

# The alphabet: a to å, and one for all else

ALPHABET = [*ascii_lowercase, "æ", "ø", "å"]
OTHER = "other"  # digits, and letters of other alphabets
OTHER_NAME = _("0–9")

INITIAL_OF = {sort_key(letter): letter for letter in ALPHABET}


class Initial(NamedTuple):
    value: str
    name: str
    count: int


def initials() -> list[tuple[str, Any]]:
    return [(letter, letter.upper()) for letter in ALPHABET] + [(OTHER, OTHER_NAME)]


def initial_of(member: Any) -> str:
    """The letter that the member is listed under; Aa is å."""
    return INITIAL_OF.get(bytes(member.sort_key)[:1], OTHER)


def with_initial(members: Any, letter: str) -> Any:
    if letter != OTHER:
        return members.beginning_with(letter)
    lettered = members.beginning_with(ALPHABET[0], ALPHABET[-1]).order_by()
    return members.exclude(pk__in=lettered.values("pk"))


def initials_of(members: Any) -> list[Initial]:
    """With the number of members: one query. ``OTHER`` only when somebody is there."""
    first = Substr("sort_key", 1, 1, output_field=BinaryField())
    rows = members.order_by().annotate(initial=first).values_list("initial")
    counts = dict.fromkeys([*ALPHABET, OTHER], 0)
    for key, number in rows.annotate(number=Count("pk")):
        counts[INITIAL_OF.get(bytes(key), OTHER)] += number
    names = dict(initials())
    return [
        Initial(value, names[value], count)
        for value, count in counts.items()
        if count or value != OTHER
    ]


# Filters


class Place(NamedTuple):
    """A place to choose: its value in addresses, its name, and its spellings."""

    value: str
    name: str
    spellings: set[str]


class MemberFilter(ListFilter):
    q = forms.CharField(max_length=LONGEST_QUESTION, required=False)
    type = forms.ChoiceField(choices=Kind.choices, required=False)
    sector = forms.ChoiceField(choices=Sector.choices, required=False)
    place = forms.SlugField(max_length=100, required=False)
    letter = forms.ChoiceField(choices=initials, required=False)

    def __init__(self, data: QueryDict, rows: list[tuple[str, str]]):
        """``rows`` have sector and place of all that the reader may see."""
        self._rows = rows
        super().__init__(data)
        self.words = self.cleaned_data.get("q", "")
        self.chosen_kind = self.cleaned_data.get("type", "")
        self.chosen_sector = self.cleaned_data.get("sector", "")
        self.chosen_letter = self.cleaned_data.get("letter", "")

    @cached_property
    def chosen_place(self) -> Place | None:
        """None if no member is there."""
        value = self.cleaned_data.get("place")
        return next((place for place in self.places if place.value == value), None)

    @property
    def is_active(self) -> bool:
        chosen = (self.words, self.chosen_kind, self.chosen_sector, self.chosen_letter)
        return bool(any(chosen) or self.chosen_place)

    kinds = Kind.choices

    @property
    def sectors(self) -> list[tuple[str, str]]:
        used = {sector for sector, _place in self._rows}
        found = [(value, str(name)) for value, name in Sector.choices if value in used]
        return sorted(found, key=lambda choice: sort_key(choice[1]))

    @cached_property
    def places(self) -> list[Place]:
        """In Norwegian order; one for all spellings."""
        found: dict[str, Place] = {}
        for name in sorted({place for _sector, place in self._rows}):
            if value := slugify(name):
                place = found.setdefault(value, Place(value, name, set()))
                place.spellings.add(name)
        return sorted(found.values(), key=lambda place: sort_key(place.name))

    @property
    def place_choices(self) -> list[tuple[str, str]]:
        return [(place.value, place.name) for place in self.places]

    def narrow(self, members: Any) -> Any:
        """All filters but the letter."""
        if self.words:
            members = members.matching(self.words)
        if self.chosen_kind:
            members = members.filter(kind=self.chosen_kind)
        if self.chosen_sector:
            members = members.filter(sector=self.chosen_sector)
        if self.chosen_place:
            members = members.filter(place__in=self.chosen_place.spellings)
        return members

    def apply(self, members: Any) -> Any:
        narrowed = self.narrow(members)
        if self.chosen_letter:
            return with_initial(narrowed, self.chosen_letter)
        return narrowed
