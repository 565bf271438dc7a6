"""What the resources keep of a person; downloads are counted without names."""

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

from .records import ChapterRead, ResourceVisit


def export(user: Any) -> dict[str, Any]:
    """Ready for JSON; times are ISO 8601."""
    visit = ResourceVisit.objects.filter(user=user).first()
    read = ChapterRead.objects.filter(user=user).select_related("chapter")
    return {
        "last_visit": visit and visit.last_seen_at.isoformat(),
        "new_since": visit and visit.new_since.isoformat(),
        "chapters_read": [
            {"chapter": each.chapter.title, "read_at": each.read_at.isoformat()}
            for each in read.order_by("read_at", "pk")
        ],
    }


def forget(user: Any) -> None:
    ResourceVisit.objects.filter(user=user).delete()
    ChapterRead.objects.filter(user=user).delete()


VISIT = Item(
    what=_("When you last visited the members’ resources."), until=WITH_THE_ACCOUNT
)
READ = Item(
    what=_("Which chapters of the guides you have marked as read, and when."),
    until=WITH_THE_ACCOUNT,
)
PURPOSE = Purpose(
    name="resources",
    audience=Audience.PEOPLE,
    title=_("What you have read"),
    why=_(
        "So that you can see what is new since last time, and find your place in a "
        "guide. Downloads are counted without anything that leads to you."
    ),
    basis=Basis.INTEREST,
    seen_by=_("Only you."),
    origin=_("From your own use of the resources."),
)

register(
    Source(
        name="resources",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        kept=(
            Kept(model=ResourceVisit, by=("user",), items=(VISIT,)),
            Kept(model=ChapterRead, by=("user",), items=(READ,)),
        ),
    )
)
