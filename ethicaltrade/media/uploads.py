"""What may be uploaded: judged by what is in a file, not by what it is called.

A picture's size stands in its head, an office file's kind in its table of contents:
nothing is unpacked before they are known.
"""

import codecs
import os
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from .decoding import KINDS, UNREADABLE, check_whole

NOT_STORED = gettext_lazy(
    "The file could not be stored, and nothing has been saved. Try again later. If it "
    "still fails, tell the people who run the website."
)

HEAD = 4096  # bytes; enough to know a kind by
CHUNK = 64 * 1024  # bytes
TABLE_SIZE = (
    2 * 1024 * 1024
)  # bytes of an archive's list of contents: some 20,000 files
KIND_SIZE = 1024 * 1024  # bytes of the part that says what an office file is

OOXML = "application/vnd.openxmlformats-officedocument."
OFFICE_KINDS = {
    "docx": f"{OOXML}wordprocessingml.document.main+xml",
    "pptx": f"{OOXML}presentationml.presentation.main+xml",
    "xlsx": f"{OOXML}spreadsheetml.sheet.main+xml",
}
OPEN_DOCUMENT_KINDS = {
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
# LibreOffice writes lists of macros (script-lb, script-lc) where there are none, too.
MACRO = re.compile(r"Scripts/.|Basic/(?!.*(?:/|script-l[bc]\.xml)$).")

PICTURE_KINDS = {
    "avif": "AVIF",
    "gif": "GIF",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
}

# Pixels. A JPEG is made smaller while it is unpacked, and a PNG takes 4 bytes a pixel;
# libwebp takes 15, and libavif 9. So none takes more than some 150 MB.
UNPACKED_WHOLE = {"AVIF": 14_000_000, "WEBP": 9_000_000}
LONGEST_SIDE = 16_383  # pixels; the most that a WebP of it may have

MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|svg|script)\b", re.I)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BROKEN_ARCHIVE = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, struct.error)


def check_document(file: Any) -> None:
    """Raise ValidationError when the file is too big, or not of a kind that is taken.

    ``file`` has a name, and can be read from its start; it is left there.
    """
    extension = _extension(file)
    check = DOCUMENT_CHECKS.get(extension)
    if check is None or extension not in settings.WAGTAILDOCS_EXTENSIONS:
        raise ValidationError(
            _("Files of this type are not accepted. Accepted types: %(kinds)s."),
            code="invalid_extension",
            params={"kinds": _taken(settings.WAGTAILDOCS_EXTENSIONS)},
        )
    _check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    try:
        file.seek(0)
        check(file, extension)
    finally:
        file.seek(0)


def check_image(file: Any) -> None:
    """Raise ValidationError when the picture is too big, or of a kind not taken.

    That is asked of its head first: few bytes can unpack to more than memory holds.
    ``file`` has a name, and can be read from its start; it is left there.
    """
    kind = PICTURE_KINDS.get(_extension(file))
    kinds = settings.WAGTAILIMAGES_EXTENSIONS
    if kind is None or _extension(file) not in kinds:
        raise ValidationError(
            _("Pictures of this type are not accepted. Accepted types: %(kinds)s."),
            code="invalid_image_extension",
            params={"kinds": _taken(kinds)},
        )
    _check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    try:
        file.seek(0)
        _check_picture(file, kind)
    finally:
        file.seek(0)


def _extension(file: Any) -> str:
    return os.path.splitext(file.name or "")[1].lower().removeprefix(".")


def _taken(extensions: list[str]) -> str:
    return ", ".join(extensions).upper()


def _check_size(file: Any, most: int) -> None:
    if file.size > most:
        raise ValidationError(
            _("This file is too large (%(size)s). The maximum is %(most)s."),
            code="file_too_large",
            params={"size": filesizeformat(file.size), "most": filesizeformat(most)},
        )


# Documents


def _check_pdf(file: Any, extension: str) -> None:
    # Readers look for the mark in the first kilobyte; what stands before it may be a
    # web page or a program. Here it begins the file.
    if not file.read(HEAD).startswith(b"%PDF-"):
        raise _wrong_kind(file, extension)
    # They look for its end in the last kilobyte (ISO 32000-1, 7.5.5 and H.3).
    file.seek(max(file.size - HEAD, 0))
    if b"%%EOF" not in file.read():
        raise ValidationError(
            _(
                "The end of this PDF is missing: only part of it may be here. Save it "
                "again, and choose the new file."
            ),
            code="cut_short",
        )


def _check_text(file: Any, extension: str) -> None:
    if MARKUP.match(file.read(HEAD).removeprefix(codecs.BOM_UTF8)):
        raise _wrong_kind(file, extension)
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if CONTROL.search(decoder.decode(chunk)):
                raise _wrong_kind(file, extension)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _(
                "This text file is not UTF-8. Save it as UTF-8 (called CSV UTF-8 in "
                "Excel), so that all characters are shown correctly."
            ),
            code="invalid_text",
        ) from error


def _check_office(file: Any, extension: str) -> None:
    parts, kinds = _office_parts(file)
    if "macroenabled" in kinds.lower() or any(
        part.lower().endswith("vbaproject.bin") for part in parts
    ):
        raise _has_macros()
    if f'"{OFFICE_KINDS[extension]}"' not in kinds:
        raise _wrong_kind(file, extension)


def _check_open_document(file: Any, extension: str) -> None:
    parts, kind = _office_parts(file)
    if kind != OPEN_DOCUMENT_KINDS[extension]:
        raise _wrong_kind(file, extension)
    if any(MACRO.match(part) for part in parts):
        raise _has_macros()


