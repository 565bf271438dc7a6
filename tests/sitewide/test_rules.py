"""Rules a machine can keep: translations, blocks, page types, templates."""

import string
from functools import cache, partial
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from wagtail import admin, images, users
from wagtail.admin.icons import get_icons
from wagtail.admin.telepath import JSContext
from wagtail.blocks.base import Block
from wagtail.models import get_page_models

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.core.blocks import BodyBlock
from tests.support.pages import folded

LOCALE = Path(settings.BASE_DIR) / "locale"
BLOCKS = BodyBlock().child_blocks
PAGE_TYPES = [model for model in get_page_models() if model is not BasePage]


@cache
def catalogue(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def strings(message):
    """The translations of a message: one, or one for each plural form."""
    return (
        message.string
        if isinstance(message.string, (list, tuple))
        else [message.string]
    )


NORWEGIAN = [message for message in catalogue("nb") if message.id]


# Translations


def test_every_string_has_its_norwegian():
    missing = [
        message.id
        for message in NORWEGIAN
        if message.fuzzy or not all(text.strip() for text in strings(message))
    ]
    assert missing == []


def test_norwegian_has_singular_and_plural():
    assert catalogue("nb").num_plurals == 2
    for message in NORWEGIAN:
        if message.pluralizable:
            assert len(strings(message)) == 2, message.id


def test_norwegian_keeps_the_placeholders_and_the_spaces_around():
    for message in NORWEGIAN:
        source = message.id[-1] if message.pluralizable else message.id
        for text in strings(message):
            assert text[:1].isspace() == source[:1].isspace(), source
            assert text.rstrip()[-1:] not in string.whitespace
        assert [str(error) for error in message.check(catalogue("nb"))] == []


def test_norwegian_uses_norwegian_quotation_marks():
    for message in NORWEGIAN:
        for text in strings(message):
            assert not set(text) & set("“”"), text


def test_catalogues_are_compiled_and_hold_the_same():
    for message in NORWEGIAN:
        if message.pluralizable or message.context or message.fuzzy:
            continue
        with translation.override("nb"):
            assert translation.gettext(message.id) == message.string, message.id


def test_english_is_the_source_and_needs_no_catalogue():
    assert not (LOCALE / "en").exists()
    with translation.override("en"):
        for message in NORWEGIAN:
            one, many = translation.gettext, translation.ngettext
            if message.context:
                one = partial(translation.pgettext, message.context)
                many = partial(translation.npgettext, message.context)
            if message.pluralizable:
                for number in (0, 1, 2):
                    assert many(*message.id, number) == message.id[number != 1]
            else:
                assert one(message.id) == message.id


def test_no_norwegian_of_wagtails_is_fuzzy_or_empty():
    path = LOCALE / "wagtail" / "nb" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="nb") if message.id]
    assert messages
    for message in messages:
        assert not message.fuzzy, message.id
        assert all(strings(message)), message.id


# Blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_block_says_what_it_is(name):
    meta = BLOCKS[name].meta
    assert meta.icon != Block._meta_class.icon, "the placeholder says nothing"
    assert f'id="icon-{meta.icon}"' in get_icons()
    assert isinstance(meta.label, translation.gettext_lazy("").__class__)
    assert meta.description
    assert meta.template.startswith("components/streamfield/")
    get_template(meta.template)


@pytest.mark.parametrize("name", BLOCKS)
def test_block_can_be_shown_before_it_is_chosen(name):
    block = BLOCKS[name]
    assert block.is_previewable
    value = block.get_preview_value()
    assert value
    assert isinstance(block.render(value), str)


@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_named_and_described_in_norwegian(name):
    meta = BLOCKS[name].meta
    for text in (meta.label, meta.description):
        shown = {}
        for language in languages.codes():
            with translation.override(language):
                shown[language] = str(text)
        alike = {"Video", "Dokument"}  # the same word in both languages
        assert shown["nb"] != shown["en"] or shown["nb"] in alike


def test_blocks_reach_the_editors_form():
    assert JSContext().pack(BodyBlock())


# Page types


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_page_type_has_its_template_and_a_name(model):
    get_template(model.template)
    assert model.template.startswith("pages/")
    with translation.override("nb"):
        norwegian = str(model._meta.verbose_name)
    with translation.override("en"):
        english = str(model._meta.verbose_name)
    assert norwegian != english


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_page_type_is_bilingual(model):
    assert issubclass(model, BasePage)
    assert "title" in model.required_when_published
    columns = {field.name for field in model._meta.get_fields()}
    for name in model.required_when_published:
        assert set(languages.localized_names(name)) <= columns


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_page_type_says_where_it_belongs(model):
    assert "parent_page_types" in vars(model)
    assert model.template


# Templates


def test_every_template_compiles():
    folder = Path(settings.BASE_DIR) / "templates"
    paths = sorted(folder.rglob("*.html"))
    assert len(paths) > 40
    for path in paths:
        get_template(str(path.relative_to(folder)))


def stands_in_for_another(name):
    """Whether django-allauth or Wagtail has one of that name, and asks for it."""
    folders = [
        Path(allauth.__file__).parent / "templates",
        Path(admin.__file__).parent / "templates",
        Path(images.__file__).parent / "templates",
        Path(users.__file__).parent / "templates",
    ]
    return any((folder / name).is_file() for folder in folders)


def test_no_template_is_without_use():
    folder = Path(settings.BASE_DIR) / "templates"
    code = [
        *folder.rglob("*.html"),
        *(
            path
            for room in ("ethicaltrade", "articles", "events", "membership")
            for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        ),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in code)
    by_name = {"wagtailcore/shared/block_preview.html"}  # Wagtail asks for it
    for path in folder.rglob("*.html"):
        name = str(path.relative_to(folder))
        if name.startswith("styleguide/entries/"):  # found by their folder
            continue
        if stands_in_for_another(name):
            continue
        if name.startswith("emails/") and path.stem != "base":
            # Sent by folder and stem, or by its stem in a table of the folder.
            stem = name.removeprefix("emails/").removesuffix(".html")
            names = {name, stem, path.stem}
        else:
            names = {name}
        used = names & by_name or any(f'"{one}"' in text for one in names)
        assert used, folded(name)
