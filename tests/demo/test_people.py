"""The demo's staff: portraits of nobody real, and over no editor's choice."""

from io import StringIO

import pytest
from django.core.management import call_command

from ethicaltrade.core.models import Person
from ethicaltrade.media.models import CustomImage
from tests.support.demo import use_plain_pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(demo_site, monkeypatch):
    """Run the command once more on a site that has the demo already."""
    use_plain_pictures(monkeypatch)
    return lambda: call_command("demo", stdout=StringIO())


def photos():
    """The title of each person's photo, by the person's first name."""
    rows = Person.objects.values_list("name", "photo__title")
    return {name.split()[0]: title for name, title in rows}


def test_all_but_the_real_one_have_a_portrait_of_their_own(demo_site):
    assert photos() == {
        "Stine": None,
        "Kari": "Demo: portrait-kari",
        "Ingrid": "Demo: portrait-ingrid",
        "Amir": "Demo: portrait-amir",
        "Lena": "Demo: portrait-lena",
        "Jonas": "Demo: portrait-jonas",
    }


def test_person_from_before_the_portraits_gets_one(again):
    before = photos()
    Person.objects.update(photo=None)
    again()
    assert photos() == before


def test_photo_an_editor_has_chosen_is_kept(again):
    chosen = CustomImage.objects.get(title="Demo: office")
    Person.objects.filter(name="Kari Demo-Hansen").update(photo=chosen)
    again()
    assert photos()["Kari"] == "Demo: office"
