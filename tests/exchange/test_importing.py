"""What comes back becomes a draft of one language; what became of it is told."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import PageLogEntry, Revision

from ethicaltrade.bilingual import actions, meaning
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.core.models import Topic
from ethicaltrade.exchange import chosen, importing, jobs
from tests.support.files import picture

from .conftest import EXCERPT
from .files import KINDS, bring, bundles, exported, filled, in_english, outcomes

pytestmark = pytest.mark.django_db

NOT_THEIRS = "Det finnes ikke her, eller du kan ikke skrive det på engelsk."


def read(page):
    return type(page).objects.get(pk=page.pk)


def draft(page):
    return read(page).get_latest_revision_as_object()


def states(page):
    content = chosen.content_of(read(page))
    return {key: str(state) for key, state in states_of(page, content).items()}


def states_of(page, content):
    return meaning.states(type(page), content)["en"]


def write(page, **fields):
    """In Norwegian, as an editor saves it and publishes it."""
    opened = read(page)
    before = chosen.content_of(opened)
    for name, value in fields.items():
        setattr(opened, name, value)
    content = meaning.record(
        type(page),
        before,
        actions.scopes.content_of(opened),
        revision=opened.latest_revision_id,
    )
    kept = opened.with_content_json(content)
    kept.save_revision()
    actions.publish(kept, ["nb"])


@pytest.mark.parametrize("kind", KINDS)
def test_translation_becomes_a_draft_of_its_language(norwegian, news, editor, kind):
    data = filled(exported(kind, norwegian))
    public = read(norwegian).serializable_data()
    lines = bring(data, editor)
    assert outcomes(lines) == {"taken"}
    assert {line.label for line in lines} >= {"Tittel", "Ingress"}
    page = read(norwegian)
    assert page.public_languages == ["nb"]
    assert {page.title_en, page.lead_en} <= {None, ""}
    now = draft(page)
    assert (now.title_en, now.slug_en) == ("nYE KRAV", "nye-krav")
    assert now.lead_en == "fRA NYTTÅR."
    text, quotation, excerpt = now.body_en.raw_data
    assert [one["id"] for one in now.body_en.raw_data] == ["t1", "q1", "e1"]
    assert text["value"] == (
        '<h2 data-block-key="a1">kRAV</h2><p data-block-key="a2">sE '
        f'<a linktype="page" id="{news.pk}">SIDEN</a> OG <b>FØLG <i>OPP</i></b> '
        'r&amp;d.</p><ul><li data-block-key="a3">ÉN</li>'
        '<li data-block-key="a4">TO<br/>TRE</li></ul>'
    )
    assert quotation["value"] == {
        "quote": "vI SER DET NÅ.",
        "name": "kARI dEMO",
        "role": "",
    }
    # What is said in a language of its own stays so.
    assert excerpt["value"] == EXCERPT | {"introduction": "uTDRAG"}
    after = page.serializable_data()
    books = {"latest_revision", "latest_revision_created_at", "draft_title"}
    books |= {"has_unpublished_changes"}
    assert {k for k in public if public[k] != after[k]} <= books
    assert set(states(page).values()) == {"current"}
    newest = PageLogEntry.objects.filter(page=page.pk).latest("timestamp", "pk")
    assert (newest.action, newest.user) == ("wagtail.edit", editor)
    summary = PageLanguage.objects.get(page=page.pk, language="en")
    assert (summary.missing, summary.is_written) == (0, True)


@pytest.mark.parametrize("kind", KINDS)
def test_same_file_again_changes_nothing(norwegian, editor, kind):
    data = filled(exported(kind, norwegian))
    bring(data, editor)
    before = Revision.objects.count()
    assert outcomes(bring(data, editor)) == {"unchanged"}
    assert Revision.objects.count() == before


def test_words_that_a_translator_left_empty_are_left_as_they_are(norwegian):
    data = filled(exported("xliff-2.1", norwegian), wanted=lambda key: key == "title")
    assert [(line.label, line.outcome) for line in bring(data)] == [("Tittel", "taken")]
    assert states(norwegian)["lead"] == "missing"
    half = filled(exported("xliff-2.1", norwegian), wanted=lambda key: "p1" in key)
    (line,) = [one for one in bring(half) if one.outcome != "unchanged"]
    assert line.outcome == "skipped"
    assert line.why == "Bare 1 av de 4 delene er oversatt."


def test_source_that_changed_meanwhile_makes_the_translation_outdated(norwegian):
    data = filled(exported("xliff-2.1", norwegian))
    write(norwegian, lead_nb="Fra sommeren.")
    found = {line.label: line for line in bring(data)}
    assert found["Ingress"].outcome == "stale"
    assert found["Ingress"].why == "Kilden er endret siden filen ble laget."
    assert found["Tittel"].outcome == "taken"
    assert draft(norwegian).lead_en == "fRA NYTTÅR."
    assert states(norwegian)["lead"] == "outdated"
    before = Revision.objects.count()
    assert outcomes(bring(data)) == {"unchanged"}
    assert Revision.objects.count() == before


def test_editors_own_translation_is_not_overwritten(norwegian):
    data = filled(exported("xliff-2.1", norwegian))
    page = draft(norwegian)
    page.lead_en = "As from the New Year."
    page.save_revision()
    found = {line.label: line for line in bring(data)}
    assert found["Ingress"].outcome == "skipped"
    assert "er endret her" in found["Ingress"].why
    assert draft(norwegian).lead_en == "As from the New Year."
    assert draft(norwegian).title_en == "nYE KRAV"


def outdated(norwegian, kind):
    """Translated, published; then the source changed in a paragraph and a link."""
    bring(filled(exported(kind, norwegian)))
    actions.publish(read(norwegian), ["en"])
    page = read(norwegian)
    text = page.body_nb.raw_data[0]["value"]
    text = text.replace("Se ", "Les om ").replace("linktype", 'title="Ny" linktype')
    blocks = [dict(one) for one in page.body_nb.raw_data]
    blocks[0] = blocks[0] | {"value": text}
    write(norwegian, lead_nb="Fra sommeren.", body_nb=json.dumps(blocks))


@pytest.mark.parametrize("kind", KINDS)
def test_outdated_words_come_with_what_they_were(norwegian, kind):
    outdated(norwegian, kind)
    data = exported(kind, norwegian, only_wanted=True)
    assert "fRA NYTTÅR." in data.decode()
    assert "Fra nyttår." in data.decode()
    (bundle,) = bundles(data)
    units = {unit.id: unit for unit in bundle.units}
    assert set(units) == {"lead", *(f"body.t1:p{n}" for n in range(1, 5))}
    if kind == "po":
        assert units["lead"].is_unfinished
    else:
        assert units["lead"].target is None
    assert units["body.t1:p1"].target == ["kRAV"]
    # Untouched, it changes nothing.
    assert outcomes(bring(data)) <= {"unchanged", "skipped"}
    data = filled(data, wanted=lambda key: key in ("lead", "body.t1:p2"))
    assert outcomes(bring(data)) == {"taken"}
    assert set(states(norwegian).values()) == {"current"}
    value = draft(norwegian).body_en.raw_data[0]["value"]
    assert '<p data-block-key="a2">lES OM <a title="Ny" linktype="page"' in value
    assert "TO<br/>TRE" in value


def test_what_an_editor_chose_in_the_language_stays(norwegian, home):
    """A link to another page, in words that follow the source."""
    bring(filled(exported("xliff-2.1", norwegian)))
    page = draft(norwegian)
    blocks = [dict(one) for one in page.body_en.raw_data]
    own = f'<a linktype="page" id="{home.pk}">'
    old = blocks[0]["value"]
    start = old.index("<a linktype")
    blocks[0]["value"] = old[:start] + own + old[old.index(">", start) + 1 :]
    page.body_en = json.dumps(blocks)
    page.save_revision()
    data = filled(exported("xliff-2.1", norwegian), translate=str.upper)
    assert "taken" in outcomes(bring(data))
    assert own in draft(norwegian).body_en.raw_data[0]["value"]


@pytest.mark.parametrize(
    ("translate", "why"),
    [
        (lambda text: text * 60, "tegn"),
        (lambda text: text, "ikke oversatt"),
    ],
)
def test_what_is_wrong_is_told(norwegian, translate, why):
    data = exported("xliff-2.1", norwegian)
    lines = bring(filled(data, translate))
    assert any(why in line.why for line in lines if line.outcome == "skipped"), lines


@pytest.mark.parametrize("kind", KINDS)
def test_tags_are_checked(norwegian, kind):
    names = {"xliff-2.1": b'<pc id="1"', "xliff-1.2": b'<g id="1"', "po": b"<1>"}
    data = filled(exported(kind, norwegian))
    at = data.rindex(names[kind], 0, data.index(b"OPP"))
    wrong = names[kind].replace(b"1", b"7")
    end = data[at:].replace(b"</1>", b"</7>", 1)
    data = data[:at] + wrong + end[len(names[kind]) :]
    found = {line.label: line for line in bring(data)}
    line = found["Tekst: Tekst 1"]
    assert (line.outcome, line.why) == (
        "skipped",
        "Taggene er ikke de samme som i kilden.",
    )
    assert not any(
        one["type"] == "text" for one in draft(norwegian).body_en.raw_data or ()
    )


def test_what_is_no_longer_there_is_told(norwegian):
    data = filled(exported("xliff-2.1", norwegian))
    write(norwegian, body_nb=json.dumps([]))
    found = {line.label: line.outcome for line in bring(data)}
    assert found["body.q1"] == "unknown"
    assert found["Tittel"] == "taken"
    read(norwegian).delete()
    assert [line.outcome for line in bring(data)] == ["unknown"]


def test_other_direction_is_refused(norwegian):
    data = filled(exported("xliff-2.1", norwegian))
    for was, now in ((b'trgLang="en"', b'trgLang="nb"'), (b'"nb"', b'"de"')):
        lines = bring(data.replace(was, now))
        assert outcomes(lines) == {"skipped"}, was
    assert outcomes(bring(data.replace(b'"en"', b'"en-GB"'))) == {"taken"}


def test_pictures_come_along_and_blocks_stand_in_order(norwegian):
    image = picture()
    page = read(norwegian)
    figure = {"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "f1"}
    blocks = [*page.body_nb.raw_data]
    write(norwegian, body_nb=json.dumps([blocks[0], figure, *blocks[1:]], default=dict))
    data = filled(exported("xliff-2.1", norwegian))
    bring(filled(data, wanted=lambda key: "q1" in key))
    bring(data)
    ids = [one["id"] for one in draft(norwegian).body_en.raw_data]
    assert ids == ["t1", "f1", "q1", "e1"]


def test_locked_and_foreign_pages_stay_as_they_are(norwegian, editor, member, admin):
    data = filled(exported("xliff-2.1", norwegian))
    (line,) = bring(data, member)
    assert (line.outcome, line.why) == ("unknown", NOT_THEIRS)
    page = read(norwegian)
    page.locked, page.locked_by = True, admin
    page.save()
    for user in (editor, None):
        (line,) = bring(data, user)
        assert (line.outcome, line.why) == ("skipped", "Noen har låst dette.")


def test_report_tells_nothing_of_what_is_not_theirs(norwegian, news, member):
    """Neither a draft's title, nor what a record that one counts up to is called."""
    topic = Topic.objects.create(name_nb="Levelønn", name_en="")
    data = filled(exported("po", norwegian, with_records=True))
    Topic.objects.filter(pk=topic.pk).update(name_nb="Hemmelig")
    norwegian.delete()
    lines = bring(data, member, with_records=True)
    assert len(lines) > 1
    assert {(line.outcome, line.why) for line in lines} == {("unknown", NOT_THEIRS)}
    names = {bundle.original for bundle in bundles(data)}
    assert {line.title for line in lines} == names
    assert {(line.label, line.page) for line in lines} == {("", None)}


