"""The style guide shows every component, and is not there in production."""

import re

import pytest
from django.conf import settings

from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.styleguide.views import body_blocks, entries

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = {file.name for file in (TEMPLATES / "components").glob("*.html")}
# Around every page, the guide's own too; these have nothing to show by themselves.
AROUND = {"page_meta.html", "theme_choice.html"}
INCLUDE = re.compile(r'include "components/(\w+\.html)"')


def shown_by(text: str, known: set[str]) -> set[str]:
    """The components that a template includes, and those that they include."""
    for name in set(INCLUDE.findall(text)) - known:
        known.add(name)
        shown_by((TEMPLATES / "components" / name).read_text(), known)
    return known


def test_every_component_has_an_entry():
    shown = set()
    for entry in entries():
        shown_by((TEMPLATES / entry.template).read_text(), shown)
    lists_of_pages = {"event_filters.html", "related_articles.html", "picture.html"}
    assert COMPONENTS - AROUND - lists_of_pages - shown == set()


def test_every_block_of_a_body_is_shown(db):
    assert [name for name, html in body_blocks()] == list(BodyBlock().child_blocks)
    empty = {name for name, html in body_blocks() if not html.strip()}
    assert empty <= {"image", "documents"}  # their records have entries of their own


@pytest.mark.usefixtures("demo_site")
def test_the_guide_draws_every_entry(client):
    response = client.get("/stilguide/")
    assert response.status_code == 200
    text = response.content.decode()
    for entry in entries():
        assert f'id="{entry.name}"' in text
    assert "noindex" in text


def test_the_guide_needs_no_demo(client, db):
    assert client.get("/stilguide/").status_code == 200


def test_production_has_no_guide():
    source = (settings.BASE_DIR / "ethicaltrade/settings/base.py").read_text()
    production = (settings.BASE_DIR / "ethicaltrade/settings/production.py").read_text()
    assert "STYLE_GUIDE = False" in source
    assert "STYLE_GUIDE" not in production
