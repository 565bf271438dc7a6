"""A small PDF of plain paragraphs, for the demo's documents.

Source: ISO 32000-1, PDF 1.7: 7.5 (file structure) and 9.6.2.2 (standard fonts).
"""

import textwrap

PAGE = (595, 842)  # A4, in points of 1/72 inch
MARGIN, SIZE, LEADING = 72, 11, 16  # points
COLUMNS = 84  # characters on a line


def _escaped(line: str) -> bytes:
    """A literal string in WinAnsiEncoding; a letter it lacks becomes "?"."""
    for sign in "\\()":
        line = line.replace(sign, "\\" + sign)
    return line.encode("cp1252", errors="replace")


def _text(title: str, paragraphs: list[str]) -> bytes:
    lines = [b"BT", f"{MARGIN} {PAGE[1] - MARGIN} Td {LEADING} TL".encode()]
    lines += [b"/F2 15 Tf (%s) Tj T* T*" % _escaped(title), f"/F1 {SIZE} Tf".encode()]
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, COLUMNS):
            lines.append(b"(%s) Tj T*" % _escaped(line))
        lines.append(b"T*")
    return b"\n".join([*lines, b"ET"])


def make(title: str, paragraphs: list[str], language: str) -> bytes:
    """The file's bytes: one page, with its title and its language."""
    stream = _text(title, paragraphs)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (%s) >>" % language.encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>" % PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        b"<< /Title (%s) >>" % _escaped(title),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
