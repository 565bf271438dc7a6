"""A language of a page is published, or taken down, at a minute that an editor chose.

What was scheduled is a version of the page. When its time comes, its words of the
language go out, and its shared fields; a shared field that was published in between
stays as it is then. :mod:`.by_the_clock` does it.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.signals import page_unpublished

from . import actions, languages, refusals, scopes, versions
from .models import Schedule

Action = Schedule.Action

LATE = timedelta(minutes=5)  # the job runs every minute


# Setting a time


@transaction.atomic
def schedule(
    page: Any,
    code: str,
    *,
    publish_at: datetime | None = None,
    take_down_at: datetime | None = None,
    user: Any = None,
    content: scopes.Content | None = None,
) -> list[Schedule]:
    """Set the times that are given, in the place of earlier ones; returns them.

    ``content`` is the version to publish, else the newest. PermissionDenied for a user
    who may not publish; ValidationError, by the argument's name, for a time that cannot
    be, and for words that could not be published now.
    """
    stored = actions.lock(page)
    _check_permission(stored, user)
    _check_times(stored, code, publish_at, take_down_at)
    version: dict[str, Any] = {}
    if publish_at:
        with languages.in_default_language():
            content = content or actions.draft_of(stored)
            version = {"content": content, "base": actions.public_content(stored)}
        if why := _refusal(stored, code, **version):
            raise ValidationError({"publish_at": why})
    made = []
    if publish_at:
        made.append(_set(stored, code, Action.PUBLISH, publish_at, user, **version))
    if take_down_at:
        made.append(_set(stored, code, Action.TAKE_DOWN, take_down_at, user))
    return made


def _set(
    page: Any, code: str, action: Action, at: datetime, user: Any, **version: Any
) -> Schedule:
    Schedule.objects.filter(page=page.pk, language=code, action=action).delete()
    one = Schedule(language=code, action=action, at=at, user=user, **version)
    one.page_id = page.pk
    one.save()
    _log(page, "bilingual.schedule", one, user)
    return one


def _log(page: Any, action: str, one: Schedule, user: Any) -> None:
    data = {"languages": [one.language], "what": one.action, "at": one.at.isoformat()}
    log(instance=page, action=action, user=user, data=data)


def _check_permission(page: Any, user: Any) -> None:
    if user is not None:
        may = page.permissions_for_user(user)
        if not may.can_publish() or may.page_locked():
            raise PermissionDenied
    if page.alias_of_id:
        raise PermissionDenied  # it follows its source


def _check_times(
    page: Any, code: str, publish_at: datetime | None, take_down_at: datetime | None
) -> None:
    now = timezone.now()
    set_before = dict(
        Schedule.objects.filter(page=page.pk, language=code).values_list("action", "at")
    )
    errors = {
        name: _("Choose a time in the future.")
        for name, at in (("publish_at", publish_at), ("take_down_at", take_down_at))
        if at and at <= now
    }
    begins = publish_at or set_before.get(Action.PUBLISH)
    ends = take_down_at or set_before.get(Action.TAKE_DOWN)
    if not errors and begins and ends and ends <= begins:
        name = "take_down_at" if take_down_at else "publish_at"
        errors[name] = _("It must be published before it is taken down.")
    elif take_down_at and not begins and not page.is_published_in(code):
        errors["take_down_at"] = _(
            "It is not published (%(language)s). Choose when to publish it, too."
        ) % {"language": languages.name_of(code)}
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def cancel(page: Any, code: str, action: str, *, user: Any = None) -> None:
    """PermissionDenied as for setting it; nothing, where nothing is scheduled."""
    stored = actions.lock(page)
    _check_permission(stored, user)
    for one in Schedule.objects.filter(page=page.pk, language=code, action=action):
        one.delete()
        _log(stored, "bilingual.cancel_schedule", one, user)


@receiver(page_unpublished)
def settle(instance: Any, **kwargs: Any) -> None:
    """At Wagtail's own doors a page is taken down whole."""
    Schedule.objects.settle_taken_down(instance, languages.codes())


# What goes out, and what is in its way


def content_when_due(page: Any, one: Schedule) -> scopes.Content:
    """What was scheduled, with what was published of the shared fields meanwhile."""
    return _merged(page, one.content or {}, one.base)


def _merged(
    page: Any, content: scopes.Content, base: scopes.Content | None
) -> scopes.Content:
    live, model = actions.public_content(page), type(page)
    if live is None:
        return content
    # Of a page that was not public then, all that is shared was published since.
    merged = versions.merge(model, content if base is None else base, live, content)
    words, live_words = (scopes.split(model, each).words for each in (content, live))
    both = {code: live_words[code] | words[code] for code in languages.codes()}
    shared = scopes.split(model, merged.content).shared
    return scopes.join(model, scopes.Scopes(shared, both))


def _refusal(page: Any, code: str, content: Any, base: Any) -> str:
    with languages.in_default_language():
        merged = _merged(page, content, base)
    error = actions.refusal(page, merged, [code])
    return refusals.in_words(error, page) if error else ""


def why_not(one: Schedule) -> str:
    """What a rule says against it, in the active language; empty when none does."""
    page = one.page.specific
    if not one.is_publication:
        is_last = set(page.public_languages) <= {one.language}
        return page.why_not_unpublished() if is_last else ""
    ends = Schedule.objects.takings_down().due()
    if ends.filter(page=page.pk, language=one.language).exists():
        return _("The time at which it was to be taken down has passed as well.")
    return _refusal(page, one.language, one.content, one.base)


def reason(one: Schedule) -> str:
    """The same, and of what is late without one; empty when its turn will come."""
    try:
        why = why_not(one)
    except Exception:  # the job logs it
        why = ""
    if why:
        return why
    if not one.failed_at and timezone.now() - one.at < LATE:
        return ""
    return _(
        "It is late: either the jobs that run by the clock have stopped, or there "
        "was a technical fault. Tell those who run the website."
    )


# In words


def written(at: datetime, style: str = "DATETIME_FORMAT") -> str:
    """In the site's zone."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    return date_format(here, style)


class Line(NamedTuple):
    sentence: str
    is_failed: bool


def line(one: Schedule) -> Line:
    """For who edits the page: what happens when, or why it did not."""
    why = reason(one) if one.at <= timezone.now() else ""
    if why and one.is_publication:
        sentence = _("Not published on %(at)s: %(why)s")
    elif why:
        sentence = _("Not taken down on %(at)s: %(why)s")
    elif one.is_publication:
        sentence = _("To be published on %(at)s")
    else:
        sentence = _("To be taken down on %(at)s")
    at = written(one.at, "SHORT_DATETIME_FORMAT")
    return Line(sentence % {"at": at, "why": why}, bool(why))


def what_happened(one: Schedule) -> str:
    if one.is_publication:
        sentence = _(
            "“%(title)s” (%(language)s) was to be published on %(at)s, but could not "
            "be."
        )
    else:
        sentence = _(
            "“%(title)s” (%(language)s) was to be taken down on %(at)s, but could not "
            "be."
        )
    return sentence % {
        "title": one.page.specific.get_admin_display_title(),
        "language": languages.name_of(one.language),
        "at": written(one.at),
    }
