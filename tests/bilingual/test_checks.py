"""A page type that isn't bilingual does not start."""

import pytest
from modeltranslation.translator import NotRegistered
from wagtail.admin.forms import WagtailAdminPageForm

from articles.models import ArticlePage
from ethicaltrade.bilingual import checks
from ethicaltrade.media.models import CustomImage


class Options:
    """What a page type has registered for translation."""

    def __init__(self, *names):
        self.all_fields = dict.fromkeys(names)


@pytest.fixture
def registered(monkeypatch):
    """Pretend that just these fields of an article are registered."""

    def pretend(*names):
        monkeypatch.setattr(
            checks.translator, "get_options_for_model", lambda model: Options(*names)
        )

    return pretend


def errors_of(model):
    return [error.id for error in checks._errors_of_page_type(model)]


def test_every_page_type_of_the_site_passes():
    assert checks.check_page_types(None) == []
    assert checks.check_languages(None) == []


def test_page_type_that_is_no_bilingual_page_is_refused():
    assert errors_of(CustomImage) == ["bilingual.E002"]


def test_page_type_that_is_not_registered_is_refused(monkeypatch):
    def not_registered(model):
        raise NotRegistered

    monkeypatch.setattr(checks.translator, "get_options_for_model", not_registered)
    assert set(errors_of(ArticlePage)) == {"bilingual.E003", "bilingual.E004"}


def test_text_in_one_language_only_is_refused(registered):
    registered(*checks.TRANSLATED, "body")
    errors = list(checks._errors_of_page_type(ArticlePage))
    assert [error.id for error in errors] == ["bilingual.E004"]
    assert "'lead'" in errors[0].msg


def test_text_that_is_the_same_in_every_language_is_named(registered, monkeypatch):
    registered(*checks.TRANSLATED, "body")
    monkeypatch.setattr(ArticlePage, "same_in_every_language", ("lead",))
    assert errors_of(ArticlePage) == []


def test_form_that_knows_no_languages_is_refused(monkeypatch):
    monkeypatch.setattr(ArticlePage, "base_form_class", WagtailAdminPageForm)
    assert errors_of(ArticlePage) == ["bilingual.E005"]


def test_rows_that_are_not_known_again_are_refused(monkeypatch):
    monkeypatch.setattr(checks.rows, "Row", CustomImage)
    assert errors_of(ArticlePage) == ["bilingual.E006"] * 2


def test_first_language_must_be_the_default(settings):
    settings.LANGUAGES = list(reversed(settings.LANGUAGES))
    assert [error.id for error in checks.check_languages(None)] == ["bilingual.E001"]
