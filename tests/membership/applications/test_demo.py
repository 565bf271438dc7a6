"""The demo's page and its application are there once, and are sound."""

import pytest

from ethicaltrade.bilingual import languages
from ethicaltrade.demo.membership import add_application_page
from ethicaltrade.mail.models import Email
from membership.applications.models import Application, ApplicationPage
from tests.support.pages import soup

from .support import url

pytestmark = pytest.mark.django_db


def test_demo_is_made_once(section, editor):
    add_application_page(section, editor)
    add_application_page(section, editor)
    assert ApplicationPage.objects.count() == Application.objects.count() == 1
    assert not Email.objects.exists()
    application = Application.objects.get()
    application.full_clean()
    assert application.principles.text == ApplicationPage.objects.get().principles_nb


def test_demo_page_is_right_in_both_languages(section, editor, client):
    page = add_application_page(section, editor)
    for code, word in (("nb", "/sok-medlemskap/"), ("en", "/apply/")):
        address = page.get_url_in(code)
        assert address.endswith(word)
        shown = soup(client.get(address))
        assert shown.html["lang"] == code
        assert len(shown.select(".article__main h2")) == 2
        assert languages.value_in(page, "principles", code).count("<li") == 5
        assert client.get(url(page, "organisation", code)).status_code == 200


def test_demo_can_be_decided(section, desk, editor):
    add_application_page(section, editor)
    pk = Application.objects.get().pk
    answer = desk.get(f"/admin/applications/{pk}/")
    assert "Vardø Demokraft AS" in answer.content.decode()
