"""What a page or a record shows is not deleted, whichever door one tries."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Collection, PageViewRestriction
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from articles.models import Byline
from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.core.models import Person, Topic
from ethicaltrade.core.protection import is_protected
from ethicaltrade.media.models import CustomDocument, CustomImage
from events.models import EventOrganiser, EventSpeaker, Organisation
from membership.affiliations.models import Affiliation, Role
from membership.members.fees.models import FeeTable
from membership.members.models import Member, MembershipPage
from tests.events.support import event
from tests.membership.applications.support import add_application
from tests.membership.factories import add_member
from tests.membership.members.fees.factories import make_table
from tests.membership.proposals.support import propose
from tests.support import factories
from tests.support.files import document, picture
from tests.support.pages import folded, soup

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


def person(**fields):
    return Person.objects.create(name="Kari Byline", **fields)


def topic():
    return Topic.objects.create(name_nb="Levelønn", name_en="Living wages")


def with_byline(news, programme):
    used = person()
    page = factories.article()
    page.bylines = [Byline(person=used)]
    return used, factories.add_page(news, page)


def with_contact(news, programme):
    used = person()
    return used, factories.add_page(news, factories.article(contact_person=used))


def with_speaker(news, programme):
    used = person()
    speakers = [EventSpeaker(person=used)]
    return used, factories.add_page(programme, event(speakers=speakers))


def with_adviser(news, programme):
    used = person()
    return used, add_member("Har rådgiver AS", adviser=used)


def with_organiser(news, programme):
    used = Organisation.objects.create(name_nb="Arrangør", name_en="Organiser")
    organisers = [EventOrganiser(organisation=used)]
    return used, factories.add_page(programme, event(organisers=organisers))


def with_topic(news, programme):
    used = topic()
    page = factories.article()
    page.topics = [used]
    return used, factories.add_page(news, page)


def with_people(news, programme):
    used = add_member("Befolket AS")
    user = factories.user("ola@example.org")
    return used, Affiliation.objects.create(member=used, user=user, role=Role.MAIN)


def with_proposal(news, programme):
    used = add_member("Foreslått AS")
    return used, propose(used, factories.user("ola@example.org"), place="Moss")


def with_application(news, programme):
    used = add_member("Opptatt AS")
    return used, add_application(member=used, state="approved")


def with_calculator(news, programme):
    used = make_table(2026)
    home = news.get_parent().specific
    words = {"title_nb": "Medlemskap", "lead_nb": "Bli medlem."}
    page = MembershipPage(**words, **factories.published_in("nb"))
    return used, factories.put_page(home, page)


def with_picture(news, programme):
    used = picture()
    return used, factories.add_page(news, factories.article(hero_image=used))


def with_portrait(news, programme):
    used = picture()
    return used, person(photo=used)


def with_picture_in_body(news, programme):
    used = picture()
    body = [("image", {"image": used})]
    return used, factories.add_page(news, factories.article(body_nb=body))


def with_document_in_body(news, programme):
    used = document()
    body = [("documents", {"documents": [used]})]
    return used, factories.add_page(news, factories.article(body_nb=body))


def in_draft(page, **fields):
    """The page, with something that only its draft has."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def with_byline_in_draft(news, programme):
    used = person()
    page = factories.add_page(news, factories.article())
    return used, in_draft(page, bylines=[Byline(person=used)])


def with_topic_in_draft(news, programme):
    used = topic()
    page = factories.add_page(news, factories.article())
    return used, in_draft(page, topics=[used])


def with_picture_in_draft(news, programme):
    used = picture()
    page = factories.add_page(news, factories.article())
    return used, in_draft(page, body_nb=[("image", {"image": used})])


SNIPPETS = [
    *(with_byline_in_draft, with_topic_in_draft),
    *(with_byline, with_contact, with_speaker, with_adviser, with_organiser),
    *(with_topic, with_calculator, with_people, with_proposal, with_application),
]
FILES = [
    with_picture_in_draft,
    with_picture,
    with_portrait,
    with_picture_in_body,
    with_document_in_body,
]
UNUSED = {
    Person: person,
    Topic: topic,
    Organisation: lambda: Organisation.objects.create(name_nb="Ubrukt"),
    Member: lambda: add_member("Ubrukt AS"),
    FeeTable: lambda: make_table(2031),
    OldAddress: None,  # made of a page, below
}


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def delete_url(one) -> str:
    names = {CustomImage: "wagtailimages:delete", CustomDocument: "wagtaildocs:delete"}
    name = names.get(type(one))
    if name is None:
        name = type(one).snippet_viewset.get_url_name("delete")
    return reverse(name, args=[one.pk])


def bulk_url(one) -> str:
    meta = one._meta
    name = reverse(
        "wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"]
    )
    return f"{name}?id={one.pk}"


