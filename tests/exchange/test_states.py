"""Words go to a translator as what they are: proposed by a machine, a draft, public."""

import json

import polib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from translate.storage import pypo, xliff, xliff2
from wagtail.models import Revision

from ethicaltrade.bilingual import actions, meaning, scopes
from ethicaltrade.exchange import importing
from ethicaltrade.exchange.xliff import XLIFF_1, XLIFF_2

from .files import KINDS, UNITS, bring, bundles, check_valid, exported, filled, outcomes
from .test_importing import draft, outdated, read, states

pytestmark = pytest.mark.django_db

STORES = {
    "xliff-2.1": xliff2.Xliff2File,
    "xliff-1.2": xliff.xlifffile,
    "po": pypo.pofile,
}


def machine(text):
    return text.upper() if text.upper() != text else f"{text}*"


@pytest.fixture
def proposed(norwegian, editor):
    """A machine has proposed all of its English, of which nobody has seen a word."""
    for bundle in bundles(filled(exported("xliff-2.1", norwegian), machine)):
        importing.take(bundle, editor, is_proposal=True)
    assert set(states(norwegian).values()) == {"proposed"}
    return norwegian


def rewrite(page, text):
    """The first of its Norwegian paragraphs, in the draft."""
    opened = draft(page)
    before = scopes.content_of(opened)
    blocks = [dict(one) for one in opened.body_nb.raw_data]
    opened.body_nb = json.dumps([blocks[0] | {"value": text}, *blocks[1:]])
    content = meaning.record(type(page), before, scopes.content_of(opened))
    opened.with_content_json(content).save_revision(clean=False)


def state_of(data, kind, key):
    """Of a unit, as the file says it."""
    if kind == "po":
        entries = polib.pofile(data.decode())
        return next(one.flags for one in entries if one.msgctxt.endswith(f"|{key}"))
    unit = next(
        one for one in etree.fromstring(data).iter(*UNITS) if one.get("id") == key
    )
    if kind == "xliff-2.1":
        segment = unit.find(f"{{{XLIFF_2}}}segment")
        return segment.get("state"), segment.get("subState")
    target = unit.find(f"{{{XLIFF_1}}}target")
    return target.get("state"), target.get("state-qualifier"), unit.get("approved")


def finished(data, kind, wanted=lambda key: True):
    """A translator says of each that they are done with it, in their tool."""
    if kind == "po":
        file = polib.pofile(data.decode())
        for entry in file:
            if wanted(entry.msgctxt.partition("|")[2]):
                entry.flags = []
        return str(file).encode()
    tree = etree.fromstring(data)
    for unit in tree.iter(*UNITS):
        if not wanted(unit.get("id")):
            continue
        if kind == "xliff-2.1":
            segment = unit.find(f"{{{XLIFF_2}}}segment")
            segment.set("state", "reviewed")
            segment.attrib.pop("subState", None)
        else:
            unit.find(f"{{{XLIFF_1}}}target").set("state", "translated")
    return etree.tostring(tree)


PROPOSED = {
    "xliff-2.1": ("initial", "ethicaltrade:machine"),
    "xliff-1.2": ("needs-review-translation", "mt-suggestion", None),
    "po": ["fuzzy"],
}
DRAFT = {
    "xliff-2.1": ("translated", None),
    "xliff-1.2": ("translated", None, None),
    "po": [],
}
PUBLIC = {
    "xliff-2.1": ("final", None),
    "xliff-1.2": ("final", None, "yes"),
    "po": [],
}


@pytest.mark.parametrize("kind", KINDS)
def test_words_by_a_machine_are_given_as_such(proposed, kind, tmp_path):
    for only_wanted in (True, False):
        data = exported(kind, proposed, only_wanted=only_wanted)
        assert state_of(data, kind, "lead") == PROPOSED[kind]
    if kind != "po":
        check_valid(data)
    path = tmp_path / "file"
    path.write_bytes(data)
    opened = STORES[kind].parsefile(str(path))
    units = [one for one in opened.units if not one.isheader()]
    assert all(one.target and one.isfuzzy() for one in units)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_public_is_no_more_than_translated(norwegian, kind, tmp_path):
    bring(filled(exported(kind, norwegian)))
    assert state_of(exported(kind, norwegian), kind, "lead") == DRAFT[kind]
    actions.publish(read(norwegian), ["en"])
    data = exported(kind, norwegian)
    assert state_of(data, kind, "lead") == PUBLIC[kind]
    path = tmp_path / "file"
    path.write_bytes(data)
    opened = STORES[kind].parsefile(str(path))
    units = [one for one in opened.units if not one.isheader()]
    assert not any(one.isfuzzy() for one in units)
    page = draft(norwegian)
    page.title_en = "New demands"
    page.save_revision()
    data = exported(kind, norwegian)
    assert state_of(data, kind, "title") == DRAFT[kind]
    assert state_of(data, kind, "lead") == PUBLIC[kind]
    actions.take_down(read(norwegian), ["en"])
    data = exported(kind, norwegian)
    assert state_of(data, kind, "lead") == DRAFT[kind]
    if kind != "po":
        check_valid(data)


