"""No door lets an editor publish, or take down, more pages at once than it can bear."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from ethicaltrade.bilingual import amounts
from ethicaltrade.home.models import StandardPage
from tests.privacy.test_closing import bulk_url
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

TOLD = {
    "nb": (
        "Ingenting er gjort: Til sammen er dette mer enn 3 sider, og flere kan du ikke "
        "ta på én gang. Velg færre sider, eller ta dem del for del."
    ),
    "en": (
        "Nothing has been done: together these are more than 3 pages, the most you can "
        "do at once. Choose fewer pages, or do them part by part."
    ),
}
COPIED = {
    "nb": (
        "Mer enn 3 sider ville bli publisert, og flere kan du ikke ta på én gang. "
        "Kopier dem som utkast, og publiser dem del for del."
    ),
    "en": (
        "More than 3 pages would be published, the most you can do at once. Copy them "
        "as drafts, and publish them part by part."
    ),
}


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(amounts, "MOST", 3)


@pytest.fixture(params=["nb", "en"])
def language(request, editor):
    UserProfile.objects.create(user=editor, preferred_language=request.param)
    return request.param


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def add(news, count, **options):
    return [
        factories.add_page(news, factories.article(title_nb=f"Sak {n}"), **options)
        for n in range(count)
    ]


def state():
    """What a refused click leaves as it was."""
    pages = ArticlePage.objects.order_by("pk").values_list("pk", "live", "draft_title")
    return list(pages), Revision.objects.count()


def sent(desk, url, **data):
    """Nothing has changed; what the editor is told."""
    before = state()
    response = desk.post(url, data, follow=True)
    assert state() == before
    return folded(soup(response).select_one(".messages"))


def all_below(name, news):
    return f"{bulk_url(name)}id=all&childOf={news.pk}&next=/admin/pages/{news.pk}/"


def test_what_lies_below_is_not_published_when_it_is_too_much(desk, language, news):
    add(news, 3, publish=False)
    url = f"{bulk_url('publish', news)}&next=/admin/"
    below = {"language": "nb", "include_descendants": "on", "anyway": "nb below"}
    for also in (below, below | {"anyway": ""}):
        assert TOLD[language] in sent(desk, url, **also)


def test_what_lies_below_is_published_when_it_is_not(desk, news):
    pages = add(news, 2, publish=False)
    url = f"{bulk_url('publish', news)}&next=/admin/"
    below = {"language": "nb", "include_descendants": "on", "anyway": "nb below"}
    desk.post(url, below)
    assert (
        ArticlePage.objects.filter(pk__in=[one.pk for one in pages], live=True).count()
        == 2
    )


def test_what_lies_below_is_not_taken_down_when_it_is_too_much(desk, language, news):
    add(news, 3)
    url = f"{bulk_url('unpublish', news)}&next=/admin/"
    below = {"language": ["nb", "en"], "include_descendants": "on"}
    assert TOLD[language] in sent(desk, url, **below)
    url = reverse("wagtailadmin_pages:unpublish", args=[news.pk])
    assert TOLD[language] in sent(desk, url, **below)
    assert type(news).objects.get().live
    # Without what lies below it is one page.
    desk.post(url, {"language": ["nb", "en"]})
    assert not type(news).objects.get().live


@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_list_that_is_chosen_whole_is_not_looked_at(desk, language, news, name):
    add(news, 4)
    url = all_below(name, news)
    assert TOLD[language] in folded(
        soup(desk.get(url, follow=True)).select_one(".messages")
    )
    assert TOLD[language] in sent(desk, url, language="nb")
    assert TOLD[language] in sent(
        desk, bulk_url(name, *ArticlePage.objects.all()), language="nb"
    )


def test_section_is_not_copied_and_published_when_it_is_too_much(desk, language, home):
    top = factories.add_page(home, factories.standard_page())
    for number in range(3):
        below = factories.standard_page(title_nb=f"Side {number}")
        factories.add_page(StandardPage.objects.get(pk=top.pk), below)
    data = {
        "title_nb": "Kopi",
        "title_en": "Copy",
        "new_parent_page": home.pk,
        "copy_subpages": "on",
    }
    url = reverse("wagtailadmin_pages:copy", args=[top.pk])
    answer = desk.post(url, data | {"publish_copies": ["nb", "en"]})
    assert answer.context["form"].errors == {"publish_copies": [COPIED[language]]}
    assert StandardPage.objects.count() == 4
    assert desk.post(url, data).status_code == 302
    assert StandardPage.objects.count() == 8


def test_refusal_costs_no_more_for_many_pages_than_for_few(desk, news):
    def count(url, data):
        desk.post(url, data)  # what is remembered is
        with CaptureQueriesContext(connection) as queries:
            desk.post(url, data)
        return len(queries)

    def counts():
        below = {"language": ["nb", "en"], "include_descendants": "on"}
        urls = [f"{bulk_url(name, news)}&next=/" for name in ("publish", "unpublish")]
        urls += [reverse("wagtailadmin_pages:unpublish", args=[news.pk])]
        return [count(url, below) for url in urls] + [
            count(all_below("publish", news), {"language": "nb"})
        ]

    add(news, 4)
    add(news, 4, publish=False)
    few = counts()
    add(news, 8)
    add(news, 8, publish=False)
    assert counts() == few
