"""What happened to a page, by language; each version of it in each language."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, Field, TextField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.compare import (
    FieldComparison,
    TextDiff,
    register_comparison_class,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.fields import RichTextField
from wagtail.models import PageLogEntry, Revision

from .. import (
    languages,
    scopes,
    versions,
)
from ..diff import compared, readable
from ..languages import localized
from . import runs
from .bar import PUBLICATIONS

WHOLE = ("wagtail.publish", "wagtail.publish.scheduled")
"""Publications of a page whole, of a version that its own entry is about."""

SHARED = gettext_lazy("Shared by all languages")


class Group(NamedTuple):
    """``language`` is None for what all languages share."""

    language: str | None
    name: Any
    parts: list[Any]


def grouped(found: list[tuple[str | None, Any]]) -> list[Group]:
    """What is shared, then each language; those without parts are left out."""
    groups = [
        Group(code, name, [part for language, part in found if language == code])
        for code, name in ((None, SHARED), *languages.names().items())
    ]
    return [group for group in groups if group.parts]


def changed(model: Any, before: scopes.Content, after: scopes.Content) -> list[Group]:
    """With the names of fields and rows."""
    changes = versions.differences(model, before, after)
    return grouped(
        [
            (code, label)
            for code in (None, *languages.codes())
            for label in versions.labels(
                model, [one for one in changes if one.language == code]
            )
        ]
    )


def begun(content: scopes.Content) -> list[Group]:
    """The languages that the first version of a page has a title in."""
    return [
        Group(code, name, [])
        for code, name in languages.names().items()
        if content.get(localized("title", code))
    ]


class LanguageActionColumn(ActionColumn):
    """Each version can be read in each language."""

    def get_status(self, instance: Any, parent_context: Any) -> Any:
        if codes := getattr(instance, "is_public_in", None):
            return _("Public: %(languages)s") % {"languages": languages.listed(codes)}
        return super().get_status(instance, parent_context)

    def get_actions(self, instance: Any, parent_context: Any) -> list[dict[str, Any]]:
        found = []
        for action in super().get_actions(instance, parent_context):
            if action["url"] == self._view_url(instance):
                found += read_in_languages(action["url"])
            else:
                found.append(action)
        return found

    def _view_url(self, entry: Any) -> str:
        return reverse(
            self.url_names["revisions_view"], args=[self.object.pk, entry.revision_id]
        )


def read_in_languages(url: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"{url}?mode={code}",
            "label": _("Read in %(language)s") % {"language": name},
        }
        for code, name in languages.names().items()
    ]


class ChangedColumn(Column):
    cell_template_name = "bilingual/admin/changed_cell.html"


class LanguageHistoryView(PageHistoryView):
    """A publication is compared with the one before it, another version with the last.

    Only the versions that are shown are read. A run of saves is folded, unless entries
    are left out that may have been between them.
    """

    table_class = runs.HistoryTable

    @cached_property
    def columns(self) -> list[Any]:
        action, user, timestamp = super().columns
        ours = LanguageActionColumn(
            action.name,
            label=action.label,
            object=action.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
        )
        changed = ChangedColumn("changed", label=_("Changed"))
        times = runs.TimesColumn(timestamp.name, label=timestamp.label)
        return [ours, changed, user, times]

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, entries, is_paginated = super().paginate_queryset(
            queryset, page_size
        )
        self._find_publications(entries)
        lines = list(entries if self.is_filtering else runs.folded(entries))
        self._compare({*entries, *lines})
        return paginator, page, lines, is_paginated

    def _compare(self, entries: Iterable[Any]) -> None:
        """Of each: the version before it, and what it changed."""
        with_content = [
            entry
            for entry in entries
            if entry.revision and entry.content_changed and entry.action not in WHOLE
        ]
        before = Revision.objects.in_bulk(
            {entry.previous_revision_id for entry in with_content} - {None}
        )
        for entry in with_content:
            content = entry.revision.content
            if previous := before.get(entry.previous_revision_id):
                entry.changed = changed(type(self.object), previous.content, content)
            elif entry.action not in PUBLICATIONS:
                entry.changed = begun(content)

    def _find_publications(self, entries: Any) -> None:
        """Of each entry: where it is public, and which version was so before it."""
        shown = {entry.pk: entry for entry in entries}
        published = PageLogEntry.objects.filter(
            page=self.object.pk,
            action__in=(*PUBLICATIONS, *WHOLE),
        )
        kept = published.filter(revision__isnull=False).order_by("timestamp", "pk")
        last, previous = dict.fromkeys(self.object.public_languages), None
        for pk, revision, data in kept.values_list("pk", "revision_id", "data"):
            if pk in shown and shown[pk].action in PUBLICATIONS:
                shown[pk].previous_revision_id = previous
            previous = revision
            last |= {code: pk for code in data.get("languages", []) if code in last}
        for pk, entry in shown.items():
            entry.is_public_in = [code for code, one in last.items() if one == pk]


class Words(FieldComparison):
    """Wagtail's writes ``None`` for nothing, and joins paragraphs without a space."""

    def has_changed(self) -> bool:
        return bool((self.val_a or "") != (self.val_b or ""))

    def htmldiff(self) -> str:
        values = (self.val_a, self.val_b)
        return compared(*(readable(self.field, value) for value in values))


class YesOrNo(FieldComparison):
    """Wagtail's shows what Python calls them, in one word."""

    def htmldiff(self) -> str:
        before, after = (yes_or_no(value) for value in (self.val_a, self.val_b))
        if before == after:
            return before
        changes = [("deletion", before), ("addition", after)]
        told: str = TextDiff(changes, separator=" ").to_html()
        return told


def yes_or_no(value: Any) -> str:
    return _("Yes") if value else _("No")


register_comparison_class(BooleanField, comparison_class=YesOrNo)
for kind in (CharField, TextField, RichTextField):
    register_comparison_class(kind, comparison_class=Words)


class LanguageCompareView(RevisionsCompareView):
    """What is shared, then each language by itself."""

    template_name = "bilingual/admin/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        columns = changed_columns(context["revision_a"], context["revision_b"])
        fields = [(getattr(one, "field", None), one) for one in context["comparison"]]
        found = [
            (getattr(field, "language", None), one)
            for field, one in fields
            if not isinstance(field, Field) or field.name in columns
        ]
        return context | {"groups": grouped(found), "comparison": []}


def changed_columns(before: Any, after: Any) -> set[str]:
    """Of two versions; what is stored in another shape alone is no change."""
    contents = (scopes.content_of(before), scopes.content_of(after))
    return {
        name
        for code, path in versions.differences(type(after), *contents)
        for name in (path[0], *([localized(path[0], code)] if code else []))
    }
