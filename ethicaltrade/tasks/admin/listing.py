"""Pages that wait for somebody, in the explorer."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy
from django_filters import MultipleChoiceFilter

from ethicaltrade.bilingual.admin.listing import LanguageFilterSet
from ethicaltrade.tasks.models import Task


class TaskFilter(MultipleChoiceFilter):
    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        open_tasks = Task.objects.open().filter(kind__in=value)
        return qs.filter(pk__in=open_tasks.values("page"))


class TaskFilterSet(LanguageFilterSet):
    task = TaskFilter(
        label=gettext_lazy("Sent for"),
        choices=Task.Kind.choices,
        widget=CheckboxSelectMultiple,
    )
