"""How documents travel: headers, conditions, ranges, and who is kept out."""

from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.media import serving
from ethicaltrade.media.models import CustomDocument
from tests.support import factories
from tests.support.files import document

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 800  # more than one chunk
SIZE = len(CONTENT)


@pytest.fixture
def made():
    return document("råd om lønn.pdf", CONTENT)


@pytest.fixture
def collection(db):
    return Collection.get_first_root_node().add_child(name="For medlemmer")


def close(collection, kind=CollectionViewRestriction.GROUPS, *groups, **fields):
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, **fields
    )
    restriction.groups.set(groups)
    return restriction


@pytest.fixture
def closed(collection, member):
    """A document in a collection below one that is for members."""
    close(collection, CollectionViewRestriction.GROUPS, *member.groups.all())
    below = collection.add_child(name="Veiledere")
    return document("hemmelig.pdf", CONTENT, collection=below)


def body(response) -> bytes:
    return b"".join(response)


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
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
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


# Caches, and closed doors


def test_open_document_may_be_kept_for_minutes(client, made):
    response = client.get(made.url)
    body(response)
    assert response.headers["Cache-Control"] == serving.OPEN
    assert serving.OPEN.startswith("public, max-age=300")


def test_open_document_of_somebody_logged_in_is_kept_by_them_alone(
    client, member, made
):
    client.force_login(member)
    response = client.get(made.url)
    body(response)
    assert "private" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers", [{}, {"range": "bytes=0-9"}, {"if-none-match": "*"}], ids=str
)
def test_closed_document_is_kept_by_nobody_whoever_asks(
    client, closed, member, editor, admin, headers
):
    readers = {None: 302, member: None, admin: None, editor: 403}
    answers = {206, 200, 304}
    for reader, expected in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        for method in (client.get, client.head):
            response = method(closed.url, headers=headers)
            content = body(response)
            assert response.status_code in ({expected} if expected else answers)
            for word in ("no-store", "private"):
                assert word in response.headers["Cache-Control"], (reader, method)
            assert "public" not in response.headers["Cache-Control"]
            if expected:
                assert b"%PDF" not in content
                for name in ("ETag", "Content-Disposition", "Content-Range"):
                    assert name not in response.headers
    assert not set(editor.groups.all()) & set(member.groups.all())


def test_outsider_is_led_to_log_in_and_told_nothing(client, closed):
    response = client.get(closed.url)
    assert response.headers["Location"].startswith("/konto/login/?next=")


@pytest.mark.parametrize("headers", [{"if-none-match": "*"}, {"range": "bytes=0-9"}])
def test_conditions_and_ranges_open_no_door(client, closed, headers):
    etag = f'"{closed.file_hash}"'
    for asked in (headers, {"if-none-match": etag}, {"if-match": '"x"'}):
        assert client.get(closed.url, headers=asked).status_code == 302


def test_name_is_told_behind_the_gate_only(client, closed, member, made):
    by_number = reverse("wagtaildocs_serve", args=[closed.pk, ""])
    response = client.get(by_number)
    assert response.status_code == 302
    assert "hemmelig" not in response.headers["Location"]
    assert "no-store" in response.headers["Cache-Control"]
    client.force_login(member)
    response = client.get(by_number)
    assert response.headers["Location"] == closed.url
    assert "no-store" in response.headers["Cache-Control"]
    client.logout()
    open_one = reverse("wagtaildocs_serve", args=[made.pk, ""])
    assert client.get(open_one).headers["Location"] == made.url


def test_shared_password_opens_to_nobody(client, collection, member, admin):
    restriction = close(
        collection, CollectionViewRestriction.PASSWORD, password="sesam"
    )
    made = document(collection=collection)
    for reader in (None, member, admin):
        if reader:
            client.force_login(reader)
        session = client.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        if not reader:
            client.cookies["sessionid"] = session.session_key
        assert client.get(made.url).status_code == 403
        address = f"/documents/authenticate_with_password/{restriction.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"password": "sesam"}).status_code == 404


def test_rights_that_are_taken_away_are_gone_at_the_next_request(
    client, closed, member
):
    client.force_login(member)
    assert body(client.get(closed.url)) == CONTENT
    member.affiliation.delete()
    assert client.get(closed.url).status_code == 403


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


# Which documents are shown


def visible(user) -> set[str]:
    return {each.title for each in CustomDocument.objects.visible_to(user)}


def test_documents_are_visible_to_those_they_are_for(
    outsider, member, editor, admin, collection, django_assert_num_queries
):
    root = Collection.get_first_root_node()
    document(title="åpen", collection=root)
    close(collection, CollectionViewRestriction.GROUPS, *member.groups.all())
    below = collection.add_child(name="Under")
    document(title="medlem", collection=collection)
    document(title="under", collection=below)
    close(below.add_child(name="Redaktører"), "groups", *editor.groups.all())
    document(title="begge", collection=below.get_children().get())
    login = root.add_child(name="Innloggede")
    close(login, CollectionViewRestriction.LOGIN)
    document(title="innlogget", collection=login)
    password = root.add_child(name="Passord")
    close(password, CollectionViewRestriction.PASSWORD, password="sesam")
    document(title="passord", collection=password)
    document(title="ved siden av", collection=root.add_child(name="Ved siden av"))
    public = {"åpen", "ved siden av"}
    assert visible(outsider) == public
    assert visible(member) == public | {"medlem", "under", "innlogget"}
    assert visible(editor) == public | {"innlogget"}
    assert visible(admin) == public | {"medlem", "under", "begge", "innlogget"}
    applicant = factories.user("soker@example.org")
    assert visible(applicant) == public | {"innlogget"}
    editor.groups.add(*member.groups.all())
    assert "begge" in visible(editor)
    with django_assert_num_queries(1):
        list(CustomDocument.objects.visible_to(outsider))


def test_what_is_visible_is_what_opens(client, member, closed, made, outsider):
    for reader in (outsider, member):
        if reader is member:
            client.force_login(member)
        shown = CustomDocument.objects.visible_to(reader)
        for each in CustomDocument.objects.all():
            response = client.get(each.url)
            body(response)
            assert (response.status_code == 200) == (each in shown)


@pytest.mark.parametrize("name", ["", "hemmelig.pdf", "gjettet.pdf"])
def test_name_of_a_closed_document_cannot_be_guessed(client, closed, name):
    response = client.get(f"/documents/{closed.pk}/{name}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/")


def test_wrong_name_is_not_found_behind_the_gate(client, closed, member):
    client.force_login(member)
    assert client.get(f"/documents/{closed.pk}/gjettet.pdf").status_code == 404
