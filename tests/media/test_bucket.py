"""Pictures and documents in a bucket: who gets what, and from where."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ethicaltrade.media import scheduled
from ethicaltrade.media.models import CustomDocument, CustomImage, private_storage
from ethicaltrade.media.undeleted import UndeletedFile
from ethicaltrade.outages.breaker import FilesAwayError
from tests.support import s3_server as s3
from tests.support.files import document, picture

from .conftest import CONTENT, SIZE, body
from .office import sound
from .test_upload_doors import DOORS, MODELS, add, upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COME_IN = [("document", "odt"), ("picture", "png")]


def status(address: str) -> int:
    """What the server itself answers to anybody who asks it."""
    try:
        with urlopen(address) as answer:  # noqa: S310 (a server of this machine)
            return answer.status
    except HTTPError as error:
        return error.code


# Pictures


def test_picture_comes_in_and_its_sizes_are_given_out(bucket, cms, client):
    add(cms, "picture", upload("jpg"))
    image = CustomImage.objects.get()
    size = image.get_rendition("max-165x165|format-webp")
    assert bucket.names() >= {f"media/{image.file.name}", f"media/{size.file.name}"}
    stored = bucket.head(f"media/{size.file.name}")
    assert stored["ContentType"] == "image/webp"
    assert stored["CacheControl"] == "public, max-age=2592000"
    assert size.url == f"/media/{size.file.name}"

    client.logout()
    answer = client.get(size.url)
    with size.file.open() as file:
        assert answer.content == file.read()
    assert answer.headers["Content-Type"] == "image/webp"
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    known = {"if-none-match": answer.headers["ETag"]}
    assert client.get(size.url, headers=known).status_code == 304
    assert client.head(size.url).headers["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize(
    "path",
    [
        "images/none.jpg",
        "images/../original_images/groent.png",
        "images/../../private/documents/rad.pdf",
        "images//groent.png",
        "original_images/groent.png",
        "private/documents/rad.pdf",
    ],
)
def test_nothing_but_sizes_is_given_out(bucket, client, path):
    picture()
    document("rad.pdf", CONTENT)
    assert {"media/original_images/groent.png", "private/documents/rad.pdf"} <= (
        bucket.names()
    )
    assert client.get(f"/media/{path}").status_code == 404


def test_pictures_may_have_an_address_of_their_own(s3_server, monkeypatch):
    made = s3.Bucket(s3_server)
    made.show_sizes()
    query = f"?pictures={made.address}/media"
    s3.use(monkeypatch, s3.url_of(s3_server, made.name, query))
    image, secret = picture(), document("rad.pdf", CONTENT)
    size = image.get_rendition("max-165x165")
    assert size.url == f"{made.address}/media/{size.file.name}"
    assert status(size.url) == 200
    # The original and the documents are nobody's.
    assert status(f"{made.address}/media/{image.file.name}") == 403
    assert status(f"{made.address}/private/{secret.file.name}") == 403
    with pytest.raises(ValueError, match="not accessible"):
        assert secret.file.url


# Documents


def test_document_is_for_members_alone(bucket, client, closed, member):
    key = f"private/{closed.file.name}"
    assert bucket.names() == {key}
    assert status(f"{bucket.address}/{key}") == 403
    for _door in ("nobody", "in another language"):
        answer = client.get(closed.url)
        assert answer.status_code == 302
        assert b"%PDF" not in body(answer)
        client.cookies["django_language"] = "en"
    client.force_login(member)
    answer = client.get(closed.url)
    assert body(answer) == CONTENT
    headers = answer.headers
    assert headers["Content-Disposition"] == 'inline; filename="hemmelig.pdf"'
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "Location" not in headers
    guess = reverse("wagtaildocs_serve", args=[closed.pk, "annet.pdf"])
    assert client.get(guess).status_code == 404


def test_part_of_a_document_is_sent(bucket, client, closed, member):
    client.force_login(member)
    for asked, part in (
        ("bytes=0-9", CONTENT[:10]),
        ("bytes=5000-70000", CONTENT[5000:70001]),
        ("bytes=-7", CONTENT[-7:]),
    ):
        answer = client.get(closed.url, headers={"range": asked})
        assert (answer.status_code, body(answer)) == (206, part)
        assert answer.headers["Content-Range"].endswith(f"/{SIZE}")
    beyond = client.get(closed.url, headers={"range": f"bytes={SIZE}-"})
    assert beyond.status_code == 416


def test_file_that_is_gone_is_not_found(bucket, client, made):
    private_storage().delete(made.file.name)
    assert client.get(made.url).status_code == 404


# What comes in


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("what", "extension"), [("document", "odt"), ("picture", "png")]
)
def test_every_door_leads_into_the_bucket(bucket, cms, door, what, extension):
    response = DOORS[door](cms, what, upload(extension))
    assert response.status_code in {200, 302}
    made = MODELS[what].objects.get()
    assert None not in (made.file_size, made.file_hash)
    folder = "private/documents/" if what == "document" else "media/original_images/"
    assert [name for name in bucket.names() if name.startswith(folder)]
    assert not [name for name in bucket.names() if "wagtail_uploads" in name]


def test_kind_is_the_names_and_not_what_the_browser_says(bucket, cms):
    file = SimpleUploadedFile("rad.pdf", sound("pdf"), content_type="text/html")
    add(cms, "document", file)
    assert bucket.head("private/documents/rad.pdf")["ContentType"] == "application/pdf"


def test_same_name_twice_is_two_files(bucket, monkeypatch):
    first = document("rapport.pdf", b"%PDF-1")
    second = document("rapport.pdf", b"%PDF-2")
    # And in the same moment, when neither sees the other.
    monkeypatch.setattr(type(private_storage()), "exists", lambda *_args: False)
    third = document("rapport.pdf", b"%PDF-3")
    found = []
    for each in (first, second, third):
        with each.file.open() as file:
            found.append(file.read())
    assert found == [b"%PDF-1", b"%PDF-2", b"%PDF-3"]


def test_what_was_stored_and_not_answered_is_not_stored_again(bucket, monkeypatch):
    storage = private_storage()
    put, times = storage.client.put_object, []

    def twice(**given):
        """As the library does when no answer came to the first."""
        times.append(1)
        put(**given)
        given["Body"].seek(0)
        return put(**given)

    monkeypatch.setattr(storage.client, "put_object", twice)
    assert storage.save("documents/a.pdf", ContentFile(b"a")) == "documents/a.pdf"
    assert bucket.names() == {"private/documents/a.pdf"}
    assert times == [1]


def test_file_is_read_from_where_it_was_cut_off(bucket, made, monkeypatch):
    from botocore.exceptions import ReadTimeoutError

    with made.file.storage.open(made.file.name) as file:
        begin = file.read(10)
        raw = file.file.raw

        class Cut:
            def read(self, size):
                raise ReadTimeoutError(endpoint_url="x")

            def close(self):
                pass

        raw._body = Cut()
        assert begin + file.read() == CONTENT


# What goes


def test_deleted_files_are_gone(
    bucket,
    made,
    django_capture_on_commit_callbacks,
):
    image = picture()
    image.get_rendition("max-165x165")
    assert len(bucket.names()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        made.delete()
    assert bucket.names() == set()


def test_what_cannot_be_deleted_now_goes_later(
    bucket,
    monkeypatch,
    cms,
    django_capture_on_commit_callbacks,
):
    add(cms, "document", upload("pdf"))
    made = CustomDocument.objects.get()
    storage, name = private_storage(), made.file.name

    def away(**_given):
        raise FilesAwayError

    with monkeypatch.context() as patch:
        patch.setattr(storage.client.meta.events, "emit_until_response", away)
        patch.setattr(type(storage), "delete_now", lambda *_args: away())
        with django_capture_on_commit_callbacks(execute=True):
            answer = cms.post(reverse("wagtaildocs:delete", args=[made.pk]))
        assert answer.status_code == 302
        assert scheduled.delete_what_was_left() == ""
    assert UndeletedFile.objects.get().name == name
    # Nobody is given the name meanwhile, though the file might be gone.
    storage.delete_now(name)
    add(cms, "document", upload("pdf"))
    assert CustomDocument.objects.get().file.name != name
    storage.client.put_object(Bucket=bucket.name, Key=f"private/{name}", Body=b"x")
    assert scheduled.delete_what_was_left() == "1 deleted"
    assert f"private/{name}" not in bucket.names()
    assert not UndeletedFile.objects.exists()


def test_what_a_row_names_again_is_not_deleted(bucket, made):
    """A backup was put back."""
    UndeletedFile.objects.create(storage="private", name=made.file.name)
    assert scheduled.delete_what_was_left() == ""
    assert not UndeletedFile.objects.exists()
    assert private_storage().exists(made.file.name)


def test_everything_lies_where_the_settings_say(bucket):
    assert default_storage.location == "media"
    assert private_storage().location == "private"
