"""Blocks of a body and their pairs in the other language."""

import json

import pytest
from django.core.management import call_command
from wagtail.models import Comment

from articles.models import ArticlePage
from ethicaltrade.bilingual.pairing import pairs, renamed

TEXTS = {"text": "<p>Ord</p>", "quotation": {"quote": "Ord", "name": "", "role": ""}}


def stream(*names):
    """``text a`` is a block of text with the id ``a``."""
    return [
        {"type": kind, "id": key, "value": TEXTS.get(kind, "")}
        for kind, key in (name.split() for name in names)
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (["text a", "image b"], ["text x", "image y"], {"x": "a", "y": "b"}),
        (["text a", "image b", "text c"], ["text x", "text y"], {"x": "a", "y": "c"}),
        (["image a"], ["text x", "image y"], {"y": "a"}),
        (["text a"], [], {}),
        # Those that are paired stay so, and nothing crosses them.
        (["text a", "text b", "text c"], ["text b", "text x"], {"x": "c"}),
        (["text a", "text b"], ["text b", "text a"], {}),
    ],
)
def test_by_kind_and_order(source, target, expected):
    found = pairs(stream(*source), stream(*target))
    assert found == expected
    again = renamed(stream(*target), found)
    assert pairs(stream(*source), again) == {}


def test_a_block_without_an_id_is_left_alone():
    assert pairs([{"type": "text"}], stream("text x")) == {}
    assert renamed([{"type": "text"}], {"x": "a"}) == [{"type": "text"}]


def test_no_id_is_given_twice():
    assert renamed(stream("text x", "text a"), {"x": "a"}) == stream("text x", "text a")
    twice = renamed(stream("text x", "text y"), {"x": "a", "y": "a"})
    assert twice == stream("text a", "text y")


@pytest.mark.django_db
def test_command_pairs_what_is_stored_and_makes_no_draft(article, editor):
    article.body_nb = json.dumps(stream("text a", "quotation b"))
    article.body_en = json.dumps(stream("text x", "quotation y"))
    article.save_revision(user=editor).publish()
    article.lead_en = "A draft"
    article.body_en = json.dumps(stream("text x", "text new", "quotation y"))
    article.save_revision(user=editor)
    comment = Comment.objects.create(
        page=article, user=editor, text="Sic", contentpath="body_en.y.quote"
    )
    before = ArticlePage.objects.get(pk=article.pk)

    call_command("pair_blocks")

    after = ArticlePage.objects.get(pk=article.pk)
    assert [block.id for block in after.body_en] == ["a", "b"]
    draft = after.get_latest_revision_as_object()
    assert [block.id for block in draft.body_en] == ["a", "new", "b"]
    assert draft.lead_en == "A draft"
    assert after.latest_revision_id == before.latest_revision_id
    assert after.latest_revision_created_at == before.latest_revision_created_at
    comment.refresh_from_db()
    assert comment.contentpath == "body_en.b.quote"
