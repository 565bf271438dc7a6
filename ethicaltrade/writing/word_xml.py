"""Elements of Word's XML, whichever of its two namespaces they are in."""

from itertools import islice
from xml.etree.ElementTree import Element  # nosec B405

WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "strict"
)
MOST_PROPERTIES = 100  # of one thing; Word knows some forty
VML = "{urn:schemas-microsoft-com:vml}"  # drawings of Word before 2010


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0] + "}"


def is_words(element: Element) -> bool:
    """Whether it is one of Word's own, and no formula's or drawing's."""
    return str(element.tag).startswith(WORD)


def child(element: Element | None, *names: str) -> Element | None:
    """Down through the first child of each name; what says how things look is first."""
    for name in names:
        if element is None:
            return None
        first = islice(element, MOST_PROPERTIES)
        element = next((each for each in first if local(each) == name), None)
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
