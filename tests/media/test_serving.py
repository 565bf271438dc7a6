"""How documents travel: headers, conditions, ranges, signals."""

from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from wagtail import hooks
from wagtail.documents.models import document_served

from ethicaltrade.media import serving
from ethicaltrade.media.models import CustomDocument
from tests.support.files import document

from .conftest import CONTENT, SIZE, body

pytestmark = pytest.mark.django_db


@contextmanager
def served():
    """What is told by Wagtail's signal."""
    told = []

    def listen(sender, instance, request, **kwargs):
        told.append(instance)

    document_served.connect(listen)
    yield told
    document_served.disconnect(listen)


# Headers


def test_document_says_what_it_is(client, made):
    response = client.get(made.url, headers={"accept-encoding": "gzip"})
    assert body(response) == CONTENT
    assert response.status_code == 200
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(SIZE)
    assert headers["Content-Language"] == "nb"
    assert headers["ETag"] == f'"{sha1(CONTENT, usedforsecurity=False).hexdigest()}"'
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'"} <= set(policy)
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("extension", serving.CONTENT_TYPES)
def test_kind_is_told_from_a_table_and_only_a_pdf_opens_in_the_browser(
    client, extension
):
    made = document(f"fil.{extension}", b"x")
    response = client.get(made.url)
    assert body(response) == b"x"
    assert response.headers["Content-Type"] == serving.CONTENT_TYPES[extension]
    shown, _, _name = response.headers["Content-Disposition"].partition(";")
    assert shown == ("inline" if extension == "pdf" else "attachment")


def test_every_kind_of_the_settings_is_in_the_table(settings):
    assert set(serving.CONTENT_TYPES) == set(settings.WAGTAILDOCS_EXTENSIONS)


def test_kind_that_nobody_lists_is_only_bytes(client):
    response = client.get(document("gammel.html", b"<script>").url)
    assert body(response) == b"<script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_name_comes_in_its_own_letters(client, made):
    response = client.get(made.url)
    body(response)
    disposition = response.headers["Content-Disposition"]
    assert disposition.isascii()
    assert unquote(disposition) == f"inline; filename*=utf-8''{made.filename}"
    assert "råd" in made.filename


def test_document_made_by_code_is_known_by_its_content(client):
    made = CustomDocument(title="x", file=ContentFile(CONTENT, name="x.pdf"))
    made.save()
    stored = CustomDocument.objects.get(pk=made.pk)
    assert stored.file_hash == sha1(CONTENT, usedforsecurity=False).hexdigest()
    assert stored.file_size == SIZE
    stored.file = ContentFile(b"%PDF-1.4", name="x.pdf")
    stored.save(update_fields=["file"])
    again = CustomDocument.objects.get(pk=made.pk)
    assert (again.file_size, again.file_hash != made.file_hash) == (8, True)


def test_document_older_than_hashes_gets_one(client, made):
    CustomDocument.objects.update(file_hash="")
    response = client.get(made.url)
    body(response)
    assert response.headers["ETag"].strip('"') == made.file_hash
    assert CustomDocument.objects.get(pk=made.pk).file_hash == made.file_hash


def test_head_gives_the_headers_alone(client, made):
    whole = client.get(made.url)
    body(whole)
    response = client.head(made.url, headers={"range": "bytes=0-9"})
    assert (response.status_code, response.content) == (200, b"")
    for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control"):
        assert response.headers[name] == whole.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_document_is_only_read(client, made, method):
    response = client.generic(method, made.url)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


# Conditions


def test_unchanged_document_is_not_sent_again(client, made):
    etag = f'"{made.file_hash}"'
    for condition in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = client.get(made.url, headers={"if-none-match": condition})
        assert (response.status_code, response.content) == (304, b""), condition
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == serving.OPEN
    response = client.get(made.url, headers={"if-none-match": '"other"'})
    assert body(response) == CONTENT


