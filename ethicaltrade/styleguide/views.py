"""The living style guide: every component, drawn by its own template and style."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .samples import samples

ENTRIES = Path(settings.BASE_DIR) / "templates" / "styleguide" / "entries"


class Entry(NamedTuple):
    """A component, or a family of them, in each of its states."""

    name: str
    template: str

    @property
    def title(self) -> str:
        """The file's name as words."""
        return self.name.replace("_", " ").capitalize()


def entries() -> list[Entry]:
    """Every entry, by its name."""
    return [
        Entry(file.stem, f"styleguide/entries/{file.name}")
        for file in sorted(ENTRIES.glob("*.html"))
    ]


def style_guide(request: HttpRequest) -> HttpResponse:
    """All of them on one page, so that a change shows wherever it tells."""
    context = {"entries": entries(), **samples()}
    return render(request, "styleguide/style_guide.html", context)
