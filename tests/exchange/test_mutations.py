"""A file that was changed in any way loses no words and publishes nothing."""

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethicaltrade.bilingual import scopes
from ethicaltrade.exchange import chosen
from ethicaltrade.exchange.received import UnreadableError

from .files import KINDS, bring, exported, filled

TOKENS = re.compile(rb"<[^<>]*>|\"[^\"]*\"|\w+|\s+|.", re.DOTALL)

SIGNS = st.sampled_from(
    b'< > " &lt; &amp; \n\n <1> en nb title_nb lead body 0123456789abcdef \xff'.split(
        b" "
    )
)
EXAMPLES = int(os.environ.get("EXCHANGE_EXAMPLES", "8"))  # of each kind of file


@st.composite
def mutation(draw):
    """What is done to the file's tokens, place by place (of a thousand)."""
    what = st.sampled_from(["drop", "double", "swap", "put", "cut"])
    place = st.integers(0, 999)
    steps = st.tuples(what, place, place, SIGNS)
    return draw(st.lists(steps, min_size=1, max_size=6))


def mutated(data, steps):
    tokens = TOKENS.findall(data)
    for what, place, other, sign in steps:
        if not tokens:
            break
        one, two = (len(tokens) * at // 1000 for at in (place, other))
        if what == "drop":
            del tokens[one : one + 1 + two % 7]
        elif what == "double":
            tokens[one:one] = tokens[one : one + 1 + two % 40]
        elif what == "swap":
            tokens[one], tokens[two] = tokens[two], tokens[one]
        elif what == "put":
            tokens[one] = sign
        else:
            del tokens[max(one, 20) :]
    return b"".join(tokens)


def words(page, codes):
    found = scopes.split(type(page), chosen.content_of(page)).words
    follows = ("translated_from",)
    return {
        code: {k: v for k, v in found[code].items() if k != follows} for code in codes
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_changed_file_loses_no_words_and_publishes_nothing(
    norwegian,
    kind,
    admin,
):
    data = filled(exported(kind, norwegian))
    page = type(norwegian).objects.get(pk=norwegian.pk)
    row = scopes.content_of(page)
    source = words(page, ["nb"])
    first = page.latest_revision_id

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(mutation())
    def check(steps):
        try:
            lines = bring(mutated(data, steps), admin)
        except UnreadableError:
            lines = []
        now = type(page).objects.get(pk=page.pk)
        assert words(now, ["nb"]) == source
        assert now.public_languages == ["nb"]
        books = {"latest_revision", "latest_revision_created_at", "draft_title"}
        books |= {"has_unpublished_changes"}
        kept = scopes.content_of(now)
        assert {k for k in row if row[k] != kept[k]} <= books
        if now.latest_revision_id != first:  # what was there is in the history
            assert any(line.outcome in ("taken", "stale") for line in lines)
            assert now.revisions.filter(pk=first).exists()
        now.revisions.exclude(pk=first).delete()
        type(page).objects.filter(pk=page.pk).update(
            latest_revision=first, has_unpublished_changes=False
        )

    check()
