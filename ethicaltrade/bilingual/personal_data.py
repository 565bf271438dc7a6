"""Who last wrote in a language of a page; nothing else of people is kept here."""

from typing import Any

from ethicaltrade.privacy.registry import Kept, Source, register

from .models import PageLanguage


def export(user: Any) -> dict[str, int]:
    """How many; the words are the organisation's."""
    written = PageLanguage.objects.filter(changed_by=user)
    return {"last_wrote_in_languages_of_pages": written.count()}


def forget(user: Any) -> None:
    PageLanguage.objects.filter(changed_by=user).update(changed_by=None)


register(
    Source(
        name="languages",
        export=export,
        forget=forget,
        kept=(Kept(model=PageLanguage, by=("changed_by",), others=("digest",)),),
    )
)
