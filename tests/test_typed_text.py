"""Text as it comes in: what is removed, what becomes something else, what stays."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.models import ArticlePage
from ethicaltrade.core.models import Person, Topic
from ethicaltrade.typed_text import clean, clean_query
from tests.support import factories

NONCHARACTERS = ["\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff"]
CONTROLS = [
    chr(number)
    for number in (*range(0x20), *range(0x7F, 0xA0))
    if chr(number) not in "\t\n\r\x0b\x0c\x1e\x1f\x85"
]


@pytest.mark.parametrize("sign", [*CONTROLS, *NONCHARACTERS, "\ufeff", "\ud83d"])
def test_sign_without_a_shape_is_removed(sign):
    assert clean(f"Ær{sign}lig") == "Ærlig"


@pytest.mark.parametrize(
    "sign", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
)
def test_break_is_a_line_feed_or_a_space(sign):
    assert clean(f"to {sign}ord") == "to \nord"
    assert clean(f"to {sign}ord", one_line=True) == "to ord"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\x1epost til\x1fbud", "e-post til\xadbud"),
        ("\ud83d\ude00", "😀"),
        ("a\tb", "a\tb"),
        ("  ", "  "),
        *(
            (text, text)
            for text in (
                "til\xadbud",
                "<b>a</b> a<b & \"q\" 'q' «q»",
                "سلام\u200eabc\u200f",
                "می\u200cخواهم",  # noqa: RUF001
                "👩\u200d👧 ❤\ufe0f 🏴\U000e0067\U000e007f",
                "A\u030a",
            )
        ),
    ],
)
def test_text_is_kept(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["\u200b", "\xad", "\u2060 \xa0", "\u3164", "\x00", "\u2800", "\ufe0f"]
)
def test_nothing_to_see_is_no_text(typed):
    assert clean(typed) == ""


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_be_written_and_stays(text):
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    one_line = clean(text, one_line=True)
    assert len(one_line.splitlines()) <= 1


def test_what_is_asked_is_cleaned_but_passwords_are_not():
    query = QueryDict(mutable=True)
    query.setlist("q", ["a\x00", "\u200b"])
    query["new_password"] = "a\x0b\u200b"
    query["body"] = '{"text": "a\u2028b\x00"}'
    cleaned = clean_query(query)
    assert cleaned.getlist("q") == ["a", ""]
    assert cleaned["new_password"] == "a\x0b\u200b"
    assert cleaned["body"] == '{"text": "a\u2028b"}'
    with pytest.raises(AttributeError, match="immutable"):
        cleaned["q"] = "b"


# Past the forms


@pytest.mark.django_db
def test_record_is_cleaned_whoever_saves_it():
    person = Person.objects.create(name="Kari\x0bDemo\ufffe", role_nb="\u200b")
    person.refresh_from_db()
    assert (person.name, person.role_nb) == ("Kari Demo", "")
    topic = Topic.objects.create(name_nb="Levelønn\x00", name_en="Living \u2028wage")
    assert (topic.slug_nb, topic.slug_en) == ("levelonn", "living-wage")


@pytest.mark.django_db
def test_blocks_and_revisions_are_cleaned(news):
    body = [
        {"type": "text", "value": "<p>Ær\x0blig\ufffe</p>"},
        {"type": "fact_box", "value": {"heading": "a\x00\ud800b", "text": ""}},
    ]
    page = factories.add_page(news, factories.article(body_nb=body))
    page = ArticlePage.objects.get(pk=page.pk)
    text, facts = page.body_nb.raw_data
    assert text["value"] == "<p>Ær\nlig</p>"
    assert facts["value"]["heading"] == "ab"
    page.title_nb = "Et\x0butkast\x07"
    page.body_nb = body
    revision = page.save_revision()
    revision.refresh_from_db()
    assert revision.content["title_nb"] == "Et utkast"
    assert "\\u000b" not in revision.content["body_nb"]


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["\u200b", "\xad", "\u2060\u3164"])
def test_page_with_a_title_of_nothing_has_none(news, title):
    page = factories.article(title_nb=title, published_en=False)
    with pytest.raises(ValidationError, match="title"):
        factories.add_page(news, page)
