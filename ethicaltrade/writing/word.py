"""From a Word document to elements: what mammoth does not know of is put in its way.

mammoth reads a document by the meaning of its styles. What a passage's language is,
which texts are hidden, and which style a house's own style comes from, stands in the
same XML, and is written into it here in ways that mammoth reads.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element  # nosec B405

import mammoth

from . import archive
from .elements import Element as Part
from .markup import language_code
from .notices import Notices
from .numbering import Numbering, count_numbers
from .reading import UnreadableError, read
from .simplifying import SHAPES, choose, simplify
from .styles import OF_CONTENTS, Styles
from .word_xml import WORD, child, is_words, local, namespace, value

TEXTS = r"word/(?:document|footnotes|endnotes)\d*\.xml"
LOST_SIGN = "A w:sym element"  # what mammoth says of one it does not know
DECORATIVE = "\ue000"  # of private use: stands for the words of a picture without any

# Word's names of its own styles, in whatever language it speaks; then those of
# LibreOffice, and what newsrooms call theirs.
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Ingress'] => p.subtitle:fresh
p[style-name='Lead'] => p.subtitle:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name^='toc '] => !
p[style-name='table of figures'] => !
p[style-name='Contents Heading'] => !
p[style-name^='Contents '] => !
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
r[style-name='Emphasis'] => em
r[style-name='Intense Emphasis'] => em
u => u
"""
HOLDERS = {
    *("customXml", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag"),
}
# What Word puts where words about a picture belong: the name or address of its file.
FILE_NAME = re.compile(
    r"\S.*\.(?:bmp|emf|gif|heic|jpe?g|pict|png|svg|tiff?|webp|wmf)|\w+:[/\\]\S+.*", re.I
)
MACHINE_MADE = (
    "Description automatically generated",
    "Automatisk generert beskrivelse",
    "AI-generated content may be incorrect.",
    "KI-generert innhold kan være feil.",
)
HORIZONTAL = "{urn:schemas-microsoft-com:office:office}hr"  # a line across the page
DRAWN = {*SHAPES, "contentPart", "cxnSp", "rect", "roundrect", "shape", "wsp"}


class Document(NamedTuple):
    elements: list[Part]
    archive: archive.Archive
    title: str
    """What its properties call it; often empty, or its template's."""


def read_document(file: Any, notices: Notices) -> Document:
    """Raise ValidationError for what cannot be read."""
    opened = archive.Archive(file)
    for root in opened.part(TEXTS):
        choose(root)
    _count_lost(opened, notices)
    styles = Styles(next(opened.part(r"word/styles\.xml"), None))
    numbering = Numbering(next(opened.part(r"word/numbering\.xml"), None))
    languages: set[str] = set()
    for root in opened.part(TEXTS):
        simplify(root)
        count_numbers(root, numbering, styles, notices)
        languages |= _prepare(root, styles, notices)
    marked = "\n".join(
        f"highlight[color='{code}'] => span[lang='{code}']" for code in languages
    )
    try:
        result = mammoth.convert_to_html(
            opened.rewritten(),
            style_map=STYLES + marked,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_name_of),
        )
        elements = read(result.value, notices)
        lost = [each for each in result.messages if each.message.startswith(LOST_SIGN)]
        notices.add("signs", len(lost))
    except (*archive.BROKEN, UnreadableError, AttributeError, TypeError) as error:
        raise archive.unreadable() from error
    return Document(elements, opened, _title_of(opened))


def _name_of(image: Any) -> dict[str, str]:
    """Of the picture in the archive; "" where it is somewhere else."""
    try:
        with image.open() as file:
            return {"src": file.read().decode()}
    except (LookupError, ValueError):
        return {"src": ""}


def _title_of(opened: archive.Archive) -> str:
    for root in opened.part(r"docProps/core\.xml"):
        for each in root:
            if local(each) == "title":
                return (each.text or "").strip()
    return ""


# What mammoth will read


