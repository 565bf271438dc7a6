"""Outdated words that come back as they were: somebody finds them still right."""

from copy import deepcopy

import polib
import pytest
from lxml import etree
from wagtail.models import Revision

from ethicaltrade.bilingual import marks
from ethicaltrade.core.models import Topic
from ethicaltrade.exchange import chosen

from .files import KINDS, UNITS, bring, exported, filled, outcomes
from .test_importing import draft, outdated, states, states_of, write

pytestmark = pytest.mark.django_db

APPROVED = {
    "xliff-2.1": lambda segment: segment.set("state", "reviewed"),
    "xliff-1.2": lambda target: target.set("state", "final"),
}


def left_as_it_was(data, kind, approve=None):
    """Each empty unit gets the words that it had, as a translator accepts them."""
    if kind == "po":
        file = polib.pofile(data.decode())
        for entry in file:
            entry.flags = [] if approve else entry.flags
        return str(file).encode()
    tree = etree.fromstring(data)
    for unit in tree.iter(*UNITS):
        namespace = f"{{{etree.QName(unit).namespace}}}"
        holder = unit if kind == "xliff-1.2" else unit.find(f"{namespace}segment")
        source, target = (holder.find(f"{namespace}{n}") for n in ("source", "target"))
        if target is not None:
            continue
        earlier = next(one for one in unit.iter(f"{namespace}target"))
        target = deepcopy(earlier)
        source.addnext(target)
        if approve:
            APPROVED[kind](target if kind == "xliff-1.2" else holder)
    return etree.tostring(tree)


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_a_translator_finds_still_right_follow_the_source(
    norwegian, editor, kind
):
    outdated(norwegian, kind)
    before = draft(norwegian)
    data = exported(kind, norwegian, only_wanted=True)
    revisions = Revision.objects.count()
    for untouched in (data, left_as_it_was(data, kind)):
        assert outcomes(bring(untouched, editor)) <= {"unchanged", "skipped"}
        assert states(norwegian)["lead"] == "outdated"
    assert Revision.objects.count() == revisions
    approved = left_as_it_was(data, kind, approve=True)
    lines = {line.label: line for line in bring(approved, editor)}
    assert (lines["Ingress"].outcome, lines["Ingress"].why) == (
        "taken",
        "Teksten er som før, og filen sier at den er ferdig.",
    )
    assert set(states(norwegian).values()) == {"current"}
    after = draft(norwegian)
    assert (after.lead_en, after.title_en) == (before.lead_en, before.title_en)
    # What is chosen beside the words follows the source, as it does with new ones.
    assert 'title="Ny"' in after.body_en.raw_data[0]["value"]
    revisions = Revision.objects.count()
    assert outcomes(bring(approved, editor)) == {"unchanged"}
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("kind", KINDS)
def test_approval_of_another_source_or_other_words_is_none(norwegian, kind):
    outdated(norwegian, kind)
    approved = left_as_it_was(
        exported(kind, norwegian, only_wanted=True), kind, approve=True
    )
    write(norwegian, lead_nb="Fra høsten.")
    assert {one.label: one.outcome for one in bring(approved)}["Ingress"] == "unchanged"
    assert states(norwegian)["lead"] == "outdated"


def test_file_of_what_is_up_to_date_approves_nothing_later(norwegian):
    """Its words are all there, and final: it comes back as it went."""
    bring(filled(exported("xliff-2.1", norwegian)))
    data = exported("xliff-2.1", norwegian)
    page = draft(norwegian)
    page.translated_from_en = {"lead": ["0123456789abcdef", None]}
    page.save_revision(clean=False)  # as an older version that is gone back to
    assert states(norwegian)["lead"] == "outdated"
    assert outcomes(bring(data)) == {"unchanged"}
    assert states(norwegian)["lead"] == "outdated"


def test_record_is_approved_as_well(home, editor):
    topic = Topic.objects.create(name_nb="Levelønn", name_en="Living wage")
    before = chosen.content_of(topic)
    marks.keep(topic, before)
    topic.name_nb = "Lønn å leve av"
    topic.save()
    data = exported("po", with_records=True, only_wanted=True)
    bring(left_as_it_was(data, "po"), with_records=True)
    assert states_of(topic, chosen.content_of(topic))["name"] == "outdated"
    bring(left_as_it_was(data, "po", approve=True), with_records=True)
    assert states_of(topic, chosen.content_of(topic))["name"] == "current"
