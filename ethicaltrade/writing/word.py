"""From a Word document to elements: what mammoth does not know of is put in its way.

mammoth reads a document by the meaning of its styles. What a passage's language is,
which texts are hidden, and which style a house's own style comes from, stands in the
same XML, and is written into it here in ways that mammoth reads.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element  # nosec B405

import mammoth

from . import archive
from .elements import Element as Part
from .markup import language_code
from .notices import Notices
from .reading import UnreadableError, read

WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "strict"
)
TEXTS = r"word/(?:document|footnotes|endnotes)\d*\.xml"
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
KNOWN = {
    *("title", "subtitle", "ingress", "lead", "caption", "quote", "intense quote"),
    *("quotations", "list bullet", "list number"),
    *(f"heading {level}" for level in range(1, 10)),
}
HOLDERS = {
    *("customXml", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag"),
}
# Elements around words that mammoth does not know, and would leave out with them.
READ_THROUGH = {"bdo", "dir", "fldSimple"}
MACHINE_MADE = (
    "Description automatically generated",
    "Automatisk generert beskrivelse",
    "AI-generated content may be incorrect.",
    "KI-generert innhold kan være feil.",
)


class Document(NamedTuple):
    elements: list[Part]
    archive: archive.Archive
    title: str
    """What its properties call it; often empty, or its template's."""


def read_document(file: Any, notices: Notices) -> Document:
    """Raise ValidationError for what cannot be read."""
    opened = archive.Archive(file)
    _count_lost(opened, notices)
    styles = Styles(next(opened.part(r"word/styles\.xml"), None))
    languages: set[str] = set()
    for root in opened.part(TEXTS):
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


# XML


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0] + "}"


def child(element: Element | None, *names: str) -> Element | None:
    """Down through the first child of each name."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def value(element: Element | None, name: str = "val") -> str:
    """Of an attribute, in whichever of Word's namespaces."""
    if element is None:
        return ""
    return next(
        (
            element.get(f"{space}{name}") or ""
            for space in WORD
            if f"{space}{name}" in element.attrib
        ),
        "",
    )


def is_on(element: Element | None) -> bool:
    return element is not None and value(element) not in ("0", "false", "off")


# What is looked for


class Styles:
    """Names of styles, what each comes from, and the language it sets."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {
            value(each, "styleId"): each
            for each in (root if root is not None else ())
            if local(each) == "style"
        }

    def _line(self, number: str) -> Iterator[tuple[str, Element]]:
        """The style, and those it comes from."""
        seen: set[str] = set()
        while number in self._styles and number not in seen:
            seen.add(number)
            yield number, self._styles[number]
            number = value(child(self._styles[number], "basedOn"))

    def known(self, number: str) -> str:
        """The style itself, or the nearest it comes from that has a meaning here."""
        for each, style in self._line(number):
            if value(child(style, "name")).lower() in KNOWN:
                return each
        return number

    def name(self, number: str) -> str:
        return value(child(self._styles.get(number), "name")).lower()

    def language(self, number: str) -> str:
        found = (
            value(child(style, "rPr", "lang")) for _id, style in self._line(number)
        )
        return next(filter(None, found), "")


def _prepare(root: Element, styles: Styles, notices: Notices) -> set[str]:
    """Change what mammoth will read; the languages that some words are in."""
    languages: set[str] = set()
    for element in root.iter():
        if local(element) in READ_THROUGH and str(element.tag).startswith(WORD):
            element.tag = f"{namespace(element)}smartTag"
    for paragraph in root.iter():
        if local(paragraph) != "p" or not str(paragraph.tag).startswith(WORD):
            continue
        of_paragraph = ""
        if (chosen := child(paragraph, "pPr", "pStyle")) is not None:
            of_paragraph = styles.language(value(chosen))
            _set(chosen, styles.known(value(chosen)))
            if styles.name(value(chosen)).startswith(("toc ", "contents ")):
                notices.add("contents")
        for parent in [paragraph, *_holders(paragraph)]:
            for run in [each for each in parent if local(each) == "r"]:
                properties = child(run, "rPr")
                if is_on(child(properties, "vanish")):
                    notices.add("hidden")
                    parent.remove(run)
                    continue
                asked = value(child(properties, "lang"))
                asked = asked or styles.language(value(child(properties, "rStyle")))
                code = language_code(asked or of_paragraph)
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
    """Without the sentence that Word adds to words of its own."""
    if any(
        local(each) == "decorative" and each.get("val") in ("1", "true")
        for each in picture.iter()
    ):
        picture.set("descr", DECORATIVE)
        return
    words = picture.get("descr", "")
    for sentence in MACHINE_MADE:
        if sentence in words:
            notices.add("guessed_alt")
            words = words.replace(sentence, "")
    picture.set("descr", " ".join(words.split()))


# What is left out


def _count_lost(opened: archive.Archive, notices: Notices) -> None:
    counts: Counter[str] = Counter()
    for root in opened.part(TEXTS):
        for element in root.iter():
            counts[_lost(element)] += 1
    for kind, count in counts.items():
        if kind:
            notices.add(kind, count)
    if any(
        "".join(root.itertext()).strip()
        for root in opened.part(r"word/(header|footer).*")
    ):
        notices.add("margins")


_LOST: dict[str, str | Callable[[Element], str]] = {
    "ins": "changes",
    "del": "changes",
    "moveFrom": "changes",
    "commentReference": "comments",
    "oMath": "equations",
    "graphicData": lambda each: (
        "drawings" if each.get("uri", "").endswith(("/chart", "/diagram")) else ""
    ),
}


def _lost(element: Element) -> str:
    found = _LOST.get(local(element), "")
    return found if isinstance(found, str) else found(element)
