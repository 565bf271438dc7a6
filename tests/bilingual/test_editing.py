"""A form sends the languages it shows; the others stay as they are."""

import json

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse

from articles.models import ArticlePage
from tests.bilingual.test_form import create, form_data
from tests.bilingual.test_newer_versions import hidden, save_as, url
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

BODY = json.dumps([{"type": "text", "value": "<p>Hello</p>", "id": "a"}])
COLLEAGUE = {"title_en": "Theirs", "lead_en": "Their lead", "body_en": BODY}


@pytest.fixture
def colleague(db):
    return factories.user("kollega@example.org", first_name="Kari", last_name="Demo")


def only(code, data):
    """What a form that shows one language sends."""
    other = {"nb": "_en", "en": "_nb"}[code]
    kept = {name: text for name, text in data.items() if other not in name}
    return kept | {"languages": code}


def draft_of(article):
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


@pytest.mark.parametrize(
    "action", [{}, {"action-publish": "1"}, "autosave"], ids=["save", "publish", "auto"]
)
def test_what_is_not_sent_is_not_touched(desk, article, colleague, action):
    save_as(colleague, article, **COLLEAGUE)
    headers = {}
    if action == "autosave":
        action, headers = {}, {"Accept": "application/json"}
    data = form_data(lead_nb="Min ingress", slug_nb=article.slug_nb)
    sent = only("nb", data) | hidden(desk.get(url(article))) | action
    answer = desk.post(url(article), sent, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    draft = draft_of(article)
    assert (draft.lead_nb, draft.title_en, draft.lead_en) == (
        *("Min ingress", "Theirs", "Their lead"),
    )
    assert draft.body_en.raw_data[0] == json.loads(BODY)[0]


def test_a_slug_that_is_not_sent_and_is_taken_by_now_gets_a_number(desk, news):
    create(desk, news, publish="en", title_nb="Øl", title_en="Beer", lead_en="Lead")
    page = ArticlePage.objects.get()
    create(desk, news, publish="nb", title_nb="Øl")
    data = form_data(title_en="Ale", lead_en="Lead", slug_en="beer")
    sent = only("en", data) | {"action-publish": "en"}
    assert desk.post(url(page), sent).status_code == 302
    assert draft_of(page).slug_nb == "ol-2"
    assert ArticlePage.objects.get(pk=page.pk).title_en == "Ale"


def test_a_form_with_errors_shows_what_it_was_not_sent(desk, article, colleague):
    save_as(colleague, article, **COLLEAGUE)
    data = form_data(title_nb="", slug_nb=article.slug_nb) | {"action-publish": "1"}
    sent = only("nb", data) | hidden(desk.get(url(article)))
    response = desk.post(url(article), sent)
    assert response.status_code == 200
    page = soup(response)
    assert page.find(id="id_title_en")["value"] == "Theirs"
    assert "Hello" in page.find(id="body_en")["data-w-block-arguments-value"]
    # …and nothing but what was sent is told to be changed.
    assert not set(response.context["form"].changed_data) & set(COLLEAGUE)


def test_only_what_is_shown_is_sent_when_a_page_is_made(desk, news):
    response = desk.post(
        reverse("wagtailadmin_pages:add", args=("articles", "articlepage", news.pk)),
        only("nb", form_data()),
    )
    assert response.status_code == 302
    page = draft_of(ArticlePage.objects.get())
    assert page.title_nb == "Ærlig øl på Ås"
    assert not page.title_en
    assert len(page.body_en) == 0


def test_without_names_all_languages_are_sent(desk, news):
    create(desk, news, publish=False, title_en="Honest beer")
    assert draft_of(ArticlePage.objects.get()).title_en == "Honest beer"


def test_what_an_editor_settles_is_listed_by_language(article):
    form_class = ArticlePage.get_edit_handler().get_form_class()
    data = QueryDict(mutable=True)
    data.update(form_data() | {"languages": "en"})
    data.setlist("still_right", ["en:lead", "en:body.1:2", "xx:lead", "en:", "lead"])
    data.setlist("left_out", ["nb:body.3"])
    form = form_class(data, instance=article)
    assert form.sent_languages == ["en"]
    assert form.still_right == {"en": ["lead", "body.1:2"]}
    assert form.left_out == {"nb": ["body.3"]}
    assert form.reinstated == {}


@pytest.mark.parametrize("is_new", [True, False])
def test_form_that_has_saved_itself_is_told_its_states_anew(desk, article, is_new):
    headers = {"Accept": "application/json"}
    title = form_data()["title_nb"]
    data = form_data(title_en=title, lead_en="", slug_nb=article.slug_nb)
    sent = data | hidden(desk.get(url(article))) | {"copied": "en:title"}
    answer = desk.post(url(article), sent, headers=headers).json()["html"]
    if is_new:  # a form that made its page asks for what an edit form has
        answer = desk.get(f"{url(article)}?_w_hydrate_create_view=1").content
    told = BeautifulSoup(answer, "html.parser").find(id="language-states")
    states = json.loads(told.string)
    assert (states["source"], states["page"]) == ("nb", article.pk)
    assert "LANGUAGE" in states["changes"]
    states = states["languages"]["en"]
    assert (states["title"], states["lead"]) == ("copied", "missing")


def test_bar_of_a_page_that_was_just_made_stands_where_it_does_later(desk, article):
    """Right above the form, and below the header."""
    answer = soup(desk.get(f"{url(article)}?_w_hydrate_create_view=1"))
    (template,) = (
        each for each in answer.select("template") if each.select("#language-bar")
    )
    assert template["data-w-teleport-target-value"] == "#page-edit-form"
    assert template["data-w-teleport-mode-value"] == "beforebegin"
    after = soup(desk.get(url(article))).select_one("#language-bar + form")
    assert after["id"] == "page-edit-form"
    model = article._meta
    names = model.app_label, model.model_name, article.get_parent().pk
    new = soup(desk.get(reverse("wagtailadmin_pages:add", args=names)))
    assert not new.select("#language-bar")


def test_rows_are_added_in_a_sentence(desk, article):
    assert "Legg til relatert artikkel" in folded(soup(desk.get(url(article))))


def test_the_form_says_what_its_scripts_need(desk, article):
    page = soup(desk.get(url(article)))
    states = json.loads(page.find(id="language-states").string)
    assert (states["source"], states["page"]) == ("nb", article.pk)
    views = page.select("[data-language-tools] [data-view]:not([hidden])")
    assert [(each["data-view"], each.get("data-of")) for each in views] == [
        *[("both", None), ("one", "nb"), ("one", "en"), ("translate", "en")],
    ]
    columns = page.select("[data-words=body][data-language]")
    assert [each["data-language"] for each in columns] == ["nb", "en"]
