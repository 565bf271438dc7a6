"""A draft is read and kept in few queries, and only where something differs.

A form saves itself every time somebody stops typing. Wagtail then asks for each foreign
key of a version by itself, for a page's versions once for every place that shows them,
indexes the page, which is as it was, and writes another line in the log.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    AbstractPage,
    PageLogEntry,
    Revision,
)
from wagtail.permissions import policy_registry
from wagtail.search import index

from . import (
    chosen,
    rows,
    scopes,
    versions,
)

VERSIONS = ("latest_revision", "live_revision")

OF_THE_ROW = (
    *("alias_of", "content_type", "locale", "locked_by", "owner"),
    *VERSIONS,
)
"""Foreign keys that a draft has of the page's row, whatever its version says."""

BOOKS = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)
"""What a page's row says of its drafts, which no reader sees."""

# A draft is read


class Checked(dict):
    """A version's content, whose foreign keys all lead somewhere."""


def checked(page: Any, content: dict, known: chosen.Records) -> dict:
    """With a uuid in each row. One query for each model that is pointed to anew.

    What was found is then known. Where something is gone, the content is plain, and is
    checked key by key.
    """
    model = page.specific_class
    content = rows.with_uuids(model, content) | dict.fromkeys(OF_THE_ROW)
    own, wanted = set(model._meta.concrete_fields), defaultdict(set)
    for field, key in _keys(model, content):
        # For what the page itself points to, the database answers.
        if field not in own or getattr(page, field.attname, None) != key:
            wanted[field.remote_field.model, field.target_field.name].add(key)
    for (target, name), keys in wanted.items():
        found = target._default_manager.filter(**{f"{name}__in": keys})
        known |= {(target, str(record.pk)): record for record in found}
        if len(found) < len(keys):
            return content
    return Checked(content)


def _keys(model: type[models.Model], data: dict) -> Iterator[tuple[Any, Any]]:
    """Foreign keys of the page and its rows, and what they hold."""
    fields: Any = model._meta.concrete_fields
    for field in fields:
        if field.many_to_one and (key := data.get(field.name)) is not None:
            yield field, field.target_field.to_python(key)
    for relation in get_all_child_relations(model):
        for row in data.get(relation.get_accessor_name(), ()):
            for field, key in _keys(relation.related_model, row):
                if field != relation.field:
                    yield field, key


def keys_of(page: Any) -> dict[str, Any]:
    """Where its foreign keys lead, by name; not those that lead nowhere."""
    fields = [field for field in page._meta.concrete_fields if field.many_to_one]
    keys = {field.name: getattr(page, field.attname) for field in fields}
    return {name: key for name, key in keys.items() if key is not None}


def read_versions(page: Any) -> None:
    """The latest and the live one, with who wrote them; once, in one query."""
    fields = [page._meta.get_field(name) for name in VERSIONS]
    missing = [field for field in fields if not field.is_cached(page)]
    if keys := {getattr(page, field.attname) for field in missing} - {None}:
        found = Revision.objects.select_related("user").in_bulk(keys)
        for field in missing:
            if revision := found.get(getattr(page, field.attname)):
                setattr(page, field.name, revision)


def carry(known: Any, page: Any) -> None:
    """What the one has read, the other need not ask for: both are the same page."""
    page.live_revision_id = known.live_revision_id
    for name in VERSIONS:
        field = known._meta.get_field(name)
        if field.is_cached(known):
            setattr(page, name, getattr(known, name))
    if parent := getattr(known, "_cached_parent_obj", None):
        page._cached_parent_obj = parent


# A draft is kept


def differs_from_live(page: Any) -> bool:
    """Whether something an editor writes is not what is live."""
    model, content = type(page), scopes.content_of(page)
    read_versions(page)
    live = page.live_revision
    if live and versions.differences(model, live.content, content):
        return True
    # The row may have been changed since, past its versions.
    stored = model._default_manager.get(pk=page.pk)
    return bool(versions.differences(model, scopes.content_of(stored), content))


def keep_books(page: Any, names: Iterable[str]) -> None:
    """Without signals: what is indexed of the page is as it was."""
    values = {name: getattr(page, name) for name in names}
    comments = values.pop(COMMENTS_RELATION_NAME, None)
    if comments is not None and comments.is_deferring:
        kept = comments.get_object_list()
        if kept or page.had_comments:
            comments.commit()
            comments.set(kept)  # not to be read again
    page.all_pages().filter(pk=page.pk).update(**values)


