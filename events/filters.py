"""The programme's filter."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django import forms
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ethicaltrade.bilingual.languages import (
    active,
    codes,
    localized,
    localized_names,
    reading_order,
)
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.collation import sort_key
from ethicaltrade.core.forms import Choice, ListFilter, YearField
from ethicaltrade.core.models import Topic

from .choices import Attendance, Audience, Kind

T = TypeVar("T")

PAST = "past"
ONLINE = "online"


class City(NamedTuple):
    """``spellings`` has the values of the city's columns, in the languages' order."""

    value: str
    name: str
    language: str
    spellings: set[tuple[str | None, ...]]


class EventFilter(ListFilter):
    """What makes no sense is ignored."""

    when = forms.ChoiceField(choices=[(PAST, PAST)], required=False)
    type = forms.ChoiceField(label=_("Type"), choices=Kind.choices, required=False)
    topic = forms.SlugField(label=_("Topic"), max_length=80, required=False)
    audience = forms.ChoiceField(
        label=_("Open to"), choices=Audience.choices, required=False
    )
    place = forms.SlugField(label=_("Location"), max_length=100, required=False)
    year = YearField()

    often = ListFilter.often | {"when"}

    def __init__(
        self,
        data: QueryDict,
        events: Any,
        remember: Callable[[str, Callable[[], T]], T] = lambda _name, make: make(),
    ):
        """``events``, all that the reader may see, decide what can be chosen.

        ``remember`` makes what has the name, or knows it already.
        """
        self._events = events.order_by()
        self._remember = remember
        super().__init__(data)

    # What is asked for

    @property
    def is_past(self) -> bool:
        return bool(self.cleaned_data.get("when"))

    @property
    def chosen_kind(self) -> str:
        return self.cleaned_data.get("type", "")

    @property
    def chosen_audience(self) -> str:
        return self.cleaned_data.get("audience", "")

    @property
    def chosen_year(self) -> int | None:
        return self.cleaned_data.get("year") if self.is_past else None

    @cached_property
    def chosen_topic(self) -> Topic | None:
        """None if no event is about it."""
        slug = self.cleaned_data.get("topic")
        return next((topic for topic in self.topics if slug == topic.slug), None)

    @cached_property
    def chosen_place(self) -> str:
        """Empty if no event is there."""
        value = self.cleaned_data.get("place")
        known = {ONLINE, *(city.value for city in self.cities)}
        return value if value in known else ""

    @property
    def is_active(self) -> bool:
        return any(
            (
                *(self.chosen_kind, self.chosen_topic, self.chosen_audience),
                *(self.chosen_place, self.chosen_year),
            )
        )

    # What can be chosen

    kinds = Kind.choices
    audiences = Audience.choices

    @property
    def place_choices(self) -> list[Choice]:
        online = Choice(ONLINE, pgettext("place of an event", "Online"))
        cities = (Choice.named(c.value, c.name, c.language) for c in self.cities)
        return [online, *cities]

    @cached_property
    def topics(self) -> list[Topic]:
        found = Topic.objects.filter(events__in=self._events).distinct()
        return self._remember("topics", lambda: list(found))

    @cached_property
    def cities(self) -> list[City]:
        """By name."""
        return self._remember("cities", self._find_cities)

    def _find_cities(self) -> list[City]:
        rows = self._events.exclude(attendance=Attendance.ONLINE)
        found: dict[str, City] = {}
        for row in rows.values_list(*localized_names("city")).distinct():
            spelled = dict(zip(codes(), row, strict=True))
            for code in reading_order(active()):
                if name := spelled[code]:
                    value = slugify(name)
                    city = found.setdefault(value, City(value, name, code, set()))
                    city.spellings.add(tuple(row))
                    break
        return sorted(found.values(), key=lambda city: sort_key(city.name))

    @cached_property
    def years(self) -> list[int]:
        return self._remember("years", self._find_years)

    def _find_years(self) -> list[int]:
        years = self._events.past().annotate(year=ExtractYear("starts_at"))
        found = years.filter(year__isnull=False).values_list("year", flat=True)
        return sorted(set(found.distinct()), reverse=True)

    # What comes of it

    def apply(self, events: Any) -> Any:
        if self.chosen_kind:
            events = events.filter(kind=self.chosen_kind)
        if self.chosen_topic:
            events = events.about(self.chosen_topic)
        if self.chosen_audience:
            events = events.filter(audience=self.chosen_audience)
        if self.chosen_year:
            events = events.from_year(self.chosen_year)
        if self.chosen_place == ONLINE:
            return events.online()
        if self.chosen_place:
            return events.filter(self._is_in_chosen_place())
        return events

    def _is_in_chosen_place(self) -> Q:
        columns = [localized("city", code) for code in codes()]
        city = next(city for city in self.cities if city.value == self.chosen_place)
        wanted = Q()
        for spelling in city.spellings:
            wanted |= Q(*zip(columns, spelling, strict=True))  # None: no such name
        return wanted & ~Q(attendance=Attendance.ONLINE)
