"""An article to be translated, with what is hard to translate."""

import json

import pytest

from articles.models import ArticlePage
from tests.support import factories
from tests.support.demo import demo_rows, demo_site  # noqa: F401

TEXT = (
    '<h2 data-block-key="a1">Krav</h2><p data-block-key="a2">Se '
    '<a linktype="page" id="{page}">siden</a> og <b>følg <i>opp</i></b> R&amp;D.</p>'
    '<ul><li data-block-key="a3">én</li><li data-block-key="a4">to<br/>tre</li></ul>'
)


def body(page, *more, text=TEXT, key="t1"):
    html = text.format(page=page.pk)
    return [{"type": "text", "value": html, "id": key}, *more]


QUOTATION = {"quote": "Vi ser det nå.", "name": "Kari Demo", "role": ""}
EXCERPT = {
    "introduction": "Utdrag",
    "language": "en",
    "text": "<p>As it was said.</p>",
    "source": "",
    "url": "",
}


@pytest.fixture
def norwegian(news):
    """An article that is public in Norwegian alone."""
    page = ArticlePage(
        title_nb="Nye krav",
        lead_nb="Fra nyttår.",
        source_language="nb",
        **factories.published_in("nb"),
    )
    page.body_nb = json.dumps(
        body(
            news,
            {"type": "quotation", "value": QUOTATION, "id": "q1"},
            {"type": "excerpt", "value": EXCERPT, "id": "e1"},
        )
    )
    return factories.add_page(news, page)
