"""A document as Word writes it, put together part by part.

Written after what a Norwegian Word saves, and not saved by one: its styles are known by
Norwegian ids and English names, a changed sentence is in ``w:ins`` and ``w:del``, and a
comment is three marks in the text and a part of its own.
"""

import zipfile
from io import BytesIO

from PIL import Image

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'mc:Ignorable="w14"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)

STYLES = {  # id: English name, and what it is based on
    "Normal": ("Normal", ""),
    "Overskrift1": ("heading 1", "Normal"),
    "Overskrift2": ("heading 2", "Normal"),
    "Overskrift3": ("heading 3", "Normal"),
    "Husets": ("Husets overskrift", "Overskrift2"),
    "Tittel": ("Title", "Normal"),
    "Undertittel": ("Subtitle", "Normal"),
    "Sitat": ("Quote", "Normal"),
    "Bildetekst": ("caption", "Normal"),
    "Listeavsnitt": ("List Paragraph", "Normal"),
    "INNH1": ("toc 1", "Normal"),
    "Overskriftforinnholdsfortegnelse": ("TOC Heading", "Overskrift1"),
    "Figurliste": ("table of figures", "Normal"),
    "Fotnotetekst": ("footnote text", "Normal"),
}


CHANGED = 'w:id="1" w:author="Kari" w:date="2026-11-01T10:00:00Z"'


def run(text: str, *properties: str) -> str:
    inside = f"<w:rPr>{''.join(properties)}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A1">{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """``content`` is XML of runs, or plain words."""
    inside = [each if each.startswith("<") else run(each) for each in content]
    chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:p w14:paraId="1A2B3C4D" w:rsidR="00A1"><w:pPr>{chosen}{properties}</w:pPr>'
        f'{"".join(inside)}<w:proofErr w:type="spellEnd"/></w:p>'
    )


def item(text: str, number: int, level: int = 0) -> str:
    """``number`` 1 has dots, 2 has numbers, 3 begins anew, 4 begins at 5."""
    where = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, style="Listeavsnitt", properties=where)


def language(code: str) -> str:
    return f'<w:lang w:val="{code}"/>'


def table(*rows: list[str], has_head: bool = False) -> str:
    lines = []
    for number, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if has_head and not number else ""
        cells = "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='3020'/></w:tcPr>{paragraph(each)}</w:tc>"
            for each in row
        )
        lines.append(f"<w:tr>{head}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def picture(number: str, words: str = "", *, is_decorative: bool = False) -> str:
    mark = '<a:extLst><a:ext><adec:decorative val="1"/></a:ext></a:extLst>'
    extra = mark if is_decorative else ""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="609600"/>'
        f'<wp:docPr id="1" name="Bilde 1" descr="{words}">{extra}</wp:docPr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        f'picture"><pic:pic><pic:blipFill><a:blip r:embed="{number}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def link(words: str, number: str) -> str:
    return f'<w:hyperlink r:id="{number}">{run(words)}</w:hyperlink>'


def inserted(words: str) -> str:
    return f"<w:ins {CHANGED}>{run(words)}</w:ins>"


def deleted(words: str) -> str:
    text = f'<w:r><w:delText xml:space="preserve">{words}</w:delText></w:r>'
    return f"<w:del {CHANGED}>{text}</w:del>"


def commented(words: str) -> str:
    return (
        f'<w:commentRangeStart w:id="0"/>{run(words)}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )


NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def png(size: tuple[int, int] = (60, 40)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "#205040").save(file, "PNG")
    return file.getvalue()


def part(name: str, *inside: str) -> str:
    return f"{HEAD}<w:{name} {SPACES}>{''.join(inside)}</w:{name}>"


def _styles(more: str = "") -> str:
    each = [
        f'<w:style w:type="paragraph" w:styleId="{number}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + "</w:style>"
        for number, (name, base) in STYLES.items()
    ]
    default = f"<w:rPrDefault><w:rPr>{language('nb-NO')}</w:rPr></w:rPrDefault>"
    each.insert(0, f"<w:docDefaults>{default}</w:docDefaults>")
    return part("styles", *each, more)


def _numbering() -> str:
    kinds = [
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>'
            for level in range(3)
        )
        + "</w:abstractNum>"
        for number, form in ((1, "bullet"), (2, "decimal"))
    ]
    used = [
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2)
    ]
    for number, start in ((3, 1), (4, 5)):  # numbers that begin anew
        used.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/>'
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/>'
            "</w:lvlOverride></w:num>"
        )
    return part("numbering", *kinds, *used)


def _relationships(links: dict[str, str], pictures: dict[str, str]) -> str:
    kinds = [
        f'<Relationship Id="{number}" Type="{OFFICE}/hyperlink" Target="{target}" '
        'TargetMode="External"/>'
        for number, target in links.items()
    ]
    kinds += [
        f'<Relationship Id="{number}" Type="{OFFICE}/image" Target="media/{name}"/>'
        for number, name in pictures.items()
    ]
    kinds += [
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "footnotes", "comments", "settings")
    ]
    return _of_package("Relationships", "relationships", kinds)


def _of_package(name: str, space: str, inside: list[str]) -> str:
    return f'{HEAD}<{name} xmlns="{PACKAGE}/{space}">{"".join(inside)}</{name}>'


def docx(
    *body: str,
    links: dict[str, str] | None = None,
    pictures: dict[str, str] | None = None,
    note: str = "Note",
    styles: str = "",
    parts: dict[str, str | bytes] | None = None,
) -> bytes:
    """The file. ``links`` and ``pictures`` are by their numbers in the text."""
    types = [
        '<Default Extension="png" ContentType="image/png"/>',
        '<Default Extension="emf" ContentType="image/x-emf"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>',
    ]
    main = (
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/>'
    )
    inside = "".join(body)
    section = "<w:sectPr><w:pgSz w:w='11906'/></w:sectPr>"
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph(note, style="Fotnotetekst")}</w:footnote>'
    )
    said = f'<w:comment w:id="0">{paragraph("Er dette sant?")}</w:comment>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _of_package("Types", "content-types", types),
        "_rels/.rels": _of_package("Relationships", "relationships", [main]),
        "word/document.xml": part("document", f"<w:body>{inside}{section}</w:body>"),
        "word/_rels/document.xml.rels": _relationships(links or {}, pictures or {}),
        "word/styles.xml": _styles(styles),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": part("footnotes", notes),
        "word/comments.xml": part("comments", said),
        "word/settings.xml": part("settings", "<w:trackRevisions/>"),
    }
    files |= {f"word/media/{name}": png() for name in (pictures or {}).values()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | (parts or {})).items():
            archive.writestr(name, content)
    return made.getvalue()
