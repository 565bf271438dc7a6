"""A language of a page is published and taken down by itself.

Each action is one transaction, and holds the page's row. What an action does not
publish stays as it is: live, what was live; in the draft, what was written.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision

from . import (
    languages,
    meaning,
    publication,
    scopes,
    slugs,
    summaries,
    versions,
)
from .languages import localized
from .models import Schedule

language_published = Signal()
"""With ``page``, as it is public now, the ``languages`` and the ``user``, if any."""

went_out_by_the_clock = Signal()
"""With ``schedule``, about to be deleted, and the ``revision`` that is public now."""


def lock(page: Any) -> Any:
    """The page as it is in the database, held until the transaction ends."""
    rows = page.base_page_model.objects.select_for_update(of=("self",))
    return rows.get(pk=page.pk).specific


def draft_of(page: Any) -> scopes.Content:
    """What an editor sees: the newest version, or what is live where that is newer."""
    latest = page.latest_revision if page.has_unpublished_changes else None
    return latest.content if latest else scopes.content_of(page)


def public_content(page: Any) -> scopes.Content | None:
    """What is live; None for a page that never was: its row holds a draft."""
    was_public = page.live or page.first_published_at
    return scopes.content_of(page) if was_public else None


@transaction.atomic
def publish(
    page: Any,
    codes: Iterable[str],
    *,
    user: Any = None,
    content: scopes.Content | None = None,
    is_small_change: bool = False,
    schedule: Schedule | None = None,
    log_action: str | None = "bilingual.publish",
) -> Revision:
    """The words of ``codes``, and what all languages share; returns what went out.

    ``content`` is a version to publish from, else the newest; ``schedule`` is what is
    kept by it. ValidationError when a rule refuses it, PermissionDenied for an alias;
    then nothing has changed. After a small change, what was up to date with what is
    live stays so.
    """
    chosen = [code for code in languages.codes() if code in set(codes)]
    if not chosen:
        raise ValidationError(_("Choose at least one language to publish."))
    with languages.in_default_language(), summaries.written_once():
        stored = lock(page)
        if stored.alias_of_id:
            raise PermissionDenied  # it follows its source
        latest = stored.get_latest_revision()
        newest = draft_of(stored)
        writer = latest and latest.user
        draft = newest if content is None else content
        live_content = public_content(stored)
        composed = versions.compose(type(stored), live_content, draft, chosen)
        if is_small_change and live_content:
            # What goes out as well: it has the other languages' words as they are live.
            composed, newest = (
                _as_small_change(type(stored), live_content, one, chosen)
                for one in (composed, newest)
            )
        target = stored.with_content_json(composed)
        _mark_as_published(target, chosen)
        revision = target.save_revision(user=user, log_action=False, clean=False)
        PublishPageRevisionAction(revision, user=user, log_action=False).execute(
            skip_permission_checks=True
        )
        live = lock(page)
        if log_action:
            log(
                instance=live,
                action=log_action,
                user=user,
                revision=revision,
                content_changed=True,
                data={"languages": chosen},
            )
        if versions.differences(type(stored), composed, newest):
            _keep_draft(live, newest, writer)
        summaries.write(live, user)
        if schedule is not None:
            went_out_by_the_clock.send(type(live), schedule=schedule, revision=revision)
        Schedule.objects.settle_published(live, chosen)
        language_published.send(type(live), page=live, languages=chosen, user=user)
    return revision


def _as_small_change(
    model: type[Any], live: scopes.Content, draft: scopes.Content, codes: list[str]
) -> scopes.Content:
    if meaning.source_of(model, draft) not in codes:
        return draft
    return meaning.record(model, live, draft, is_small_change=True)


def _mark_as_published(page: Any, codes: list[str]) -> None:
    now = publication.now()
    for code in codes:
        setattr(page, localized("published", code), True)
        setattr(page, localized("last_published", code), now)
        first = languages.value_in(page, "first_published", code)
        setattr(page, localized("first_published", code), first or now)


def _keep_draft(live: Any, draft: scopes.Content, writer: Any) -> None:
    """As the newest version, where something in it is not live."""
    kept = live.with_content_json(draft)
    slugs.number_taken_slugs(kept, kept.get_parent(), kept.all_pages())
    if versions.differences(
        type(live), scopes.content_of(live), scopes.content_of(kept)
    ):
        kept.save_revision(user=writer, log_action=False, clean=False)


def refusal(
    page: Any, content: scopes.Content, codes: Iterable[str]
) -> ValidationError | None:
    """What a rule says against publishing the languages of a version, now.

    Of a draft of the page as it would be, thrown away afterwards.
    """
    chosen = list(codes)
    with languages.in_default_language():
        draft = page.with_content_json(
            versions.compose(type(page), public_content(page), content, chosen)
        )
        slugs.number_taken_slugs(draft, draft.get_parent(), draft.all_pages())
    draft.live = True
    for code in chosen:
        setattr(draft, localized("published", code), True)
    try:
        with transaction.atomic():
            draft._check_publication()
            with languages.in_default_language():
                draft.full_clean()
    except ValidationError as error:
        return error
    return None


@transaction.atomic
def take_down(
    page: Any,
    codes: Iterable[str],
    *,
    user: Any = None,
    is_expired: bool = False,
    log_action: str | None = "bilingual.take_down",
) -> None:
    """ValidationError when a rule keeps the page where people find it.

    No draft is published. With its last language the page itself is taken down.
    """
    with languages.in_default_language():
        stored = lock(page)
        asked = set(codes)
        chosen = [code for code in stored.public_languages if code in asked]
        Schedule.objects.settle_taken_down(stored, asked)
        if not chosen:
            return
        if set(chosen) == set(stored.public_languages):
            UnpublishPageAction(
                stored, set_expired=is_expired, user=user, log_action=False
            ).execute(skip_permission_checks=True)
        else:
            for code in chosen:
                setattr(stored, localized("published", code), False)
            stored.save(clean=False)
            stored.update_aliases()
        if log_action:
            log(
                instance=stored,
                action=log_action,
                user=user,
                data={"languages": chosen},
            )
        summaries.write(stored, user)