@pytest.mark.every_database
def test_what_nobody_can_type_is_taken_out(norwegian, editor):
    """PostgreSQL stores no NUL, and XML no control character."""
    data = filled(exported("po", norwegian), lambda text: f"{in_english(text)}\x00\x07")
    data += b'\nmsgctxt "no\x00where/1|title"\nmsgid "x"\nmsgstr "y"\n'
    assert data.count(b"\x00") > 2
    one = jobs.begin(SimpleUploadedFile("en.po", data), editor)
    jobs.run.call(one.pk)
    one.refresh_from_db()
    assert (one.error, one.done) == ("", 2)
    assert draft(norwegian).title_en == "nYE KRAV"
    assert one.lines.filter(title="nowhere/1", outcome="unknown").exists()
    before = Revision.objects.count()
    assert outcomes(bring(data, editor)) == {"unchanged", "unknown"}
    assert Revision.objects.count() == before


def test_record_without_drafts_is_changed_where_that_is_asked_for(home):
    topic = Topic.objects.create(name_nb="Levelønn", name_en="")
    data = filled(exported("po", with_records=True), in_english)
    lines = [line for line in bring(data) if line.title.endswith("Levelønn")]
    assert [line.outcome for line in lines] == ["skipped"]
    topic.refresh_from_db()
    assert not topic.name_en
    bring(data, with_records=True)
    topic.refresh_from_db()
    assert topic.name_en == "lEVELØNN"
    again = bring(data, with_records=True)
    assert [one.outcome for one in again if one.title.endswith("Levelønn")] == [
        "unchanged"
    ]
    topic.name_nb = "Lønn å leve av"
    topic.save()
    content = chosen.content_of(topic)
    assert states_of(topic, content)["name"] == "outdated"


def test_alias_has_the_words_of_its_source(norwegian, home):
    alias = norwegian.create_alias(parent=home, update_slug="kopi")
    assert chosen.find(chosen.name_of(alias)) is None
    assert len(bundles(exported("po", norwegian, alias))) == 1


def test_refused_by_a_rule_nothing_is_taken(norwegian, monkeypatch):
    data = filled(exported("xliff-2.1", norwegian))
    monkeypatch.setattr(
        importing.placing,
        "put",
        lambda model, content, *_args: content | {"title_nb": "Noe annet"},
    )
    assert outcomes(bring(data)) == {"skipped"}
    assert draft(norwegian).title_nb == "Nye krav"
