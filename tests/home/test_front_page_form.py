"""The editor's form of the front page, and rules that hold for all its blocks."""

import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from wagtail.admin.telepath import JSContext
from wagtail.blocks.base import Block
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import HomePage
from tests.support.pages import put_article

from .conftest import BLOCKS, PROMISE, arrange, words

pytestmark = pytest.mark.django_db


# The editor's form


@pytest.fixture
def publish(client, editor, home):
    """Send the form with these sections, to publish these languages."""
    client.force_login(editor)

    def send(sections, languages=("nb",), *, as_draft=False):
        translated = (
            *("title", "slug", "heading", "introduction"),
            *("seo_title", "search_description"),
        )
        fields = {
            f"{name}_{code}": getattr(home, f"{name}_{code}") or ""
            for name in translated
            for code in ("nb", "en")
        }
        data = nested_form_data(
            {
                **fields,
                "sections": streamfield(sections),
                "comments": inline_formset([]),
            }
        )
        action = {} if as_draft else {"action-publish": " ".join(languages)}
        address = reverse("wagtailadmin_pages:edit", args=[home.pk])
        return client.post(address, {**data, **action})

    return send


def action(**fields):
    return (
        "call_to_action",
        {
            "heading": words("Bli med"),
            "text": words(""),
            "label": words("Bli medlem"),
            "page": "",
            "url": "https://example.org/",
            **fields,
        },
    )


def errors_of(response):
    """What the form says of the first section, by field."""
    [error] = response.context["form"].errors["sections"].as_data()
    return error.block_errors[0].block_errors


def test_words_are_asked_for_in_the_languages_that_are_published(publish, home):
    response = publish([action()], ["nb", "en"])
    errors = errors_of(response)
    assert set(errors) == {"heading", "label"}
    assert set(errors["heading"].block_errors) == {"en"}
    assert "Bli medlem" in response.content.decode(), "nothing typed is lost"
    assert not HomePage.objects.get().sections


def test_words_are_not_asked_for_in_a_language_that_is_not_published(publish, home):
    response = publish([action()])
    assert response.status_code == 302
    [section] = HomePage.objects.get().sections
    assert section.value["heading"]["nb"] == "Bli med"
    assert response.wsgi_request.user.is_authenticated


def test_draft_is_saved_without_any_words(publish, home):
    empty = action(heading=words(""), label=words(""), url="")
    assert publish([empty], ["nb", "en"], as_draft=True).status_code == 302
    draft = HomePage.objects.get().get_latest_revision_as_object()
    assert [section.block_type for section in draft.sections] == ["call_to_action"]
    assert not HomePage.objects.get().sections


def test_call_to_action_leads_to_one_place(publish, home):
    assert set(errors_of(publish([action(url="")]))) == {"page"}
    assert set(errors_of(publish([action(page=str(home.pk))]))) == {"page"}
    assert publish([action(url="", page=str(home.pk))]).status_code == 302


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"page": "home"}, {"label"}),
        ({"label": words("Les mer om det")}, {"page"}),
        ({"page": "home", "label": words("Om medlemskap")}, set()),
    ],
)
def test_promise_has_both_a_page_and_words_for_its_link(home, fields, faults):
    if "page" in fields:
        fields = fields | {"page": home.pk}
    block, value = BLOCKS["promise"], {**PROMISE, **fields}
    found = dict(block.find_errors(block.to_python(value)))
    if faults or "label" not in fields:
        assert set(found) == faults
    else:
        assert set(found) == {"label"}, "English words are missing"


def test_chosen_page_that_was_deleted_can_be_chosen_anew(home):
    block = BLOCKS["lead_story"].child_blocks["article"]
    assert block.get_form_state(4711) is None
    assert block.clean(None) is None


@pytest.mark.parametrize("sent", ["", "x", "-1", None])
def test_junk_for_a_page_is_no_page(sent):
    block = BLOCKS["call_to_action"].child_blocks["page"]
    assert block.value_from_form(sent) is None


@pytest.mark.indexed
def test_cms_knows_where_a_page_is_used(news, home):
    article = put_article(news)
    arrange(home, ("lead_story", {"article": article.pk}))
    uses = ReferenceIndex.get_references_to(article)
    assert [use.model_path for use in uses] == ["sections.lead_story.article"]


def test_comparing_revisions_names_what_is_chosen(article):
    block = BLOCKS["lead_story"].child_blocks["article"]
    assert block.render_basic(article.pk) == article.title
    assert block.render_basic(None) == block.render_basic(4711) == ""


# Rules for blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_section_says_what_it_is(name):
    meta = BLOCKS[name].meta
    assert meta.icon != Block._meta_class.icon
    assert isinstance(meta.label, translation.gettext_lazy("").__class__)
    assert meta.description
    get_template(meta.template)


@pytest.mark.parametrize("name", BLOCKS)
def test_section_can_be_shown_before_it_is_chosen(name, news):
    put_article(news)
    block = BLOCKS[name]
    assert block.is_previewable
    with translation.override("nb"):
        assert isinstance(block.render(block.get_preview_value()), str)


def test_sections_reach_the_editors_form():
    assert JSContext().pack(SectionsBlock())


def test_editors_have_one_lead_story_one_list_of_news_and_one_of_events():
    counts = SectionsBlock().meta.block_counts
    assert {name: count["max_num"] for name, count in counts.items()} == {
        "lead_story": 1,
        "news": 1,
        "events": 1,
    }
