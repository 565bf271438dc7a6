"""A translator fetches what was given to them as a file, and sends that in."""

import pytest

from ethicaltrade.exchange.models import Import, ImportLine
from ethicaltrade.tasks import services
from tests.bilingual.test_newer_versions import url
from tests.exchange.files import bundles, exported, filled
from tests.exchange.test_views import FILES, ask, content, send, titles

from .conftest import draft_of
from .test_translators import changed
from .test_translators import content as content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(theirs, django_capture_on_commit_callbacks):
    """Read the file in; the lines of the report."""

    def sent(data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(theirs, data)
        assert theirs.get(answer.url).status_code == 200
        return list(ImportLine.objects.filter(of=Import.objects.first()))

    return sent


def test_file_of_what_is_theirs(theirs, page, article, translation, sent):
    assert f"{FILES}?page={page.pk}" in theirs.get(url(page)).text
    assert FILES in theirs.get("/admin/").text
    assert page.title_nb in theirs.get(f"{FILES}?page={page.pk}").text
    data = content(ask(theirs, page))
    assert titles(data) == {page.title_nb}
    assert titles(content(ask(theirs, words="all"))) == {page.title_nb}
    before = content_of(page)
    lines = sent(filled(data))
    assert {line.outcome for line in lines} == {"taken"}
    assert draft_of(page).title_en == page.title_nb.swapcase()
    assert changed(page, before) == {"en"}
    assert type(page).objects.get(pk=page.pk).public_languages == ["nb"]


def test_forms_have_what_they_may_use_alone(theirs, desk, page, translation):
    """Neither what lies below, nor what has no drafts; an editor's have both."""
    fields = {}
    for client in (theirs, desk):
        context = client.get(f"{FILES}?page={page.pk}").context
        fields[client] = {
            *context["export_form"].fields,
            *context["import_form"].fields,
        }
    more = {"include_below", "include_records", "with_records"}
    assert fields[desk] - fields[theirs] == more
    assert fields[theirs] == {"language", "format", "words", "file"}


def test_nothing_else_is(theirs, page, article, translation, sent):
    """Other pages, what lies below, another language, what has no drafts."""
    assert ask(theirs, article, words="all").status_code == 302
    section = ask(theirs, page.get_parent(), words="all", include_below="on")
    assert section.status_code == 302
    assert ask(theirs, page, language="nb", words="all").status_code == 302
    mixed = ask(theirs, page, article, words="all", include_below="on")
    assert titles(content(mixed)) == {page.title_nb}
    records = ask(theirs, words="all", include_records="on")
    assert titles(content(records)) == {page.title_nb}
    assert article.title_nb not in theirs.get(f"{FILES}?page={article.pk}").text

    before = content_of(article), content_of(page)
    lines = sent(filled(exported("xliff-2.1", article, with_records=True)))
    assert {line.outcome for line in lines} == {"unknown"}
    assert not any(article.title_nb in line.title for line in lines)
    for language, name in (("nb", "norsk"), ("sv", "sv")):
        attribute = f'trgLang="{language}"'.encode()
        back = exported("xliff-2.1", page).replace(b'trgLang="en"', attribute)
        [line] = sent(filled(back))
        assert line.outcome == "unknown"
        assert line.why.endswith(f"eller du kan ikke skrive det på {name}.")
    assert before == (content_of(article), content_of(page))


def test_when_it_has_ended_so_has_that(
    theirs, page, article, translator, translation, sent
):
    data = filled(content(ask(theirs, page)))
    services.finish(translation, by=translator)
    for answer in (theirs.get(FILES), ask(theirs, page), send(theirs, data)):
        assert (answer.status_code, answer.url) == (302, "/admin/")
    assert FILES not in theirs.get("/admin/").text
    assert not Import.objects.exists()


def test_file_that_was_sent_in_time_is_too_late(
    theirs, page, translator, translation, django_capture_on_commit_callbacks
):
    """The worker asks again: the task has ended in the meantime."""
    data = filled(content(ask(theirs, page)))
    before = content_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        send(theirs, data)
        services.finish(translation, by=translator)
    [line] = ImportLine.objects.all()
    assert (line.outcome, line.page) == ("unknown", None)
    assert line.title == bundles(data)[0].original
    assert content_of(page) == before
