"""The demo's pictures, documents, topics and people, made once and found again."""

import textwrap
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.models import Person, Topic
from ethicaltrade.media.models import CustomDocument, CustomImage

from . import content
from .content import in_languages

FOCUS_WIDTH = 1600  # pixels: the width of the pictures that `focus` speaks of


class Library:
    """Everything that pages refer to, by its key in the content files."""

    def __init__(self):
        self.topics = {
            key: self._topic(text) for key, text in content.load("topics").items()
        }
        self.pictures = {
            key: self._picture(key, text)
            for key, text in content.load("pictures").items()
        }
        self.documents = {
            key: add_document(
                text[text["language"]]["title"], text["paragraphs"], text["language"]
            )
            for key, text in content.load("documents").items()
        }

    @staticmethod
    def _topic(text: dict[str, Any]) -> Topic:
        names = in_languages(text, "name")
        # By its slug, which stays when an editor changes the name.
        language = languages.default()
        slug = slugify(names[localized("name", language)])
        found = Topic.objects.filter(**{localized("slug", language): slug}).first()
        return found or Topic.objects.create(**names)

    @cached_property
    def people(self) -> dict[str, Person]:
        return {key: self._person(text) for key, text in content.load("people").items()}

    def _person(self, text: dict[str, Any]) -> Person:
        photo = self.pictures.get(text.get("picture", ""))
        person, is_new = Person.objects.get_or_create(
            name=text["name"],
            defaults={
                "email": text.get("email", ""),
                "phone": text.get("phone", ""),
                "photo": photo,
                **in_languages(text, "role"),
            },
        )
        if not is_new and photo and not person.photo_id:  # from before the portraits
            person.photo = photo
            person.save(update_fields=["photo"])
        return person

    @staticmethod
    def _picture(key: str, text: dict[str, Any]) -> CustomImage:
        title = f"Demo: {key}"
        if found := CustomImage.objects.filter(title=title).first():
            return found
        image = CustomImage(
            title=title,
            file=ContentFile(content.picture(key), name=f"{key}.webp"),
            credit=text.get(languages.default(), {}).get("credit", ""),
            is_decorative=text.get("decorative", False),
            **{
                name: value or ""
                for name, value in in_languages(text, "alt_text", "caption").items()
            },
        )
        focus = [round(part * image.width / FOCUS_WIDTH) for part in text["focus"]]
        image.focal_point_x, image.focal_point_y = focus[:2]
        image.focal_point_width, image.focal_point_height = focus[2:]
        image._set_image_file_metadata()
        # All the sizes of all the pictures would take half of the time.
        image.makes_sizes_ahead = False
        image.save()
        return image


def add_document(
    title: str, paragraphs: list[str], language: str, **fields: Any
) -> CustomDocument:
    found = CustomDocument.objects.filter(title=title).first()
    return found or CustomDocument.objects.create(
        title=title,
        language=language,
        file=ContentFile(make_pdf(title, paragraphs, language), name=f"{title}.pdf"),
        **fields,
    )


PAGE = (595, 842)  # A4, in points of 1/72 inch
MARGIN, SIZE, LEADING = 72, 11, 16  # points
COLUMNS = 84  # characters on a line


def _escaped(line: str) -> bytes:
    """A literal string in WinAnsiEncoding; a letter it lacks becomes "?"."""
    for sign in "\\()":
        line = line.replace(sign, "\\" + sign)
    return line.encode("cp1252", errors="replace")


def _text(title: str, paragraphs: list[str]) -> bytes:
    lines = [b"BT", f"{MARGIN} {PAGE[1] - MARGIN} Td {LEADING} TL".encode()]
    lines += [b"/F2 15 Tf (%s) Tj T* T*" % _escaped(title), f"/F1 {SIZE} Tf".encode()]
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, COLUMNS):
            lines.append(b"(%s) Tj T*" % _escaped(line))
        lines.append(b"T*")
    return b"\n".join([*lines, b"ET"])


def make_pdf(title: str, paragraphs: list[str], language: str) -> bytes:
    """A file of one page, with its title and its language.

    Source: ISO 32000-1, PDF 1.7: 7.5 (file structure) and 9.6.2.2 (standard fonts).
    """
    stream = _text(title, paragraphs)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (%s) >>" % language.encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>" % PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        b"<< /Title (%s) >>" % _escaped(title),
    ]
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
