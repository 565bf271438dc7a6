"""What the resources keep of a person; downloads are counted without names."""

from typing import Any

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


register(
    Source(
        name="resources",
        export=export,
        forget=forget,
        kept=(
            Kept(model=ResourceVisit, by=("user",)),
            Kept(model=ChapterRead, by=("user",)),
        ),
    )
)
