"""From the demo's texts to the blocks of a page's body."""

from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.core.blocks.body import RICH_TEXT, SHORT_TEXT

from .library import Library


def rich_text(html: str, features: list[str]) -> str:
    """The text as Wagtail's own editor would store it.

    Stored by hand, a malformed element makes the editor's form fail.
    """
    converter = ContentstateConverter(features=features)
    return converter.to_database_format(converter.from_database_format(html))


def make_body(source: list[dict[str, Any]], library: Library, pages: dict[str, int]):
    """The stream of a body. ``pages`` has the primary keys of pages linked to."""
    return BodyBlock().to_python(
        [
            {"type": block["type"], "value": _value(block, library, pages)}
            for block in source
        ]
    )


def _value(block: dict[str, Any], library: Library, pages: dict[str, int]) -> Any:
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
            return _table(value)
        case "call_to_action":
            value["page"] = pages.get(value["page"])
    return value


def _table(value: dict[str, Any]) -> dict[str, Any]:
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
