"""The subject list: each topic has a name and a slug in each language."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from ethicaltrade.core.models import Person, Topic
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


def test_slugs_are_made_from_the_names(interface):
    topic = Topic.objects.create(name_nb="Åpenhet og ærlighet", name_en="Openness")
    assert (topic.slug_nb, topic.slug_en) == ("apenhet-og-aerlighet", "openness")


def test_slug_that_an_editor_wrote_is_kept():
    topic = Topic.objects.create(name_nb="Åpenhet", slug_nb="loven", name_en="Openness")
    topic.name_nb = "Åpenhetsloven"
    topic.save()
    assert (topic.slug_nb, topic.slug_en) == ("loven", "openness")


def test_language_without_a_name_stores_no_slug(interface):
    topic = Topic.objects.create(name_nb="Åpenhet")
    assert topic.slug_nb == "apenhet"
    assert topic.slug_en is None
    topic = Topic.objects.get(pk=topic.pk)
    topic.save()
    topic.refresh_from_db()
    assert topic.slug_en is None, "a second save must not borrow the Norwegian one"


def test_two_topics_may_both_lack_a_language():
    Topic.objects.create(name_nb="Én")
    Topic.objects.create(name_nb="To")
    assert Topic.objects.filter(slug_en=None).count() == 2


@pytest.mark.parametrize("language", ["nb", "en"])
def test_two_topics_never_share_a_slug_in_a_language(language):
    first = {"name_nb": "Én", "name_en": "One", f"slug_{language}": "samme"}
    second = {"name_nb": "To", "name_en": "Two", f"slug_{language}": "samme"}
    Topic.objects.create(**first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(**second)


def test_two_topics_may_have_one_slug_in_different_languages():
    Topic.objects.create(name_nb="Import", name_en="Imports")
    Topic.objects.create(name_nb="Innførsel", name_en="Import")
    assert Topic.objects.count() == 2


def test_topics_are_sorted_by_name_in_the_language_being_read():
    Topic.objects.create(name_nb="B", name_en="Y")
    Topic.objects.create(name_nb="A", name_en="Z")
    assert [str(topic) for topic in Topic.objects.all()] == ["A", "B"]
    with translation.override("en"):
        assert [str(topic) for topic in Topic.objects.all()] == ["Y", "Z"]


@pytest.mark.parametrize(
    ("phone", "link"),
    [("+47 22 00 01 00", "+4722000100"), ("22 00 (01) 00", "22000100"), ("", "")],
)
def test_telephone_number_can_be_rung(phone, link):
    assert Person(name="Kari", phone=phone).phone_link == link


def test_address_that_no_letter_can_be_sent_to_is_refused():
    with pytest.raises(ValidationError) as refused:
        Person(name="Kari", email=f"kari@{'æ' * 63}.no").clean()
    assert "email" in refused.value.message_dict
    Person(name="Kari", email="kari@example.org").clean()


def test_topic_without_a_name_has_an_empty_cell_in_the_list(client, editor):
    """And not the word None."""
    Topic.objects.create(name_en="Openness")
    client.force_login(editor)
    answer = client.get("/admin/snippets/core/topic/")
    cells = soup(answer).select("main tbody td")
    assert "Openness" in [folded(cell) for cell in cells]
    assert not [cell for cell in cells if "None" in folded(cell)]
    assert soup(answer).select_one("main tbody td.title a").get_text(strip=True)
