"""Small files of each kind that may be uploaded, and some that only look like it."""

import zipfile
from io import BytesIO

from ethicaltrade.media.uploads import OFFICE_KINDS, OPEN_DOCUMENT_KINDS


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with the parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def content_types(kind: str) -> str:
    """What says in Microsoft's files which kind they are."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )


def microsoft(extension: str, **parts: str | bytes) -> bytes:
    """A docx, xlsx or pptx."""
    types = content_types(OFFICE_KINDS[extension])
    return archive({"[Content_Types].xml": types, "word/document.xml": "<x/>", **parts})


def open_document(extension: str, **parts: str | bytes) -> bytes:
    """An odt or ods."""
    kind = OPEN_DOCUMENT_KINDS[extension]
    return archive({"mimetype": kind, "content.xml": "<x/>", **parts})


def sound(extension: str) -> bytes:
    """A file that is what its name says."""
    if extension in OFFICE_KINDS:
        return microsoft(extension)
    if extension in OPEN_DOCUMENT_KINDS:
        return open_document(extension)
    return {
        "pdf": b"%PDF-1.7\n%%EOF\n",
        "csv": "\ufeffnavn;år\nÆrlig;2027\n".encode(),
        "txt": "Ærlig øl på Ås\r\n\tinnrykk\n".encode(),
    }[extension]
