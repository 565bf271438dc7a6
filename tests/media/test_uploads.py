"""What may be uploaded: by what is in a file, and with clear words where it may not."""

import resource
import struct
import zipfile
import zlib
from io import BytesIO
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.models import Collection

from ethicaltrade.media import uploads
from ethicaltrade.media.models import CustomDocument, CustomImage
from tests.support.pages import folded, soup

from .office import (
    archive,
    content_types,
    microsoft,
    open_document,
    sound,
)

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = b"alert(document.cookie)"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MACRO_TYPES = content_types("application/vnd.ms-word.document.macroEnabled.main+xml")


def refusal(check, name: str, content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check(SimpleUploadedFile(name, content))
    return caught.value


def drawn(kind="PNG", size=(60, 40), **options) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "#205040").save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


# Documents


@pytest.mark.parametrize("extension", uploads.DOCUMENT_CHECKS)
def test_sound_document_is_taken_and_left_at_its_start(extension):
    file = SimpleUploadedFile(f"fil.{extension.upper()}", sound(extension))
    uploads.check_document(file)
    assert file.tell() == 0


def test_every_kind_that_is_named_in_the_settings_is_checked(settings):
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(uploads.DOCUMENT_CHECKS)
    assert set(settings.WAGTAILIMAGES_EXTENSIONS) == set(uploads.PICTURE_KINDS)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML, "a web page (HTML)"),
        (b"\n  <html>", "a web page (HTML)"),
        (SVG, "a drawing (SVG)"),
        (SCRIPT, "plain text"),
        (PROGRAM, "a program"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "a program"),
        (b"#!/bin/sh\nrm -r x\n", "a program"),
        (drawn("JPEG"), "a picture"),
        (OLD_OFFICE, "an old Office file"),
        (sound("docx"), "DOCX"),
        (archive({"a.exe": PROGRAM}), "an archive (ZIP)"),
        (b"\xef\xbb\xbf%PDF-1.7", "plain text"),  # though readers open it
        (HTML + b"%PDF-1.7", "a web page (HTML)"),
        (bytes(range(256)), ""),
        (b"", ""),
    ],
)
def test_what_is_no_pdf_is_not_taken_for_one(content, kind):
    with translation.override("en"):
        error = refusal(uploads.check_document, "rapport.pdf", content)
        (message,) = error.messages
    assert error.code == "wrong_kind"
    assert kind in message
    assert "PDF" in message
    assert ("appears to be" in message) == bool(kind)


@pytest.mark.parametrize(
    "extension", sorted(set(uploads.DOCUMENT_CHECKS) - {"csv", "txt"})
)
def test_half_a_document_is_not_taken(extension):
    """As an upload leaves it that was cut off; a text may end anywhere."""
    content = sound(extension)
    half = content[: len(content) // 2]
    error = refusal(uploads.check_document, f"fil.{extension}", half)
    assert error.code == ("cut_short" if extension == "pdf" else "wrong_kind")


@pytest.mark.parametrize("extension", uploads.DOCUMENT_CHECKS)
@pytest.mark.parametrize(
    "content",
    [HTML, SVG, PROGRAM, OLD_OFFICE, archive({"x": "y"}), archive({})],
    ids=["html", "svg", "exe", "doc", "zip", "empty zip"],
)
def test_dangerous_kinds_are_taken_under_no_name(extension, content):
    error = refusal(uploads.check_document, f"fil.{extension}", content)
    assert error.code in {"wrong_kind", "invalid_text"}


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods"])
@pytest.mark.parametrize("called", ["docx", "xlsx", "pptx", "odt", "ods"])
def test_office_file_is_taken_under_its_own_name_only(extension, called):
    file = SimpleUploadedFile(f"fil.{called}", sound(extension))
    if called == extension:
        uploads.check_document(file)
    else:
        with pytest.raises(ValidationError, match=extension.upper()):
            uploads.check_document(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.docx", archive({"[Content_Types].xml": MACRO_TYPES})),
        ("x.docx", microsoft("docx", **{"word/vbaProject.bin": b"x"})),
        ("x.xlsx", microsoft("xlsx", **{"xl/VBAPROJECT.BIN": b"x"})),
        ("x.odt", open_document("odt", **{"Basic/Standard/Module1.xml": "x"})),
        ("x.ods", open_document("ods", **{"Scripts/python/x.py": "x"})),
    ],
)
def test_file_with_macros_is_refused(name, content):
    assert refusal(uploads.check_document, name, content).code == "macros"