def is_there(one) -> bool:
    return type(one).objects.filter(pk=one.pk).exists()


def refusal(response, where) -> str:
    assert response.status_code == 409
    page = soup(response)
    text = folded(page.find("main"))
    assert "Fortsatt i bruk" in text
    assert str(where) in text
    return page


def is_refused_in_the_shell(one):
    for delete in (one.delete, type(one).objects.filter(pk=one.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    assert is_there(one)


@pytest.mark.parametrize("use", SNIPPETS)
def test_a_used_snippet_is_refused_at_every_door(use, desk, news, programme):
    used, where = use(news, programme)
    for address in (delete_url(used), bulk_url(used)):
        for ask in (desk.get, desk.post):
            page = refusal(ask(address), where)
            links = [a["href"] for a in page.find("main").find_all("a")]
            assert len(links) == 2  # to where it is used, and back
            assert is_there(used)
    is_refused_in_the_shell(used)


@pytest.mark.parametrize("use", FILES)
def test_a_used_file_is_refused_at_every_door(use, desk, news, programme):
    used, where = use(news, programme)
    for address in (delete_url(used), bulk_url(used)):
        refusal(desk.post(address), where)
        assert is_there(used)
    usage = soup(desk.get(delete_url(used))).find("main")
    assert use is with_picture_in_draft or "1 gang" in folded(usage)
    is_refused_in_the_shell(used)


@pytest.mark.parametrize("model", UNUSED)
@pytest.mark.parametrize("url", [delete_url, bulk_url])
def test_what_is_not_used_is_deleted(url, model, desk, article):
    make = UNUSED[model]
    if make is None:
        one = OldAddress.objects.create(path="/gammel/", language="nb", page=article)
    else:
        one = make()
    assert desk.get(url(one)).status_code == 200
    assert desk.post(url(one)).status_code == 302
    assert not is_there(one)


@pytest.mark.parametrize("make", [picture, document])
@pytest.mark.parametrize("url", [delete_url, bulk_url])
def test_a_file_that_is_not_used_is_deleted(url, make, desk):
    one = make()
    assert desk.post(url(one)).status_code == 302
    assert not is_there(one)


def test_every_snippet_is_in_the_matrix():
    assert set(get_snippet_models()) == set(UNUSED)
    for model in get_snippet_models():
        is_referred_to = any(
            relation.one_to_many and not hasattr(relation.field, "check_unique")
            for relation in model._meta.get_fields(include_hidden=True)
            if relation.auto_created and relation.one_to_many
        )
        if is_referred_to:
            assert is_protected(model)


def test_what_was_used_once_can_be_deleted(desk, news, programme):
    used, page = with_byline(news, programme)
    page.bylines.all().delete()  # past the page: the index is not told
    assert desk.post(delete_url(used)).status_code == 302
    assert not is_there(used)


def test_what_the_editor_may_not_open_is_told_by_its_kind(client):
    used = add_member("Befolket AS")
    user = factories.user("ola@example.org")
    Affiliation.objects.create(member=used, user=user, role=Role.MAIN)
    deleter = factories.user("sletter@example.org", "Sletter")
    group = deleter.groups.get()
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "delete_member"])
    )
    client.force_login(deleter)
    page = refusal(client.get(delete_url(used)), "Befolket AS")
    kind = str(Affiliation._meta.verbose_name)
    assert kind.lower() in folded(page.find("main")).lower()
    assert "ola@example.org" not in page.text


def test_an_explanation_is_in_the_editors_language(desk, admin, news, programme):
    UserProfile.objects.create(user=admin, preferred_language="en")
    used, _page = with_byline(news, programme)
    text = folded(soup(desk.get(delete_url(used))).find("main"))
    assert "Still in use" in text
    assert "“Kari Byline” is used by:" in text
    used, _page = with_picture(news, programme)
    assert "Still in use" in folded(soup(desk.post(delete_url(used))).find("main"))


def test_a_collection_with_files_stays(desk):
    collection = Collection.get_first_root_node().add_child(name="Notater")
    document(collection=collection)
    url = reverse("wagtailadmin_collections:delete", args=[collection.pk])
    desk.post(url)
    is_refused_in_the_shell(collection)
    CustomDocument.objects.all().delete()
    assert desk.post(url).status_code == 302
    assert not Collection.objects.filter(pk=collection.pk).exists()


def test_a_group_that_something_is_closed_to_stays(desk, article):
    group = Group.objects.create(name="Styret")
    closed = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.add(group)
    url = reverse("wagtailusers_groups:delete", args=[group.pk])
    refusal(desk.post(url), article.get_admin_display_title())
    assert Group.objects.filter(pk=group.pk).exists()
    closed.delete()
    somebody = factories.user("styret@example.org", "Styret")
    refusal(desk.post(url), somebody)
    somebody.groups.clear()
    assert desk.post(url).status_code == 302
