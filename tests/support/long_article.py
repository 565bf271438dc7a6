"""An article with many blocks, in both languages."""

from typing import Any

from articles.models import ArticlePage

from . import factories
from .files import document, picture


def blocks(count: int, file: Any, page: Any) -> list[dict[str, Any]]:
    """Six kinds, by turns; each picture is another."""
    kinds = [
        ("text", "<p>Tekst</p>"),
        ("image", {"caption": ""}),
        ("quotation", {"quote": "Ja", "name": "Kari Demo", "role": ""}),
        ("documents", {"heading": "", "documents": [file.pk]}),
        (
            "call_to_action",
            {"heading": "Les", "text": "", "label": "Les", "page": page.pk},
        ),
        ("fact_box", {"heading": "Fakta", "text": "<p>Tall</p>"}),
    ]
    made: list[dict[str, Any]] = []
    for number in range(count):
        kind, value = kinds[number % len(kinds)]
        if kind == "image":
            value = value | {"image": picture(title=f"{count}-{number}").pk}
        # The same id in both languages: each has its pair.
        made.append({"type": kind, "value": value, "id": f"{count}-{number}"})
    return made


def put_below(news: Any, count: int) -> ArticlePage:
    body = blocks(count, document(), news)
    article = factories.article(
        title_nb=f"Med {count}", title_en=f"With {count}", body_nb=body, body_en=body
    )
    page = factories.put_page(news, article)
    factories.keep_revision(page)
    return page
