"""One style sheet for each kind of page, and the watch over what pages lack."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from ethicaltrade.core.stylesheets import KINDS, StylesheetFinder, bundle, join, parts
from tests.support.stylesheets import FOLDER, check, lacking

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_part_is_somewhere_and_in_the_one_with_all():
    there = {path.stem for path in FOLDER.glob("*.css")}
    assert set(parts("all")) == there
    assert set().union(*map(parts, set(KINDS) - {"all"})) == there - {"styleguide"}


@pytest.mark.parametrize("kind", KINDS)
def test_parts_are_in_the_order_of_the_cascade(kind):
    assert list(parts(kind)) == [part for part in parts("all") if part in parts(kind)]


def test_templates_name_the_kinds_there_are():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"css/(\w+)\.bundle\.css", path.read_text())
    }
    assert named == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_style_sheet_has_every_rule_of_its_parts(kind):
    text = join(FOLDER, kind)
    assert "/*" not in text
    assert "\n " not in text
    assert text.index("@layer tokens, base") == 0  # the order of the layers
    whole = sum((FOLDER / f"{part}.css").read_text().count("{") for part in parts(kind))
    assert text.count("{") == text.count("}") == whole + 1  # and that for paper


def test_style_sheet_is_made_anew_when_a_part_is_newer(tmp_path, monkeypatch):
    finder = StylesheetFinder()
    finder.storage._location = str(tmp_path)
    made = Path(finder.find(bundle("list")))
    made.write_text("old")
    assert Path(finder.find(bundle("list"))).read_text() == "old"
    os.utime(made, (0, 0))
    assert Path(finder.find(bundle("list"))).read_text() == join(FOLDER, "list")
    assert finder.find("css/list.css") == []


# The check that every test of a page is under


def test_component_without_its_part_is_found():
    page = '<ul class="promise__points"><li class="promise__point"></li></ul>'
    assert set(lacking("list", page)) == {"sections"}
    assert lacking("front", page) == {}


def test_rule_for_something_else_is_not_taken_for_one():
    """``.section + .section`` is about two that stand beside each other."""
    apart = '<div><p class="section"></p></div><p class="section"></p>'
    beside = '<p class="section"></p><p class="section"></p>'
    assert lacking("article", apart) == {}
    assert set(lacking("article", beside)) == {"membership"}


def test_page_that_lacks_a_part_fails():
    link = '<link rel="stylesheet" href="/static/css/list.bundle.0a1b2c.css">'
    with pytest.raises(AssertionError, match="sections"):
        check(f'{link}<ul class="promise__points"></ul>', "/")


def test_kind_that_there_is_not_fails():
    with pytest.raises(KeyError):
        check('<link rel="stylesheet" href="/static/css/x.bundle.css">', "/")
