"""What a page shows of another record is found under its present name alone."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail.models import Site, get_page_models
from wagtail.search.index import RelatedFields

from articles.models import Byline, RelatedArticle
from ethicaltrade.core.changes import followed, pages_changed
from ethicaltrade.core.models import Person, SiteSettings, Topic
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.search import indexing
from ethicaltrade.search.models import SearchEntry
from events.models import EventOrganiser, EventSpeaker, Organisation
from membership.members.models import MemberIndexPage
from tests.events.support import put_event
from tests.membership.factories import add_member
from tests.membership.resources.conftest import area  # noqa: F401
from tests.membership.resources.support import (
    add_document,
    closed_collection,
    put_resource,
)
from tests.support import factories
from tests.support.files import document, picture

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.every_database]

OLD, NEW = {"nb": "Gammelnavn", "en": "Formername"}, {"nb": "Nynavn", "en": "Newname"}
NEUTRAL = {"nb": "Navnebytte", "en": "Navnebytte"}, {"nb": "Etterpaa", "en": "Etterpaa"}


def names(words, field="name"):
    return {f"{field}_{language}": word for language, word in words.items()}


def organiser(places):
    organisation = Organisation.objects.create(**names(OLD))
    put_event(
        places["programme"],
        organisers=[EventOrganiser(organisation=organisation)],
    )
    return organisation, names(NEW), (OLD, NEW)


def short_name(places):
    organisation = Organisation.objects.create(
        name_nb="Noe", short_name=NEUTRAL[0]["nb"]
    )
    put_event(
        places["programme"],
        organisers=[EventOrganiser(organisation=organisation)],
    )
    return organisation, {"short_name": NEUTRAL[1]["nb"]}, NEUTRAL


def speaker(places):
    person = Person.objects.create(name=NEUTRAL[0]["nb"])
    put_event(places["programme"], speakers=[EventSpeaker(person=person)])
    return person, {"name": NEUTRAL[1]["nb"]}, NEUTRAL


def topic(places):
    made = Topic.objects.create(**names(OLD))
    put_resource(places["area"], is_open=True, topics=[made])
    return made, names(NEW), (OLD, NEW)


def file(places):
    made = add_document(NEUTRAL[0]["nb"])
    put_resource(places["area"], is_open=True, documents=[made])
    return made, {"title": NEUTRAL[1]["nb"]}, NEUTRAL


@pytest.fixture
def places(programme, area):  # noqa: F811
    return {"programme": programme, "area": area}


SHOWN = [organiser, short_name, speaker, topic, file]
SEARCHES = {"nb": "/sok/", "en": "/en/search/"}


def number_found(client, language, word):
    return len(client.get(SEARCHES[language], {"q": word}).context["results"])


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("show", SHOWN)
def test_renamed_record_is_found_by_its_new_name_alone(client, places, show, language):
    record, new, (before, after) = show(places)
    assert number_found(client, language, before[language]) == 1
    assert number_found(client, language, after[language]) == 0
    for name, value in new.items():
        setattr(record, name, value)
    record.save()
    assert number_found(client, language, before[language]) == 0
    assert number_found(client, language, after[language]) == 1


def test_document_that_is_moved_to_a_closed_collection_is_found_no_more(client, places):
    made, _new, (before, _after) = file(places)
    made.collection = closed_collection("Members")
    made.save()
    assert number_found(client, "nb", before["nb"]) == 0


def test_draft_is_not_found_by_a_record_it_shows(client, programme):
    organisation = Organisation.objects.create(**names(OLD))
    page = put_event(programme, organisers=[EventOrganiser(organisation=organisation)])
    page.unpublish()
    organisation.name_nb = NEW["nb"]
    organisation.save()
    assert not SearchEntry.objects.filter(page_id=page.pk).exists()


def test_draft_of_a_page_that_is_live_stays_a_draft(client, programme):
    organisation = Organisation.objects.create(**names(OLD))
    page = put_event(programme, organisers=[EventOrganiser(organisation=organisation)])
    page.title_nb = "Hemmelig"
    factories.save_page(page, publish=False)
    organisation.name_nb = NEW["nb"]
    organisation.save()
    assert number_found(client, "nb", "hemmelig") == 0
    assert number_found(client, "nb", NEW["nb"]) == 1


def test_many_pages_are_the_workers_some_at_a_time(client, programme, monkeypatch):
    parts = []
    monkeypatch.setattr(indexing, "FEW", 1)
    monkeypatch.setattr(indexing, "PART", 2)
    worker = SimpleNamespace(enqueue=parts.append)
    monkeypatch.setattr(indexing, "write_in_worker", worker)
    organisation = Organisation.objects.create(**names(OLD))
    for number in range(3):
        put_event(
            programme,
            f"Kurs {number}",
            organisers=[EventOrganiser(organisation=organisation)],
        )
    parts.clear()
    organisation.name_nb = NEW["nb"]
    organisation.save()
    assert [len(part) for part in parts] == [2, 1]
    for part in parts:
        indexing.write_changed_rows(part)
    assert number_found(client, "nb", NEW["nb"]) == 3


def test_row_that_says_the_same_is_not_written_again(client, news, monkeypatch):
    person = Person.objects.create(name="Kari")
    factories.put_page(news, factories.article(contact_person=person))
    written = []
    monkeypatch.setattr(SearchEntry, "save", lambda *_args, **_: written.append(1))
    person.name = "Ola"
    person.save()
    assert written == []


# Who is told


def link_to(kind, record):
    html = f'<p><a linktype="{kind}" id="{record.pk}">Her</a></p>'
    return [{"type": "text", "value": html}]


def shows_person(news):
    person = Person.objects.create(name="Kari")
    return person, factories.article(bylines=[Byline(person=person)])


def shows_contact(news):
    person = Person.objects.create(name="Kari")
    return person, factories.article(contact_person=person)


def shows_topic(news):
    made = Topic.objects.create(name_nb="Lønn")
    return made, factories.article(topics=[made])


def shows_picture(news):
    image = picture()
    return image, factories.article(hero_image=image)


def shows_picture_of_a_person(news):
    image = picture()
    person = Person.objects.create(name="Kari", photo=image)
    return image, factories.article(contact_person=person)


def shows_picture_in_text(news):
    image = picture()
    body = [{"type": "image", "value": {"image": image.pk}}]
    return image, factories.article(body_en=body)


def links_to_document(news):
    made = document()
    return made, factories.article(body_nb=link_to("document", made))


def links_to_page(news):
    return news, factories.article(body_nb=link_to("page", news))


def relates_to_article(news):
    other = factories.put_page(news, factories.article(title_nb="Annet"))
    return other, factories.article(related_links=[RelatedArticle(article=other)])


USES = [
    shows_person,
    shows_contact,
    shows_topic,
    shows_picture,
    shows_picture_of_a_person,
    shows_picture_in_text,
    links_to_document,
    links_to_page,
    relates_to_article,
]


@pytest.fixture
def told():
    """The keys that the signal told."""
    heard = []

    def listen(keys, **kwargs):
        heard.append(keys)

    pages_changed.connect(listen)
    yield heard
    pages_changed.disconnect(listen)


@pytest.mark.parametrize("use", USES)
def test_page_that_shows_a_record_is_told_of(news, told, use):
    record, page = use(news)
    page = factories.add_page(news, page)
    told.clear()
    type(record).objects.get(pk=record.pk).save()
    assert any(page.pk in keys for keys in told)


def test_pages_are_told_of_before_a_page_they_link_to_is_gone(news, told):
    other, page = relates_to_article(news)
    page = factories.add_page(news, page)
    told.clear()
    type(other).objects.get(pk=other.pk).delete()
    assert any(page.pk in keys for keys in told)


def test_directory_shows_members_and_every_page_the_settings(home, told):
    directory = factories.put_page(
        home,
        MemberIndexPage(
            title_nb="Medlemmer",
            title_en="Members",
            **factories.published_in("nb", "en"),
        ),
    )
    told.clear()
    add_member()
    assert told[-1] == {directory.pk}
    SiteSettings.for_site(Site.objects.get()).save()
    assert told[-1] is None


def test_book_keeping_of_a_page_is_told_to_nobody(news, told):
    _record, page = links_to_page(news)
    factories.add_page(news, page)
    told.clear()
    news.save(update_fields=["locked"])
    assert told == []


def is_ours(model):
    roots = {"articles", "ethicaltrade", "events", "membership"}
    return model.__module__.split(".")[0] in roots


def test_every_model_that_a_page_leads_to_is_followed():
    """By a key of its own or of a row of it."""
    targets = {
        field.related_model
        for page in get_page_models()
        for model in (page, *(r.related_model for r in get_all_child_relations(page)))
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    }
    wordless = {apps.get_model("users.User"), apps.get_model("privacy.Gate")}
    missing = {model for model in targets if is_ours(model)} - followed() - wordless
    assert missing == set()


def test_every_record_whose_words_are_searched_is_in_the_matrix():
    def related(model, fields):
        for field in fields:
            if isinstance(field, RelatedFields):
                target = model._meta.get_field(field.field_name).related_model
                yield target
                yield from related(target, field.fields)

    searched = {
        target
        for page in get_page_models()
        for target in related(page, page.search_fields)
        if target in followed()
    }
    assert searched <= {Organisation, Person, Topic, CustomDocument}
