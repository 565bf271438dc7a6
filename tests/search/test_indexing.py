"""There is one row for each language a page is public in, always with its words."""

import pytest
from django.core.management import call_command
from wagtail.models import ReferenceIndex

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.search.indexing import indexed_at_the_end
from ethicaltrade.search.models import SearchEntry
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.every_database]

BODY = [
    {"type": "text", "value": "<h2>Krav</h2><p>Still <b>tydelige</b> krav.</p>"},
    {"type": "quotation", "value": {"quote": "Det virker.", "name": "Kari Demo"}},
]


def languages_of(page):
    entries = SearchEntry.objects.filter(page_id=page.pk)
    return set(entries.values_list("language", flat=True))


def entry(page, language="nb"):
    return SearchEntry.objects.get(page_id=page.pk, language=language)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_published_page_has_a_row_in_each_language(article):
    assert languages_of(article) == {"nb", "en"}
    assert entry(article).title == "Ærlig øl på Ås"
    assert entry(article, "en").title == "Honest beer at Ås"
    assert entry(article).published_at == article.first_published_nb


def test_row_has_the_words_of_its_language_only(news):
    page = factories.add_page(
        news, factories.article(body_nb=BODY, lead_en="About demands.")
    )
    assert entry(page).text == (
        "Bryggeriet ber leverandørene om åpenhet. "
        "Krav Still tydelige krav. Det virker. Kari Demo"
    )
    assert entry(page, "en").text == "About demands."


def test_interface_language_changes_nothing(interface, news):
    page = factories.add_page(news, factories.article(body_en=BODY))
    assert entry(page).text == "Bryggeriet ber leverandørene om åpenhet."
    assert entry(page, "en").title == "Honest beer at Ås"
    assert "tydelige" in entry(page, "en").text


def test_page_in_one_language_has_one_row(news):
    page = factories.add_page(news, factories.article(published_en=False))
    assert languages_of(page) == {"nb"}


def test_draft_has_no_row(news):
    page = factories.add_page(news, factories.article(), publish=False)
    assert languages_of(page) == set()


def test_changes_count_once_they_are_published(article):
    article.title_nb = "Ny tittel"
    article = factories.save_page(article, publish=False)
    assert entry(article).title == "Ærlig øl på Ås"
    article.get_latest_revision().publish()
    assert entry(article).title == "Ny tittel"


def test_row_goes_when_the_language_is_switched_off(article):
    article.published_en = False
    factories.save_page(article)
    assert languages_of(article) == {"nb"}


def test_rows_go_when_the_page_is_unpublished(article):
    article.unpublish()
    assert languages_of(article) == set()


def test_rows_go_when_the_page_is_unpublished_as_a_base_page(article):
    BasePage.objects.get(pk=article.pk).unpublish()
    assert languages_of(article) == set()


def test_rows_go_with_the_page(article):
    BasePage.objects.get(pk=article.pk).delete()
    assert not SearchEntry.objects.filter(title="Ærlig øl på Ås").exists()


def test_page_made_by_code_is_indexed(news):
    page = factories.article()
    news.add_child(instance=page)
    assert languages_of(page) == {"nb", "en"}


def test_copy_has_rows_of_its_own(article):
    copy = article.copy(update_attrs={"slug": "kopi"})
    assert languages_of(copy) == {"nb", "en"}


def test_alias_follows_its_source(article, home):
    about = factories.add_page(home, factories.standard_page())
    page = factories.add_page(home, factories.standard_page(title_nb="Kilde"))
    alias = page.create_alias(parent=about)
    page.title_nb = "Ny kilde"
    factories.save_page(page)
    assert entry(alias).title == "Ny kilde"


def test_rebuild_brings_every_row_back(article, news, capsys):
    draft = factories.add_page(news, factories.article(), publish=False)
    before = set(SearchEntry.objects.values_list("page", "language", "text_lemmas"))
    SearchEntry.objects.filter(language="nb").delete()
    SearchEntry.objects.create(page_id=draft.pk, language="nb", title="Hemmelig")
    call_command("rebuild_search")
    after = set(SearchEntry.objects.values_list("page", "language", "text_lemmas"))
    assert after == before
    assert f"{len(before)} rows" in capsys.readouterr().out


def test_rows_stay_the_same_rows(article):
    before = entry(article).pk
    factories.save_page(fresh(article))
    call_command("rebuild_search")
    assert entry(article).pk == before


def test_index_is_no_use_of_a_page_to_the_editor(article):
    call_command("rebuild_references_index", verbosity=0)
    users = ReferenceIndex.get_references_to(article)
    assert not users.filter(base_content_type__model="searchentry").exists()


def test_many_pages_can_be_indexed_at_the_end(news):
    with indexed_at_the_end():
        page = factories.add_page(news, factories.article())
        assert not languages_of(page)
    assert languages_of(page) == {"nb", "en"}
    assert list(SearchEntry.objects.with_every_word(["bryggeri"]))
    assert page in type(page).objects.search("Bryggeriet")
    page.lead_nb = "Gårdsbruket ber om åpenhet."
    factories.save_page(page)
    assert "Gårdsbruket" in entry(page).text