def index_anew(page: Any) -> None:
    """For the CMS, which finds drafts by their titles."""
    index.insert_or_update_object(page)


def log_again(page: Any, revision: Revision | None, user: Any) -> bool:
    """A version that is written over has one line in the log, with its latest time."""
    if revision is None:
        return False
    lines = PageLogEntry.objects.filter(
        page=page.pk, revision=revision.pk, user=user, action="wagtail.edit"
    )
    title = page.get_admin_display_title()
    return bool(lines.update(timestamp=timezone.now(), label=title))


class DraftedPage(AbstractPage):
    """The part of :class:`.pages.BilingualPage` that reads and keeps drafts."""

    class Meta:
        abstract = True

    as_stored: Any = None
    """The page's row as it was read, on a draft that was read with it."""

    written_over: Revision | None = None
    """The latest version, where the next one is to be saved into it."""

    had_comments = True
    """Whether there may be some that are to be deleted."""

    scheduled_revision: Any = None
    """Wagtail's own, of a page whole, is unused; see :mod:`.schedules`."""

    stored_keys: dict[str, Any] = {}
    """Foreign keys of the page's row, which the database answers for."""

    def languages_written_by(self, user: Any) -> list[str] | None:
        """Of which the user may write words and nothing else; None for all there is."""
        return None

    @classmethod
    def written_by(cls, user: Any, language: str | None = None) -> Any:
        """Pages of which the user may write words: in the language, or in any."""
        policy = policy_registry.get_by_type(cls)
        return policy.instances_user_has_permission_for(user, "change")

    def clean_fields(self, exclude: Any = None) -> None:
        """Without asking again for what is there: stored so, or just chosen."""
        kept = keys_of(self).items() & self.stored_keys.items()
        known = {*rows.known_keys(self), *dict(kept)}
        super().clean_fields({*(exclude or ()), *known})

    @classmethod
    def from_serializable_data(
        cls, data: dict, check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """Not key by key, where all have been looked up."""
        asks = check_fks and not isinstance(data, Checked)
        return super().from_serializable_data(data, asks, strict_fks)

    def get_latest_revision(self) -> Revision | None:
        read_versions(self)
        return self.latest_revision

    def get_latest_revision_as_object(self) -> Any:
        """The draft, or what is live; with its versions, as they are asked for next."""
        latest = self.has_unpublished_changes and self.get_latest_revision()
        page = self.specific
        carry(self, page)
        draft = page.with_content_json(latest.content) if latest else page
        if draft is not page:
            draft.as_stored = page
        return draft

    def with_content_json(self, content: dict) -> Any:
        known: chosen.Records = {}
        page = super().with_content_json(checked(self, content, known))
        page.stored_keys = keys_of(self)
        known |= chosen.records_in(page)
        chosen.known_to(page).update(known)
        carry(self, page)
        page.had_comments = bool(getattr(page, COMMENTS_RELATION_NAME).count())
        return page

    def save_revision(
        self,
        user: Any = None,
        *,
        changed: bool = True,
        log_action: Any = False,
        **kwargs: Any,
    ) -> Revision:
        """Where nothing differs from what is live, the page has no draft."""
        had_draft = self.has_unpublished_changes  # type: ignore[has-type]
        is_renamed = self.draft_title != self.title
        if changed and self.live and not differs_from_live(self):
            changed = self.has_unpublished_changes = False
        if self.written_over:
            kwargs["overwrite_revision"], self.written_over = self.written_over, None
        if log_action is True and not kwargs.get("previous_revision"):
            over = kwargs.get("overwrite_revision")
            log_action = not log_again(self, over, user)
            if over and user and over.user_id == user.pk:
                over.user = user
        revision = super().save_revision(
            user, changed=changed, log_action=log_action, **kwargs
        )
        revision.content = scopes.as_kept(revision.content)
        if had_draft and not self.has_unpublished_changes:
            self.save(update_fields=["has_unpublished_changes"])
        if is_renamed:
            index_anew(self)
        return revision

    save_revision.alters_data = True  # type: ignore[attr-defined]