def test_empty_lists_of_macros_are_no_macros():
    lists = {f"Basic/Standard/script-l{letter}.xml": "<x/>" for letter in "bc"}
    folders = {"Basic/": "", "Basic/Standard/": ""}
    content = open_document("odt", **folders, **lists)
    uploads.check_document(SimpleUploadedFile("x.odt", content))


@pytest.mark.parametrize(
    "content",
    [
        sound("docx")[:-30],
        sound("docx")[:100],
        HTML + sound("docx"),
        sound("docx").replace(b"PK\x05\x06", b"PK\x05\x07"),
        b"PK\x03\x04" + bytes(100),
        b"PK\x03\x04PK\x05\x06" + b"\xff" * 18,
    ],
    ids=range(6),  # the files are dated: other names in another second
)
def test_broken_office_file_is_refused(content):
    assert refusal(uploads.check_document, "x.docx", content).code == "wrong_kind"


def test_archive_with_a_list_too_long_to_read_is_not_opened(monkeypatch):
    content = sound("docx")
    monkeypatch.setattr(uploads, "TABLE_SIZE", 100)
    monkeypatch.setattr(uploads.zipfile, "ZipFile", None)  # fails when it is used
    assert refusal(uploads.check_document, "x.docx", content).code == "wrong_kind"


@pytest.mark.parametrize("name", ["x.txt", "x.csv"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Ærlig øl".encode("latin-1"), "invalid_text"),
        ("Ærlig øl".encode("utf-16"), "invalid_text"),
        ("Ærlig øl".encode()[:-1] + b"\xc3", "invalid_text"),
        (b"a\x00b", "wrong_kind"),
        (b"a" * 100_000 + b"\x00", "wrong_kind"),
        (b"a\x1bb", "wrong_kind"),
        (b"\xef\xbb\xbf<script>", "wrong_kind"),
    ],
)
def test_text_that_is_none_is_refused(name, content, code):
    assert refusal(uploads.check_document, name, content).code == code


def test_letter_on_the_edge_of_a_piece_is_one_letter():
    content = b"a" * (uploads.CHUNK - 1) + "øl".encode()
    uploads.check_document(SimpleUploadedFile("x.txt", content))


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.js", "x.docm", "x", "pdf", ""])
def test_kind_that_is_not_taken_is_refused_by_its_name(name):
    file = ContentFile(sound("pdf"), name=name)
    with pytest.raises(ValidationError, match="DOCX"):
        uploads.check_document(file)


def test_document_that_is_too_big_is_refused_unread(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    error = refusal(uploads.check_document, "x.pdf", sound("pdf"))
    assert error.code == "file_too_large"
    assert "10" in error.messages[0]


def test_large_upload_that_lies_in_a_file_is_read_as_well():
    with TemporaryUploadedFile("x.docx", "", 0, None) as file:
        file.write(sound("docx"))
        file.size = file.tell()
        uploads.check_document(file)
        assert file.tell() == 0


# Pictures


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("x.png", "PNG"), ("x.jpg", "JPEG"), ("x.JPEG", "JPEG")),
        *(("x.webp", "WEBP"), ("x.gif", "GIF"), ("x.avif", "AVIF")),
    ],
)
def test_sound_picture_is_taken_and_left_at_its_start(name, kind):
    file = SimpleUploadedFile(name, drawn(kind))
    uploads.check_image(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.svg", SVG, "invalid_image_extension"),
        ("x.tiff", drawn("TIFF"), "invalid_image_extension"),
        ("x.png", SVG, "invalid_image"),
        ("x.png", HTML, "invalid_image"),
        ("x.png", drawn("BMP"), "invalid_image"),
        ("x.png", b"", "invalid_image"),
        ("x.png", drawn("PNG")[:20], "invalid_image"),
        ("x.gif", b"GIF89a<script>alert(1)</script>", "invalid_image"),
        ("x.png", drawn("JPEG"), "invalid_image_known_format"),
    ],
)
def test_what_is_no_picture_of_its_name_is_refused(name, content, code):
    assert refusal(uploads.check_image, name, content).code == code