DOCUMENT_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "csv": _check_text,
    "pdf": _check_pdf,
    "txt": _check_text,
    **dict.fromkeys(OFFICE_KINDS, _check_office),
    **dict.fromkeys(OPEN_DOCUMENT_KINDS, _check_open_document),
}


def _has_macros() -> ValidationError:
    return ValidationError(
        _(
            "This file contains macros, which run when it is opened. Save it without "
            "macros."
        ),
        code="macros",
    )


def _office_parts(file: Any) -> tuple[list[str], str]:
    """The names of an archive's parts, and what it says that it is; empty if neither.

    Microsoft's files say it in ``[Content_Types].xml``, OpenDocument in ``mimetype``.
    """
    if not _has_sound_table(file):
        return [], ""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.namelist()
            for name in ("[Content_Types].xml", "mimetype"):
                if name in parts:
                    with archive.open(name) as part:
                        return parts, part.read(KIND_SIZE).decode(errors="replace")
            return parts, ""
    except BROKEN_ARCHIVE:
        return [], ""


def _has_sound_table(file: Any) -> bool:
    """Whether the file is an archive from its first byte, with a list one can read.

    A list of a million names is small in the file and large in memory.
    Source: PKWARE's APPNOTE, 4.3.15 and 4.3.16.
    """
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return False
    file.seek(max(file.size - CHUNK - 22, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    is_long_form = at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07"
    if at < 0 or len(tail) < at + 22 or is_long_form:
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= TABLE_SIZE


# What a file is


def _wrong_kind(file: Any, extension: str) -> ValidationError:
    kind = seems_to_be(file)
    message = _("This is not a valid %(extension)s file. Accepted types: %(kinds)s.")
    if kind:
        message = _(
            "This file is named .%(extension)s, but appears to be %(kind)s. Accepted "
            "types: %(kinds)s."
        )
    return ValidationError(
        message,
        code="wrong_kind",
        params={
            "extension": extension,
            "kind": kind,
            "kinds": _taken(settings.WAGTAILDOCS_EXTENSIONS),
        },
    )


def seems_to_be(file: Any) -> str:
    """What the file is in the editor's words; empty when nobody can tell."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _archive_seems_to_be(file)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    if head.startswith((b"#!", b"\x7fELF")):
        found.add(".exe")
    for kinds, name in (
        ({".html", ".htm"}, _("a web page (HTML)")),
        ({".svg"}, _("a drawing (SVG)")),
        ({".pdf"}, "PDF"),
        ({".exe", ".dll"}, _("a program")),
        ({".jpg", ".png", ".gif", ".webp", ".avif", ".heic", ".tif"}, _("a picture")),
        ({".doc", ".xls", ".ppt"}, _("an old Office file, or one with a password")),
        ({".rtf"}, "RTF"),
        ({".rar", ".7z", ".gz", ".bz2", ".xz", ".tar"}, _("an archive")),
    ):
        if kinds & found:
            return str(name)
    if MARKUP.match(head):
        return _("a web page (HTML)")
    return _("plain text") if _is_text(head) else ""


def _archive_seems_to_be(file: Any) -> str:
    _parts, kinds = _office_parts(file)
    for extension, kind in (OFFICE_KINDS | OPEN_DOCUMENT_KINDS).items():
        if kind in kinds:
            return extension.upper()
    return _("an archive (ZIP)")


def _is_text(head: bytes) -> bool:
    # A letter may be cut in two at the end of the head.
    text = codecs.getincrementaldecoder("utf-8")().decode
    try:
        return bool(head) and not CONTROL.search(text(head))
    except UnicodeDecodeError:
        return False


# Pictures


def _check_picture(file: Any, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            # Pillow's own limits are far above ours, which is asked for below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=KINDS)
            width, height = picture.size
            most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
            most = min(most, UNPACKED_WHOLE.get(picture.format, most))
            _check_pixels(width * height, most)
            if max(width, height) > LONGEST_SIDE:
                raise _too_long()
            frames = getattr(picture, "n_frames", 1)  # counted, and not unpacked
            _check_pixels(width * height * frames, most)
            if frames > settings.PICTURE_FRAMES:
                raise _too_many_frames()
            check_whole(picture)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS) from error
    except ValidationError:
        raise  # a ValueError as well
    except UNREADABLE as error:
        raise ValidationError(
            _(
                "This picture cannot be read. The file may be damaged, or only part of "
                "it may be here. Accepted types: %(kinds)s."
            ),
            code="invalid_image",
            params={"kinds": _taken(settings.WAGTAILIMAGES_EXTENSIONS)},
        ) from error
    if picture.format != kind:
        raise ValidationError(
            _("This file is named .%(extension)s, but is a %(kind)s picture."),
            code="invalid_image_known_format",
            params={"extension": _extension(file), "kind": picture.format},
        )


def _check_pixels(pixels: int, most: int) -> None:
    if pixels > most:
        raise _too_many_pixels(most)


def _too_long() -> ValidationError:
    return ValidationError(
        _("This picture is too large. The longest side may be %(most)s pixels."),
        code="file_too_long",
        params={"most": LONGEST_SIDE},
    )


def _too_many_frames() -> ValidationError:
    return ValidationError(
        _(
            "This animation has too many frames. The maximum is %(most)s. Use a film "
            "instead, or a shorter animation."
        ),
        code="file_too_many_frames",
        params={"most": settings.PICTURE_FRAMES},
    )


def _too_many_pixels(most: int) -> ValidationError:
    return ValidationError(
        _("This picture is too large. The maximum is %(most)s megapixels."),
        code="file_too_many_pixels",
        params={"most": most // 1_000_000},
    )
