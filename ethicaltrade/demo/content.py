"""The demo's texts: from the TOML files in ``content/`` to fields and blocks."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db.models import Q
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.core.blocks.body import RICH_TEXT, SHORT_TEXT

FOLDER = Path(__file__).parent / "content"


@cache
def load(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def picture(key: str) -> bytes:
    """A picture's file, in WebP, some 1600 pixels wide."""
    return (FOLDER / "pictures" / f"{key}.webp").read_bytes()


def article_names() -> list[str]:
    """The articles, in the order of their numbers: "01-fn-forum" first."""
    return sorted(path.stem for path in (FOLDER / "articles").glob("*.toml"))


HEAD = ("title", "slug", "lead", "search_description")  # of a page


def in_languages(source: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values of the fields, from each language's table."""
    return {
        localized(name, code): source.get(code, {}).get(name)
        for name in names
        for code in languages.codes()
    }


def in_order(rows: Iterable[Any]) -> list[Any]:
    """The rows of a list that editors put in order."""
    ordered = list(rows)
    for position, row in enumerate(ordered):
        row.sort_order = position
    return ordered


def is_there(pages: Any, source: dict[str, Any]) -> bool:
    """Whether one of the pages has the title or the slug: editors change the other."""
    written = [code for code in languages.codes() if code in source]
    language = source.get("publish", written)[0]
    text = source[language]
    wanted = Q(**{localized("title", language): text["title"]})
    slug = text.get("slug") or slugify(text["title"])
    return pages.filter(wanted | Q(**{localized("slug", language): slug})).exists()


def rich_text(html: str, features: list[str]) -> str:
    """The text as Wagtail's own editor would store it.

    Stored by hand, a malformed element makes the editor's form fail.
    """
    converter = ContentstateConverter(features=features)
    return converter.to_database_format(converter.from_database_format(html))


def make_body(source: list[dict[str, Any]], library: Any, pages: dict[str, int]):
    """The stream of a body. ``pages`` has the primary keys of pages linked to.

    The languages' blocks are pairs: those of a kind have the same ids in each.
    """
    numbers: Counter[str] = Counter()
    stream = []
    for block in source:
        kind = block["type"]
        numbers[kind] += 1
        stream.append(
            {
                "type": kind,
                "value": _stored(block, library, pages),
                "id": str(uuid5(NAMESPACE_OID, f"{kind} {numbers[kind]}")),
            }
        )
    return BodyBlock().to_python(stream)


def _stored(block: dict[str, Any], library: Any, pages: dict[str, int]) -> Any:
    value = {name: part for name, part in block.items() if name != "type"}
    match block["type"]:
        case "text":
            return rich_text(block["html"], RICH_TEXT)
        case "image":
            value["image"] = library.pictures[value.pop("picture")].pk
        case "excerpt" | "fact_box":
            value["text"] = rich_text(value.pop("html"), SHORT_TEXT)
        case "documents":
            value["documents"] = [
                library.documents[key].pk for key in value["documents"]
            ]
        case "table":
            return _stored_table(value)
        case "call_to_action":
            value["page"] = pages.get(value["page"])
    return value


def _stored_table(value: dict[str, Any]) -> dict[str, Any]:
    return {
        "caption": value["caption"],
        "columns": [
            {
                "type": "number" if column["numeric"] else "text",
                "heading": column["heading"],
            }
            for column in value["columns"]
        ],
        "rows": [{"values": row} for row in value["rows"]],
    }
