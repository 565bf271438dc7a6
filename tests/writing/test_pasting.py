"""What is pasted comes out clean, and what was left out is told.

The clipboards are written after what the programs put there, and copied from none.
"""

import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from ethicaltrade.core.blocks.body import INLINE, RICH_TEXT, SHORT_TEXT
from ethicaltrade.writing.blocks import Ways, blocks_of
from ethicaltrade.writing.links import unwrapped
from ethicaltrade.writing.notices import Notices
from ethicaltrade.writing.reading import UnreadableError
from ethicaltrade.writing.rich_text import Field
from tests.support import factories
from tests.support.files import document

CLIPBOARDS = Path(__file__).parent / "clipboards"
BODY = Field(
    frozenset(RICH_TEXT), frozenset({"text", "table", "quotation", "image"}), "nb"
)
SHORT = Field(frozenset(SHORT_TEXT))
KEY = re.compile(r' data-block-key="\w+"')
WEB = Ways(lambda href: {"href": href} if href.startswith("https:") else None)
TABLE = {
    "columns": [{"type": "number", "heading": "A"}, {"type": "number", "heading": "B"}],
    "rows": [{"values": ["1", "2"]}],
    "caption": "",
}


OF_CELLS = {
    "columns": [{"type": "number", "heading": "A"}, {"type": "text", "heading": "B"}],
    "rows": [{"values": ["1", "x y"]}, {"values": ["2", "z"]}],
    "caption": "",
}


def pasted(html: str, field: Field = BODY) -> tuple[list, list[str]]:
    notices = Notices()
    found = blocks_of(html, field, WEB, notices)
    blocks = [
        KEY.sub("", each["value"]) if each["type"] == "text" else each["value"]
        for each in found
    ]
    return blocks, [kind for kind, _count, _detail in notices.stored()]


