"""What a reader may ask the resources for, as addresses that can be shared."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import Topic
from ethicaltrade.search.forms import LONGEST_QUERY, WordsFilter

from .choices import Kind, Step


class Choices(NamedTuple):
    """What there is among the resources that somebody may open."""

    topics: list[Topic]
    kinds: frozenset[str]
    steps: frozenset[Step]


def choices_in(resources: Any) -> Choices:
    """``resources`` are all that the user may open in the active language."""
    resources = resources.order_by()
    rows = list(resources.values_list("kind", "steps").distinct())
    return Choices(
        topics=list(Topic.objects.filter(resources__in=resources).distinct()),
        kinds=frozenset(kind for kind, _steps in rows),
        steps=frozenset(step for _kind, steps in rows for step in steps),
    )


class ResourceFilter(WordsFilter):
    """What makes no sense is ignored.

    The choices follow from what the reader may open: they never tell of what is closed.
    """

    q = forms.CharField(
        label=_("Search the resources"), max_length=LONGEST_QUERY, required=False
    )
    topic = forms.SlugField(label=_("Topic"), max_length=80, required=False)
    step = forms.ChoiceField(choices=Step.choices, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=Kind.choices, required=False)
    language = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Language"),
        choices=settings.LANGUAGES,
        required=False,
    )
    new = forms.BooleanField(label=_("New to me"), required=False)

    def __init__(
        self, data: QueryDict, choices: Choices, user: Any, new_since: Any = None
    ):
        self.topics = choices.topics
        self._choices = choices
        self._user = user
        self._new_since = new_since
        super().__init__(data)
        self.chosen_kind = self.cleaned_data.get("type", "")
        self.chosen_step = self.cleaned_data.get("step", "")
        self.chosen_language = self.cleaned_data.get("language", "")
        self.is_new_chosen = bool(new_since and self.cleaned_data.get("new"))

    @cached_property
    def chosen_topic(self) -> Topic | None:
        """None for a topic that no resource has."""
        slug = self.cleaned_data.get("topic")
        return next((topic for topic in self.topics if slug == topic.slug), None)

    @property
    def narrows(self) -> bool:
        """Whether something is asked for that only those who may open it can know."""
        chosen = (self.chosen_kind, self.chosen_step, self.chosen_language)
        return bool(any(chosen) or self.chosen_topic or self.is_new_chosen)

    @property
    def is_active(self) -> bool:
        return self.narrows or bool(self.query)

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """Code and name of the types there are, and of the one asked for."""
        found = {*self._choices.kinds, self.chosen_kind}
        return [(kind.value, kind.label) for kind in Kind if kind in found]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """All six; whether there is anything for each, and the one asked for."""
        found = self._choices.steps
        return [
            {
                "number": number,
                "code": step.value,
                "name": step.label,
                "is_empty": step not in found,
                "is_chosen": step == self.chosen_step,
            }
            for number, step in enumerate(Step, start=1)
        ]

    @property
    def languages(self) -> list[tuple[str, str]]:
        return languages.choices()

    def apply(self, resources: Any) -> Any:
        """All filters but the words."""
        if self.chosen_kind:
            resources = resources.filter(kind=self.chosen_kind)
        if self.chosen_step:
            resources = resources.for_step(self.chosen_step)
        if self.chosen_topic:
            resources = resources.about(self.chosen_topic)
        if self.chosen_language:
            resources = resources.in_material_language(self.chosen_language, self._user)
        if self.is_new_chosen:
            resources = resources.published_after(self._new_since)
        return resources

    def apply_to_teasers(self, teasers: Any) -> Any:
        """Only title and lead may be searched: the rest is not told."""
        if self.narrows or (self.query and not self.words):
            return teasers.none()
        return teasers.with_teaser_words(self.words) if self.words else teasers
