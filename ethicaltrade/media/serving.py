"""How a document is sent to those whom the gate lets in, and a picture to everybody.

Documents: in place of Wagtail's own view, which sends ``Content-Encoding: None``, knows
no ranges, lets closed documents be kept by caches, and fails where a file is gone.
Sources: RFC 9110 (sections 13, conditions, and 14, ranges) and RFC 9111 (caches).
"""

import mimetypes
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import FileSystemStorage, storages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_from_folder
from wagtail import hooks
from wagtail.documents.models import document_served

from ethicaltrade.privacy.cache_control import CACHE_CONTROL

from .models import CustomDocument

# What a browser is told, whatever it would guess: text is checked to be UTF-8 when it
# is uploaded, and what is not listed is only bytes.
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ONLY_BYTES = "application/octet-stream"
SHOWN_BY_BROWSERS = {"pdf"}  # the rest is saved

OPEN = "public, max-age=300, must-revalidate"  # so late may a closed door be noticed
CHUNK = 64 * 1024  # bytes

# One range only: several in one answer is what nobody needs and attackers like.
RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))$", re.ASCII)


@require_safe
def serve(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """The document with the number, to whom it is for.

    404 when the name is another's, or the file is gone. Without a name, or by that of
    a file it had before, the way to the document's own address: links tell the name of
    a closed one to nobody.
    """
    documents = CustomDocument.objects.select_related("collection")
    document = get_object_or_404(documents, pk=number)
    for hook in hooks.get_hooks("before_serve_document"):
        response = hook(document, request)
        if isinstance(response, HttpResponseBase):
            return _cached_as(response, CACHE_CONTROL)
    has_moved = name != document.filename and name in document.earlier_names
    if (
        name not in ("", document.filename) and not has_moved
    ):  # behind the gate: nobody guesses names
        raise Http404
    cache_control = OPEN if document.is_public else CACHE_CONTROL
    if not name or has_moved:
        address = redirect(document.url, permanent=has_moved)
        return _cached_as(address, cache_control)
    return _cached_as(_file(request, document), cache_control)


def _cached_as(response: HttpResponseBase, cache_control: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = cache_control
    return response


def _file(request: HttpRequest, document: CustomDocument) -> HttpResponseBase:
    """The file, or the part of it that is asked for, or word that it is unchanged."""
    try:
        file = document.file.storage.open(document.file.name)
        size, etag = file.size, quote_etag(document.get_file_hash())
    except FileNotFoundError as error:
        raise Http404 from error
    part = FilePart(file, 0, size)
    unmet = get_conditional_response(request, etag=etag)
    if unmet is not None:
        part.close()
        unmet.headers["ETag"] = etag
        return unmet
    response = _whole_or_part(request, etag, part)
    for header, value in _headers(document, etag).items():
        response.headers[header] = value
    if request.method == "GET" and response.status_code < 400 and not part.start:
        # Once a download: a viewer that asks for the rest in pieces is not counted.
        document_served.send(sender=type(document), instance=document, request=request)
    return response


def _headers(document: CustomDocument, etag: str) -> dict[str, str]:
    kind = document.file_extension.lower()
    disposition = content_disposition_header(
        kind not in SHOWN_BY_BROWSERS, document.filename
    )
    return {
        "Content-Type": CONTENT_TYPES.get(kind, ONLY_BYTES),
        "Content-Disposition": disposition or "attachment",
        "Content-Language": document.language,
        "Accept-Ranges": "bytes",
        "ETag": etag,
    }


def _whole_or_part(request: HttpRequest, etag: str, part: "FilePart") -> Any:
    """200, 206 or 416, with the length that is sent; HEAD gets the headers alone."""
    size = part.length
    status, span = 200, None
    if request.method == "GET" and _wants_range(request, etag):
        span = asked_range(request.headers.get("Range", ""), size)
    if span is not None and not span:
        part.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if span is not None:
        status, part.start, part.length = 206, span.start, len(span)
    if request.method == "HEAD":
        part.close()
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(part, status=status)
    response.headers["Content-Length"] = str(part.length)
    if span is not None:
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return response


def _wants_range(request: HttpRequest, etag: str) -> bool:
    """Whether a range holds: a browser may ask for it of the file it has begun only."""
    condition = request.headers.get("If-Range")
    return condition is None or parse_etags(condition) == [etag]


def asked_range(header: str, size: int) -> range | None:
    """The bytes that a Range header asks for; empty when there are none such.

    None when it asks for nothing, for several ranges, or in words nobody knows: then
    all is sent.
    """
    asked = RANGE.match(header.strip())
    if not asked:
        return None
    first, last, length = asked.groups()
    if length is not None:
        return range(max(size - int(length), 0), size)
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None  # no range at all
    return range(start, min(end + 1, size))


class FilePart:
    """Some bytes of an open file, in chunks; closes it."""

    def __init__(self, file: Any, start: int, length: int) -> None:
        self.file, self.start, self.length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """The response calls it at its end."""
        self.file.close()


@require_safe
def serve_size(request: HttpRequest, path: str) -> HttpResponseBase:
    """One of the sizes made of pictures, from wherever they lie, and nothing else.

    An original may tell where and when it was taken.
    """
    storage, name = storages["default"], f"images/{path}"
    if isinstance(storage, FileSystemStorage):
        return serve_from_folder(request, path, document_root=storage.path("images"))
    if posixpath.normpath(name) != name:  # the way to another folder
        raise Http404
    try:
        file = storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    with file:
        response = get_conditional_response(request, file.etag) or HttpResponse(
            file.read() if request.method == "GET" else b"",
            content_type=mimetypes.guess_type(name)[0] or ONLY_BYTES,
            headers={"Content-Length": file.size},
        )
    response.headers["ETag"] = file.etag
    return response


def no_passwords(request: HttpRequest, restriction: int):
    """404: shared passwords are switched off."""
    raise Http404


# Named as Wagtail asks for them; its page for shared passwords is gone.
urlpatterns = [
    # More digits than a database counts to are nobody's number.
    re_path(r"^(\d{1,18})/(.*)$", serve, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction>/",
        no_passwords,
        name="wagtaildocs_authenticate_with_password",
    ),
]
