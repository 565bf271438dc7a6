"""Short ways to My page."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ethicaltrade.bilingual import languages
from ethicaltrade.demo.library import make_pdf

NAMES = [
    "my_page",
    "my_organisation",
    "my_presentation",
    "my_report",
    "my_registrations",
    "my_data",
    "my_data_export",
    "my_data_delete",
]


def address(name: str, language: str = "nb", *args) -> str:
    with languages.in_language(language):
        return reverse(name, args=args)


def upload(name: str = "Min rapport.pdf", content: bytes = b"") -> SimpleUploadedFile:
    """A file as a browser sends it: a PDF of one page when no content is given."""
    content = content or make_pdf("Rapport", ["Tekst."], "nb")
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def is_private(response) -> bool:
    asked = {part.strip() for part in response["Cache-Control"].split(",")}
    return {"no-store", "private"} <= asked