EXPECTED = {
    "word": (
        [
            '<h2>Første del</h2><p>Kravene er <b>klare</b>, og de kaller det '
            '<span lang="en">due diligence</span>.[1]</p>'
            "<ul><li>Kartlegg<ul><li>råvarer</li></ul></li></ul>"
            "<ol><li>Prioriter</li></ol>",
            TABLE,
            "<h3>Dypt nede</h3><p>Sagt alltid.</p><p>[1] Kilde: OECD</p>",
        ],
        ["changes", "comments", "headings", "first_row", "pictures"],
    ),
    "word-web": (
        [
            "<h2>Første del</h2><p>Kravene er <b>klare</b>.</p>"
            "<ul><li>Kartlegg</li></ul>",
            TABLE,
        ],
        ["headings", "first_row"],
    ),
    "google-docs": (
        [
            '<h2>Første del</h2><p>Kravene er <b>klare</b>, se '
            '<a href="https://www.google.com/url?q=https://www.oecd.org/x&amp;sa=D'
            '&amp;source=docs">OECD</a><i> nå</i></p><h3>Under</h3>'
            "<ul><li>Kartlegg<ul><li>råvarer</li></ul></li><li>Prioriter</li></ul>",
            TABLE,
        ],
        ["headings", "first_row", "pictures"],
    ),
    "libreoffice": (
        [
            '<h2>Første del</h2><p>Kravene er <b>klare</b>, og de kaller det '
            '<span lang="en">due diligence</span>nå.</p>'
            "<ul><li>Kartlegg<ul><li>råvarer</li></ul></li><li>Prioriter</li></ul>",
            TABLE,
        ],
        ["headings", "first_row", "pictures", "underlined"],
    ),
    "news-site": (
        [
            "<h2>Første del</h2><p>Kravene er <b>klare</b>, skriver vi – og del.</p>"
            "<p>Fabrikken. Foto: Demo</p>",
            {
                "quote": "«Det virker», sier han.",
                "name": "Kari Demo",
                "role": "innkjøpssjef",
            },
            "<h3>Dypt nede</h3><p>Uten avsnitt<br/>og på ny linje</p><p>og nytt</p>",
            TABLE
            | {
                "rows": [{"values": ["1", "2"]}, {"values": ["", "3"]}],
                "caption": "Hvor risikoen ligger",
            },
        ],
        ["headings", "merged", "pictures", "embedded", "links"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_clipboard_comes_out_clean(name):
    html = (CLIPBOARDS / f"{name}.html").read_text()
    assert pasted(html) == EXPECTED[name]


@pytest.mark.parametrize(
    ("html", "features", "blocks", "told"),
    [
        ("<h1>En</h1>", RICH_TEXT, ["<h2>En</h2>"], ["headings"]),
        ("<h4>En</h4>", RICH_TEXT, ["<h3>En</h3>"], ["headings"]),
        ("<h2>a</h2><h3>b</h3>", RICH_TEXT, ["<h2>a</h2><h3>b</h3>"], []),
        ("<h2>En</h2>", SHORT_TEXT, ["<p>En</p>"], ["no_headings"]),
        ("<ul><li>a</li></ul>", INLINE, ["<p>– a</p>"], ["no_lists"]),
        (
            "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td></td></tr></table>",
            SHORT_TEXT,
            ["<p>A – B</p><p>1</p>"],
            ["tables"],
        ),
        (
            "<table><tr><td><b>A</b></td><td>B</td></tr><tr><td><b>1</b></td>"
            "<td>x<br>y</td></tr><tr><td>2</td><td><ul><li>z</ul></td></tr></table>",
            RICH_TEXT,
            [OF_CELLS],
            ["first_row", "cell_marks"],
        ),
        ("<blockquote>Ja</blockquote>", SHORT_TEXT, ["<p>Ja</p>"], ["quotations"]),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
         RICH_TEXT, ["<p>a</p><p>b</p>"], []),
        ("<p>H<sub>2</sub>O <s>nei</s></p>", RICH_TEXT, ["<p>H2O nei</p>"],
         ["raised", "struck"]),
        ("<p>a &lt;b&gt; &amp;\0 c</p>", RICH_TEXT, ["<p>a &lt;b&gt; &amp; c</p>"], []),
        ("<pre>en\nto</pre>", RICH_TEXT, ["<p>en<br/>to</p>"], []),
        ("<p lang=no>Vi ser det slik at <i lang=de>Gesetz</i> er lov</p>", RICH_TEXT,
         ["<p>Vi ser det slik at <i>Gesetz</i> er lov</p>"], ["languages"]),
        ("<p> </p><p>&nbsp;</p>", RICH_TEXT, [], []),
        ("<p class=MsoTocHeading>Innhold</p><p class=MsoToc1>Krav 1</p>"
         "<p class=MsoTof>Figur 1</p><p>Så</p>", RICH_TEXT, ["<p>Så</p>"],
         ["contents"]),
        ("<h2 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1 </span>"
         "Krav</h2>", RICH_TEXT, ["<h2>Krav</h2>"], ["numbers"]),
        ("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1 </span>"
         "Krav</p>", RICH_TEXT, ["<ol><li>Krav</li></ol>"], []),
        ("<div style='mso-element:dropcap-dropped'><p>V</p></div><p><b>i</b> ser</p>"
         "<div style='mso-element:dropcap-margin'><p>S</p></div>", RICH_TEXT,
         ["<p><b>Vi</b> ser</p><p>S</p>"], []),
    ],
)  # fmt: skip
def test_what_a_field_lacks_becomes_the_nearest(html, features, blocks, told):
    has_blocks = features is RICH_TEXT
    field = BODY if has_blocks else Field(frozenset(features))
    assert pasted(html, field) == (blocks, told)


def test_what_no_program_writes_is_refused():
    for html in ("<div>" * 5000, "a" * 2_000_000, "<b></b>" * 60_000):
        with pytest.raises(UnreadableError):
            pasted(html)
    wide = "<table>" + "<tr><td colspan=1000>a</td><td>b</td></tr>" * 2 + "</table>"
    assert pasted(wide)[1] == ["large_tables", "merged"]


def test_what_was_written_is_found_behind_a_programs_own_address():
    for address in (
        "https://www.google.com/url?q=https://www.oecd.org/x&sa=D",
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.oecd.org%2Fx&data=05",
        "https://www.oecd.org/x",
    ):
        assert unwrapped(address) == "https://www.oecd.org/x"
    assert unwrapped("http://[x") == "http://[x"


INLINE_TAGS = ("b", "em", "span", "u", "font", "a")
BLOCK_TAGS = ("p", "div", "h1", "h5", "ul", "ol", "li", "blockquote", "pre", "section")
WORDS = st.integers(0, 999).map("ord{}".format)


def tagged(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(INLINE_TAGS + BLOCK_TAGS)
    joined = st.lists(inside, max_size=4).map("<br>".join)
    wrapped = st.builds("<{0}>{1}</{0}>".format, tags, joined)
    row = st.builds("<tr><td>{}</td><th>{}</th></tr>".format, inside, inside)
    rows = st.lists(row, max_size=3).map("".join)
    table = st.builds("<table><caption>{}</caption>{}</table>".format, WORDS, rows)
    return st.one_of(wrapped, table)


@settings(max_examples=60, deadline=None)
@given(st.recursive(WORDS, tagged, max_leaves=20), st.sampled_from([BODY, SHORT]))
def test_no_word_is_lost_whatever_stands_around_it(html, field):
    blocks, _told = pasted(html, field)
    words = sorted(re.findall(r"ord\d+", html))
    assert sorted(re.findall(r"ord\d+", json.dumps(blocks))) == words


# The view


@pytest.fixture
def paste(client, editor):
    client.force_login(editor)

    def paste(html: str, **data):
        sent = {"html": html, "features": json.dumps(RICH_TEXT), "language": "nb"}
        return client.post(reverse("writing_pasted"), {**sent, "blocks": "on", **data})

    return paste


def texts(part: dict) -> list[str]:
    return [each["text"] for each in json.loads(part["value"])["blocks"]]


@pytest.mark.django_db
def test_parts_are_what_the_form_begins_with(paste):
    answer = paste((CLIPBOARDS / "word.html").read_text()).json()
    first, table, last = answer["parts"]
    assert texts(first)[0] == "Første del"
    assert table == {"type": "table", "value": TABLE}
    assert texts(last)[-1] == "[1] Kilde: OECD"
    assert answer["notices"][0] == "Sporede endringer er regnet som godtatt: 2."
    answer = paste("<p>Hei</p>", blocks="", language="").json()
    assert ([texts(part) for part in answer["parts"]], answer["notices"]) == (
        [["Hei"]],
        [],
    )


@pytest.mark.django_db
def test_addresses_of_the_site_become_links_that_follow(paste, article):
    site = "http://testserver"
    addresses = {
        f"{site}{article.get_url_in('nb')}": {"linktype": "page", "id": article.pk},
        f"{site}{article.get_url_in('en')}": {"linktype": "page", "id": article.pk},
        f"{site}/_page/{article.pk}/": {"linktype": "page", "id": article.pk},
        f"{site}/finnes-ikke/": {"url": f"{site}/finnes-ikke/"},
        "mailto:post@example.org": {"url": "mailto:post@example.org"},
        "www.oecd.org/x": {"url": "https://www.oecd.org/x"},
        "javascript:alert(1)": None,
        "file:///C:/a.doc": None,
        "data:text/html,x": None,
        "#_Toc1": None,
        "../a.html": None,
    }
    html = "".join(f'<p><a href="{each}">ord</a></p>' for each in addresses)
    [part] = paste(html).json()["parts"]
    state = json.loads(part["value"])
    found = [
        state["entityMap"][str(block["entityRanges"][0]["key"])]["data"]
        if block["entityRanges"]
        else None
        for block in state["blocks"]
    ]
    for data, expected in zip(found, addresses.values(), strict=True):
        if expected and "id" in expected:
            assert data["id"] == article.pk
        else:
            assert data == expected


@pytest.mark.django_db
def test_document_that_one_may_not_pick_keeps_its_name_to_itself(paste, client):
    """Its number is easily guessed, and its name says what it is about."""
    made = document("oppsigelse.pdf", opens_by_itself=False)
    html = f'<p><a href="http://testserver/documents/{made.pk}/x/">ord</a></p>'
    assert made.filename in paste(html).text  # the editor's
    translator = factories.user("o@example.org", "Translators")
    translator.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(translator)
    answer = paste(html)
    assert answer.status_code == 200
    assert made.filename not in answer.text


@pytest.mark.django_db
def test_what_begins_like_a_declaration_and_is_none(paste):
    """Some of Python's parsers give up on it; others read on."""
    assert paste("<![x>").status_code in (200, 400)


@pytest.mark.django_db
def test_junk_is_answered_400_and_others_are_not_let_in(paste, client, member):
    for data in ({"features": "x"}, {"features": "{}"}, {"language": "xx"},
                 {"html": ""}, {"html": "<div>" * 5000}):  # fmt: skip
        assert paste(**({"html": "<p>Hei</p>"} | data)).status_code == 400
    assert client.get(reverse("writing_pasted")).status_code == 405
    client.force_login(member)
    assert paste("<p>Hei</p>").status_code == 302