@pytest.mark.parametrize("kind", KINDS)
def test_proposals_that_come_back_untouched_are_still_proposals(proposed, editor, kind):
    data = exported(kind, proposed)
    before = Revision.objects.count()
    assert outcomes(bring(data, editor)) == {"unchanged"}
    assert Revision.objects.count() == before
    assert exported(kind, proposed) == data
    assert set(states(proposed).values()) == {"proposed"}


@pytest.mark.parametrize("kind", KINDS)
def test_tool_that_only_opens_and_saves_confirms_nothing(
    proposed, editor, kind, tmp_path
):
    path = tmp_path / "file"
    path.write_bytes(exported(kind, proposed))
    saved = bytes(STORES[kind].parsefile(str(path)))
    assert outcomes(bring(saved, editor)) == {"unchanged"}
    assert set(states(proposed).values()) == {"proposed"}


@pytest.mark.parametrize("kind", KINDS)
def test_proposals_that_somebody_is_done_with_are_theirs(proposed, editor, kind):
    data = finished(exported(kind, proposed), kind)
    before, revisions = draft(proposed), Revision.objects.count()
    lines = {line.label: line for line in bring(data, editor)}
    assert (lines["Ingress"].outcome, lines["Ingress"].why) == (
        "taken",
        "Teksten er som før, og filen sier at den er ferdig.",
    )
    assert outcomes(lines.values()) == {"taken"}
    assert set(states(proposed).values()) == {"current"}
    assert draft(proposed).body_en.raw_data[0] == before.body_en.raw_data[0]
    assert Revision.objects.count() == revisions + 1
    assert read(proposed).public_languages == ["nb"]
    assert outcomes(bring(data, editor)) == {"unchanged"}
    assert Revision.objects.count() == revisions + 1


@pytest.mark.parametrize("kind", KINDS)
def test_other_words_than_the_proposed_ones_are_no_proposal(proposed, editor, kind):
    data = filled(exported(kind, proposed), wanted=lambda key: key == "lead")
    found = {line.label: line.outcome for line in bring(finished(data, kind), editor)}
    assert found["Ingress"] == "taken"
    assert draft(proposed).lead_en == "fRA NYTTÅR."
    assert set(states(proposed).values()) == {"current"}


@pytest.mark.parametrize("kind", KINDS)
def test_other_words_in_a_tool_that_says_nothing_of_states(proposed, editor, kind):
    """Whoever changes a proposal has seen it; a fuzzy entry says it is not done."""
    if kind == "po":
        file = polib.pofile(exported(kind, proposed).decode())
        for entry in file:
            if entry.msgctxt.endswith("|lead"):
                entry.msgstr = "fRA NYTTÅR."
        data = str(file).encode()
    else:
        data = filled(exported(kind, proposed), wanted=lambda key: key == "lead")
    found = {line.label: line for line in bring(data, editor)}
    assert found["Tittel"].outcome == "unchanged"
    assert states(proposed)["title"] == "proposed"
    if kind == "po":
        assert found["Ingress"].why == "Filen sier at teksten ikke er ferdig."
        assert states(proposed)["lead"] == "proposed"
    else:
        assert found["Ingress"].outcome == "taken"
        assert states(proposed)["lead"] == "current"


