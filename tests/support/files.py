"""Pictures and documents to test with."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from ethicaltrade.media.models import CustomDocument, CustomImage


def picture(size: tuple[int, int] = (60, 40), **fields) -> CustomImage:
    """A plain green picture, saved; its size is in pixels."""
    file = BytesIO()
    Image.new("RGB", size, "#205040").save(file, "PNG")
    image = CustomImage(
        **{
            "title": "Grønt",
            "file": ContentFile(file.getvalue(), name="groent.png"),
            "alt_text_nb": "En grønn flate",
            "alt_text_en": "A green surface",
            **fields,
        }
    )
    image._set_image_file_metadata()
    image.save()
    return image


def document(name: str = "råd.pdf", content: bytes = b"%PDF-1.7", **fields):
    """A document, saved. It opens by itself, if the fields do not say otherwise."""
    made = CustomDocument(
        **{
            "title": "Råd",
            "file": ContentFile(content, name=name),
            "opens_by_itself": True,
            **fields,
        }
    )
    made._set_document_file_metadata()
    made.save()
    return made
