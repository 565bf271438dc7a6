"""Every way a file comes in: to the end for each kind, and what a full disk leaves."""

import errno
import os
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage, filesystem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from ethicaltrade.media.models import CustomDocument, CustomImage, private_storage
from tests.support.pages import folded, soup

from .office import sound

pytestmark = pytest.mark.django_db

TITLE = "Råd om kontrakter"
LONG = "Råd " * 70  # longer than a title may be
MODELS = {"document": CustomDocument, "picture": CustomImage}
ROUTES = {"document": "wagtaildocs", "picture": "wagtailimages"}
PREFIXES = {"document": "doc", "picture": "image"}
DOCUMENTS = project.WAGTAILDOCS_EXTENSIONS
PICTURES = project.WAGTAILIMAGES_EXTENSIONS
KINDS = [
    *(("document", extension) for extension in DOCUMENTS),
    *(("picture", extension) for extension in PICTURES),
]


@cache
def content(extension: str) -> bytes:
    if extension in DOCUMENTS:
        return sound(extension)
    file = BytesIO()
    kind = "JPEG" if extension == "jpg" else extension.upper()
    Image.new("RGB", (60, 40), "#205040").save(file, kind)
    return file.getvalue()


def upload(extension: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"rad.{extension}", content(extension))


def words(what: str, title: str = TITLE, **fields) -> dict:
    """What the form asks for; an article's picture says what it shows in Norwegian."""
    data = {"title": title, "collection": Collection.get_first_root_node().pk}
    data |= {"tags": "", **fields}
    if what == "document":
        return data | {"language": "nb"}
    return data | {"alt_text_nb": "Et grønt felt", "caption_en": "A green field"}


def prefixed(prefix: str, data: dict) -> dict:
    return {f"{prefix}-{name}": value for name, value in data.items()}


def add(cms, what, file):
    address = reverse(f"{ROUTES[what]}:add")
    return cms.post(address, words(what, file=file))


def choose(cms, what, file):
    prefix = f"{'document' if what == 'document' else 'image'}-chooser-upload"
    address = reverse(f"{ROUTES[what]}_chooser:create")
    return cms.post(address, prefixed(prefix, words(what, file=file)))


def add_many(cms, what, file):
    """As the page for many files does it: the file first, then its words."""
    address = reverse(f"{ROUTES[what]}:add_multiple")
    response = cms.post(address, {"title": "rad", "files[]": file})
    answer = response.json()
    if not answer["success"]:
        return response
    number = answer[f"{PREFIXES[what]}_id"]
    address = reverse(f"{ROUTES[what]}:edit_multiple", args=[number])
    return cms.post(address, prefixed(f"{PREFIXES[what]}-{number}", words(what)))


def add_put_aside(cms, what, file):
    """With a title that is too long the file waits until it has another."""
    address = reverse(f"{ROUTES[what]}:add_multiple")
    response = cms.post(address, {"title": LONG, "files[]": file})
    if response.status_code != 200:
        return response
    number = response.json()["uploaded_file_id"]
    kind = "document" if what == "document" else "image"
    name = f"create_multiple_from_uploaded_{kind}"
    address = reverse(f"{ROUTES[what]}:{name}", args=[number])
    prefix = f"uploaded-{kind}-{number}"
    untitled = cms.post(address, prefixed(prefix, words(what, title="")))
    assert not untitled.json()["success"]
    return cms.post(address, prefixed(prefix, words(what)))


DOORS: dict[str, Callable] = {
    "add": add,
    "choose": choose,
    "add many": add_many,
    "add, put aside": add_put_aside,
}


def stored(model) -> Path:
    return Path(
        (private_storage() if model is CustomDocument else default_storage).path("")
    )


def files_of(what) -> set[Path]:
    folder = stored(MODELS[what])
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("what", "extension"), KINDS)
def test_file_comes_in_is_listed_and_opens(cms, door, what, extension):
    response = DOORS[door](cms, what, upload(extension))
    assert response.status_code in {200, 302}
    made = MODELS[what].objects.get()
    assert made.title == TITLE
    assert made.file_size == len(content(extension))
    assert made.file_hash
    assert not UploadedFile.objects.exists()
    listed = cms.get(reverse(f"{ROUTES[what]}:index"))
    assert TITLE in folded(soup(listed))
    edit = cms.get(reverse(f"{ROUTES[what]}:edit", args=[made.pk]))
    assert edit.status_code == 200
    with made.file.open("rb") as file:
        assert file.read() == content(extension)
    if what == "document":
        assert made.language == "nb"
        assert b"".join(cms.get(made.url)) == content(extension)
    else:
        assert made.alt_text_nb, made.caption_en == ("Et grønt felt", "A green field")
        assert made.alt_text_en in (None, ""), "one language may be missing"
        assert (made.width, made.height) == (60, 40)