def test_condition_that_fails_is_412(client, made):
    response = client.get(made.url, headers={"if-match": '"other"'})
    assert response.status_code == 412
    response = client.get(made.url, headers={"if-match": f'"{made.file_hash}"'})
    assert body(response) == CONTENT


def test_date_alone_says_nothing_about_a_document(client, made):
    now = format_datetime(datetime.now(UTC), usegmt=True)
    response = client.get(made.url, headers={"if-modified-since": now})
    assert body(response) == CONTENT


# Ranges


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        ("bytes=0-0", 0, 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        (f"bytes=5-{SIZE * 9}", 5, SIZE),
        (f"bytes=-{SIZE * 9}", 0, SIZE),
        (f"bytes=0-{SIZE - 1}", 0, SIZE),
        ("bytes=70000-150000", 70_000, 150_001),
    ],
)
def test_part_that_is_asked_for_is_sent(client, made, asked, start, end):
    response = client.get(made.url, headers={"range": asked, "accept-encoding": "gzip"})
    assert body(response) == CONTENT[start:end]
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response.headers["Content-Length"] == str(end - start)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999-", "bytes=-0"])
def test_part_that_is_not_there_is_416(client, made, asked):
    response = client.get(made.url, headers={"range": asked})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"
    assert body(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-5", "lines=0-9"),
        *("bytes=0-1,5-6", "bytes=--5", "bytes=0x1-", f"bytes={'9' * 5000}-"),
        *("bytes=0-9\x00", "bytes= 0-9"),
    ],
)
def test_range_that_nobody_understands_gives_everything(client, made, asked):
    response = client.get(made.url, headers={"range": asked})
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_part_is_only_sent_of_the_file_that_was_begun(client, made):
    asked = {"range": "bytes=0-9"}
    etag = f'"{made.file_hash}"'
    response = client.get(made.url, headers={**asked, "if-range": etag})
    assert (response.status_code, body(response)) == (206, CONTENT[:10])
    now = format_datetime(datetime.now(UTC), usegmt=True)
    for condition in ('"other"', f"W/{etag}", now, "x"):
        response = client.get(made.url, headers={**asked, "if-range": condition})
        assert (response.status_code, body(response)) == (200, CONTENT), condition


def test_never_more_than_a_chunk_is_in_memory(client, made):
    chunks = [len(chunk) for chunk in client.get(made.url)]
    assert max(chunks) <= serving.CHUNK
    assert len(chunks) > 2


# What is not there


def test_file_that_is_gone_is_not_found(client, made):
    made.file.storage.delete(made.file.name)
    assert client.get(made.url).status_code == 404
    assert client.head(made.url).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 30, "9" * 5000, "-1", "x"])
def test_number_that_is_nobodys_is_not_found(client, made, number):
    for name in ("", made.filename):
        assert client.get(f"/documents/{number}/{name}").status_code == 404


def test_other_name_is_not_found(client, made):
    for name in ("annet.pdf", made.filename.upper(), f"{made.filename}/", "%00"):
        assert client.get(f"/documents/{made.pk}/{name}").status_code == 404


# Signal and hooks


def test_download_is_told_once(client, made):
    with served() as told:
        body(client.get(made.url))
    assert told == [made]
    etag = f'"{made.file_hash}"'
    with served() as told:
        client.head(made.url)
        client.get(made.url, headers={"if-none-match": etag})
        body(client.get(made.url, headers={"range": "bytes=10-"}))
        client.get(made.url, headers={"range": "bytes=999999999-"})
    assert told == []
    with served() as told:
        body(client.get(made.url, headers={"range": "bytes=0-"}))
    assert told == [made]


def test_refused_download_is_not_told(client, closed):
    with served() as told:
        client.get(closed.url)
    assert told == []


def test_hooks_of_others_still_decide(client, made):
    def send_away(document, request):
        return serving.redirect("/borte/")

    with hooks.register_temporarily("before_serve_document", send_away):
        response = client.get(made.url)
    assert response.headers["Location"] == "/borte/"
    assert response.headers["Cache-Control"] == serving.CACHE_CONTROL
