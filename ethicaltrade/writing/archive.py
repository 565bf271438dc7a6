"""A Word document, opened with care: what is in it is known before it is unpacked.

Of its XML only what is needed is read, without definitions of its own (DTD), which no
such file has and bombs are made of; and written anew, so that nobody after this meets
anything else. Its pictures stay packed until they are wanted.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # nosec B405

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse, tostring
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ethicaltrade.media import uploads

MOST_FILES = 4000  # in the archive
MOST_ELEMENTS = 60_000  # of XML: 170 pages, and 140 MB and 3 s of one who reads them
DEEPEST = 200  # elements in each other
LONGEST = 20 * 1024 * 1024  # bytes of the XML that is read, unpacked
READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml"
    r"|word/(?:(?:document|footnotes|endnotes|header|footer)\d*|styles|numbering)\.xml"
    r"|word/_rels/(?:document|footnotes|endnotes)\d*\.xml\.rels"
)
MARGINS = re.compile(r"word/(?:header|footer)")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    DefusedXmlException,
    OSError,
    EOFError,
    RuntimeError,  # locked by a password
    NotImplementedError,  # packed in a way that Python does not know
    ArithmeticError,
    LookupError,
    ValueError,
)


def check(file: Any) -> None:
    """Raise ValidationError for what is no Word document, in words for who chose it.

    ``file`` has a name, and can be read from its start; it is left there.
    """
    if not (file.name or "").lower().endswith(".docx"):
        raise ValidationError(
            _(
                "Choose a Word document (.docx). Open other documents in Word, Google "
                "Docs or LibreOffice, and save them as .docx."
            ),
            code="invalid_extension",
        )
    file.seek(0)
    if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # [MS-CFB], 2.2
        file.seek(0)
        raise ValidationError(
            _(
                "This is an old Word document (.doc), or it has a password. Open it in "
                "Word, remove the password, and save it as .docx."
            ),
            code="old_or_locked",
        )
    try:
        uploads.check_document(file)
    except ValidationError as error:
        if error.code == "wrong_kind":  # it names all kinds of documents
            raise unreadable() from error
        raise


class Archive:
    """What is in the document. ValidationError where it cannot be read."""

    def __init__(self, file: Any) -> None:
        check(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise unreadable() from error
        self._names = {each.filename: each for each in self._zip.infolist()}
        if len(self._names) > MOST_FILES:
            raise too_large()
        self._elements = 0
        read = [name for name in self._names if READ.fullmatch(name)]
        if sum(self._names[name].file_size for name in read) > LONGEST:
            raise too_large()
        self.parts = {name: self._parse(name) for name in read}
        if "word/document.xml" not in self._names and not any(
            name.startswith("word/document") for name in self.parts
        ):
            raise unreadable()

    def _parse(self, name: str) -> Element:
        depth, root = 0, None
        try:
            with self._zip.open(name) as part:
                for event, element in iterparse(
                    part, events=("start", "end"), forbid_dtd=True
                ):
                    root = element if root is None else root
                    depth += 1 if event == "start" else -1
                    self._elements += int(event == "start")
                    if self._elements > MOST_ELEMENTS or depth > DEEPEST:
                        raise too_large()
        except ValidationError:
            raise  # a ValueError as well
        except BROKEN as error:
            raise unreadable() from error
        if root is None:
            raise unreadable()
        return root

    def part(self, pattern: str) -> Iterator[Element]:
        return (
            root for name, root in self.parts.items() if re.fullmatch(pattern, name)
        )

    def picture(self, name: str) -> bytes | None:
        """None where it is not there, or larger than a picture may be."""
        known = self._names.get(name)
        if known is None or known.file_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            return None
        try:
            return self._zip.read(name)
        except BROKEN:
            return None

    def rewritten(self) -> BytesIO:
        """The archive with the parts as they are by now.

        In place of any other file stands its name, by which it is found again.
        """
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name in self._names:
                root = self.parts.get(name)
                is_read = root is not None and not MARGINS.match(name)
                if is_read or not name.endswith((".xml", ".rels", "/")):
                    archive.writestr(name, tostring(root) if is_read else name)
        made.seek(0)
        return made


def unreadable() -> ValidationError:
    return ValidationError(
        _(
            "This Word document cannot be read. It may be damaged. Open it in Word, "
            "save it as a new .docx, and try again."
        ),
        code="unreadable",
    )


def too_large() -> ValidationError:
    return ValidationError(
        _(
            "There is more in this Word document than an article can have. Divide it, "
            "and try again."
        ),
        code="too_large",
    )
