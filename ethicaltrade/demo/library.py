"""The demo's pictures, documents, topics and people, made once and found again."""

from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.models import Person, Topic
from ethicaltrade.media.models import CustomDocument, CustomImage

from . import content, pdf

FOCUS_WIDTH = 1600  # pixels: the width of the pictures that `focus` speaks of


def in_languages(source: dict[str, Any], **names: str) -> dict[str, Any]:
    """Field values per language: ``in_languages(text, title="title")``.

    Each keyword is a field, its value the key in the language's table.
    """
    return {
        localized(field, code): source.get(code, {}).get(key)
        for field, key in names.items()
        for code in languages.codes()
    }


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
            key: self._document(text) for key, text in content.load("documents").items()
        }

    @staticmethod
    def _topic(text: dict[str, Any]) -> Topic:
        names = in_languages(text, name="name")
        # By its slug, which stays when an editor changes the name.
        language = languages.default()
        slug = slugify(names[localized("name", language)])
        found = Topic.objects.filter(**{localized("slug", language): slug}).first()
        return found or Topic.objects.create(**names)

    @cached_property
    def people(self) -> dict[str, Person]:
        """The staff, by key."""
        return {key: self._person(text) for key, text in content.load("people").items()}

    def _person(self, text: dict[str, Any]) -> Person:
        photo = self.pictures.get(text.get("picture", ""))
        person, is_new = Person.objects.get_or_create(
            name=text["name"],
            defaults={
                "email": text.get("email", ""),
                "phone": text.get("phone", ""),
                "photo": photo,
                **in_languages(text, role="role"),
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
                for name, value in in_languages(
                    text, alt_text="alt", caption="caption"
                ).items()
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

    @staticmethod
    def _document(text: dict[str, Any]) -> CustomDocument:
        language = text["language"]
        title = text[language]["title"]
        if found := CustomDocument.objects.filter(title=title).first():
            return found
        data = pdf.make(title, text["paragraphs"], language)
        document = CustomDocument(
            title=title,
            language=language,
            file=ContentFile(data, name=f"{title}.pdf"),
        )
        document._set_document_file_metadata()
        document.save()
        return document
