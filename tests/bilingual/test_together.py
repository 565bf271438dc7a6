"""Two editors on one page, and what each of them sees of it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.test.utils.form_data import streamfield

from articles.models import ArticlePage
from ethicaltrade.bilingual import actions
from tests.bilingual.test_form import form_data
from tests.support import factories
from tests.support.pages import soup

pytestmark = pytest.mark.django_db

HIDDEN = ("loaded_revision_id", "loaded_revision_created_at", "base_revision")
NUMBERS = (*HIDDEN, "seen_revision")
FIELDS = ("title", "slug", "lead", "seo_title", "search_description")


def draft_of(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


class OpenForm:
    """A form as a browser holds it: what it shows, and the versions it knows."""

    def __init__(self, user, page, *codes):
        self.browser = Client()
        self.browser.force_login(user)
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = self.browser.get(self.address)
        shown = soup(response)
        self.known = {
            field["name"]: field.get("value", "")
            for field in shown.find_all("input", {"name": HIDDEN})
        }
        draft = draft_of(page)
        self.fields = {
            f"{name}_{code}": getattr(draft, f"{name}_{code}") or ""
            for name in FIELDS
            for code in ("nb", "en")
        }
        self.fields |= {"languages": codes or ("nb", "en")}
        self.fields["body_nb"] = streamfield([])

    def write(self, **fields):
        self.fields |= fields
        return self

    def autosave(self):
        """Whether it was saved; the answer puts the new numbers into the form."""
        answer = self.browser.post(
            self.address,
            form_data(**self.fields) | self.known,
            headers={"Accept": "application/json"},
        ).json()
        if answer["success"]:
            self.known |= {
                name: value
                for name, value in answer["field_updates"].items()
                if name in HIDDEN
            }
            self.known["overwrite_revision_id"] = answer["revision_id"]
        return answer["success"]

    def send(self, **action):
        return self.browser.post(
            self.address, form_data(**self.fields) | self.known | action
        )


@pytest.fixture
def kari(db):
    return factories.user(
        "kari@example.org", is_superuser=True, first_name="Kari", last_name="Demo"
    )


@pytest.fixture
def ola(db):
    return factories.user(
        "ola@example.org", is_superuser=True, first_name="Ola", last_name="Demo"
    )


@pytest.mark.parametrize("views", [((), ()), (("nb",), ("en",))], ids=["both", "own"])
def test_each_saves_a_language_beside_the_other(article, kari, ola, views):
    norwegian = OpenForm(kari, article, *views[0])
    english = OpenForm(ola, article, *views[1])
    for number in range(3):
        assert norwegian.write(lead_nb=f"Ingress {number}").autosave()
        assert english.write(lead_en=f"Lead {number}").autosave()
        draft = draft_of(article)
        assert draft.lead_nb == f"Ingress {number}"
        assert draft.lead_en == f"Lead {number}"
    assert norwegian.write(title_nb="Ferdig").send().status_code == 302
    assert english.write(title_en="Done").send().status_code == 302
    draft = draft_of(article)
    assert (draft.title_nb, draft.lead_nb) == ("Ferdig", "Ingress 2")
    assert (draft.title_en, draft.lead_en) == ("Done", "Lead 2")


def test_opened_while_another_is_writing(article, kari, ola):
    first = OpenForm(kari, article)
    assert first.write(lead_nb="Halv").autosave()
    second = OpenForm(ola, article)
    assert EditingSession.objects.count() == 2
    assert first.write(lead_nb="Hel").autosave()
    assert second.write(lead_en="Lead").autosave()
    draft = draft_of(article)
    assert (draft.lead_nb, draft.lead_en) == ("Hel", "Lead")


def test_what_both_change_is_told_and_then_chosen(article, kari, ola):
    first, second = OpenForm(kari, article), OpenForm(ola, article)
    assert first.write(lead_nb="Karis", title_en="Kari's").autosave()
    assert not second.write(lead_nb="Olas").autosave()
    refused = second.send()
    assert refused.status_code == 200
    assert "Kari Demo" in str(refused.context["form"].non_field_errors())
    second.known |= {
        field["name"]: field["value"]
        for field in soup(refused).find_all(
            "input", {"name": (*HIDDEN, "seen_revision")}
        )
    }
    assert second.send().status_code == 302
    draft = draft_of(article)
    assert (draft.lead_nb, draft.title_en) == ("Olas", "Kari's")


def test_publishing_a_language_while_another_is_written(client, article, kari, ola):
    english = OpenForm(ola, article, "en")
    assert english.write(lead_en="Half a").autosave()
    norwegian = OpenForm(kari, article, "nb").write(lead_nb="Rettet")
    assert norwegian.send(**{"action-publish": "nb"}).status_code == 302
    live = ArticlePage.objects.get(pk=article.pk)
    assert (live.lead_nb, live.lead_en) == ("Rettet", article.lead_en)
    assert english.write(lead_en="Half a sentence").autosave()
    draft = draft_of(article)
    assert (draft.lead_nb, draft.lead_en) == ("Rettet", "Half a sentence")
    assert english.send(**{"action-publish": "en"}).status_code == 302
    live = ArticlePage.objects.get(pk=article.pk)
    assert (live.lead_nb, live.lead_en) == ("Rettet", "Half a sentence")
    assert not live.has_unpublished_changes


def test_publication_right_after_typing_meets_its_own_autosave(article, kari):
    form = OpenForm(kari, article)
    assert form.write(lead_nb="Rett").autosave()
    form.write(lead_nb="Rettet")
    assert form.send(**{"action-publish": "nb"}).status_code == 302
    assert ArticlePage.objects.get(pk=article.pk).lead_nb == "Rettet"


def test_what_was_taken_down_meanwhile_stays_down(article, kari):
    form = OpenForm(kari, article)
    actions.take_down(article, ["en"])
    assert form.write(lead_en="New").send(**{"action-publish": "nb"}).status_code == 302
    live = ArticlePage.objects.get(pk=article.pk)
    assert live.public_languages == ["nb"]
    assert draft_of(article).lead_en == "New"
