"""Whatever Word file: each word that is shown is kept once, in order; else it is told.

``WORD_FILES=/some/folder`` tries every .docx file in the folder and below it, and makes
drafts of some. Without it, those in ``files`` are tried.
"""

import html
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import ArticlePage
from ethicaltrade.writing.elements import Element, Table, Text
from ethicaltrade.writing.notices import Notices
from ethicaltrade.writing.word import read_document
from tests.support.word_words import SHOWN, Seen, words_of

IS_LONG = "WORD_FILES" in os.environ
FOLDER = Path(os.environ.get("WORD_FILES") or Path(__file__).parent / "files")
PATHS = sorted(FOLDER.rglob("*.docx"))
SOME = PATHS[:: max(len(PATHS) // 60, 1)]  # of which drafts are made
SLOW = 5  # seconds of the processor's time
LINES = re.compile(r"</?(?:p|li|ul|ol|h\d|br)\b[^>]*>")


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def refused(error: ValidationError | None) -> None:
    """Only what others made may be."""
    assert IS_LONG, error
    pytest.skip(f"refused: {error}")


def texts(elements: Iterable[Element]) -> Iterator[str]:
    for each in elements:
        if isinstance(each, Text):
            yield each.plain
        elif isinstance(each, Table):
            yield from (cell for row in each.rows for cell in row)


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_words_are_kept_or_told(path):
    content, notices = path.read_bytes(), Notices()
    begun = process_time()
    try:
        document = read_document(ContentFile(content, name=path.name), notices)
    except ValidationError as error:
        refused(error)
    assert process_time() - begun < SLOW
    seen = Seen(content)
    assert words_of(texts(document.elements)) == seen.words[SHOWN]
    assert {kind for kind in seen.told if kind not in notices} == set()


def drafted(page: ArticlePage) -> Iterator[str]:
    yield page.lead_nb or ""
    for block in page.body_nb.raw_data:
        value = block["value"]
        if block["type"] == "text":
            yield html.unescape(re.sub("<[^>]+>", "", LINES.sub("\n", value)))
        elif block["type"] == "table":
            yield from (each["heading"] for each in value["columns"])
            yield from (cell for row in value["rows"] for cell in row["values"])
            yield value["caption"]
        elif block["type"] == "quotation":
            yield from value.values()
        else:
            yield value["caption"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", SOME, ids=name_of)
def test_words_are_in_the_draft(client, editor, news, path):
    client.force_login(editor)
    content = path.read_bytes()
    data = {"file": SimpleUploadedFile(path.name, content), "language": "nb"}
    response = client.post(reverse("article_from_word", args=[news.pk]), data)
    page = ArticlePage.objects.first()
    if page is None:
        refused(response.context["form"].errors)
    page = page.get_latest_revision_as_object()
    shown, kept = Counter(Seen(content).words[SHOWN]), Counter(words_of(drafted(page)))
    of_title = Counter(words_of([page.title_nb]))  # may be its own, or the file's name
    assert shown - kept - of_title == Counter()
    assert kept - shown - Counter(["Noter"]) == Counter()
