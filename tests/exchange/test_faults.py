"""Files that tools and people have spoilt, and pages that changed meanwhile."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Revision

from ethicaltrade.bilingual import actions
from ethicaltrade.exchange import jobs
from ethicaltrade.exchange.received import UnreadableError
from ethicaltrade.home.models import StandardPage
from tests.support import factories

from .files import KINDS, bring, bundles, exported, filled, outcomes
from .test_importing import draft, read, states

pytestmark = pytest.mark.django_db

XML = ("xliff-2.1", "xliff-1.2")


def in_utf_16(data):
    text = re.sub(r"""encoding=['"][^'"]*['"]""", 'encoding="utf-16"', data.decode())
    return text.encode("utf-16")


@pytest.mark.parametrize("kind", XML)
def test_utf_16(norwegian, kind):
    data = filled(exported(kind, norwegian))
    assert bundles(in_utf_16(data)) == bundles(data)
    big = in_utf_16(data).decode("utf-16").encode("utf-16-be")
    assert bundles(b"\xfe\xff" + big) == bundles(data)
    assert outcomes(bring(in_utf_16(data))) == {"taken"}


@pytest.mark.parametrize("kind", KINDS)
def test_mark_of_utf_8(norwegian, kind):
    data = filled(exported(kind, norwegian))
    assert bundles(b"\xef\xbb\xbf" + data) == bundles(data)


@pytest.mark.parametrize("kind", KINDS)
def test_ends_of_lines(norwegian, kind):
    data = filled(exported(kind, norwegian))
    assert bundles(data.replace(b"\n", b"\r\n")) == bundles(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_po_in_another_encoding_is_refused_in_words(norwegian, encoding):
    data = filled(exported("po", norwegian)).decode().encode(encoding)
    with pytest.raises(UnreadableError):
        bundles(data)


@pytest.mark.parametrize("charset", ["UTF-8", "iso-8859-1", "windows-1252"])
def test_po_in_latin_1_is_refused_or_right(norwegian, charset):
    text = filled(exported("po", norwegian)).decode().replace("UTF-8", charset)
    with pytest.raises(UnreadableError):
        bundles(text.encode("latin-1"))


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "xyz"])
def test_xliff_whose_encoding_is_not_what_it_says(norwegian, charset):
    text = filled(exported("xliff-2.1", norwegian)).decode()
    text = re.sub(r"""encoding=['"][^'"]*['"]""", f'encoding="{charset}"', text)
    if charset in ("utf-8", "xyz"):
        with pytest.raises(UnreadableError):
            bundles(text.encode("latin-1"))
    else:
        said = bundles(filled(exported("xliff-2.1", norwegian)))
        assert bundles(text.encode(charset)) == said


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_is_cut_anywhere_loses_no_words(norwegian, kind, editor):
    data = filled(exported(kind, norwegian))
    source = read(norwegian).serializable_data()
    whole = len(data.rstrip())
    for at in range(1, whole, whole // 60):
        count = Revision.objects.count()
        file = SimpleUploadedFile("en.xlf", data[:at])
        one = jobs.begin(file, editor)
        jobs.run.call(one.pk)
        one.refresh_from_db()
        assert one.finished_at
        if kind != "po":
            assert one.error
            assert Revision.objects.count() == count
    after = read(norwegian).serializable_data()
    assert {k for k in source if source[k] != after[k]} <= {
        *("latest_revision", "latest_revision_created_at", "draft_title"),
        "has_unpublished_changes",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_page_that_is_gone(norwegian, editor, kind):
    data = filled(exported(kind, norwegian))
    read(norwegian).delete()
    (line,) = bring(data, editor)
    assert line.outcome == "unknown"


@pytest.mark.parametrize("kind", KINDS)
def test_page_that_was_moved_taken_down_and_published(norwegian, home, editor, kind):
    data = filled(exported(kind, norwegian))
    elsewhere = factories.add_news(home, title_nb="Annet", title_en="Other")
    read(norwegian).move(elsewhere, pos="last-child")
    actions.take_down(read(norwegian), ["nb"])
    assert outcomes(bring(data, editor)) == {"taken"}
    assert not read(norwegian).live
    assert draft(norwegian).title_en == "nYE KRAV"


@pytest.mark.parametrize("kind", KINDS)
def test_language_that_was_published_meanwhile_keeps_its_words(norwegian, editor, kind):
    data = filled(exported(kind, norwegian))
    page = draft(norwegian)
    page.title_en, page.lead_en = "Demands", "From the New Year."
    page.save_revision()
    actions.publish(read(norwegian), ["en"])
    lines = {line.label: line.outcome for line in bring(data, editor)}
    assert (lines["Tittel"], lines["Ingress"]) == ("skipped", "skipped")
    assert read(norwegian).title_en == draft(norwegian).title_en == "Demands"
    assert not read(norwegian).body_en
    assert states(norwegian)["title"] == "current"


def test_page_of_another_kind_under_the_same_name(norwegian, home):
    data = filled(exported("xliff-2.1", norwegian))
    key = norwegian.translation_key
    other = factories.add_page(home, factories.standard_page())
    read(norwegian).delete()
    StandardPage.objects.filter(pk=other.pk).update(translation_key=key)
    assert outcomes(bring(data)) == {"unknown"}


def test_second_import_of_a_page_before_the_first_is_read(norwegian, editor):
    first = filled(exported("xliff-2.1", norwegian))
    second = filled(exported("xliff-2.1", norwegian), str.upper)
    one, two = (
        jobs.begin(SimpleUploadedFile("en.xlf", data), editor)
        for data in (first, second)
    )
    for each in (two, one):
        jobs.run.call(each.pk)
    assert draft(norwegian).title_en == "NYE KRAV"
    assert {line.outcome for line in two.lines.all()} == {"taken"}
    assert "skipped" in {line.outcome for line in one.lines.all()}