@pytest.mark.parametrize("size", [(6000, 5001), (12_000, 12_000), (60_000, 60_000)])
def test_picture_that_unpacks_to_too_much_is_refused_before(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", None)  # fails when it is used
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)
    error = refusal(uploads.check_image, "x.png", bomb(*size))
    assert error.code == "file_too_many_pixels"
    assert "30" in error.messages[0]


def test_moving_picture_counts_every_frame(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40 * 2
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "lime")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    error = refusal(uploads.check_image, "x.gif", file.getvalue())
    assert error.code == "file_too_many_pixels"


def test_limits_are_settings(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40 - 1
    assert refusal(uploads.check_image, "x.png", drawn()).code == "file_too_many_pixels"
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    assert refusal(uploads.check_image, "x.png", drawn()).code == "file_too_large"


# By code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "name", "content"),
    [(CustomDocument, "x.pdf", HTML), (CustomImage, "x.png", drawn("JPEG"))],
    ids=["document", "picture"],
)
def test_code_that_asks_the_model_gets_the_same_answer(model, name, content):
    made = model(title="x", file=ContentFile(content, name=name))
    with pytest.raises(ValidationError) as caught:
        made.full_clean(exclude=["width", "height"])
    assert set(caught.value.message_dict) == {"file"}


@pytest.mark.django_db
def test_file_that_is_stored_already_is_not_judged_again():
    made = CustomDocument(title="x", file=ContentFile(HTML, name="x.pdf"))
    made.save()
    made.full_clean()


# In the CMS


@pytest.fixture
def cms(client, admin):
    client.force_login(admin)
    return client


def posted(name: str, content: bytes, prefix: str = "", **fields):
    root = Collection.get_first_root_node()
    data = {"title": "Råd om kontrakter", "collection": root.pk, "language": "en"}
    data |= {"file": SimpleUploadedFile(name, content), "tags": "", **fields}
    return {f"{prefix}{field}": value for field, value in data.items()}


def wrong_at_file(response) -> str:
    page = soup(response)
    assert page.select_one("input[name=title]")["value"] == "Råd om kontrakter"
    return folded(page)


@pytest.mark.parametrize(
    "content", [HTML, SVG, SCRIPT, PROGRAM], ids=["html", "svg", "js", "exe"]
)
def test_adding_a_document_says_what_is_wrong_and_keeps_the_words(cms, content):
    response = cms.post(reverse("wagtaildocs:add"), posted("x.pdf", content))
    assert response.status_code == 200
    assert "PPTX" in wrong_at_file(response)
    assert soup(response).select_one("option[value=en][selected]")
    assert not CustomDocument.objects.exists()


def test_changing_a_document_keeps_the_old_file_when_the_new_is_refused(cms):
    cms.post(reverse("wagtaildocs:add"), posted("x.pdf", sound("pdf")))
    made = CustomDocument.objects.get()
    address = reverse("wagtaildocs:edit", args=[made.pk])
    response = cms.post(address, posted("y.pdf", HTML))
    assert "PPTX" in wrong_at_file(response)
    made.refresh_from_db()
    with made.file.open() as file:
        assert file.read() == sound("pdf")


