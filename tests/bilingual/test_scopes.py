"""What belongs to each language: pure functions on what a revision holds."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethicaltrade.bilingual import (
    languages,
    scopes,
    versions,
)
from ethicaltrade.home.models import HomePage
from events.models import EventPage

CODES = languages.codes()
TEXTS = st.sampled_from(["", "Øl", "Beer", "A", "B"])
KEYS = st.sampled_from(["k1", "k2", "k3"])


def words():
    return st.fixed_dictionaries(dict.fromkeys(CODES, TEXTS))


SECTION = st.builds(
    lambda key, heading, number: {
        "type": "news",
        "id": key,
        "value": {"heading": heading, "number": number},
    },
    KEYS,
    words(),
    st.sampled_from(["3", "6"]),
)
ROW = st.builds(
    lambda key, name, roles: {"uuid": key, "pk": None, "name": name} | roles,
    KEYS,
    TEXTS,
    st.fixed_dictionaries({f"role_{code}": TEXTS for code in CODES}),
)


def once(items, key):
    return list({item[key]: item for item in items}.values())


HOMES = st.builds(
    lambda titles, sections, menus: {
        **titles,
        "show_in_menus": menus,
        "sections": json.dumps(once(sections, "id")),
    },
    st.fixed_dictionaries({f"title_{code}": TEXTS for code in CODES}),
    st.lists(SECTION, max_size=3),
    st.booleans(),
)
EVENTS = st.builds(
    lambda titles, rows, place: {
        **titles,
        "place_address": place,
        "speakers": once(rows, "uuid"),
    },
    st.fixed_dictionaries({f"title_{code}": TEXTS for code in CODES}),
    st.lists(ROW, max_size=3),
    TEXTS,
)
CONTENTS = st.one_of(
    st.tuples(st.just(HomePage), HOMES, HOMES, HOMES),
    st.tuples(st.just(EventPage), EVENTS, EVENTS, EVENTS),
)
SOME = st.sets(st.sampled_from(CODES))
quick = settings(max_examples=60, deadline=None, derandomize=True)


def plain(content):
    """Streams as lists, so that the order of keys in their text says nothing."""
    return {
        name: scopes.read_stream(value) if name == "sections" else value
        for name, value in content.items()
    }


@quick
@given(CONTENTS)
def test_apart_and_together_is_the_same(contents):
    model, content, *_others = contents
    before = copy.deepcopy(content)
    assert plain(scopes.join(model, scopes.split(model, content))) == plain(content)
    assert content == before, "nothing is changed in place"


@quick
@given(CONTENTS, SOME)
def test_what_goes_out_is_shared_fields_and_the_words_of_some(contents, codes):
    model, live, draft, _other = contents
    out = scopes.split(model, versions.compose(model, live, draft, codes))
    mine, public = scopes.split(model, draft), scopes.split(model, live)
    assert plain(out.shared) == plain(mine.shared)
    for code in CODES:
        for path, value in out.words[code].items():
            source = mine if code in codes else public
            assert value == source.words[code].get(path), path


@quick
@given(CONTENTS, SOME)
def test_publishing_one_after_the_other_is_publishing_both(contents, codes):
    model, live, draft, _other = contents
    step = versions.compose(model, live, draft, codes)
    rest = set(CODES) - codes
    assert not versions.differences(
        model,
        versions.compose(model, step, draft, rest),
        versions.compose(model, live, draft, CODES),
    )


@quick
@given(CONTENTS)
def test_nothing_differs_from_itself(contents):
    model, content, *_others = contents
    assert versions.differences(model, content, content) == []
    emptied = {
        name: None if value in ("", "[]") else value for name, value in content.items()
    }
    assert versions.differences(model, content, emptied) == []


@quick
@given(CONTENTS)
def test_merging_with_what_did_not_change(contents):
    model, base, mine, _theirs = contents
    for merged in (
        versions.merge(model, base, mine, base),
        versions.merge(model, base, base, mine),
    ):
        assert not versions.differences(model, merged.content, mine)
        assert merged.conflicts == []


@quick
@given(CONTENTS)
def test_a_merge_keeps_each_change_or_tells(contents):
    model, base, mine, theirs = contents
    merged = versions.merge(model, base, mine, theirs)
    left = set(versions.differences(model, theirs, merged.content))
    my_own = set(versions.differences(model, base, mine))
    assert set(merged.conflicts) <= my_own
    arranged = {change.path[0] for change in my_own if change.language is None}
    for language, path in left - my_own:
        # Only in blocks and rows that were arranged anew.
        assert path[0] in arranged, (language, path)


def test_other_language_s_address_does_not_move():
    live = {"slug_nb": "gammel", "slug_en": "old", "title_nb": "G", "title_en": "O"}
    draft = {"slug_nb": "ny", "slug_en": "new", "title_nb": "N", "title_en": "New"}
    out = versions.compose(EventPage, live, draft, ["nb"])
    assert (out["slug_nb"], out["slug_en"]) == ("ny", "old")


@pytest.mark.parametrize("live", [None, {"title_en": "", "speakers": []}])
def test_language_that_never_was_public_has_no_words(live):
    row = {"uuid": "k1", "name": "Kari", "role_nb": "Leder", "role_en": "Head"}
    draft = {"title_nb": "Møte", "title_en": "Meet", "speakers": [row]}
    out = versions.compose(EventPage, live, draft, ["nb"])
    assert not out["title_en"]
    assert out["speakers"] == [{"uuid": "k1", "name": "Kari", "role_nb": "Leder"}]


def test_a_field_that_a_block_did_not_have_is_an_empty_one():
    """Old blocks are stored without it, and the form sends it empty."""
    stored = {"type": "quotation", "id": "a", "value": {"quote": "Ja"}}
    sent = stored | {"value": {"quote": "Ja", "name": "", "role": ""}}
    before, after = ({"body_nb": json.dumps([block])} for block in (stored, sent))
    assert not versions.differences(EventPage, before, after)
    changed = {"body_nb": json.dumps([sent | {"value": {"quote": "Nei", "name": ""}}])}
    assert versions.differences(EventPage, before, changed)
