"""Words inside a block: asked for in each language, read in one."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from wagtail import blocks

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.blocks import (
    BilingualBlock,
    in_every_language,
    required_in,
)

HEADING = BilingualBlock(label="Heading", max_length=20)
OPTIONAL = BilingualBlock(label="Text", required=False)


def missing(block, words):
    """The languages beside which the form says that words are missing."""
    try:
        block.clean(block.to_python(words))
    except ValidationError as error:
        return set(error.block_errors)
    return set()


def rendered(template, value):
    return Template(template).render(Context({"value": value}))


def test_there_is_one_text_for_each_language_of_the_site():
    assert list(HEADING.child_blocks) == languages.codes()


@pytest.mark.parametrize(
    ("interface", "expected"),
    [
        ("nb", ["Heading – norsk", "Heading – engelsk"]),
        ("en", ["Heading – Norwegian", "Heading – English"]),
    ],
)
def test_texts_are_labelled_as_a_pages_own_fields(interface, expected):
    with translation.override(interface):
        labels = [str(block.label) for block in HEADING.child_blocks.values()]
    assert labels == expected


def test_options_reach_the_text_of_each_language():
    too_long = {"nb": "x" * 21, "en": "x" * 20}
    assert missing(HEADING, too_long) == {"nb"}
    in_two = BilingualBlock(blocks.TextBlock, label="Text", rows=2)
    assert {type(block) for block in in_two.child_blocks.values()} == {blocks.TextBlock}


def test_reader_gets_the_active_language():
    value = HEADING.to_python({"nb": "Løftet", "en": "The promise"})
    for language, expected in (("nb", "Løftet"), ("en", "The promise")):
        with translation.override(language):
            assert value.text == str(value) == expected
            assert rendered("{{ value }}|{{ value.text }}", value) == (
                f"{expected}|{expected}"
            )


def test_nothing_is_borrowed_from_another_language():
    value = HEADING.to_python({"nb": "Løftet", "en": ""})
    with translation.override("en"):
        assert (value.text, str(value), bool(value)) == ("", "", False)
        assert rendered("{% if value %}shown{% endif %}{{ value }}", value) == ""
    assert bool(value), "written in Norwegian"


def test_language_that_is_newer_than_the_text_has_none():
    value = HEADING.to_python({"nb": "Løftet"})
    with translation.override("en"):
        assert value.text == ""
    assert HEADING.get_prep_value(value) == {"nb": "Løftet", "en": ""}


def test_language_that_the_site_has_no_more_is_dropped():
    assert list(HEADING.to_python({"nb": "a", "da": "b"})) == languages.codes()


def test_words_are_escaped():
    value = HEADING.to_python(in_every_language("<b>&</b>"))
    assert rendered("{{ value }}", value) == "&lt;b&gt;&amp;&lt;/b&gt;"


def test_rich_text_stays_markup():
    block = BilingualBlock(blocks.RichTextBlock, label="Text")
    value = block.to_python(in_every_language("<p>Hei</p>"))
    assert "<p>Hei</p>" in rendered("{{ value }}", value)


def test_required_words_are_asked_for_in_every_language():
    assert missing(HEADING, {}) == {"nb", "en"}
    assert missing(HEADING, {"nb": "Løftet", "en": "  "}) == {"en"}
    assert missing(HEADING, in_every_language("x")) == set()


def test_required_words_are_asked_for_in_the_languages_that_are_named():
    with required_in(["nb"]):
        assert missing(HEADING, {"nb": "Løftet"}) == set()
        assert missing(HEADING, {"en": "The promise"}) == {"nb"}
    with required_in([]):
        assert missing(HEADING, {}) == set()
    assert missing(HEADING, {}) == {"nb", "en"}, "it does not last"


def test_error_names_the_language():
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            HEADING.clean(HEADING.to_python({"nb": "Løftet"}))
        [message] = caught.value.block_errors["en"].messages
    assert "English" in message


def test_words_that_are_not_required_are_never_asked_for():
    assert missing(OPTIONAL, {}) == set()
    assert not OPTIONAL.required
    assert HEADING.required


def test_draft_may_lack_words():
    block = BilingualBlock(label="Heading")
    value = block.clean_deferred(block.to_python({"nb": "Løftet"}))
    assert value["en"] == ""
    assert missing(block, {"nb": "Løftet"}) == {"en"}, "it may not be published"


def test_search_reads_one_language():
    value = HEADING.to_python({"nb": "Løftet", "en": "The promise"})
    for language, expected in (("nb", ["Løftet"]), ("en", ["The promise"])):
        with translation.override(language):
            assert HEADING.get_searchable_content(value) == expected
