"""Running text: words in another language, links that suit the reader."""

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from ethicaltrade.caching import generation
from tests.support import factories
from tests.support.pages import gate

pytestmark = pytest.mark.django_db


def link_to(page):
    return expand_db_html(f'<p><a linktype="page" id="{page.pk}">Les saken</a></p>')


def test_words_in_another_language_survive_the_editor():
    html = '<p>Fra <span lang="en">Danish Institute</span> i dag</p>'
    converter = ContentstateConverter(features=["lang-en", "lang-nb"])
    stored = converter.to_database_format(converter.from_database_format(html))
    assert '<span lang="en">Danish Institute</span>' in stored


def test_link_follows_the_readers_language(article, interface):
    address = {"nb": "/nyheter/aerlig-ol-pa-as/", "en": "/en/news/honest-beer-at-as/"}
    assert f'<a href="{address[interface]}">' in link_to(article)


def test_link_to_a_page_in_another_language_says_so(news, interface):
    page = factories.add_page(
        news,
        factories.article(title_en="", lead_en="", **factories.published_in("nb")),
    )
    expected = 'href="/nyheter/aerlig-ol-pa-as/"'
    if interface == "en":
        expected += ' hreflang="nb"'
    assert f"<a {expected}>" in link_to(page)


def test_link_to_a_page_nobody_can_read_keeps_its_words_only(article, interface):
    article.unpublish()
    assert link_to(article) == "<p><a>Les saken</a></p>"


def test_link_to_a_deleted_page_keeps_its_words_only(article):
    article.delete()
    assert link_to(article) == "<p><a>Les saken</a></p>"


def test_links_are_remembered_and_follow_at_once(
    article, working_memory, django_assert_num_queries
):
    before = link_to(article)
    with generation.kept(), django_assert_num_queries(1):  # the generation
        assert link_to(article) == link_to(article) == before
    article.slug_nb = "nytt-navn"
    factories.save_page(article)
    assert '<a href="/nyheter/nytt-navn/">' in link_to(article)
    gate(article, "Members")
    assert f'<a href="/_page/{article.pk}/">' in link_to(article)
    article.unpublish()
    assert link_to(article) == "<p><a>Les saken</a></p>"
