"""A Word document becomes a draft, in one language; what cannot be kept is told."""

import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import hypothesis
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.models import ArticlePage
from ethicaltrade.media.models import CustomImage
from ethicaltrade.writing.notices import Notices
from ethicaltrade.writing.word import read_document
from tests.media import office
from tests.support import factories, word
from tests.support.word import docx, item, language, paragraph, run

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
TITLE = "Krav som virker"


@pytest.fixture
def cms(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def send(cms, news):
    """Send the file in the form; the answer."""

    def send(content: bytes, name: str = "sak.docx", code: str = "nb"):
        address = reverse("article_from_word", args=[news.pk])
        file = SimpleUploadedFile(name, content)
        return cms.post(address, {"file": file, "language": code}, follow=True)

    return send


def draft() -> ArticlePage:
    [page] = ArticlePage.objects.all()
    return page.get_latest_revision_as_object()


def body(page, code: str = "nb") -> list[tuple]:
    """Each block's kind and value, without what the editor knows blocks by."""
    found = []
    for block in getattr(page, f"body_{code}").raw_data:
        value = block["value"]
        if block["type"] == "text":
            soup = BeautifulSoup(value, "html.parser")
            for tag in soup.find_all(True):
                tag.attrs.pop("data-block-key", None)
            value = str(soup)
        found.append((block["type"], value))
    return found


def told(response) -> list[str]:
    """The lines about what could not be kept."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [each.get_text() for each in soup.select(".messages li li")]


def test_documents_are_not_sent_in_without_end(send, settings):
    settings.RATE_OF_IMPORTS = (2, 1800)
    for _number in range(2):
        send(b"PK")  # what cannot be read counts as well
    answer = send(docx(paragraph("Krav")))
    assert answer.context["form"].errors == {
        "file": [
            "Du har sendt inn 2 filer på kort tid, og denne er ikke lest. Vent inntil "
            "30 minutter, og send den igjen."
        ]
    }
    assert not ArticlePage.objects.exists()


def test_a_document_as_word_writes_it(send, news):
    changed = paragraph(
        "Kravene ", word.deleted("må"), word.inserted("skal"), " ",
        word.commented("følges opp"), run("."), word.NOTE,
    )  # fmt: skip
    mixed = paragraph(
        "De kaller det ", run("due diligence", language("en-GB")), " og ",
        run("skjult", "<w:vanish/>"), word.link("veilederen", "rId9"), " og ",
        word.link("ondt", "rId10"), " og ", run("kursiv", "<w:i/>"), ".",
    )  # fmt: skip
    content = docx(
        paragraph(TITLE, style="Tittel"),
        paragraph("Slik gjør innkjøperne.", style="Undertittel"),
        paragraph("Innhold 1", style="INNH1"),
        changed,
        paragraph("Første del", style="Overskrift1"),
        mixed,
        item("en", 1), item("to", 1, 1), item("tre", 1),
        item("først", 2),
        paragraph("Under", style="Husets"),
        paragraph("«Det virker.»", style="Sitat"),
        paragraph("– Kari Demo, innkjøpssjef", style="Sitat"),
        paragraph("Hvor risikoen ligger", style="Bildetekst"),
        word.table(
            ["Ledd", "Andel"], ["Råvare", "40 %"], ["Søm", "60 %"], has_head=True
        ),
        paragraph(word.picture("rId20", "En fabrikk")),
        paragraph("Fabrikken i Dhaka", style="Bildetekst"),
        paragraph(word.picture("rId21", is_decorative=True)),
        paragraph(word.picture("rId22", "Et diagram")),
        links={"rId9": "http://testserver/nyheter/", "rId10": "javascript:alert(1)"},
        pictures={"rId20": "image1.png", "rId21": "image2.png", "rId22": "image3.emf"},
        note="Kilde: OECD",
        parts={"word/header1.xml": word.part("hdr", paragraph("Utkast"))},
    )  # fmt: skip
    response = send(content)
    page = draft()
    assert response.redirect_chain[-1][0] == f"/admin/pages/{page.pk}/edit/"
    assert (page.title_nb, page.title_en) == (TITLE, None)
    assert page.lead_nb == "Slik gjør innkjøperne."
    assert (page.live, page.published_languages) == (False, [])
    assert page.source_language == "nb"
    kinds = [kind for kind, _value in body(page)]
    assert kinds == ["text", "quotation", "table", "image", "image", "text"]
    text, quote, table, picture, decoration, notes = (value for _k, value in body(page))
    assert text == (
        "<p>Kravene skal følges opp.[1]</p><h2>Første del</h2>"
        '<p>De kaller det <span lang="en">due diligence</span> og '
        f'<a id="{news.pk}" linktype="page">veilederen</a> og ondt og '
        "<i>kursiv</i>.</p>"
        "<ul><li>en<ul><li>to</li></ul></li><li>tre</li></ul>"
        "<ol><li>først</li></ol><h3>Under</h3>"
    )
    assert quote == {
        "quote": "Det virker.",
        "name": "Kari Demo",
        "role": "innkjøpssjef",
    }
    assert table == {
        "columns": [
            {"type": "text", "heading": "Ledd"},
            {"type": "number", "heading": "Andel"},
        ],
        "rows": [{"values": ["Råvare", "40 %"]}, {"values": ["Søm", "60 %"]}],
        "caption": "Hvor risikoen ligger",
    }
    assert picture["caption"] == "Fabrikken i Dhaka"
    shown = CustomImage.objects.get(pk=picture["image"])
    assert (shown.alt_text_nb, shown.alt_text_en) == ("En fabrikk", None)
    assert "image1" not in shown.file.name
    assert CustomImage.objects.get(pk=decoration["image"]).is_decorative
    assert notes == "<h2>Noter</h2><ol><li>Kilde: OECD</li></ol>"
    lines = " ".join(told(response))
    for words in ("endringer", "Kommentarer", "Skjult", "Fotnoter", "Innholds",
                  "Topptekst", "Lenker", "image3.emf"):  # fmt: skip
        assert words in lines


def test_a_document_as_word_lays_it_out(send):
    """Written by hand with the markup Word writes: all its parts, and changes by two.

    They are in words, looks, ends of paragraphs, items, rows, a box and a link, and one
    passage was moved; of two comments one answers the other.
    """
    response = send((FILES / "word.docx").read_bytes())
    page = draft()
    assert page.title_nb == "Krav som følges opp"
    assert page.lead_nb == "Slik gjorde innkjøperne i Demo kommune."
    picture = CustomImage.objects.get()
    assert picture.alt_text_nb == "En systue med fire maskiner"
    columns = [("text", "Ledd"), ("number", "Svar")]
    assert body(page) == [
        (
            "text",
            "<h2>Hva som ble gjort</h2><p>Kommunen skal følge opp rammeavtalene hvert "
            'år[1]. Det kalles <span lang="en">due diligence</span> på engelsk[2].</p>'
            "<p>To avsnitt ble til ett.</p><p>Leverandøren svarte <b>raskt</b>.</p>"
            "<ul><li>Kartlegg<ul><li>råvarer</li></ul></li><li>Prioriter</li></ul>"
            "<ol><li>Spør</li><li>Følg opp</li></ol><p>Dette ble flyttet ned.</p>"
            "<h2>Hva som gjenstår</h2>",
        ),
        (
            "quotation",
            {
                "quote": "Nå vet vi hvem vi skal spørre.",
                "name": "Kari Demo",
                "role": "innkjøpssjef",
            },
        ),
        (
            "table",
            {
                "columns": [{"type": kind, "heading": word} for kind, word in columns],
                "rows": [{"values": ["Søm", "40"]}, {"values": ["Råvare", "12"]}],
                "caption": "Tabell 1 Svar fra leverandørene",
            },
        ),
        ("image", {"image": picture.pk, "caption": "Figur 1 Systua i Dhaka"}),
        (
            "text",
            '<p>Se <a href="https://example.org/veileder">veilederen</a> fra '
            "1. november 2026.</p><p>Fakta: Tolv fabrikker.</p>"
            "<h2>Noter</h2><ol><li>Kilde: OECD</li>"
            "<li>Kalles også aktsomhet.</li></ol>",
        ),
    ]
    assert told(response) == [
        "Sporede endringer er regnet som godtatt: 27.",
        "Kommentarer ble utelatt: 2.",
        "Skjult tekst ble utelatt: 1.",
        "Fotnoter står som en liste til slutt i teksten: 2.",
        "Formler ble utelatt: 1.",
        "Innholdsfortegnelsen ble utelatt.",
        "Topptekst og bunntekst ble utelatt.",
    ]


@pytest.mark.parametrize("name", ["libreoffice", "python-docx"])
def test_a_document_of_another_program(send, name):
    response = send((FILES / f"{name}.docx").read_bytes(), code="en")
    page = draft()
    assert page.title_en == "Demands that work"
    assert page.lead_en == "How buyers follow up."
    assert body(page, "en")[0] == (
        "text",
        "<h2>First part</h2><p>Words, <b>bold</b> and <i>slanted</i>.</p>"
        "<ul><li>one</li><li>two</li></ul><ol><li>first</li><li>second</li></ol>",
    )
    assert [kind for kind, _value in body(page, "en")[1:3]] == ["quotation", "table"]
    assert body(page, "en")[2][1]["rows"][0]["values"] == ["Sewing", "60 %"]
    picture = CustomImage.objects.get(pk=body(page, "en")[3][1]["image"])
    assert picture.alt_text_en == "A factory"
    assert response.status_code == 200


def bomb() -> bytes:
    return docx(parts={"word/document.xml": b" " * 30_000_000})


def entities() -> bytes:
    text = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + "<x>&b;</x>"
    return docx(parts={"word/document.xml": text})


def deep() -> bytes:
    return docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000)


def many_long_parts() -> bytes:
    """Each is one that may be, and together they are more than memory holds."""
    text = f"<x>{'a' * 6_000_000}</x>"
    return docx(parts={f"word/header{number}.xml": text for number in range(1, 5)})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"Hei", "sak.txt", "Velg et Word-dokument"),
        (b"Hei", "sak.docx", "kan ikke leses"),
        (OLE, "sak.doc", "Velg et Word-dokument"),
        (OLE, "sak.docx", "passord"),
        (bomb, "sak.docx", "mer i dette Word-dokumentet"),
        (entities, "sak.docx", "kan ikke leses"),
        (deep, "sak.docx", "mer i dette Word-dokumentet"),
        (docx(paragraph("a"))[:900], "sak.docx", "kan ikke leses"),
        (docx(parts={"word/document.xml": "<x"}), "sak.docx", "kan ikke leses"),
        (docx(parts={"word/document.xml": "<x/>"}), "sak.docx", "kan ikke leses"),
        (docx(parts={"word/vbaProject.bin": b"x"}), "sak.docx", "makroer"),
        (many_long_parts, "sak.docx", "mer i dette Word-dokumentet"),
    ],
    ids=["other", "text", "doc", "locked", "bomb", "entities", "deep", "cut", "xml",
         "empty", "macros", "parts"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_leaves_nothing(
    send, news, content, name, words
):
    response = send(content() if callable(content) else content, name)
    soup = BeautifulSoup(response.content, "html.parser")
    assert words in soup.select_one(".error-message, .w-field__errors").get_text()
    assert soup.select_one('input[name="language"][checked]')["value"] == "nb"
    assert not ArticlePage.objects.exists()
    assert not CustomImage.objects.exists()


WHOLE = docx(
    paragraph(TITLE, style="Tittel"), item("en", 1, 1),
    word.table(["a", "b"], ["c", "d"]),
    paragraph(word.inserted("a"), word.commented("b"), word.NOTE, word.link("c", "r9")),
    paragraph(word.picture("r20", "Et bilde")),
    links={"r9": "https://example.org/"}, pictures={"r20": "image1.png"},
)  # fmt: skip
PARTS = ["document", "styles", "numbering", "footnotes", "_rels/document.xml.rels"]


@hypothesis.settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PARTS),
    st.integers(0, 4000),
    st.integers(0, 40),
    st.text('<>/"w:0a'),
)
def test_a_damaged_document_is_read_or_refused(part, start, length, put_in):
    name = f"word/{part}" if "/" in part else f"word/{part}.xml"
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    text = parts[name].decode()
    parts[name] = (text[:start] + put_in + text[start + length :]).encode()
    file = ContentFile(office.archive(parts), name="sak.docx")
    with suppress(ValidationError):
        read_document(file, Notices())


def test_a_picture_bomb_is_left_out_and_the_rest_kept(send):
    file = BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    content = docx(
        paragraph(TITLE, style="Tittel"), paragraph("Ingress."),
        paragraph("Tekst.", word.picture("rId20", "Stort")),
        pictures={"rId20": "image1.png"},
        parts={"word/media/image1.png": file.getvalue()},
    )  # fmt: skip
    response = send(content)
    assert body(draft()) == [("text", "<p>Tekst.</p>")]
    assert not CustomImage.objects.exists()
    assert any("megapiksler" in line for line in told(response))


def test_nothing_is_left_of_one_that_fails_at_the_end(send, monkeypatch, settings):
    stored = Path(settings.MEDIA_ROOT) / "original_images"
    before = set(stored.glob("*"))
    monkeypatch.setattr(ArticlePage, "save_revision", lambda *a, **k: 1 / 0)
    content = docx(
        paragraph(TITLE, style="Tittel"), paragraph(word.picture("rId20", "Et bilde")),
        pictures={"rId20": "image1.png"},
    )  # fmt: skip
    with pytest.raises(ZeroDivisionError):
        send(content)
    assert not CustomImage.objects.exists()
    assert set(stored.glob("*")) == before


def test_without_styles_the_first_lines_are_title_and_lead(send):
    send(
        docx(
            paragraph(TITLE, style="Overskrift2"), paragraph("Først."), paragraph("Så.")
        )
    )
    page = draft()
    assert (page.title_nb, page.lead_nb) == (TITLE, "Først.")
    assert body(page) == [("text", "<p>Så.</p>")]


def test_without_a_heading_the_file_gives_its_name(send):
    response = send(docx(paragraph("Ord. " * 200)), name="Krav til alle.docx")
    page = draft()
    assert (page.title_nb, page.lead_nb or "") == ("Krav til alle", "")
    assert any("Navnet på filen" in line for line in told(response))
    assert any("for langt" in line for line in told(response))


def test_only_who_may_add_an_article_there(client, cms, news, home, member):
    address = reverse("article_from_word", args=[news.pk])
    explorer = cms.get(reverse("wagtailadmin_explore", args=[news.pk])).content.decode()
    assert address in explorer
    assert cms.get(address).status_code == 200
    assert cms.get(reverse("article_from_word", args=[home.pk])).status_code == 404
    client.force_login(member)
    assert client.get(address).status_code == 302
    guest = factories.user("gjest@example.org")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(guest)
    assert client.post(address, {}).headers["Location"] == "/admin/"  # not let in


def test_its_history_says_what_could_not_be_kept(cms, send):
    send(docx(paragraph(TITLE, style="Tittel"), paragraph(word.commented("Sant"))))
    address = reverse("wagtailadmin_pages:history", args=[ArticlePage.objects.get().pk])
    assert "Kommentarer ble utelatt: 1" in cms.get(address).content.decode()
