"""Files come in by the CMS's own doors, and by a member's: to the end, every kind."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.media.office import sound

from . import cms, member

pytestmark = pytest.mark.browser

DOCUMENTS = settings.WAGTAILDOCS_EXTENSIONS
PICTURES = settings.WAGTAILIMAGES_EXTENSIONS
TITLE = "Råd om kontrakter"
WEB_PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def drawn(extension: str) -> bytes:
    file = BytesIO()
    kind = {"jpg": "JPEG"}.get(extension, extension.upper())
    colour = f"#{len(extension)}05040"  # else jpg and jpeg were one picture
    Image.new("RGB", (400, 300), colour).save(file, kind)
    return file.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def begin(desk: Page, what: str, *files: Path) -> None:
    """From the list to the page that takes files, and the files."""
    desk.goto(f"/admin/{what}/")
    desk.locator(f'a[href^="/admin/{what}/multiple/add/"]').first.click()
    desk.locator("input#fileupload").set_input_files(list(files))


def rows(desk: Page) -> Locator:
    """The files that have come in, each with its form."""
    return desk.locator("#upload-list > li")


def finish(row: Locator, title: str) -> None:
    row.get_by_label("Tittel").fill(title)
    row.get_by_role("button", name="Oppdater").click()
    expect(row).to_have_count(0)


def open_each(desk: Page, what: str, *titles: str) -> Iterator[str]:
    """Its number, when it is open: each is in the list, and leads from there."""
    desk.goto(f"/admin/{what}/")
    links = [
        desk.get_by_role("link", name=re.compile(re.escape(title))).first
        for title in titles
    ]
    addresses = [link.get_attribute("href") for link in links]
    for title, address in zip(titles, addresses, strict=True):
        desk.goto(address)
        expect(desk.locator("input[name=title]")).to_have_value(title)
        yield re.search(r"/(\d+)/", desk.url)[1]


def test_documents_of_every_kind_are_added(desk: Page, tmp_path):
    files = [put(tmp_path, f"rad.{kind}", sound(kind)) for kind in DOCUMENTS]
    titles = [f"A. Råd som {kind}" for kind in DOCUMENTS]  # first in the list
    begin(desk, "documents", *files)
    for file, title in zip(files, titles, strict=True):
        row = rows(desk).filter(has_text=file.name)
        row.get_by_label("Språk").select_option(label="engelsk")
        finish(row, title)
    numbers = open_each(desk, "documents", *titles)
    for file, number in zip(files, numbers, strict=True):
        expect(desk.get_by_label("Språk")).to_have_value("en")
        answer = desk.request.get(f"/documents/{number}/")
        assert answer.status == 200, file.name
        assert answer.body() == file.read_bytes(), file.name


def test_pictures_of_every_kind_are_added(desk: Page, tmp_path):
    files = [put(tmp_path, f"flate.{kind}", drawn(kind)) for kind in PICTURES]
    titles = [f"Grønn flate som {kind}" for kind in PICTURES]
    begin(desk, "images", *files)
    for file, title in zip(files, titles, strict=True):
        row = rows(desk).filter(has_text=file.name)
        row.get_by_label("Alternativ tekst – norsk").fill("En grønn flate")
        finish(row, title)
    for _number in open_each(desk, "images", *titles):
        expect(desk.get_by_label("Alternativ tekst – norsk")).to_have_value(
            "En grønn flate"
        )
        shown = desk.locator(".focal-point-chooser img").first
        assert shown.evaluate("picture => picture.naturalWidth") == 400, desk.url


def test_several_files_are_judged_one_by_one(desk: Page, tmp_path):
    begin(
        desk,
        "documents",
        put(tmp_path, "god.pdf", sound("pdf")),
        put(tmp_path, "falsk.pdf", WEB_PAGE),
    )
    good = rows(desk).filter(has_text="god.pdf")
    bad = rows(desk).filter(has_text="falsk.pdf")
    expect(good.get_by_role("button", name="Oppdater")).to_be_visible()
    expect(bad.locator(".error_messages")).to_contain_text("PDF")
    expect(bad.get_by_role("button", name="Oppdater")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("halvt.jpg", drawn("jpg")[:900], "Bildet kan ikke leses"),
        ("ikke.png", WEB_PAGE, "Bildet kan ikke leses"),
        ("stort.png", b"\x89PNG" + bytes(16 * 1024 * 1024), "for stor"),
    ],
    ids=["half", "no picture", "too large"],
)
def test_picture_that_is_refused_says_why(desk: Page, tmp_path, name, content, words):
    begin(desk, "images", put(tmp_path, name, content))
    expect(rows(desk).locator(".error_messages")).to_contain_text(words)


def test_picture_that_is_there_already_is_pointed_out(desk: Page, tmp_path):
    file = put(tmp_path, "flate.png", drawn("png"))
    begin(desk, "images", file)
    finish(rows(desk), "Grønn flate")
    begin(desk, "images", put(tmp_path, "igjen.png", drawn("png")))
    row = rows(desk)
    expect(row).to_contain_text("Grønn flate")
    row.get_by_role("button", name="Behold det nye bildet").click()
    finish(row, "Grønn flate igjen")
    assert [*open_each(desk, "images", "Grønn flate igjen")]


def test_document_is_replaced(desk: Page, tmp_path):
    begin(desk, "documents", put(tmp_path, "rad.pdf", sound("pdf")))
    finish(rows(desk), TITLE)
    (number,) = open_each(desk, "documents", TITLE)
    new = put(tmp_path, "nye-rad.docx", sound("docx"))
    desk.locator("input[type=file]").set_input_files(new)
    desk.get_by_role("button", name="Lagre").first.click()
    expect(desk.get_by_role("status").filter(has_text=TITLE)).to_be_visible()
    assert desk.request.get(f"/documents/{number}/").body() == new.read_bytes()


def test_document_is_added_while_a_page_is_written(desk: Page, page: Page, tmp_path):
    cms.edit_article(desk, "Risikoen finnes også her hjemme")
    block = cms.add_block(desk, "nb", "Dokumenter")
    dialog = cms.open_chooser(block.get_by_role("button", name="Velg et dokument"))
    dialog.get_by_role("tab", name="Last opp").click()
    dialog.locator("input[type=file]").set_input_files(
        put(tmp_path, "rad.pdf", sound("pdf"))
    )
    dialog.get_by_label("Tittel").fill(TITLE)
    dialog.get_by_role("button", name="Last opp").click()
    expect(dialog).not_to_be_visible()
    cms.publish(desk)
    page.goto("/nyheter/risikoen-finnes-ogsa-her-hjemme/")
    link = page.get_by_role("link", name=re.compile(TITLE))
    answer = page.request.get(link.get_attribute("href"))
    assert answer.body() == sound("pdf")


def test_member_hands_in_a_report(page: Page, tmp_path):
    member.log_in(page)
    page.goto("/min-side/organisasjonen/rapport/")
    page.locator("[name=year]").fill("2019")
    page.locator("[name=file]").set_input_files(
        put(tmp_path, "rapport.pdf", sound("pdf"))
    )
    page.get_by_role("main").locator("form").get_by_role("button").last.click()
    expect(page).to_have_url(re.compile("/min-side/organisasjonen/$"))
    link = page.get_by_role("main").locator('a[href*="2019"]').first
    answer = page.request.get(link.get_attribute("href"))
    assert answer.body() == sound("pdf")
