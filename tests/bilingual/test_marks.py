"""Snippets, settings and pictures have no drafts: their forms say what lacks."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse

from ethicaltrade.bilingual.models import TranslatedFrom
from ethicaltrade.core.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def said(desk, url) -> str:
    return " ".join(map(str, get_messages(desk.get(url).wsgi_request)))


def save(desk, url, **typed):
    form = BeautifulSoup(desk.get(url).content, "html.parser")
    data = {
        control["name"]: control.get("value", "")
        for control in form.find("form", id="w-editor-form").find_all("input")
        if control.get("name")
    }
    response = desk.post(url, data | typed)
    assert response.status_code == 302, response.context["form"].errors


def test_form_of_a_topic_says_what_is_missing_and_what_is_outdated(desk):
    topic = Topic.objects.create(name_nb="Levelønn", name_en="")
    url = reverse("wagtailsnippets_core_topic:edit", args=[topic.pk])
    assert "Engelsk mangler: navn." in said(desk, url)
    save(desk, url, name_en="Living wage")
    assert "Engelsk" not in said(desk, url)
    save(desk, url, name_nb="Lønn å leve av")
    assert "Engelsk kan være utdatert: navn." in said(desk, url)
    save(desk, url, name_en="A wage to live on")
    assert "Engelsk" not in said(desk, url)
    topic.delete()
    assert not TranslatedFrom.objects.exists()


def test_form_without_translated_words_says_nothing(desk, editor):
    url = reverse("wagtailusers_users:edit", args=[editor.pk])
    assert said(desk, url) == ""
