"""How the demo's front page is arranged."""

from typing import Any

from articles.models import ArticlePage
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import HomePage

from . import content, factories
from .library import Library

CHOOSERS = ("page", "article", "value")  # what names a page or document in pages.toml


def arrange(home: HomePage, library: Library, sections: dict, editor: Any) -> None:
    """Give a new front page its sections, when all they point to exists."""
    keys = {name: page.pk for name, page in sections.items()}
    keys |= {name: document.pk for name, document in library.documents.items()}
    keys |= {name: _key_of_article(name) for name in content.article_names()}
    source = content.load("pages")["home"]["sections"]
    home.sections = SectionsBlock().to_python(
        [
            {"type": section["type"], "value": _value(section, keys)}
            for section in source
        ]
    )
    factories.save_page(home, editor)


def _key_of_article(name: str) -> int:
    text = content.load(f"articles/{name}")
    language = text["publish"][0]
    title = {localized("title", language): text[language]["title"]}
    return ArticlePage.objects.get(**title).pk


def _value(part: Any, keys: dict[str, int]) -> Any:
    """The part as a block stores it, with primary keys for names."""
    if isinstance(part, list):
        return [_value(item, keys) for item in part]
    if isinstance(part, dict):
        return {
            name: keys[item] if name in CHOOSERS else _value(item, keys)
            for name, item in part.items()
        }
    return part
