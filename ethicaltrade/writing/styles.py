"""A document's styles: what each comes from, and what it says of its words."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405

from .word_xml import child, is_on, local, namespace, value

KNOWN = {
    *("title", "subtitle", "ingress", "lead", "caption", "quote", "intense quote"),
    *("quotations", "list bullet", "list number"),
    *(f"heading {level}" for level in range(1, 10)),
}
OF_CONTENTS = ("toc ", "contents ", "table of figures")


LONGEST_LINE = 20  # styles of which each comes from the next


class Styles:
    """Names of styles, what each comes from, and the language it sets."""

    def __init__(self, root: Element | None) -> None:
        for each in list(root if root is not None else ()):
            if local(each) != "style":
                continue
            if not value(each, "styleId"):  # nothing can ask for it; mammoth stumbles
                root.remove(each)  # type: ignore[union-attr]
            each.attrib.setdefault(f"{namespace(each)}type", "paragraph")
        self._styles = {
            value(each, "styleId"): each
            for each in (root if root is not None else ())
            if local(each) == "style"
        }

    def _line(self, number: str) -> Iterator[tuple[str, Element]]:
        """The style, and those it comes from."""
        for _each in range(LONGEST_LINE):
            if number not in self._styles:
                return
            yield number, self._styles[number]
            number = value(child(self._styles[number], "basedOn"))

    def known(self, number: str) -> str:
        """The style itself, or the nearest it comes from that has a meaning here."""
        for each, style in self._line(number):
            name = value(child(style, "name")).lower()
            if name in KNOWN or name.startswith(OF_CONTENTS):
                return each
        return number

    def name(self, number: str) -> str:
        return value(child(self._styles.get(number), "name")).lower()

    def language(self, number: str) -> str:
        found = (
            value(child(style, "rPr", "lang")) for _id, style in self._line(number)
        )
        return next(filter(None, found), "")

    def said(self, number: str, *names: str) -> Element | None:
        """What it says of itself, or the nearest it comes from that says it."""
        found = (child(style, *names) for _id, style in self._line(number))
        return next((each for each in found if each is not None), None)

    def is_heading(self, number: str) -> bool:
        return self.name(self.known(number)).startswith("heading ")

    def is_hidden(self, run: Element, paragraph: str) -> bool:
        """By itself, or by the styles of its words and its paragraph."""
        mark = child(run, "rPr", "vanish")
        for style in (value(child(run, "rPr", "rStyle")), paragraph):
            mark = self.said(style, "rPr", "vanish") if mark is None else mark
        return is_on(mark)
