"""The living style guide: every component, drawn by its own template and style."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from . import emails
from .samples import samples

ENTRIES = Path(settings.BASE_DIR) / "templates" / "styleguide" / "entries"


class Entry(NamedTuple):
    """A component, or a family of them, in each of its states."""

    name: str
    template: str

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()


def entries() -> list[Entry]:
    return [
        Entry(file.stem, f"styleguide/entries/{file.name}")
        for file in sorted(ENTRIES.glob("*.html"))
    ]


def style_guide(request: HttpRequest) -> HttpResponse:
    context = {"entries": entries(), **samples()}
    return render(request, "styleguide/style_guide.html", context)


def email(request: HttpRequest, name: str, language: str, kind: str) -> HttpResponse:
    """One e-mail by itself: ``kind`` is ``html`` or ``text``."""
    is_known = name in emails.names() and language in dict(settings.LANGUAGES)
    if not is_known or kind not in ("html", "text"):
        raise Http404
    sample = emails.sample(name, language)
    if kind == "html":
        return HttpResponse(sample.html)
    text = f"{sample.subject}\n\n{sample.text}"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("stilguide/", style_guide, name="style_guide"),
    path(
        "stilguide/e-post/<path:name>/<slug:language>/<slug:kind>/",
        email,
        name="style_guide_email",
    ),
]
