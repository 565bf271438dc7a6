"""How a page stands in each language, for whoever edits it."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry

from ethicaltrade.caching.memory import remembered

from .. import languages, schedules, scopes, versions
from ..languages import value_in
from ..models import Schedule

DRAFT = gettext_lazy("Not published")
PUBLISHED = gettext_lazy("Published")
CHANGED = gettext_lazy("Published, with changes")
TAKEN_DOWN = gettext_lazy("Taken down")
PUBLICATIONS = ("bilingual.publish", "bilingual.publish_scheduled")
# Without the versions that are scheduled, which are as long as pages are.
TIMES = Prefetch(
    "schedules",
    queryset=Schedule.objects.only(
        "page", "language", "action", "at", "failed_at"
    ).order_by("at"),
)
PARTS = "language_bar_parts"
"""A hook, with the bar; pairs of a code and a component, shown below the language."""

LATEST = 50  # entries of the log, of which one may be about the language


class Bar:
    """``draft`` is what the form shows, ``page`` the row."""

    def __init__(self, page: Any, draft: Any, user: Any):
        self.page, self.draft, self.user = page, draft, user
        permissions = draft.permissions_for_user(user)
        self.can_publish = permissions.can_publish()
        self.can_take_down = permissions.can_unpublish()

    @cached_property
    def languages(self) -> list["LanguageBar"]:
        return [LanguageBar(self, code) for code in languages.codes()]

    def of(self, code: str) -> "LanguageBar":
        return next(one for one in self.languages if one.code == code)

    @cached_property
    def parts(self) -> dict[str, list[Component]]:
        """What other rooms tell; not told anew to a form that saves itself."""
        found: dict[str, list[Component]] = {code: [] for code in languages.codes()}
        for hook in hooks.get_hooks(PARTS):
            for code, part in hook(self):
                found[code].append(part)
        return found

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return [(one.code, one.name) for one in self.languages]

    @cached_property
    def changes(self) -> list[versions.Change]:
        """What is written, and not live."""
        if not self.page.has_unpublished_changes:
            return []
        revision = self.page.live_revision
        before = revision.content if revision else scopes.content_of(self.page)
        if not self.page.live:
            before = {}
        return versions.differences(
            type(self.draft), before, scopes.content_of(self.draft)
        )

    @property
    def has_followers(self) -> bool:
        """Whether what is published may leave a translation outdated."""
        draft = self.draft
        source = draft.source_language or languages.first_with(draft, "title")
        return self.page.is_published_in(source) and any(
            one.is_written for one in self.languages if one.code != source
        )

    def changed_in(self, language: str | None) -> list[str]:
        changes = [one for one in self.changes if one.language == language]
        return list(versions.labels(type(self.draft), changes))

    @property
    def shared(self) -> list[str]:
        """The names of shared fields and rows that go out with any language."""
        return self.changed_in(None) if self.page.live else []

    @cached_property
    def published_by(self) -> dict[str, str]:
        """The name of who published each language last; remembered until the next."""
        times = [
            value_in(self.page, "last_published", code) for code in languages.codes()
        ]
        return remembered(("published by", self.page.pk, *times), self._find_who)

    def _find_who(self) -> dict[str, str]:
        entries = PageLogEntry.objects.filter(
            page=self.page.pk, action__in=PUBLICATIONS
        ).select_related("user")
        people: dict[str, str] = {}
        for entry in entries.order_by("-timestamp")[:LATEST]:
            name = get_user_display_name(entry.user) if entry.user else ""
            for code in entry.data.get("languages", []):
                people.setdefault(code, name)
        return people

    @cached_property
    def schedules(self) -> list[Schedule]:
        """The chips of the draft show them, too."""
        prefetch_related_objects([self.draft], TIMES)
        found = list(self.draft.schedules.all())
        for one in found:
            one.page = self.page
        return found


class LanguageBar:
    """Of one language; the template shows it."""

    def __init__(self, bar: Bar, code: str):
        self.bar, self.code = bar, code
        self.name = languages.name_of(code)

    @property
    def is_published(self) -> bool:
        return self.bar.page.is_published_in(self.code)

    @property
    def is_written(self) -> bool:
        return bool(value_in(self.bar.draft, "title", self.code))

    @property
    def parts(self) -> list[Component]:
        return self.bar.parts[self.code]

    @cached_property
    def changes(self) -> list[str]:
        """The names of fields with words that are not live."""
        return self.bar.changed_in(self.code)

    @property
    def published_at(self) -> datetime | None:
        return value_in(self.bar.page, "last_published", self.code)

    @property
    def published_by(self) -> str:
        return self.bar.published_by.get(self.code, "")

    @cached_property
    def schedule(self) -> list[schedules.Line]:
        """What is to happen, and what did not."""
        own = [one for one in self.bar.schedules if one.language == self.code]
        return [schedules.line(one) for one in own]

    @property
    def state(self) -> str | Promise:
        if self.is_published:
            return CHANGED if self.changes else PUBLISHED
        return TAKEN_DOWN if self.published_at else DRAFT

    @property
    def status(self) -> str:
        """A name for the style sheet."""
        if self.is_published:
            return "changed" if self.changes else "published"
        return "down" if self.published_at else "draft"

    @property
    def url(self) -> str:
        """Where readers find it."""
        return self.bar.page.get_url_in(self.code) or ""
