"""Lists are in Norwegian order, of the names that are read, on every database."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from ethicaltrade.core.models import Person, Topic
from events.filters import EventFilter
from events.models import EventPage, Organisation
from membership.members.filters import MemberFilter
from membership.members.models import Member
from tests.events.support import put_event
from tests.membership.factories import add_member
from tests.support.pages import put_article, soup

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

ORDERED = [
    "ask",
    "Berg",
    "Élan",
    "Zulu",
    "Ælv",
    "Ørn",
    "Aas",
    "Åsane",
]
MIXED = sorted(ORDERED)


def in_order(names):
    """Those that are ours, in the order they come."""
    return [name for name in names if name in ORDERED]


@pytest.fixture(params=["nb", "en"])
def language(request):
    """The names are those of the language; in the other they are in another order."""
    with translation.override(request.param):
        yield request.param


def named(language, name, number):
    """In the other language the order is the other way round."""
    other = "en" if language == "nb" else "nb"
    return {f"name_{language}": name, f"name_{other}": f"{100 - number:03}"}


@pytest.fixture
def topics(db, language):
    return [
        Topic.objects.create(**named(language, name, ORDERED.index(name)))
        for name in MIXED
    ]


def options(page, name):
    return in_order(option.get_text().strip() for option in page.select(f"{name} *"))


def test_topics_of_the_news(client, news, topics, language):
    put_article(news, "Om alt", topics=topics)
    page = soup(client.get(news.get_url_in(language)))
    assert options(page, "[name=topic], .filters") == ORDERED


def test_topics_and_cities_of_the_programme(programme, topics):
    page = put_event(programme, "Om alt", topics=topics)
    for name in MIXED:
        put_event(programme, name, city_nb=name)
    shown = EventFilter(QueryDict(), EventPage.objects.all())
    assert [topic.name for topic in shown.topics] == ORDERED
    assert in_order(city.name for city in shown.cities) == ORDERED
    assert [topic.name for topic in EventPage.objects.get(pk=page.pk).topics.all()]


def test_members_and_their_places():
    for name in MIXED:
        add_member(name, place=name)
    assert [member.name for member in Member.objects.all()] == ORDERED
    rows = Member.objects.values_list("sector", "place")
    places = MemberFilter(QueryDict(), list(rows)).places
    assert [place.name for place in places] == ORDERED


def test_people_and_organisations(language):
    for name in MIXED:
        Person.objects.create(name=name)
        Organisation.objects.create(**named(language, name, ORDERED.index(name)))
    assert [person.name for person in Person.objects.all()] == ORDERED
    assert [one.name for one in Organisation.objects.all()] == ORDERED
    one = Organisation.objects.get(**{f"name_{language}": "ask"})
    one.short_name = "ÅÅÅ"
    one.save()
    assert str(list(Organisation.objects.all())[-1]) == "ÅÅÅ"


def test_name_in_one_language_is_in_its_place_in_both():
    for name in MIXED:
        Topic.objects.create(name_nb=name)
    for language in ("nb", "en"):
        with translation.override(language):
            assert [topic.name for topic in Topic.objects.all()] == ORDERED


@pytest.mark.parametrize("model", [Person, Topic, Organisation])
def test_lists_and_choosers_of_the_cms(client, admin, model):
    for name in MIXED:
        model.objects.create(name=name)
    client.force_login(admin)
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    shown = soup(client.get(reverse(f"wagtailsnippets_{name}:list")))
    assert in_order(shown.main.stripped_strings) == ORDERED
    chooser = client.get(reverse(f"wagtailsnippetchoosers_{name}:choose")).json()
    found = BeautifulSoup(chooser["html"], "html.parser").stripped_strings
    assert in_order(found) == ORDERED
