"""A picture's own page, and the list of pictures, say where one lacks words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from ethicaltrade.bilingual import actions
from ethicaltrade.core.models import Person
from ethicaltrade.core.pictures import MOST, uses_of, without_words
from ethicaltrade.home.groups import WRITERS
from ethicaltrade.media.models import CustomImage
from tests.support import factories
from tests.support.files import picture
from tests.support.pages import folded, soup
from tests.support.plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

INDEX = reverse("wagtailimages:index")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    UserProfile.objects.create(user=editor, preferred_language="nb")
    return client


@pytest.fixture
def silent(db):
    """It says nothing in English."""
    return picture(alt_text_en="")


def in_body(image):
    return [{"type": "image", "value": {"image": image.pk}, "id": "b0"}]


def put(news, **fields):
    return factories.add_page(news, factories.article(**fields))


def told(image, user):
    return [(use.name, use.names, use.lacking) for use in uses_of(image, user)]


def found(desk, *codes, **query):
    answer = desk.get(INDEX, {"lacks": codes, **query})
    assert answer.status_code == 200
    return {one.pk for one in answer.context["object_list"]}


@pytest.mark.every_database
@pytest.mark.parametrize("codes", [["nb"], ["en"], ["nb", "en"]])
def test_picture_that_all_languages_share_is_used_where_the_page_is_public(
    editor, news, silent, codes
):
    page = put(news, hero_image=silent, **factories.published_in("nb", "en"))
    actions.take_down(page, {"nb", "en"} - {*codes})
    (use,) = uses_of(silent, editor)
    assert (use.url, use.is_draft) == (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        False,
    )
    names = {"nb": "norsk", "en": "engelsk"}
    assert use.names == " og ".join(names[code] for code in codes)
    assert use.lacking == ("engelsk" if "en" in codes else "")


@pytest.mark.every_database
def test_picture_in_one_languages_body_is_used_in_that_one(desk, editor, news, silent):
    put(news, title_nb="Norsk", body_nb=in_body(silent), body_en=[])
    assert told(silent, editor) == [("Norsk", "norsk", "")]
    assert found(desk, "en") == set()
    put(news, title_nb="Begge", body_nb=in_body(silent), body_en=in_body(silent))
    assert set(told(silent, editor)) == {
        ("Norsk", "norsk", ""),
        ("Begge", "norsk og engelsk", "engelsk"),
    }
    assert found(desk, "en") == {silent.pk}


@pytest.mark.every_database
def test_list_has_the_pictures_that_say_nothing_where_they_are_used(desk, news, silent):
    unused, mute = picture(alt_text_en=""), picture(alt_text_nb="", alt_text_en="")
    decorative = picture(alt_text_nb="", alt_text_en="", is_decorative=True)
    for image in (silent, mute, decorative, picture()):
        put(news, hero_image=image)
    assert found(desk, "en") == {silent.pk, mute.pk}
    assert found(desk, "nb") == {mute.pk}
    assert found(desk, "nb", "en") == {silent.pk, mute.pk}
    assert unused.pk in found(desk)
    assert silent.pk in found(desk, "en", layout="list", q="Grønt")
    results = reverse("wagtailimages:index_results")
    answer = desk.get(results, {"lacks": "nb"})
    assert {one.pk for one in answer.context["object_list"]} == {mute.pk}


def test_draft_uses_it_but_no_reader_misses_its_words(desk, editor, news, silent):
    page = factories.article(title_nb="Utkast", title_en="", hero_image=silent)
    page.published_nb = page.published_en = False
    factories.add_page(news, page, publish=False)
    (use,) = uses_of(silent, editor)
    assert (use.is_draft, use.names, use.lacking) == (True, "norsk", "")
    assert found(desk, "en") == set()


def test_record_that_every_language_shows_counts_in_each(desk, editor, silent):
    Person.objects.create(name="Kari", photo=silent)
    assert told(silent, editor) == [("Kari", "norsk og engelsk", "engelsk")]
    assert found(desk, "en") == {silent.pk}


def test_form_and_usage_say_it(desk, news, silent):
    put(news, title_nb="Begge", hero_image=silent)
    sentence = "Mangler alternativ tekst på engelsk."
    for name in ("edit", "image_usage"):
        shown = folded(
            soup(desk.get(reverse(f"wagtailimages:{name}", args=[silent.pk])))
        )
        assert "Begge" in shown
        assert "norsk og engelsk" in shown
        assert sentence in shown
    answer = desk.get(reverse("wagtailimages:edit", args=[picture().pk]))
    assert "Ingenting bruker det ennå. Upubliserte" in folded(soup(answer))


def test_what_the_reader_may_not_edit_is_told_by_its_kind(news, silent):
    put(news, title_nb="Hemmelig", hero_image=silent)
    stranger = factories.user("fremmed@example.org")
    (use,) = uses_of(silent, stranger)
    assert (use.name, use.url, use.kind) == ("", None, "Artikkel")
    writer = factories.user("skribent@example.org", WRITERS)
    assert [use.name for use in uses_of(silent, writer)] == ["Hemmelig"]


def test_uses_of_a_picture_are_bounded(
    desk, editor, news, silent, django_assert_max_num_queries
):
    def count():
        address = reverse("wagtailimages:edit", args=[silent.pk])
        with django_assert_max_num_queries(60):
            return soup(desk.get(address))

    for number in range(MOST + 5):
        put(news, title_nb=f"Side {number}", hero_image=silent)
    shown = count()
    assert len(shown.select(".picture-uses li")) == MOST
    assert "og 5 til" in folded(shown.select_one(".picture-uses"))


def test_list_takes_no_query_per_picture(desk, news):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert found(desk, "en", layout="list")
        return len(captured)

    put(news, hero_image=picture(alt_text_en=""))
    queries()
    before = queries()
    for _number in range(5):
        put(news, hero_image=picture(alt_text_en=""))
    queries()  # their small sizes are made
    assert queries() == before


@pytest.mark.every_database
def test_uses_are_found_by_the_index_of_what_is_referred_to(news, silent):
    put(news, hero_image=silent)
    plan = plan_of(without_words(CustomImage.objects.all(), "en"))
    assert plan.count("referenceindex_target_object") == 2
