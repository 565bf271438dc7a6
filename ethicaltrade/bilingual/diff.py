"""What changed in the words that a translation follows, word by word."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, diff_text

from .normal import LIST_ITEM, paragraphs

WORDS = re.compile(r"\n|[^\S\n]*[^\s]+")
LINK = re.compile(r"^a (.*)$")
MARKED = {
    "del": '{}<del><span class="w-sr-only"> {} </span>{}</del>',
    "ins": '{}<ins><span class="w-sr-only"> {} </span>{}</ins>',
}


def readable(kind: Any, value: Any) -> list[str]:
    """In paragraphs; ``kind`` is the field or block that it is a value of.

    What is chosen is named, where it is still there.
    """
    if isinstance(value, dict) and {"type", "value"} <= value.keys():
        value = value["value"]  # a whole block of a body
    return list(_lines(kind, value))


def _lines(kind: Any, value: Any) -> Iterator[str]:
    if value in (None, "", [], {}, False):
        return
    if isinstance(kind, blocks.ChooserBlock):
        yield f"{kind.label}: {_name(kind, value)}"
    elif isinstance(value, str):
        yield from map(_line, paragraphs(value))
    elif isinstance(value, dict):
        children = getattr(kind, "child_blocks", {})
        for name, part in value.items():
            yield from _lines(children.get(name), part)
    elif isinstance(value, list):
        for part in value:
            yield from _item_lines(kind, part)
    else:
        yield str(value)


def _item_lines(kind: Any, item: Any) -> Iterator[str]:
    is_wrapped = isinstance(item, dict) and {"type", "value"} <= item.keys()
    if not is_wrapped:
        yield from _lines(getattr(kind, "child_block", None), item)
    elif item["type"] == LIST_ITEM:
        yield from _lines(getattr(kind, "child_block", None), item["value"])
    else:
        child = getattr(kind, "child_blocks", {}).get(item["type"])
        yield from _lines(child, item["value"])


def _name(block: blocks.ChooserBlock, key: Any) -> str:
    found = block.to_python(key)
    return str(found) if found is not None else f"#{key}"


def _line(paragraph: Any) -> str:
    """Links tell where they lead."""
    mark = "• " if paragraph.kind.endswith("li") else ""
    text = ""
    for words, style in paragraph.runs:
        links = [found[1] for tag in style if (found := LINK.match(tag))]
        text += words + "".join(f" [{link.removeprefix('href=')}]" for link in links)
    return mark + text


def difference(before: list[str], after: list[str]) -> SafeString:
    """The paragraphs as HTML, with ``<ins>`` and ``<del>``.

    Both have words for those who do not see them.
    """
    old, new = WORDS.findall("\n".join(before)), WORDS.findall("\n".join(after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            parts.append(_html(new[j1:j2]))
            continue
        if i1 < i2:
            parts.append(_marked("del", _("removed:"), old[i1:i2]))
        if j1 < j2:
            parts.append(_marked("ins", _("added:"), new[j1:j2]))
    return format_html("<p>{}</p>", format_html_join("", "{}", ((p,) for p in parts)))


def compared(before: list[str], after: list[str]) -> SafeString:
    """The same, with the marks of Wagtail's view of two versions."""
    told: SafeString = linebreaksbr(
        diff_text("\n".join(before), "\n".join(after)).to_html()
    )
    return told


class RichTextComparison(BlockComparison):
    """In paragraphs: Wagtail's runs them together."""

    def htmlvalue(self, val: Any) -> SafeString:
        lines = readable(self.block, val.source)
        return compared(lines, lines)

    def htmldiff(self) -> SafeString:
        values = (self.val_a, self.val_b)
        return compared(*(readable(self.block, value.source) for value in values))


def _marked(tag: str, told: str, words: list[str]) -> SafeString:
    space = " " if words[0].startswith(" ") else ""
    shown = _html([words[0].lstrip(" "), *words[1:]])
    return format_html(MARKED[tag], space, told, shown)


def _html(words: list[str]) -> SafeString:
    return format_html_join(
        "", "{}", ((mark_safe("<br>") if w == "\n" else w,) for w in words)
    )
