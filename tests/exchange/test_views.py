"""In the CMS and on the command line: files are made, sent in, and accounted for."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction

from ethicaltrade.exchange import importing, jobs
from ethicaltrade.exchange.models import Import
from ethicaltrade.exchange.personal_data import KEPT, expire
from tests.support import factories
from tests.support.pages import folded, soup

from .files import bundles, exported, filled
from .test_importing import draft

pytestmark = pytest.mark.django_db

FILES = "/admin/translation-files/"


def content(response):
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def ask(client, *pages, **asked):
    asked = {"language": "en", "format": "xliff-2.1", "words": "wanted"} | asked
    return client.get(f"{FILES}file/", asked | {"page": [page.pk for page in pages]})


def titles(data):
    return {next(one.source[0] for one in found.units) for found in bundles(data)}


def send(client, data, name="en.xlf", **sent):
    return client.post(FILES, {"file": SimpleUploadedFile(name, data), **sent})


def test_file_of_a_page_is_made_sent_back_and_accounted_for(
    desk,
    norwegian,
    editor,
    django_capture_on_commit_callbacks,
):
    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[norwegian.pk]))
    url = f"{FILES}?page={norwegian.pk}"
    assert f'href="{url}"' in edit.content.decode()
    page = desk.get(url).content.decode()
    assert re.search(r"<h1[^>]*>[^/]*Oversettelsesfiler", page)
    assert "Nye krav" in page
    answer = ask(desk, norwegian)
    assert answer["Content-Disposition"] == 'attachment; filename="nb-en.xlf"'
    assert "no-store" in answer["Cache-Control"]
    data = content(answer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(desk, filled(data))
    one = Import.objects.get()
    assert sent.url == f"{FILES}{one.pk}/"
    assert (one.user, one.done, one.total, one.packed) == (editor, 1, 1, None)
    assert draft(norwegian).title_en == "nYE KRAV"
    report = desk.get(sent.url).content.decode()
    assert "Ferdig: 1 side" in report
    assert "Tatt inn: 5" in report
    assert "Ingress" in report
    assert "Ingress" not in desk.get(f"{sent.url}?outcome=skipped").content.decode()
    # Nothing is left to be translated.
    assert ask(desk, norwegian).status_code == 302


def test_report_while_the_file_is_read(desk, norwegian, editor):
    one = Import(user=editor, told_in="nb", name="en.xlf", total=7, done=3)
    one.save()
    page = desk.get(f"{FILES}{one.pk}/").content.decode()
    assert re.search(r'<progress[^>]*value="3"\s+max="7"', page)
    assert "data-unfinished" in page


def test_job_that_was_killed_goes_on_where_it_was(norwegian, news, editor):
    data = filled(exported("po", norwegian, news))
    file = SimpleUploadedFile("en.po", data)
    one = jobs.begin(file, editor)
    Import.objects.filter(pk=one.pk).update(total=2, done=1)
    Import.objects.filter(pk=one.pk).update(user=None)
    assert jobs.run.call(one.pk) == 0
    Import.objects.filter(pk=one.pk).update(user=editor)
    assert jobs.run.call(one.pk) == 2
    assert jobs.run.call(one.pk) == 0
    assert {line.page for line in one.lines.all()} == {norwegian.pk}


def test_whoever_waits_is_told_when_it_goes_wrong(
    desk, norwegian, news, editor, monkeypatch
):
    """And is not kept waiting for a file that nobody reads any more."""
    take = importing.take

    def fail(bundle, *args, **kwargs):
        if bundle.original.endswith(str(news.translation_key)):
            raise RuntimeError
        return take(bundle, *args, **kwargs)

    monkeypatch.setattr(importing, "take", fail)
    data = filled(exported("po", norwegian, news))
    one = jobs.begin(SimpleUploadedFile("en.po", data), editor)
    with pytest.raises(RuntimeError):
        jobs.run.call(one.pk)
    page = folded(soup(desk.get(f"{FILES}{one.pk}/")).main)
    assert "Noe gikk galt hos oss, og resten ble ikke lest." in page
    assert jobs.waiting_of(editor) is None
    assert jobs.run.call(one.pk) == 0


def test_file_that_is_none_is_refused_in_the_form(desk):
    for data in (b"PK\x03\x04", b"<!DOCTYPE x><xliff/>", b"", b"/etc/passwd"):
        answer = send(desk, data, "x.xlf")
        assert answer.status_code == 200
        assert answer.context["import_form"].errors["file"], data
    assert not Import.objects.exists()


OFTEN = (
    "Du har sendt inn 2 filer på kort tid, og denne er ikke lest. Vent inntil 60 "
    "minutter, og send den igjen."
)


def test_files_are_not_sent_in_without_end(desk, norwegian, settings):
    settings.RATE_OF_IMPORTS = (2, 3600)
    data = exported("xliff-2.1", norwegian)
    send(desk, b"PK", "x.xlf")  # what cannot be read counts as well
    assert desk.post(FILES, {}).status_code == 200  # what was not chosen does not
    assert send(desk, data).status_code == 302
    Import.objects.update(finished_at=timezone.now())
    answer = send(desk, data, with_records="on")
    assert answer.context["import_form"].errors == {"file": [OFTEN]}
    assert soup(answer).find(id="id_with_records").has_attr("checked")
    assert Import.objects.count() == 1


def test_one_file_is_read_at_a_time(desk, norwegian, editor, admin, client):
    data = exported("xliff-2.1", norwegian)
    assert send(desk, data, "first.xlf").status_code == 302
    answer = send(desk, data, "second.xlf")
    assert answer.context["import_form"].errors == {
        "file": [
            "«first.xlf» leses fortsatt inn. Send den neste filen når den er ferdig."
        ]
    }
    # One that has been forgotten, or is somebody else's, is waited for by nobody.
    Import.objects.update(sent_at=timezone.now() - jobs.WAITED_FOR)
    assert send(desk, data, "second.xlf").status_code == 302
    client.force_login(admin)
    assert send(client, data, "third.xlf").status_code == 302


def test_file_that_breaks_off_changes_nothing(
    desk,
    norwegian,
    django_capture_on_commit_callbacks,
):
    data = filled(exported("xliff-2.1"))
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(desk, data[: data.rindex(b"</file>") - 9])
    assert "Filen er ufullstendig" in desk.get(sent.url).content.decode()
    assert not draft(norwegian).title_en


def section_editor(page):
    """May edit what lies below the page, and nothing else."""
    user = factories.user("seksjon@example.org", "Section")
    group = user.groups.get()
    for codename in ("change_basepage",):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=permission(codename)
        )
    group.permissions.add(permission("access_admin"))
    return user


def permission(codename):
    return Permission.objects.get(codename=codename)


def test_nobody_has_words_of_a_page_they_may_not_edit(
    client,
    home,
    norwegian,
    member,
    programme,
):
    """Neither named, nor as what lies below, nor among all; drafts and closed ones."""
    secret = factories.add_page(
        home,
        factories.standard_page(title_nb="Hemmelig", **factories.published_in("nb")),
    )
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    client.force_login(section_editor(norwegian.get_parent()))
    assert titles(content(ask(client, words="all"))) == {"Nyheter", "Nye krav"}
    assert ask(client, secret, words="all").status_code == 302
    mixed = content(ask(client, secret, norwegian, words="all"))
    assert titles(mixed) == {"Nye krav"}
    below = ask(client, home, norwegian, words="all", include_below="on")
    assert b"Hemmelig" not in content(below)
    assert "Hemmelig" not in client.get(f"{FILES}?page={secret.pk}").content.decode()
    records = ask(client, norwegian, include_records="on", words="all")
    assert titles(content(records)) == {"Nye krav"}
    client.force_login(member)
    assert ask(client, norwegian).status_code in (302, 403)
    assert b"Nye krav" not in getattr(ask(client, norwegian), "content", b"")


def test_report_is_for_whoever_sent_the_file(desk, admin):
    one = Import.objects.create(user=admin, told_in="nb", name="en.xlf")
    assert desk.get(f"{FILES}{one.pk}/").status_code == 404


def test_files_that_wait_are_named_without_being_read(
    desk, editor, django_assert_max_num_queries
):
    Import.objects.create(user=editor, told_in="nb", name="en.xlf", packed=b"words")
    with django_assert_max_num_queries(100) as asked:
        assert "en.xlf" in desk.get(FILES).content.decode()
    assert not [one for one in asked if '"packed"' in one["sql"]]


def test_selection_in_the_explorer_leads_to_the_form(desk, norwegian, news):
    url = reverse(
        "wagtail_bulk_action", args=["basepage", "basepage", "translation_files"]
    )
    answer = desk.get(url, {"id": [norwegian.pk, news.pk], "next": "/admin/"})
    asked = parse_qs(urlsplit(answer.url).query)
    assert sorted(asked["page"]) == sorted([str(norwegian.pk), str(news.pk)])


def test_old_reports_are_deleted(editor):
    _old, new = (
        Import.objects.create(user=editor, told_in="nb", name="a", sent_at=at)
        for at in (timezone.now() - 2 * KEPT, timezone.now())
    )
    assert expire(timezone.now()) == "1 translation files deleted"
    assert list(Import.objects.all()) == [new]


def test_command_line(norwegian, news, tmp_path):
    path = tmp_path / "en.xlf"
    told = io.StringIO()
    options = {"to": "en", "page": [news.pk], "below": True, "stderr": told}
    call_command("export_translations", str(path), **options)
    assert "1/1" in told.getvalue()
    assert titles(path.read_bytes()) == {"Nye krav"}
    path.write_bytes(filled(path.read_bytes()))
    lines = io.StringIO()
    call_command("import_translations", str(path), stdout=lines, stderr=told)
    assert "tatt inn: Nye krav: Tittel" in lines.getvalue()
    assert draft(norwegian).title_en == "nYE KRAV"
    path.write_bytes(b"<x/>")
    with pytest.raises(CommandError):
        call_command("import_translations", str(path), stdout=lines, stderr=told)
