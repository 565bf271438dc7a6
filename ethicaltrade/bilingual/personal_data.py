"""Who last wrote in a language of a page, and who set the time of its publication."""

from typing import Any

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


register(
    Source(
        name="languages",
        export=export,
        forget=forget,
        kept=(
            Kept(model=PageLanguage, by=("changed_by",), others=("digest",)),
            Kept(model=Schedule, by=("user",), others=("content", "base")),
        ),
    )
)
