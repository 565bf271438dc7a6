"""Word's XML made simpler before it is read: changes decided, twofold content once.

What mammoth would leave out, or put where Word does not, is written as what it knows.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405

from .word_xml import VML, WORD, child, is_words, local, namespace, value

# Elements around words that mammoth does not know, and would leave out with them.
READ_THROUGH = {"bdo", "dir", "fldSimple", "ruby", "rubyBase", "rt"}
SHAPES = {"arc", "curve", "line", "oval", "polyline"}  # as rectangles are
# What may stand between two paragraphs, and says nothing.
MARKS = {"bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "proofErr"}
IN_FIELDS = {"t", "tab", "br", "cr", "sym", "noBreakHyphen", "drawing", "pict"}
UNDONE = {"del", "moveFrom"}
DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PICTURE = ("main}graphic", "main}graphicData", "picture}pic", "picture}blipFill")


def choose(root: Element) -> None:
    """Of what stands there for older and for newer Words: once."""
    for element in list(root.iter()):
        if local(element) == "AlternateContent":
            _choose(element)


def simplify(root: Element) -> None:
    _read_all_bodies(root)
    for element in list(root.iter()):
        name = local(element)
        _lift_boxes(element)
        if namespace(element) == VML:
            _simplify_shape(element, name)
        elif name == "graphicData":
            _lift_pictures(element)
        elif not is_words(element):
            continue
        elif name == "bookmarkStart":  # beside cells, it would keep them from merging
            element.tag = f"{namespace(element)}bookmarkEnd"
        elif name in READ_THROUGH:
            element.tag = f"{namespace(element)}smartTag"
        elif name == "cr":
            element.tag = f"{namespace(element)}br"
        elif name == "tr":
            for cell in [each for each in element if _is_deleted(each)]:
                element.remove(cell)
    for parent in list(root.iter()):
        if any(local(each) == "p" for each in parent):
            _join(parent)
    for element in list(_in_instructions(root)):
        element.tag = f"{namespace(element)}proofErr"


def _read_all_bodies(root: Element) -> None:
    """Some programs write several."""
    first, *more = [each for each in root if local(each) == "body"] or [root]
    for body in more:
        first.extend(body)
        root.remove(body)


def _choose(twofold: Element) -> None:
    """What is for older Words is what mammoth reads."""
    parts = list(twofold)
    old = [each for each in parts if local(each) == "Fallback" and len(each)]
    new = [each for each in parts if local(each) == "Choice"]
    for each in parts:
        twofold.remove(each)
    for chosen in (old or new)[:1]:
        chosen.tag = f"{namespace(twofold)}Fallback"
        twofold.append(chosen)


def _simplify_shape(shape: Element, name: str) -> None:
    """Its picture as one of today's: of others mammoth reads no words about it."""
    if name in SHAPES:
        shape.tag = f"{VML}shape"
    for old in [each for each in shape if each.tag == f"{VML}imagedata"]:
        shape.remove(old)
        if not old.get(f"{RELATION}id"):  # it is elsewhere
            continue
        at = shape.makeelement(f"{WORD[0]}drawing", {})
        shape.append(at)
        for each in ("wordprocessingDrawing}inline", *PICTURE):
            at.append(at.makeelement(f"{DRAWINGML}/{each}", {}))
            at = at[-1]
        place = "wordprocessingDrawing}docPr", {"descr": shape.get("alt", "")}
        shape[-1][0].insert(0, at.makeelement(f"{DRAWINGML}/{place[0]}", place[1]))
        number = {f"{RELATION}embed": old.get(f"{RELATION}id", "")}
        at.append(at.makeelement(f"{DRAWINGML}/main}}blip", number))


def _lift_pictures(drawing: Element) -> None:
    """Out of the groups that they are drawn in."""
    for group in [each for each in drawing if local(each) != "pic"]:
        drawing.extend([each for each in group.iter() if local(each) == "pic"])


def _lift_boxes(parent: Element) -> None:
    """Words in a drawing of today's, as in one of former days."""
    for drawing in [each for each in parent if local(each) == "drawing"]:
        boxes = [each for each in drawing.iter() if local(each) == "txbxContent"]
        if boxes:
            parent.append(parent.makeelement(f"{namespace(drawing)}pict", {}))
            parent[-1].extend(boxes)


def _is_deleted(cell: Element) -> bool:
    return child(cell, "tcPr", "cellDel") is not None


# Paragraphs that are one


def _join(parent: Element) -> None:
    """Those whose end is deleted, and a large first letter, go into the next one."""
    waiting: list[Element] = []
    for each in list(parent):
        name = local(each)
        if name == "p" and _is_open(each):
            waiting.append(each)
        elif name == "p":
            _put_before(each, parent, waiting)
            waiting = []
        elif name not in MARKS and not name.endswith(("RangeStart", "RangeEnd")):
            _close(waiting)
            waiting = []
    _close(waiting)


def _is_open(paragraph: Element) -> bool:
    properties = child(paragraph, "pPr")
    is_undone = any(child(properties, "rPr", each) is not None for each in UNDONE)
    letter = value(child(properties, "framePr"), "dropCap")
    return is_undone or letter in ("drop", "margin")


def _put_before(paragraph: Element, parent: Element, others: list[Element]) -> None:
    place = int(child(paragraph, "pPr") is not None)
    for other in others:
        inside = [each for each in other if local(each) != "pPr"]
        paragraph[place:place] = inside
        place += len(inside)
        parent.remove(other)


def _close(paragraphs: list[Element]) -> None:
    """There is none that they could go into: they stay."""
    for paragraph in paragraphs:
        marks = child(paragraph, "pPr", "rPr")
        if marks is not None:
            for undone in [each for each in marks if local(each) in UNDONE]:
                marks.remove(undone)


# Fields


def _in_instructions(root: Element) -> Iterator[Element]:
    """What stands in a field's instruction, as the result of another field.

    Only of fields that have an end, or all that follows would be lost.
    """
    opened: list[list[Element] | None] = []  # None once its result has begun
    for element in decided(root):
        name = local(element)
        kind = value(element, "fldCharType") if name == "fldChar" else ""
        if kind == "begin":
            opened.append([])
        elif kind in ("separate", "end") and opened:
            yield from opened.pop() or ()
            if kind == "separate":
                opened.append(None)
        elif name in IN_FIELDS and is_words(element):
            asked = next((each for each in opened if each is not None), None)
            if asked is not None:
                asked.append(element)


def decided(element: Element) -> Iterator[Element]:
    """It and all within, without what is deleted."""
    if local(element) in UNDONE:
        return
    yield element
    for each in element:
        yield from decided(each)
