"""What is typed in the CMS has a language, in every form there is."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.urls import reverse
from modeltranslation.translator import translator
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.models import get_snippet_models

from articles.models import ArticlePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.models import Topic

pytestmark = pytest.mark.django_db


def form_of(model, *names):
    """With the fields alone."""
    meta = type(
        "Meta", (WagtailAdminModelForm.Meta,), {"model": model, "fields": names}
    )
    return type("Form", (WagtailAdminModelForm,), {"Meta": meta})()


@pytest.mark.parametrize("code", ["nb", "en"])
def test_words_have_the_language_of_their_column(code):
    count = 0
    for model in translator.get_registered_models(abstract=False):
        for name in translator.get_options_for_model(model).all_fields:
            field = model._meta.get_field(name)
            column = localized(name, code)
            if not isinstance(field, models.CharField | models.TextField):
                continue
            if field.editable:
                [form_field] = form_of(model, column).fields.values()
                assert form_field.widget.attrs["lang"] == code, (model, name)
                count += 1
    assert count > 50


def test_text_areas_of_every_language_grow_with_their_text():
    form = form_of(ArticlePage, *languages.localized_names("lead"))
    for field in form.fields.values():
        assert isinstance(field.widget, AdminAutoHeightTextInput)


def test_form_says_the_language_of_what_a_script_draws(client, editor, article):
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    page = BeautifulSoup(response.content, "html.parser")
    for code in languages.codes():
        for name in ("title", "body", "search_description"):
            field = page.select_one(f"[data-contentpath={name}_{code}]")
            assert field.find_parent(attrs={"data-language": code}), (name, code)
    title = page.select_one("#id_title_nb").find_parent(attrs={"data-language": "nb"})
    assert title["data-advised-length"] == "60"
    script = page.find("script", src=lambda src: src and "bilingual/fields" in src)
    assert "norsk" in script["data-languages"]


def test_topics_are_boxes_that_are_found_by_any_of_their_names():
    topic = Topic.objects.create(name_nb="Levelønn", name_en="Living wage")
    form = form_of(ArticlePage, "topics")
    shown = BeautifulSoup(str(form["topics"]), "html.parser")
    assert shown.find(attrs={"data-controller": "choices"})["aria-label"] == "Temaer"
    [box] = shown.select("input[type=checkbox]")
    assert box["value"] == str(topic.pk)
    assert {"levelonn", "living", "wage"} <= set(box["data-search"].split())
    assert json.loads(box["data-also"]) == [["en", "Living wage"]]


def test_time_zone_is_found_by_its_names_in_every_language(client, editor, programme):
    client.force_login(editor)
    add = ("events", "eventpage", programme.pk)
    response = client.get(reverse("wagtailadmin_pages:add", args=add))
    page = BeautifulSoup(response.content, "html.parser")
    field = page.select_one("select[name=time_zone]")
    assert field["data-controller"] == "choices"
    copenhagen = field.select_one("[value='Europe/Copenhagen']")
    assert copenhagen.text == "København, Danmark"
    for word in ("kobenhavn", "copenhagen", "denmark", "europe"):
        assert word in copenhagen["data-search"]
    assert field.select_one("[selected]")["value"] == "Europe/Oslo"


def test_forms_without_drafts_say_so(client, admin, article):
    client.force_login(admin)
    words = "Her finnes det ingen utkast"
    models_with_words = translator.get_registered_models()
    for model in set(models_with_words).intersection(get_snippet_models()):
        shown = client.get(reverse(model.snippet_viewset.get_url_name("add")))
        assert words in shown.content.decode(), model
    for name in ("wagtailimages:add", "wagtaildocs:add"):
        assert words in client.get(reverse(name)).content.decode(), name
    shown = client.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    assert words not in shown.content.decode()


def test_words_of_a_picture_have_their_language(client, admin):
    client.force_login(admin)
    shown = client.get(reverse("wagtailimages:add"))
    page = BeautifulSoup(shown.content, "html.parser")
    for code in languages.codes():
        assert page.select_one(f"#id_alt_text_{code}")["lang"] == code
