"""Content for tests: the demo's own ways of making it, and some pages to begin with."""

from typing import Any

from articles.models import ArticleIndexPage, ArticlePage
from ethicaltrade.bilingual import actions, languages
from ethicaltrade.demo.factories import (  # noqa: F401  (for the tests)
    PASSWORD,
    AddPage,
    add_front_page,
    add_live_page,
    keep_revision,
    local_time,
    member_person,
    published_in,
    put_page,
    user,
)
from ethicaltrade.home.models import HomePage, StandardPage


def save_page(page: Any, editor: Any = None, *, publish: bool = True) -> Any:
    """Save an existing page's changes as a new revision, and publish it.

    In the languages it says it is published in.
    """
    codes = page.published_languages
    page.save_revision(user=editor, log_action=True)
    if publish:
        actions.take_down(page, set(languages.codes()) - set(codes), user=editor)
        if codes:
            actions.publish(page, codes, user=editor)
    return type(page).objects.get(pk=page.pk)


def add_page(
    parent: Any, page: Any, editor: Any = None, *, publish: bool = True
) -> Any:
    """Add a new page below the parent, with its first revision, and publish it."""
    codes = page.published_languages
    page.live = False
    page.owner = editor
    parent.add_child(instance=page)
    for code in codes:
        setattr(page, languages.localized("published", code), True)
    return save_page(page, editor, publish=publish)


def add_news(
    parent: HomePage, add: AddPage = add_page, **fields: Any
) -> ArticleIndexPage:
    fields = {
        "title_nb": "Nyheter",
        "title_en": "News",
        "show_in_menus": True,
        **published_in(*languages.codes()),
        **fields,
    }
    return add(parent, ArticleIndexPage(**fields))


def article(**fields: Any) -> ArticlePage:
    return ArticlePage(
        **{
            "title_nb": "Ærlig øl på Ås",
            "title_en": "Honest beer at Ås",
            "lead_nb": "Bryggeriet ber leverandørene om åpenhet.",
            "lead_en": "The brewery asks its suppliers to be open.",
            **published_in(*languages.codes()),
            **fields,
        }
    )


def standard_page(**fields: Any) -> StandardPage:
    return StandardPage(
        **{
            "title_nb": "Om oss",
            "title_en": "About us",
            "lead_nb": "Vi er en medlemsorganisasjon.",
            "lead_en": "We are a membership organisation.",
            **published_in(*languages.codes()),
            **fields,
        }
    )
