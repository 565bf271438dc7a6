"""How many queries an edit form takes, to be opened and to save itself.

Savepoints, which the tests' own transaction makes of transactions, are not counted.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ArticlePage
from ethicaltrade.home.models import HomePage
from events.models import EventPage
from membership.applications.models import ApplicationPage
from membership.members.models import MembershipPage
from membership.resources.models import ResourcePage
from tests.support import long_article
from tests.support.cms_forms import sent_untouched

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

JSON = {"HTTP_ACCEPT": "application/json"}
SAVES_ITSELF = {
    ArticlePage: 25,
    EventPage: 23,
    ResourcePage: 21,
    ApplicationPage: 19,
    MembershipPage: 23,
    HomePage: 25,
}

# An article, with all that is indexed of it, and what is looked at before.
PUBLISHES = 150


@pytest.fixture
def desk(client, editor, working_memory):
    client.force_login(editor)
    return client


def queries(work) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    texts = [query["sql"] for query in captured]
    return [text for text in texts if "SAVEPOINT" not in text]


def url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("model", SAVES_ITSELF)
def test_form_saves_itself_in_few_queries(demo_site, desk, model):
    """An editor who goes on typing, in the fullest page of its type."""
    page = max(model.objects.all(), key=lambda page: len(page.to_json()))
    sent = sent_untouched(desk.get(url(page)).context["form"])
    field = "lead_nb" if "lead_nb" in sent else "seo_title_nb"

    def save(words):
        answer = desk.post(url(page), sent | {field: [words]}, **JSON).json()
        assert answer["success"]
        over = {"overwrite_revision_id": answer["revision_id"]}
        sent.update(over | answer["field_updates"])

    save("Ny")
    save("Ny ingress")
    taken = queries(lambda: save("Ny ingress her"))
    assert len(taken) <= SAVES_ITSELF[model], "\n".join(taken)


def test_article_is_published_in_few_queries(demo_site, desk):
    """The fullest one, right after it has saved itself."""
    page = max(ArticlePage.objects.all(), key=lambda page: len(page.to_json()))
    sent = sent_untouched(desk.get(url(page)).context["form"]) | {"lead_nb": ["Ny"]}
    answer = desk.post(url(page), sent, **JSON).json()
    over = {"overwrite_revision_id": answer["revision_id"]}
    sent |= over | answer["field_updates"] | {"action-publish": "nb"}
    taken = queries(lambda: desk.post(url(page), sent))
    page.refresh_from_db()
    assert page.lead_nb == "Ny"
    assert len(taken) <= PUBLISHES, "\n".join(taken)


def test_form_of_sixty_blocks_takes_few_more_queries_than_of_six(desk, news):
    taken = {}
    for count in (6, 60):
        page = long_article.put_below(news, count)
        desk.get(url(page))
        taken[count] = queries(lambda page=page: desk.get(url(page)))
    assert len(taken[60]) <= 1.2 * len(taken[6]), "\n".join(taken[60])
