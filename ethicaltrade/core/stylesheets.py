"""One style sheet for each kind of page, joined from the parts in ``static/css``.

A template names its kind in the block ``stylesheet``: ``css/<kind>.bundle.css``. So a
browser waits for one file, with what pages of that kind need and little more.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FIRST = ("tokens", "fonts", "base", "layout", "frame", "components", "pictures")
LAST = ("utilities", "print")
KINDS: dict[str, tuple[str, ...]] = {
    # kind: what it takes between the first and the last, in the order of the cascade
    "page": ("forms", "streamfield"),
    "list": ("lists", "streamfield"),
    "article": ("article", "streamfield"),
    "events": ("lists", "events", "streamfield"),
    "event": ("article", "events", "event_page", "registration", "streamfield"),
    "form": ("forms", "registration", "account", "application", "streamfield"),
    "membership": ("forms", "article", "membership", "sections", "streamfield"),
    "directory": ("lists", "article", "directory", "streamfield"),
    "resources": ("lists", "forms", "article", "resources", "guides", "streamfield"),
    "privacy": ("privacy", "streamfield"),
    "mypage": ("forms", "article", "registration", "account", "people", "my_page"),
    "front": ("events", "front", "sections", "front_sections", "streamfield"),
    # The style guide, and the previews of blocks in the CMS.
    "all": (
        *("lists", "forms", "article", "events", "event_page", "registration"),
        *("account", "membership", "directory", "people", "application"),
        *("resources", "guides", "my_page", "front", "sections", "front_sections"),
        *("privacy", "streamfield", "styleguide"),
    ),
}
LEFT_OUT = re.compile(r"/\*.*?\*/\s*|(?<=\n)\s+", re.DOTALL)  # a fifth of the parts


def bundle(kind: str) -> str:
    """The name of the kind's style sheet among the static files."""
    return f"css/{kind}.bundle.css"


def parts(kind: str) -> tuple[str, ...]:
    return (*FIRST, *KINDS[kind], *LAST)


def join(folder: Path, kind: str) -> str:
    """Without comments and indentation; what is for paper is put inside ``@media``."""
    texts = {name: (folder / f"{name}.css").read_text() for name in parts(kind)}
    texts["print"] = f"@media print {{\n{texts['print']}}}\n"
    return LEFT_OUT.sub("", "".join(texts.values()))


class StylesheetFinder(BaseFinder):
    """Each is made anew when a part is newer."""

    def __init__(self, *args, **kwargs):
        self.folder = settings.BASE_DIR / "static" / "css"
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "stylesheets")
        self.kinds = {bundle(kind): kind for kind in KINDS}

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        if path not in self.kinds:
            return []
        found = str(self._made(path))
        return [found] if find_all else found

    def list(self, ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in self.kinds:
            self._made(path)
            yield path, self.storage

    def _made(self, path: str) -> Path:
        made = Path(self.storage.path(path))
        sources = [Path(__file__), *self.folder.glob("*.css")]
        newest = max(source.stat().st_mtime for source in sources)
        if not made.exists() or made.stat().st_mtime < newest:
            made.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=made.parent, delete=False) as file:
                file.write(join(self.folder, self.kinds[path]))
            os.chmod(file.name, 0o644)
            os.replace(file.name, made)  # whole, whoever reads it meanwhile
        return made