def _prepare(root: Element, styles: Styles, notices: Notices) -> set[str]:
    """Change what mammoth will read; the languages that some words are in."""
    languages: set[str] = set()
    for paragraph in root.iter():
        if local(paragraph) != "p" or not is_words(paragraph):
            continue
        chosen = child(paragraph, "pPr", "pStyle")
        style = value(chosen)
        if chosen is not None:
            _set(chosen, styles.known(style))
            if styles.name(value(chosen)).startswith(OF_CONTENTS):
                notices.add("contents")
        for parent in [paragraph, *_holders(paragraph)]:
            for run in [each for each in parent if local(each) == "r"]:
                properties = child(run, "rPr")
                if styles.is_hidden(run, style):
                    notices.add("hidden", int(child(run, "t") is not None))
                    parent.remove(run)
                    continue
                asked = value(child(properties, "lang"))
                asked = asked or styles.language(value(child(properties, "rStyle")))
                code = language_code(asked or styles.language(style))
                if code.isalpha() and code.isascii():
                    languages.add(code)
                    _mark(run, properties, code)
                elif properties is not None:
                    _unmark(properties)
    for picture in root.iter():
        if local(picture) == "docPr":
            _describe(picture, notices)
    return languages


def _holders(paragraph: Element) -> Iterator[Element]:
    """What runs may stand in, within a paragraph, but for another paragraph."""
    for each in paragraph:
        if local(each) in HOLDERS:
            yield each
            yield from _holders(each)


def _set(element: Element, text: str) -> None:
    for space in WORD:
        if f"{space}val" in element.attrib:
            element.set(f"{space}val", text)


def _mark(run: Element, properties: Element | None, code: str) -> None:
    """A colour behind the words is not kept, and so can carry their language."""
    space = namespace(run)
    if properties is None:
        properties = run.makeelement(f"{space}rPr", {})
        run.insert(0, properties)
    _unmark(properties)
    properties.append(run.makeelement(f"{space}highlight", {f"{space}val": code}))


def _unmark(properties: Element) -> None:
    for each in [each for each in properties if local(each) == "highlight"]:
        properties.remove(each)


def _describe(picture: Element, notices: Notices) -> None:
    if any(
        local(each) == "decorative" and each.get("val") in ("1", "true")
        for each in picture.iter()
    ):
        picture.set("descr", DECORATIVE)
        return
    words = picture.get("descr", "").strip() or picture.get("title", "")
    picture.set("descr", _described(words, notices))
    picture.set("title", "")


def _described(words: str, notices: Notices) -> str:
    """Without the sentence that Word adds to words of its own, or a file's name."""
    for sentence in MACHINE_MADE:
        if sentence in words:
            notices.add("guessed_alt")
            words = words.replace(sentence, "")
    words = " ".join(words.split())
    return "" if FILE_NAME.fullmatch(words) else words


# What is left out


def _count_lost(opened: archive.Archive, notices: Notices) -> None:
    for root in opened.part(TEXTS):
        for element in root.iter():
            if kind := _LOST.get(local(element)):
                notices.add(kind)
            notices.add("drawings", int(_is_drawn(element)))
    if any(
        "".join(root.itertext()).strip()
        for root in opened.part(r"word/(header|footer).*")
    ):
        notices.add("margins")


_LOST = {
    **dict.fromkeys(["ins", "del", "moveFrom", "cellIns", "cellDel"], "changes"),
    **dict.fromkeys(["rPrChange", "pPrChange", "tblPrChange", "trPrChange"], "changes"),
    **dict.fromkeys(["altChunk", "control", "subDoc", "webVideoPr"], "embedded"),
    "commentReference": "comments",
    "oMath": "equations",
}


def _is_drawn(element: Element) -> bool:
    """Whether it is a chart, or has lines or shapes; a box of words alone is none."""
    if local(element) not in ("drawing", "pict") or not is_words(element):
        return False
    inside = list(element.iter())
    names = {local(each) for each in inside}
    if any(each.get("uri", "").endswith(("/chart", "/diagram")) for each in inside):
        return True
    if names & {"blip", "imagedata"} or any(
        HORIZONTAL in each.attrib for each in inside
    ):
        return False
    if names & {"group", "grpSp", "wgp", "wpc"}:
        return True
    return bool(names & DRAWN) and "txbxContent" not in names