def test_many_documents_at_once_are_judged_one_by_one(cms):
    address = reverse("wagtaildocs:add_multiple")
    answer = cms.post(
        address, {"title": "x", "files[]": SimpleUploadedFile("x.pdf", HTML)}
    ).json()
    assert not answer["success"]
    assert "PPTX" in answer["error_message"]
    answer = cms.post(
        address, {"title": "x", "files[]": SimpleUploadedFile("x.pdf", sound("pdf"))}
    ).json()
    assert answer["success"]


def test_document_uploaded_while_choosing_is_judged(cms):
    address = reverse("wagtaildocs_chooser:create")
    prefix = "document-chooser-upload-"
    answer = cms.post(address, posted("x.pdf", HTML, prefix))
    assert "PPTX" in answer.json()["htmlFragment"]
    cms.post(address, posted("x.pdf", sound("pdf"), prefix))
    assert CustomDocument.objects.count() == 1


@pytest.mark.parametrize(
    "content", [HTML, SVG, bomb(60_000, 60_000)], ids=["html", "svg", "bomb"]
)
def test_adding_a_picture_says_what_is_wrong_and_keeps_the_words(
    cms, content, monkeypatch
):
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", None)
    response = cms.post(reverse("wagtailimages:add"), posted("x.png", content))
    assert response.status_code == 200
    assert wrong_at_file(response)
    assert not CustomImage.objects.exists()


def test_many_pictures_at_once_are_judged_one_by_one(cms, monkeypatch):
    address = reverse("wagtailimages:add_multiple")
    for content in (HTML, bomb(6000, 5001)):
        file = SimpleUploadedFile("x.png", content)
        answer = cms.post(address, {"title": "x", "files[]": file}).json()
        assert not answer["success"]
        assert answer["error_message"]
    file = SimpleUploadedFile("x.png", drawn())
    assert cms.post(address, {"title": "x", "files[]": file}).json()["success"]


def test_picture_uploaded_while_choosing_is_judged(cms):
    address = reverse("wagtailimages_chooser:create")
    prefix = "image-chooser-upload-"
    answer = cms.post(address, posted("x.png", bomb(6000, 5001), prefix))
    assert "30" in answer.json()["htmlFragment"]
    assert not CustomImage.objects.exists()
    cms.post(address, posted("x.png", drawn(), prefix))
    assert CustomImage.objects.count() == 1


def frames(count: int) -> bytes:
    """A GIF of so many frames of one dot each: 23 bytes a frame."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    control = b"\x21\xf9\x04\0\x0a\0\0\0"
    dot = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + (control + dot) * count + b"\x3b"


def moving(kind: str, count: int) -> bytes:
    colours = [(n % 256, n // 256, n % 256) for n in range(count)]
    first, *more = [Image.new("RGB", (4, 4), colour) for colour in colours]
    file, options = BytesIO(), {"speed": 10} if kind == "AVIF" else {"lossless": True}
    first.save(file, kind, save_all=True, append_images=more, **options)
    return file.getvalue()


BOMBS = {
    "wide.png": (lambda: bomb(50_000, 50_000), "file_too_many_pixels"),
    "long.png": (lambda: bomb(60_000, 10), "file_too_long"),
    "small.gif": (lambda: frames(100_000), "file_too_many_frames"),
    "moving.webp": (lambda: moving("WEBP", 501), "file_too_many_frames"),
    "moving.avif": (lambda: moving("AVIF", 501), "file_too_many_frames"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_picture_bomb_is_refused_within_a_second_and_without_memory(name):
    make, code = BOMBS[name]
    content = make()
    memory, began = most_memory(), process_time()
    assert refusal(uploads.check_image, name, content).code == code
    assert process_time() - began < 1
    assert most_memory() - memory < 50_000  # kilobytes


def test_archive_bomb_is_not_unpacked():
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("[Content_Types].xml", "w") as part,
    ):
        for _megabyte in range(100):
            part.write(bytes(1_000_000))
    memory = most_memory()
    error = refusal(uploads.check_document, "x.docx", file.getvalue())
    assert error.code == "wrong_kind"
    assert most_memory() - memory < 50_000  # kilobytes


def most_memory() -> int:
    """Kilobytes that this process has had at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
