"""A page of every type there is can be saved, indexed and found again."""

import pytest
from wagtail.models import get_page_models

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.search.lemmas import lemmas
from ethicaltrade.search.models import SearchEntry
from tests.support import factories
from tests.support.demo import demo_rows, demo_site  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

WORD = "kvitrebrikke"
TYPES = [model for model in get_page_models() if model is not BasePage]


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_saved_page_is_found_by_readers_and_in_the_cms(model):
    page = model.objects.filter(live=True, published_nb=True).first()
    assert page, "the demo has none"
    assert not SearchEntry.objects.with_every_word(lemmas(WORD, "nb"))
    page.title_nb = WORD
    factories.save_page(page)
    (entry,) = SearchEntry.objects.with_every_word(lemmas(WORD, "nb"))
    assert entry.page_id == page.pk
    for pages in (model.objects, BasePage.objects):
        assert [one.pk for one in pages.all().search(WORD)] == [page.pk]
        assert [one.pk for one in pages.all().autocomplete(WORD[:6])] == [page.pk]
