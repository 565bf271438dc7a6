"""A page that somebody else saved while it was open in an editor's form.

Wagtail stops autosaving then, but a save or a publication by hand overwrites. The form
asks here first. Until the editor has saved by hand, `session.js` lets a form that was
told of a newer version save nothing by itself.
"""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import AbstractPage, Revision


def seen(page: AbstractPage) -> dict[str, str]:
    """What Wagtail's own fields of an open form say of the page's latest version."""
    latest = page.latest_revision
    if latest is None:
        return {}
    return {
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }


def newer_version(page: AbstractPage, sent: Mapping[str, str]) -> Revision | None:
    """The latest version, when it is newer than the one that was opened; else None.

    ``sent`` is what the form sent, with Wagtail's own hidden fields. An autosaved
    version of the editor's own is written over by Wagtail; its number tells.
    """
    latest = page.latest_revision
    if latest is None:
        return None
    if own := sent.get("overwrite_revision_id"):
        return None if own == str(latest.pk) else latest
    if not sent.get("loaded_revision_id"):
        return None
    is_same = all(sent.get(name, "") == text for name, text in seen(page).items())
    return None if is_same else latest


def sentence(latest: Revision, fields: Iterable[str]) -> str:
    """Who saved, when, and the names of what both have changed."""
    who = get_user_display_name(latest.user) if latest.user else _("somebody else")
    at = date_format(timezone.localtime(latest.created_at), "SHORT_DATETIME_FORMAT")
    told = _(
        "Not saved yet: %(who)s has saved a newer version since you opened the page "
        "(%(at)s). What you wrote is still here. Save again to keep what the form "
        "shows; theirs stays in the history."
    ) % {"who": who, "at": at}
    if names := ", ".join(fields):
        told += " " + _("Changed by both: %(fields)s.") % {"fields": names}
    return str(told)
