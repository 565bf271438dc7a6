"""A migration that saves a page loses none of its blocks."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.home.models import HomePage

pytestmark = pytest.mark.every_database

STREAM = [
    {"type": "retired", "value": {"text": "Ærlig"}, "id": "a"},
    {"type": "paragraph", "value": "<p>Øl</p>", "id": "b"},
]


@pytest.fixture
def old_home_page(home):
    """The front page's model as migrations have it."""
    state = MigrationLoader(connection).project_state()
    return state.apps.get_model("home", "HomePage")


def test_model_of_a_migration_keeps_the_blocks(old_home_page):
    old_home_page.objects.update(sections=STREAM)
    old = old_home_page.objects.get()
    assert list(old.sections.raw_data) == STREAM
    old.save()
    assert list(old_home_page.objects.get().sections.raw_data) == STREAM


def test_stream_of_a_migration_is_changed_by_its_raw_data(old_home_page):
    old_home_page.objects.update(sections=STREAM)
    old = old_home_page.objects.get()
    old.sections.raw_data[0] = {**STREAM[0], "type": "renewed"}
    old.save()
    again = old_home_page.objects.get()
    assert [block["type"] for block in again.sections.raw_data] == [
        "renewed",
        "paragraph",
    ]


@pytest.mark.parametrize("nothing", [[], "", None])
def test_empty_stream_stays_empty(old_home_page, nothing):
    field = old_home_page._meta.get_field("sections")
    assert not field.to_python(nothing)


def test_pages_of_today_know_their_blocks():
    assert HomePage._meta.get_field("sections").stream_block.child_blocks
    block = BodyBlock()
    assert block.child_blocks
