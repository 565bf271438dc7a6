"""A page opened before somebody else saved it: nothing is overwritten unasked."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from articles.models import ArticlePage, RelatedArticle
from tests.bilingual.test_form import form_data
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return factories.user("kollega@example.org", first_name="Kari", last_name="Demo")


def url(page, name="edit"):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def hidden(response) -> dict[str, str]:
    names = ("loaded_revision_id", "loaded_revision_created_at")
    page = soup(response)
    return {name: page.find("input", {"name": name})["value"] for name in names}


def save_as(colleague, article, **fields):
    page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    for name, text in fields.items():
        setattr(page, name, text)
    page.save_revision(user=colleague, log_action=True)


@pytest.mark.parametrize("action", [{}, {"action-publish": "nb"}])
def test_a_stale_form_comes_back_as_it_was_typed(desk, article, colleague, action):
    opened = hidden(desk.get(url(article)))
    save_as(colleague, article, lead_nb="Deres ingress")
    sent = form_data(lead_nb="Min ingress", slug_nb=article.slug_nb) | action
    response = desk.post(url(article), {**sent, **opened})
    assert response.status_code == 200
    text = folded(soup(response).find("main"))
    assert "Ikke lagret ennå: Kari Demo har lagret en nyere versjon" in text
    assert "ingress – norsk" in text.lower()
    assert response.context["form"]["lead_nb"].value() == "Min ingress"
    latest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert latest.lead_nb == "Deres ingress"
    # The editor has been told, and chooses.
    assert desk.post(url(article), {**sent, **hidden(response)}).status_code == 302
    latest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert latest.lead_nb == "Min ingress"
    assert latest.revisions.filter(user=colleague).exists()  # theirs is in the history


def test_one_editor_alone_is_told_nothing(desk, article):
    for _twice in range(2):
        opened = hidden(desk.get(url(article)))
        sent = form_data(lead_nb="Min ingress", slug_nb=article.slug_nb)
        assert desk.post(url(article), {**sent, **opened}).status_code == 302


def test_the_autosaved_version_of_ones_own_is_written_over(desk, article, editor):
    opened = hidden(desk.get(url(article)))
    save_as(editor, article, lead_nb="Autolagret")
    own = ArticlePage.objects.get(pk=article.pk).latest_revision_id
    sent = form_data(lead_nb="Min ingress", slug_nb=article.slug_nb)
    sent |= {**opened, "overwrite_revision_id": own}
    assert desk.post(url(article), sent).status_code == 302


def test_saved_by_itself_and_then_by_hand(desk, article):
    """The open form gets the version it wrote, and is not refused for it."""
    opened = hidden(desk.get(url(article)))
    sent = form_data(lead_nb="Min", slug_nb=article.slug_nb)
    for _twice in range(2):
        answer = desk.post(
            url(article), {**sent, **opened}, headers={"Accept": "application/json"}
        ).json()
        opened |= answer["field_updates"] | {"overwrite_revision_id": ""}
    assert opened["loaded_revision_id"] == str(answer["revision_id"])
    del opened["overwrite_revision_id"]  # only sent by the form itself
    sent["lead_nb"] = "Min ingress"
    response = desk.post(url(article), {**sent, **opened, "action-publish": "nb"})
    assert response.status_code == 302


def test_autosave_is_refused_in_words(desk, article, colleague):
    opened = hidden(desk.get(url(article)))
    save_as(colleague, article, lead_nb="Deres ingress")
    sent = form_data(slug_nb=article.slug_nb) | opened
    answer = desk.post(url(article), sent, headers={"Accept": "application/json"})
    assert answer.json()["error_code"] == "invalid_revision"
    assert "Kari Demo har lagret en nyere versjon" in answer.json()["error_message"]


def test_a_stale_form_can_be_previewed(desk, article, colleague):
    opened = hidden(desk.get(url(article)))
    save_as(colleague, article, lead_nb="Deres ingress")
    sent = form_data(slug_nb=article.slug_nb, lead_nb="Min") | opened
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    assert desk.post(address, sent).json() == {"is_valid": True, "is_available": True}


def test_rows_that_another_added_stay(desk, article, colleague, news):
    other = factories.add_page(news, factories.article(title_nb="En annen"))
    opened = hidden(desk.get(url(article)))
    save_as(colleague, article, related_links=[RelatedArticle(article=other)])
    sent = form_data(slug_nb=article.slug_nb, related_links=inline_formset([]))
    assert desk.post(url(article), {**sent, **opened}).status_code == 302
    latest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert [link.article_id for link in latest.related_links.all()] == [other.pk]
