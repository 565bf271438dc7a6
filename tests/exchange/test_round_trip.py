"""Every page type and every block there and back, over the whole demo site."""

import json
from dataclasses import replace

import pytest
from wagtail.models import Revision

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import meaning
from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.exchange import chosen
from ethicaltrade.exchange.pairs import Pair

from .files import bring, bundles, check_valid, exported, filled, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def pages():
    return [row.specific for row in chosen.pages()]


def test_every_text_goes_back_to_where_it_was(demo_site):
    """Byte for byte, of every segment; every block there is has been one of them."""
    seen, types = set(), set()
    for page in pages():
        types.add(type(page))
        content = chosen.content_of(page)
        for segment in meaning.segments(type(page), content, "en"):
            if segment.source in (None, ""):
                continue
            if isinstance(segment.source, dict):
                seen.add(segment.source["type"])
            pair = Pair(segment.kind, segment.source)
            words = {place: text.pieces for place, text in pair.texts.items()}
            assert json.dumps(pair.translated(words)) == json.dumps(segment.source)
    assert types == {
        type(page) for page in BasePage.objects.filter(depth__gt=1).specific()
    }
    assert seen >= set(BodyBlock.base_blocks)


def test_file_that_is_sent_back_untouched_changes_nothing(demo_site):
    data = exported("xliff-2.1", with_records=True)
    check_valid(data)
    before = Revision.objects.count()
    lines = bring(data, with_records=True)
    assert [one for one in lines if one.outcome != "unchanged"] == []
    assert len(lines) > 200
    assert Revision.objects.count() == before
    assert exported("xliff-2.1", with_records=True) == data
    older = exported("xliff-1.2", with_records=True)
    check_valid(older)
    assert bundles(older) == bundles(data)
    # What is said to be unfinished there, is left out here.
    entries = bundles(exported("po", with_records=True))
    assert [
        replace(
            one,
            units=[
                replace(unit, target=None, is_unfinished=False)
                if unit.is_unfinished
                else unit
                for unit in one.units
            ],
        )
        for one in entries
    ] == bundles(data)


def test_every_text_of_every_page_is_translated_and_comes_back(demo_site):
    public = dict(BasePage.objects.values_list("pk", "live"))
    live = {page.pk: page.serializable_data() for page in pages()}
    norwegian = {page.pk: in_norwegian(page) for page in pages()}
    data = filled(exported("xliff-2.1"))
    assert outcomes(bring(data)) == {"taken"}
    assert outcomes(bring(data)) == {"unchanged"}
    again = bundles(exported("xliff-2.1"))
    sent = bundles(data)
    assert [one.original for one in again] == [one.original for one in sent]
    for one, other in zip(again, sent, strict=True):
        assert [(unit.id, unit.target) for unit in one.units] == [
            (unit.id, unit.target) for unit in other.units
        ]
    assert dict(BasePage.objects.values_list("pk", "live")) == public
    for page in pages():
        assert in_norwegian(page) == norwegian[page.pk]
        columns = {"latest_revision", "latest_revision_created_at", "draft_title"}
        columns |= {"has_unpublished_changes"}
        now = page.serializable_data()
        assert {k: now[k] for k in now.keys() - columns} == {
            k: live[page.pk][k] for k in live[page.pk].keys() - columns
        }


def in_norwegian(page):
    content = chosen.content_of(page)
    return {
        one.id: meaning.meaning(one.source)
        for one in meaning.segments(type(page), content, "en")
    }
