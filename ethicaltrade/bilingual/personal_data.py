"""Who last wrote in a language of a page, and who set the time of its publication."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ethicaltrade.privacy.purposes import (
    WITH_THE_ACCOUNT,
    Audience,
    Basis,
    Item,
    Purpose,
)
from ethicaltrade.privacy.registry import Kept, Source, register

from .models import PageLanguage, Schedule


def export(user: Any) -> dict[str, int]:
    """How many; the words are the organisation's."""
    written = PageLanguage.objects.filter(changed_by=user)
    scheduled = Schedule.objects.filter(user=user)
    return {
        "last_wrote_in_languages_of_pages": written.count(),
        "scheduled_languages_of_pages": scheduled.count(),
    }


def forget(user: Any) -> None:
    PageLanguage.objects.filter(changed_by=user).update(changed_by=None)
    Schedule.objects.filter(user=user).update(user=None)


WROTE = Item(
    what=_("That you were the last to edit a page, or scheduled its publication."),
    until=WITH_THE_ACCOUNT,
)
HISTORY = Item(
    what=_("Your name in the history of pages, of other content and of registrations."),
    until=_("Until our technician deletes your account; then your name is removed"),
)
PURPOSE = Purpose(
    name="cms",
    audience=Audience.STAFF,
    title=_("Working in the CMS"),
    why=_(
        "So that those who edit can see who changed what, and take it up with "
        "each other."
    ),
    basis=Basis.INTEREST,
    seen_by=_("Everyone who works in the CMS."),
    origin=_("From what you do there."),
    items=(HISTORY,),
)

register(
    Source(
        name="languages",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        kept=(
            Kept(
                model=PageLanguage,
                by=("changed_by",),
                others=("digest", "section"),
                items=(WROTE,),
            ),
            Kept(
                model=Schedule,
                by=("user",),
                others=("content", "base"),
                items=(WROTE,),
            ),
        ),
    )
)
