"""What the tags of Word, Google Docs, LibreOffice and web pages say of themselves."""

import re

from bs4 import Tag

NUMBERED = re.compile(r"\(?[0-9a-zA-Z]{1,5}[.)]|[0-9]")
WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.I)


def style_of(tag: Tag) -> dict[str, str]:
    """Its properties, all in small letters."""
    pairs = (each.partition(":") for each in str(tag.get("style", "")).split(";"))
    return {
        name.strip().lower(): value.strip().lower()
        for name, colon, value in pairs
        if colon
    }


def classes_of(tag: Tag) -> set[str]:
    named = tag.get("class") or []
    return {each.lower() for each in ([named] if isinstance(named, str) else named)}


def language_of(tag: Tag) -> str:
    """``nb`` of NO-BOK, which Word writes, of ``no`` and of ``nb-NO``."""
    code = str(tag.get("lang") or tag.get("xml:lang") or "").lower().replace("_", "-")
    return language_code(code)


def language_code(code: str) -> str:
    code = code.lower()
    if code.startswith("no-nyn"):
        return "nn"
    primary = code.partition("-")[0]
    return {"no": "nb", "x": "", "und": "", "zxx": ""}.get(primary, primary)


def is_bold(weight: str) -> bool:
    if weight.isdecimal():
        return int(weight[:4]) >= 600
    return weight in ("bold", "bolder")


def is_numbered(tag: Tag) -> bool:
    """By the number or dot that Word writes in front, for those who know no lists."""
    marker = tag.find(style=WORD_MARKER)
    return bool(marker and NUMBERED.match(marker.get_text(strip=True)))


def is_last(tag: Tag) -> bool:
    """Whether nothing but space comes after it where it stands."""
    return not any(str(each).strip() for each in tag.next_siblings)
