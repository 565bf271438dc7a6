"""What README.md and docs/ lead to is there: links, headings and commands."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def anchors(document):
    """As GitHub and GitLab make them."""
    for heading in HEADING.findall(document.read_text(encoding="utf-8")):
        words = re.sub(r"[^\w\- ]", "", heading.lower())
        yield words.replace(" ", "-")


def commands(text):
    """What somebody would type."""
    for block in BLOCK.findall(text):
        yield from block.splitlines()
    yield from CODE.findall(BLOCK.sub("", text))


def name_of(document):
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    text = BLOCK.sub("", document.read_text(encoding="utf-8"))
    dead = []
    for path, anchor in LINK.findall(text):
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(f"{path}#{anchor}")
    assert dead == []


def test_commands_are_there():
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    known, unknown = get_commands(), []
    for document in DOCUMENTS:
        for line in commands(document.read_text(encoding="utf-8")):
            asked = re.findall(r"(?:^|[A-Z]=\S+ )make ([a-z][a-z-]*)", line)
            unknown += [f"make {one}" for one in asked if one not in targets]
            asked = re.findall(r"\bmanage\.py ([a-z_]+)", line)
            unknown += [f"manage.py {one}" for one in asked if one not in known]
    assert unknown == []
