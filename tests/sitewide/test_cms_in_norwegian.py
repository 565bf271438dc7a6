"""Whoever has the CMS in Norwegian reads no English there."""

import gettext
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import trans_real
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, get_page_models
from wagtail.snippets.models import get_snippet_models

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.home.feedback import Feedback
from ethicaltrade.users.models import User
from tests.support.cms_views import (
    FIRST,
    Kind,
    kind_of,
    look_of,
    match_of,
    met,
    of_a_row,
    text_of,
)
from tests.support.english import (
    LANGUAGE,
    catalogues,
    english_in,
    is_english,
    marked_as_english,
    without,
    written_in_english,
)

from .roles import LOG_INS, least_first


class Missing(gettext.NullTranslations):
    """Stands behind the Norwegian, and writes down what it is asked for."""

    def __init__(self):
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message):
        self.asked.add(message)
        return message

    def ngettext(self, one, many, number):
        self.asked.add(one)
        return one if number == 1 else many


@pytest.fixture
def missing(monkeypatch) -> Missing:
    recorder = Missing()
    norwegian = trans_real.translation(LANGUAGE)
    monkeypatch.setattr(norwegian, "_fallback", recorder)
    return recorder


def english_of(html: str, own: Callable[[], list[str]]) -> set[str]:
    """What is neither an editor's own words, nor says that it is in English."""
    if not (found := english_in(html)):
        return found
    marked = marked_as_english(html)
    return {
        text
        for text in found
        if text not in marked and is_english(without(text, own()), True)
    }


@pytest.mark.slow
@pytest.mark.long
def test_no_view_of_the_cms_has_english(demo_site, missing):
    """As who has the least rights that open it; as a superuser, who sees the most."""
    front_page = BasePage.objects.get(depth=2)
    OldAddress.objects.create(path="/gammel/", language="en", page=front_page)
    Feedback.objects.create(language="nb", text="Noe er feil", fingerprint="a")
    own = cache(written_in_english)
    faults: dict[str, set[str]] = {}
    clients = {letter: Client() for letter in LOG_INS}
    for letter, email in LOG_INS.items():
        clients[letter].force_login(User.objects.get(email=email))
    superuser = Client()
    superuser.force_login(User.objects.get(email="admin@example.org"))

    def newest(model: type[Model]) -> object:
        return model.objects.latest("pk").pk

    def look(client: Client, address: str) -> tuple[bool, str]:
        response = client.get(of_a_row(address, newest))
        text = "" if response.streaming else text_of(response)
        for found in english_of(text, own) | missing.asked:
            faults.setdefault(found, set()).add(address)
        missing.asked.clear()
        return response.status_code == 200, text

    looks: set[Kind] = set()

    def get(address: str, name: str) -> str:
        _opened, texts = look(superuser, address)
        kind = look_of(match_of(address))
        if kind in looks:
            return texts
        for letter in least_first(name):
            opened, text = look(clients[letter], address)
            texts += text
            if opened:
                looks.add(kind)
                if address != FIRST:
                    break
        return texts

    types = dict(BasePage.objects.values_list("pk", "content_type__model"))
    assert len(list(met(get, partial(kind_of, types=types)))) > 150
    assert faults == {}


WAGTAIL = Path(wagtail.__file__).parent
SEARCH = [('value="Search"', 'value="{% trans "Search" %}"')]
COPIES = {
    # And no search of pages for who may not see them.
    "admin/templates/wagtailadmin/home.html": [
        *SEARCH,
        ("<form", "{% if root_page.pk %}<form"),
        ("</form>", "</form>{% endif %}"),
    ],
    "admin/templates/wagtailadmin/shared/search_other.html": [
        ("<h3", "<h2"),
        ("</h3>", "</h2>"),
    ],
    "admin/templates/wagtailadmin/tables/boolean_cell.html": [
        ("value|stringformat:'s' name=\"help\"", '_("Unknown") name="help"'),
        ("value|stringformat:'s' name=\"check\"", '_("Yes") name="check"'),
        ("value|stringformat:'s' name=\"cross\"", '_("No") name="cross"'),
    ],
    "admin/templates/wagtailadmin/shared/header.html": SEARCH,
    "admin/templates/wagtailadmin/shared/headers/_actions.html": [
        (
            '<nav aria-label="Actions"',
            '{% load i18n %}\n<nav aria-label="{% trans "Actions" %}"',
        )
    ],
}
"""Templates of Wagtail's that we cannot have as they are, and what ours have instead:
English, what a screen reader cannot tell, a search that not everybody may use."""


@pytest.mark.parametrize("path", COPIES)
def test_copied_template_is_wagtails_in_another_language(path):
    text = (WAGTAIL / path).read_text()
    for old, new in COPIES[path]:
        assert old in text, "Wagtail's own is another by now"
        text = text.replace(old, new)
    name = path.partition("templates/")[2]
    assert (settings.BASE_DIR / "templates" / name).read_text() == text


ASKED_BY_NO_EDITOR = {
    *("IPv4", "IPv6"),
    "Taggit",  # names of programs
    "Wagtail API v2",
    "Wagtail API v3",
}


def test_what_wagtail_says_has_its_norwegian(missing):
    """In every form, e-mail and message, whether a view here shows it or not."""
    for language, domain, messages in catalogues():
        if language != "en" or domain != "django":
            continue
        for message in messages:
            one, many = translation.gettext, translation.ngettext
            if message.context:
                one = partial(translation.pgettext, message.context)
                many = partial(translation.npgettext, message.context)
            with translation.override(LANGUAGE):
                many(*message.id, 2) if message.pluralizable else one(message.id)
    assert missing.asked - ASKED_BY_NO_EDITOR == set()


def test_every_model_is_named_in_norwegian():
    """Wagtail puts the names into its own sentences."""
    shown = [*get_page_models(), *get_snippet_models(), *settings_registry]
    for model in (*shown, get_image_model(), get_document_model()):
        for name in ("verbose_name", "verbose_name_plural"):
            assert isinstance(model._meta.original_attrs.get(name), Promise), model


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "name"), [("nb", "Toppnivå"), ("en", "Top level")]
)
def test_what_wagtail_made_is_named_in_the_editors_language(language, name):
    root = BasePage.objects.get(depth=1)
    with translation.override(language):
        assert root.get_admin_display_title() == name
    assert Collection.get_first_root_node().name == "Felles"
