"""What Word and others write into a document: each form, and what comes of it."""

from collections.abc import Iterable
from functools import partial

import pytest
from django.core.files.base import ContentFile

from ethicaltrade.writing.elements import Element, Picture, Table
from ethicaltrade.writing.notices import Notices
from ethicaltrade.writing.word import read_document
from tests.bench.asked import calls_of
from tests.support.word import (
    CHANGED,
    deleted,
    docx,
    inserted,
    item,
    paragraph,
    part,
    picture,
    run,
    table,
)

GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
ENDED = f"<w:rPr><w:del {CHANGED}/></w:rPr>"  # the mark at a paragraph's end
MOVED = f"<w:rPr><w:moveFrom {CHANGED}/></w:rPr>"
MERGED = "<w:tcPr><w:vMerge{}/></w:tcPr>"
RESTART = ' w:val="restart"'
CHAPTER = (
    '<w:style w:styleId="Kapittel"><w:name w:val="Kapittel"/>'
    '<w:basedOn w:val="Overskrift1"/></w:style>'
)  # without a type
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
HIDDEN = (
    '<w:style w:type="character" w:styleId="Skjult"><w:name w:val="Skjult"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Skjema"><w:name w:val="HTML Top of Form"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)
OWN = HIDDEN + (
    '<w:style w:type="paragraph" w:styleId="Kapittel"><w:name w:val="Kapittel"/>'
    f'<w:basedOn w:val="Overskrift2"/><w:pPr>{NUMBERED}</w:pPr></w:style>'
)


def field(instruction: str, result: str, *, has_end: bool = True) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    asked = [
        each
        if each.startswith("<")
        else f"<w:r><w:instrText>{each}</w:instrText></w:r>"
        for each in instruction.split("|")
    ]
    end = mark("end") if has_end else ""
    if not result:
        return mark("begin") + "".join(asked) + end
    return mark("begin") + "".join(asked) + mark("separate") + run(result) + end


def drawing(inside: str, uri: str = SHAPE, words: str = "") -> str:
    return (
        f'<w:drawing><wp:anchor><wp:docPr id="1" name="Figur" descr="{words}"/>'
        f'<a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )


def box(*content: str) -> str:
    return f"<w:txbxContent>{''.join(content)}</w:txbxContent>"


def twofold(new: str, old: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def old_picture(number: str, title: str, words: str) -> str:
    return (
        f'<w:r><w:pict><v:shape alt="{words}"><v:imagedata r:id="{number}" '
        f'o:title="{title}"/></v:shape></w:pict></w:r>'
    )


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{each}</w:tc>' for each in cells)}</w:tr>"


def lines(elements: Iterable[Element]) -> list:
    found: list = []
    for each in elements:
        if isinstance(each, Table):
            found.append(each.rows)
        elif isinstance(each, Picture):
            found.append((each.source.rpartition("/")[2], each.alt))
        else:
            kind = "" if each.kind == "paragraph" else f"{each.kind}: "
            found.append(kind + each.plain)
    return found


def read(content: bytes) -> tuple[list, dict[str, int]]:
    notices = Notices()
    document = read_document(ContentFile(content, name="sak.docx"), notices)
    told = {kind: count for kind, count, _detail in notices.stored()}
    return lines(document.elements), told


BOX = drawing(f"<wps:wsp><wps:txbx>{box(paragraph('Faktaboks'))}</wps:txbx></wps:wsp>")
OLD_BOX = f"<w:pict><v:shape>{box(paragraph('Faktaboks'))}</v:shape></w:pict>"
CHANGED_BOX = box(paragraph("Fakta", inserted("boks")))


@pytest.mark.parametrize(
    ("body", "expected", "told"),
    [
        # Tracked changes
        pytest.param(
            [paragraph("Kravene ", properties=ENDED), paragraph("gjelder.")],
            ["Kravene gjelder."],
            {"changes": 1},
            id="two paragraphs made one",
        ),
        pytest.param(
            [
                paragraph("Først", properties=ENDED),
                '<w:bookmarkStart w:id="1" w:name="b"/>',
                paragraph(deleted("Borte"), properties=ENDED),
                paragraph(" sist", style="Overskrift1"),
            ],
            ["heading: Først sist"],
            {"changes": 3},
            id="several made one, with marks between them",
        ),
        pytest.param(
            [paragraph("Før", properties=ENDED), table(["A", "B"], ["1", "2"])],
            ["Før", [["A", "B"], ["1", "2"]]],
            {"changes": 1},
            id="a deleted end before a table",
        ),
        pytest.param(
            [
                "<w:tbl>"
                + row(paragraph("A", properties=ENDED), paragraph("B"))
                + row(paragraph("1"), paragraph("2"))
                + "</w:tbl>"
            ],
            [[["A", "B"], ["1", "2"]]],
            {"changes": 1},
            id="a deleted end at the end of a cell",
        ),
        pytest.param(
            [
                paragraph(
                    '<w:moveFromRangeStart w:id="8" w:name="m1"/>',
                    f"<w:moveFrom {CHANGED}>{run('Flyttet. ')}</w:moveFrom>",
                    '<w:moveFromRangeEnd w:id="8"/>',
                    properties=MOVED,
                ),
                paragraph("Blir."),
                paragraph(
                    '<w:moveToRangeStart w:id="9" w:name="m1"/>',
                    f"<w:moveTo {CHANGED}>{run('Flyttet.')}</w:moveTo>",
                    '<w:moveToRangeEnd w:id="9"/>',
                ),
            ],
            ["Blir.", "Flyttet."],
            {"changes": 2},
            id="moved",
        ),
        pytest.param(
            [
                "<w:tbl>"
                + row(paragraph("A"), paragraph("B"))
                + row(
                    paragraph("1"),
                    paragraph("2"),
                    f"<w:tcPr><w:cellDel {CHANGED}/></w:tcPr>"
                    + paragraph(deleted("Borte")),
                )
                + "</w:tbl>"
            ],
            [[["A", "B"], ["1", "2"]]],
            {"changes": 2},
            id="a deleted cell",
        ),
        pytest.param(
            [
                paragraph(
                    run(
                        "Fet",
                        "<w:b/>",
                        f"<w:rPrChange {CHANGED}><w:rPr/></w:rPrChange>",
                    ),
                    properties=f"<w:pPrChange {CHANGED}><w:pPr/></w:pPrChange>",
                )
            ],
            ["Fet"],
            {"changes": 2},
            id="only the looks are changed",
        ),
        pytest.param(
            [
                paragraph(
                    twofold(
                        drawing(
                            f"<wps:wsp><wps:txbx>{CHANGED_BOX}</wps:txbx></wps:wsp>"
                        ),
                        f"<w:pict><v:shape>{CHANGED_BOX}</v:shape></w:pict>",
                    )
                )
            ],
            ["Faktaboks"],
            {"changes": 1},
            id="a change in a box that is there for old and new Words",
        ),
        # Fields
        pytest.param(
            [
                paragraph(
                    "Kjære ",
                    field(
                        f'IF |{field("MERGEFIELD kjonn", "kvinne")}| = "x"', "kollega"
                    ),
                    ".",
                )
            ],
            ["Kjære kollega."],
            {},
            id="the result of a field in another field's instruction",
        ),
        pytest.param(
            [paragraph("a", field("IF ", "", has_end=False), " b"), paragraph("c")],
            ["a b", "c"],
            {},
            id="a field without an end",
        ),
        pytest.param(
            [
                paragraph("Innhold", style="Overskriftforinnholdsfortegnelse"),
                paragraph("Krav 1", style="INNH1"),
                paragraph("Figur 1 3", style="Figurliste"),
                paragraph("Krav", style="Overskrift1"),
            ],
            ["heading: Krav"],
            {"contents": 3},
            id="contents, their heading, and the list of figures",
        ),
        # Words in unusual places
        pytest.param(
            [paragraph("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t></w:r>")],
            ["a\nb"],
            {},
            id="a carriage return",
        ),
        pytest.param(
            [
                paragraph(
                    f"<w:r><w:ruby><w:rt>{run('Tokyo ')}</w:rt>"
                    f"<w:rubyBase>{run('東京')}</w:rubyBase></w:ruby></w:r>"
                )
            ],
            ["Tokyo 東京"],
            {},
            id="a reading above a word",
        ),
        pytest.param(
            [
                paragraph(
                    f"<w:r><w:pict><v:oval>{box(paragraph('Rund'))}</v:oval></w:pict></w:r>"
                )
            ],
            ["Rund"],
            {},
            id="words in an oval",
        ),
        pytest.param(
            [paragraph("Ved siden av", f"<w:r>{BOX}</w:r>")],
            ["Ved siden av", "Faktaboks"],
            {},
            id="a box for new Words alone",
        ),
        pytest.param(
            [paragraph(twofold(BOX, ""))],
            ["Faktaboks"],
            {},
            id="a box with nothing for old Words",
        ),
        pytest.param(
            [paragraph(twofold(BOX, OLD_BOX))],
            ["Faktaboks"],
            {},
            id="a box for both",
        ),
        pytest.param(
            [
                paragraph("V", properties='<w:framePr w:dropCap="drop" w:lines="3"/>'),
                paragraph("i krever svar."),
            ],
            ["Vi krever svar."],
            {},
            id="a large first letter",
        ),
        pytest.param(
            [paragraph("En"), "</w:body><w:body>", paragraph("To")],
            ["En", "To"],
            {},
            id="two bodies",
        ),
        pytest.param(
            [
                "<w:tbl><w:tr>"
                '<w:bookmarkStart w:id="1" w:name="b" w:colFirst="0" w:colLast="0"/>'
                f"<w:tc>{MERGED.format(RESTART)}{paragraph('A')}</w:tc>"
                f"<w:tc>{paragraph('B')}</w:tc></w:tr>"
                + row(MERGED.format("") + paragraph(""), paragraph("C"))
                + "</w:tbl>"
            ],
            [[["A", "B"], ["", "C"]]],
            {"merged": 1},
            id="a bookmark beside merged cells",
        ),
        # What is hidden, or left out
        pytest.param(
            [
                paragraph("Øverst i skjemaet", style="Skjema"),
                paragraph(
                    run("Hemmelig", '<w:rStyle w:val="Skjult"/>'),
                    run("Åpent", '<w:rStyle w:val="Skjult"/>', '<w:vanish w:val="0"/>'),
                ),
            ],
            ["Åpent"],
            {"hidden": 2},
            id="hidden by a style",
        ),
        pytest.param(
            [
                paragraph(
                    "Krav",
                    field(' XE "krav" ', "").replace(
                        "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"
                    ),
                )
            ],
            ["Krav"],
            {},
            id="an entry of an index, which is hidden and has no words",
        ),
        pytest.param(
            [paragraph("a"), '<w:altChunk r:id="rId9"/>'],
            ["a"],
            {"embedded": 1},
            id="another document in it",
        ),
        pytest.param(
            [
                paragraph("<w:r><w:pict><v:line/></w:pict></w:r>"),
                paragraph(
                    twofold(drawing("<wps:wsp/>"), "<w:pict><v:shape/></w:pict>")
                ),
                paragraph('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'),
                paragraph(
                    f"<w:r><w:pict><v:group><v:line/><v:oval>{box(paragraph('Ledd'))}"
                    "</v:oval></v:group></w:pict></w:r>"
                ),
                paragraph(f"<w:r>{drawing('', f'{GRAPHIC}/chart')}</w:r>"),
            ],
            ["Ledd"],
            {"drawings": 4},
            id="lines, shapes, charts; a line across the page is none",
        ),
        pytest.param(
            [paragraph("a", '<w:r><w:sym w:font="Ukjent" w:char="F094"/></w:r>')],
            ["a"],
            {"signs": 1},
            id="a sign of a font that nobody knows",
        ),
        # Numbers
        pytest.param(
            [
                item("en", 2),
                item("dyp", 2, 1),
                item("to", 2),
                paragraph("Mellom"),
                item("tre", 2),
                item("fire", 2),
                item("ny", 3),
                paragraph("Igjen"),
                item("ny to", 3),
                item("fem", 4),
                item("prikk", 1),
                paragraph("Så"),
                item("prikk", 1),
            ],
            [
                "item: en",
                "item: dyp",
                "item: to",
                "Mellom",
                "item: tre",
                "item: fire",
                "item: ny",
                "Igjen",
                "item: ny to",
                "item: fem",
                "item: prikk",
                "Så",
                "item: prikk",
            ],
            {"list_numbers": 4},
            id="a list that goes on after other text",
        ),
        pytest.param(
            [paragraph("Før"), item("fem", 4), item("seks", 4)],
            ["Før", "item: fem", "item: seks"],
            {"list_numbers": 1},
            id="a list that begins at five",
        ),
        pytest.param(
            [
                paragraph("Krav", style="Overskrift1", properties=NUMBERED),
                paragraph("Ansvar", style="Kapittel"),
                paragraph("Uten", style="Overskrift1"),
            ],
            ["heading: Krav", "heading: Ansvar", "heading: Uten"],
            {"numbers": 2},
            id="numbers of headings",
        ),
        # Pictures
        pytest.param(
            [
                paragraph(old_picture("rId20", "DSC_0032", "En fabrikk")),
                paragraph(old_picture("rId20", "DSC_0032", "")),
                paragraph(picture("rId20", "DSC_0032.JPG")),
                paragraph(picture("rId20", r"C:\Users\Kari\Pictures\Uten navn")),
                paragraph(picture("rId20", "https://example.org/a.png")),
                paragraph(picture("rId20", "Kari ved maskin nr. 2.")),
            ],
            [
                ("image1.png", "En fabrikk"),
                *[("image1.png", "")] * 4,
                ("image1.png", "Kari ved maskin nr. 2."),
            ],
            {},
            id="the name of a picture's file is no alternative text",
        ),
        pytest.param(
            [
                paragraph(
                    "<w:r>"
                    + drawing(
                        '<wpg:wgp><pic:pic><pic:blipFill><a:blip r:embed="rId20"/>'
                        "</pic:blipFill></pic:pic></wpg:wgp>",
                        words="To fabrikker",
                    )
                    + "</w:r>"
                )
            ],
            [("image1.png", "To fabrikker")],
            {},
            id="a picture in a group",
        ),
    ],
)
def test_form(body, expected, told):
    content = docx(*body, styles=OWN, pictures={"rId20": "image1.png"})
    assert read(content) == (expected, told)


def test_a_style_need_not_say_what_it_is_for():
    nameless = '<w:style><w:name w:val="Uten"/></w:style>'
    content = docx(paragraph("Krav", style="Kapittel"), styles=CHAPTER + nameless)
    assert read(content) == (["heading: Krav"], {})


def _chain(many: int) -> bytes:
    """Styles of which each comes from the next, and as many paragraphs of the first."""
    styles = (
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/>'
        "</w:style>"
        for n in range(many)
    )
    return docx(*[paragraph("Hei", style="s0")] * many, styles="".join(styles))


def _wide_style(many: int) -> bytes:
    style = f'<w:style w:type="paragraph" w:styleId="s">{"<w:pPr/>" * many}</w:style>'
    return docx(*[paragraph("Hei", style="s")] * many, styles=style)


def _levels(many: int) -> bytes:
    """A list's kind with very many levels, and as many of its items."""
    levels = (
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/></w:lvl>'
        for n in reversed(range(many))
    )
    kind = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    number = '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    numbers = part("numbering", kind, number)
    return docx(*[item("Hei", 7)] * many, parts={"word/numbering.xml": numbers})


def _group(many: int) -> bytes:
    return docx(paragraph(drawing("<wpg:grpSp><pic:pic/></wpg:grpSp>" * many)))


def _joined(many: int) -> bytes:
    ended = paragraph("Hei", properties=ENDED)
    return docx(*[paragraph("Hei")] * many, *[ended] * many)


@pytest.mark.parametrize("document", [_chain, _wide_style, _levels, _group, _joined])
def test_twice_as_much_is_twice_the_work(document):
    read(document(1))  # what is asked once
    less, more = (calls_of(partial(read, document(many))) for many in (200, 400))
    assert more < 2.4 * less