@pytest.mark.parametrize("kind", KINDS)
def test_text_is_proposed_until_all_of_it_is_seen(proposed, editor, kind):
    """No words are lost; a paragraph that nobody has seen is not passed off as seen."""

    def one(key):
        return key == "body.t1:p2"

    data = exported(kind, proposed)
    assert outcomes(bring(finished(data, kind, one), editor)) == {"unchanged"}
    changed = finished(filled(data, wanted=one), kind, one)
    found = {line.label: line for line in bring(changed, editor)}
    (label,) = [key for key, line in found.items() if line.outcome == "taken"]
    assert found[label].why == "Noe av teksten er fortsatt bare maskinoversatt."
    text = draft(proposed).body_en.raw_data[0]["value"]
    assert "OG <b>FØLG <i>OPP</i></b>" in text
    assert "sE " in text
    assert "ÉN" in text
    assert set(states(proposed).values()) == {"proposed"}
    assert outcomes(bring(changed, editor)) == {"unchanged"}
    rest = finished(exported(kind, proposed), kind)
    assert outcomes(bring(rest, editor)) == {"taken"}
    assert set(states(proposed).values()) == {"current"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_editor_approved_meanwhile_is_no_proposal_again(proposed, editor, kind):
    data = exported(kind, proposed)
    opened = draft(proposed)
    before = scopes.content_of(opened)
    still_right = {"en": list(states(proposed))}
    content = meaning.record(type(proposed), before, before, still_right=still_right)
    opened.with_content_json(content).save_revision(clean=False)
    assert set(states(proposed).values()) == {"current"}
    key = "body.t1:p2"
    half = finished(filled(data, wanted=key.__eq__), kind, key.__eq__)
    assert outcomes(bring(half, editor)) == {"taken", "unchanged"}
    assert set(states(proposed).values()) == {"current"}


@pytest.mark.parametrize("kind", KINDS)
def test_proposal_of_an_earlier_source_is_not_passed_off_as_seen(
    proposed, editor, kind
):
    text = proposed.body_nb.raw_data[0]["value"].replace("Se ", "Les om ")
    data = exported(kind, proposed)
    rewrite(proposed, text)
    assert states(proposed)["body.t1"] == "outdated"
    # What was sent before the source changed, and what is sent now: untouched.
    assert outcomes(bring(data, editor)) == {"unchanged"}
    now = exported(kind, proposed)
    assert state_of(now, kind, "body.t1:p3") == PROPOSED[kind]
    assert outcomes(bring(now, editor)) <= {"skipped", "unchanged"}
    assert states(proposed)["body.t1"] == "outdated"
    # New words for what has changed; the rest has still not been seen.
    key = "body.t1:p2"
    mine = finished(filled(now, wanted=key.__eq__), kind, key.__eq__)
    assert outcomes(bring(mine, editor)) == {"taken", "unchanged"}
    assert states(proposed)["body.t1"] == "proposed"
    done = finished(exported(kind, proposed), kind)
    bring(done, editor)
    assert set(states(proposed).values()) == {"current"}


def test_words_for_a_source_that_has_changed_stay_proposed(proposed, editor):
    data = exported("xliff-2.1", proposed)
    text = proposed.body_nb.raw_data[0]["value"].replace("Se ", "Les om ")
    rewrite(proposed, text)
    key = "body.t1:p1"
    late = finished(filled(data, wanted=key.__eq__), "xliff-2.1", key.__eq__)
    assert "stale" in outcomes(bring(late, editor))
    page = draft(proposed)
    assert page.translated_from_en["body.t1"][2:] == ["proposed"]
    assert states(proposed)["body.t1"] == "outdated"


def test_file_of_before_proposals_were_told_confirms_none(proposed, editor):
    """It had them as final, and comes back as it went."""
    data = exported("xliff-1.2", proposed).replace(b";state=proposed", b"")
    data = data.replace(
        b'state="needs-review-translation" state-qualifier="mt-suggestion"',
        b'state="final"',
    )
    assert b'state="final"' in data
    assert outcomes(bring(data, editor)) == {"unchanged"}
    assert set(states(proposed).values()) == {"proposed"}


def test_outdated_words_are_told_as_before(norwegian):
    outdated(norwegian, "xliff-2.1")
    data = exported("xliff-2.1", norwegian, only_wanted=True)
    assert state_of(data, "xliff-2.1", "lead") == ("initial", None)
    assert state_of(data, "xliff-2.1", "body.t1:p1") == ("final", None)
    assert state_of(exported("po", norwegian), "po", "lead") == ["fuzzy"]


def test_versions_are_read_once_for_all_that_is_outdated(norwegian):
    """Where none of them has what the words were translated from."""

    def reads_beside_one_of_each_version(keys):
        page = read(norwegian)
        content = scopes.content_of(page) | {"title_en": "New", "lead_en": "Words"}
        content["translated_from_en"] = {key: ["0" * 16, None] for key in keys}
        page.with_content_json(content).save_revision(clean=False)
        with CaptureQueriesContext(connection) as asked:
            exported("xliff-2.1", norwegian)
        assert set(keys) <= {k for k, s in states(norwegian).items() if s == "outdated"}
        reads = sum('FROM "wagtailcore_revision"' in one["sql"] for one in asked)
        return reads - page.revisions.count()

    one = reads_beside_one_of_each_version(["title"])
    assert reads_beside_one_of_each_version(["title", "lead"]) == one
