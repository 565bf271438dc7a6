"""Short ways to pages and to what they answer."""

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from ethicaltrade.bilingual.languages import localized_names
from tests.support import factories


def soup(response) -> BeautifulSoup:
    """The response's HTML, taken apart."""
    return BeautifulSoup(response.content, "html.parser")


def folded(text: str | Tag) -> str:
    """The text with every run of white space as one space."""
    words = text if isinstance(text, str) else text.get_text()
    return " ".join(words.split())


def first_published(on) -> dict:
    """Values of fields, alike in every language."""
    return dict.fromkeys(localized_names("first_published"), on)


def put_article(news, title: str = "", *, on=None, **fields) -> ArticlePage:
    """A live article below the news list; ``on`` is when it was first published."""
    if title:
        fields = {"title_nb": title, "title_en": f"{title} (en)", **fields}
    page = factories.put_page(news, factories.article(**fields))
    if on:
        ArticlePage.objects.filter(pk=page.pk).update(**first_published(on))
    return ArticlePage.objects.get(pk=page.pk)


def gate(page, *groups: str) -> None:
    """Close the page and all below it to everyone but the groups."""
    restriction = PageViewRestriction.objects.create(
        page_id=page.pk, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