@pytest.mark.parametrize(("what", "extension"), KINDS)
def test_file_is_replaced(cms, what, extension, django_capture_on_commit_callbacks):
    other = {"document": "pdf", "picture": "png"}[what]
    add(cms, what, upload(other))
    made = MODELS[what].objects.get()
    before = made.file.path
    address = reverse(f"{ROUTES[what]}:edit", args=[made.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = cms.post(address, words(what, file=upload(extension)))
    assert response.status_code == 302
    made.refresh_from_db()
    with made.file.open("rb") as file:
        assert file.read() == content(extension)
    assert not os.path.exists(before)


def test_language_that_is_not_sent_stays_as_it_was(cms):
    add(cms, "document", upload("pdf"))
    made = CustomDocument.objects.get()
    address = reverse("wagtaildocs:edit", args=[made.pk])
    for sent in ({"language": "en"}, {}, {"language": ""}):
        data = {**words("document"), "language": None} | sent
        cms.post(
            address, {name: value for name, value in data.items() if value is not None}
        )
        made.refresh_from_db()
        assert made.language == "en"


def test_picture_that_is_there_already_is_pointed_out(cms):
    add(cms, "picture", upload("png"))
    answer = cms.post(
        reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": upload("png")}
    ).json()
    assert answer["duplicate"]
    assert TITLE in answer["confirm_duplicate_upload"]
    chosen = choose(cms, "picture", upload("png"))
    assert chosen.json()["step"] == "duplicate_found"
    assert CustomImage.objects.count() == 3, "the editor says which stays"


# A full disk


@pytest.fixture
def full_disk(monkeypatch):
    """No byte of a file can be written, although the file can be begun."""

    def refuse(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(filesystem.locks, "lock", refuse)
        yield patch


def said(response) -> str:
    if "json" not in response.headers["Content-Type"]:
        return folded(soup(response))
    answer = response.json()
    return answer.get("error_message") or answer.get("htmlFragment")


@pytest.mark.parametrize("door", ["add", "choose", "add many"])
@pytest.mark.parametrize("what", MODELS)
def test_full_disk_is_told_and_nothing_is_half_made(cms, door, what, full_disk, caplog):
    before = files_of(what)
    extension = {"document": "pdf", "picture": "png"}[what]
    response = DOORS[door](cms, what, upload(extension))
    assert response.status_code == 200
    assert "Filen kunne ikke lagres" in said(response)
    if door != "add many":  # which has asked for nothing yet
        assert TITLE in said(response) or soup(response).select_one(
            f"[value='{TITLE}']"
        )
    assert not MODELS[what].objects.exists()
    assert files_of(what) == before
    assert len([r for r in caplog.records if "could not be stored" in r.message]) == 1


@pytest.mark.parametrize("what", MODELS)
def test_full_disk_keeps_the_file_that_was_to_be_replaced(
    cms, what, monkeypatch, django_capture_on_commit_callbacks
):
    extension = {"document": "pdf", "picture": "png"}[what]
    add(cms, what, upload(extension))
    made, before = MODELS[what].objects.get(), files_of(what)

    def refuse(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(filesystem.locks, "lock", refuse)
    address = reverse(f"{ROUTES[what]}:edit", args=[made.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = cms.post(address, words(what, title="Nytt", file=upload(extension)))
    assert "Filen kunne ikke lagres" in folded(soup(response))
    assert soup(response).select_one("input[name=title]")["value"] == "Nytt"
    made.refresh_from_db()
    assert made.title == TITLE
    assert files_of(what) == before
    with made.file.open("rb") as file:
        assert file.read() == content(extension)


@pytest.mark.parametrize("what", MODELS)
def test_file_put_aside_on_a_full_disk_is_told(cms, what, full_disk):
    cms.raise_request_exception = False
    extension = {"document": "pdf", "picture": "png"}[what]
    response = add_put_aside(cms, what, upload(extension))
    assert response.status_code == 507
    assert "ikke plass" in folded(soup(response))
    assert not any(Path(default_storage.path("wagtail_uploads")).glob("*"))


@pytest.mark.parametrize("what", MODELS)
def test_row_that_cannot_be_written_leaves_no_file(cms, what, monkeypatch):
    before = files_of(what)

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(MODELS[what], "save_base", refuse)
    extension = {"document": "pdf", "picture": "png"}[what]
    with pytest.raises(RuntimeError):
        add(cms, what, upload(extension))
    assert files_of(what) == before
