"""A resource is born closed, stays right, and leads to no open document."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from ethicaltrade.home.groups import ADMINISTRATORS, PUBLISHERS, WRITERS
from ethicaltrade.search.models import SearchEntry
from ethicaltrade.users.models import MEMBERS_GROUP
from membership.resources import access
from membership.resources.models import ResourceDocument, ResourcePage
from tests.support import factories
from tests.support.pages import folded, soup

from .support import (
    EN,
    NB,
    add_document,
    closed_collection,
    groups_of,
    make_resource,
    open_page,
    put_chapter,
    put_resource,
)

pytestmark = pytest.mark.django_db

EDITING = {WRITERS, PUBLISHERS, ADMINISTRATORS}


def may_read(client, page, person=None) -> bool:
    client.logout()
    if person:
        client.force_login(person)
    return client.get(page.url).status_code == 200


# Born closed


def test_resource_is_closed_to_all_but_members_and_those_who_edit(
    client, area, member, editor
):
    page = put_resource(area)
    assert {MEMBERS_GROUP, *EDITING} <= groups_of(page)
    assert not may_read(client, page)
    assert not may_read(client, page, factories.user("innlogget@example.org"))
    assert may_read(client, page, member)
    assert may_read(client, page, editor)


def test_groups_that_may_not_edit_do_not_read(area):
    factories.user("styret@example.org", "Styret")
    assert "Styret" not in groups_of(put_resource(area))


def test_it_is_closed_when_saved_as_a_draft(area):
    page = factories.add_page(area, make_resource(), publish=False)
    assert MEMBERS_GROUP in groups_of(page)


def test_saving_again_does_not_close_what_was_opened(area):
    page = put_resource(area, is_open=True)
    factories.save_page(page)
    assert not PageViewRestriction.objects.filter(page_id=page.pk).exists()


def test_copy_is_closed_whatever_its_source_is(area):
    page = put_resource(area, is_open=True)
    copy = page.copy(update_attrs={"slug_nb": "kopi", "slug_en": "copy"})
    assert MEMBERS_GROUP in groups_of(copy)


def test_copy_of_a_closed_one_is_opened_by_one_step(client, area):
    page = put_resource(area)
    put_chapter(page)
    copy = page.copy(
        recursive=True, update_attrs={"slug_nb": "kopi", "slug_en": "copy"}
    )
    assert MEMBERS_GROUP in groups_of(copy)
    open_page(copy)
    assert may_read(client, copy)
    assert may_read(client, copy.get_children().get().specific)


def test_alias_is_as_closed_as_its_source(client, area, member):
    page = put_resource(area)
    alias = page.create_alias(
        parent=area, update_slug="alias", update_locale=None, reset_translation_key=True
    )
    open_page(alias)
    assert not may_read(client, alias)
    assert may_read(client, alias, member)


def test_chapters_follow_their_guide(client, area, guide, member):
    chapter = guide.get_children().first().specific
    assert not may_read(client, chapter)
    assert may_read(client, chapter, member)
    open_page(guide)
    assert may_read(client, chapter)


def test_outsider_at_a_closed_address_learns_no_title(client, area):
    page = put_resource(area, "Hemmelig", slug_nb="x", slug_en="y", shows_teaser=True)
    chapter = put_chapter(page, "Hemmelig kapittel", slug_nb="z")
    for address in (page.url, f"{page.url}print/", chapter.url, f"{NB}y/", f"{EN}x/"):
        response = client.get(address, follow=True)
        assert "emmelig" not in response.content.decode(), address


def test_former_member_gets_403(client, area):
    page = put_resource(area, "Hemmelig")
    client.force_login(factories.user("tidligere@example.org"))
    response = client.get(page.url)
    assert response.status_code == 403
    assert "emmelig" not in folded(soup(response).main)


# The members' collection


def test_collection_is_made_once_and_closed(area):
    collection = access.members_collection()
    restriction = CollectionViewRestriction.objects.get(collection=collection)
    names = set(restriction.groups.values_list("name", flat=True))
    assert {MEMBERS_GROUP, *EDITING} <= names
    assert access.members_collection() == collection


def test_editors_may_call_the_collection_something_else(area):
    Collection.objects.filter(pk=access.members_collection().pk).update(name="Lukket")
    assert access.members_collection().name == "Lukket"
    assert not Collection.objects.filter(name=access.MEMBERS_COLLECTION).exists()


# Documents that lie open


def test_closed_resource_is_not_published_with_an_open_document(area):
    with pytest.raises(ValidationError, match="Mal"):
        put_resource(area, documents=[add_document("Mal")])
    assert not ResourcePage.objects.exists()


def test_document_for_anyone_logged_in_lies_open(area):
    document = add_document("Mal", closed_collection())
    CollectionViewRestriction.objects.update(
        restriction_type=CollectionViewRestriction.LOGIN
    )
    assert access.open_documents([document.pk]) == [document]


def test_document_below_a_closed_collection_is_closed(area):
    parent = closed_collection(MEMBERS_GROUP)
    below = parent.add_child(name="Under")
    assert access.open_documents([add_document("Mal", below).pk]) == []


def test_open_resource_takes_any_document(area):
    page = put_resource(area, is_open=True, documents=[add_document("Mal")])
    assert page.documents.count() == 1


def test_open_document_in_the_text_is_found_too(area):
    document = add_document("Mal")
    link = f'<p><a linktype="document" id="{document.pk}">her</a></p>'
    body = [{"type": "text", "value": link}]
    with pytest.raises(ValidationError, match="Mal"):
        put_resource(area, body_en=body)
    guide = put_resource(area, "Veileder")
    with pytest.raises(ValidationError, match="Mal"):
        put_chapter(guide, body_nb=body)
    open_page(guide)
    put_chapter(guide, body_nb=body)


# The search does not tell


@pytest.mark.indexed
def test_document_of_an_open_page_is_named_by_the_search_only_while_it_is_open(area):
    collection = closed_collection(MEMBERS_GROUP)
    page = put_resource(area, documents=[add_document("Kalkyle", collection)])

    def is_named():
        return SearchEntry.objects.filter(page=page, text__contains="Kalkyle").exists()

    assert is_named()
    open_page(page)
    assert not is_named()
    CollectionViewRestriction.objects.all().delete()
    assert is_named()


@pytest.mark.indexed
def test_closing_a_collection_takes_its_names_out_of_the_search(area):
    collection = Collection.get_first_root_node().add_child(name="Samling")
    document = add_document("Kalkyle", collection)
    page = put_resource(area, is_open=True, documents=[document])
    entries = SearchEntry.objects.filter(page=page, text__contains="Kalkyle")
    assert entries.exists()
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    assert not entries.exists()


@pytest.mark.indexed
def test_document_that_moves_to_a_closed_collection_leaves_the_search(area):
    document = add_document("Kalkyle")
    page = put_resource(area, is_open=True, documents=[document])
    access.close_documents([document])
    assert not SearchEntry.objects.filter(page=page, text__contains="Kalkyle").exists()


# The page


@pytest.mark.indexed
def test_page_shows_documents_with_name_size_and_language(client, area, member):
    collection = closed_collection(MEMBERS_GROUP)
    document = add_document("Letter to suppliers", collection, language="en")
    page = put_resource(area, updated_nb=timezone.now())
    page.documents = [ResourceDocument(document=document, label_nb="Brev")]
    page.save()
    client.force_login(member)
    link = soup(client.get(page.url)).select_one(".document-link")
    assert folded(link.a) == "Brev"
    assert link.a["hreflang"] == "en"
    assert not link.a.has_attr("lang")
    assert "PDF" in folded(link)
    english = soup(client.get(page.get_url_in("en"))).select_one(".document-link a")
    assert folded(english) == "Letter to suppliers"


@pytest.mark.indexed
def test_closed_document_of_an_open_page_is_not_shown_to_an_outsider(
    client, area, member
):
    closed = add_document("Kalkyle", closed_collection(MEMBERS_GROUP))
    page = put_resource(area, is_open=True, documents=[closed])
    assert "Kalkyle" not in client.get(page.url).content.decode()
    client.force_login(member)
    assert "Kalkyle" in client.get(page.url).content.decode()


def test_page_leads_back_to_the_list_by_step(client, area):
    page = put_resource(area, is_open=True, steps=["prevent"])
    assert soup(client.get(page.url)).select_one(f'a[href="{NB}?step=prevent"]')
    assert soup(client.get(page.get_url_in("en"))).select_one(
        f'a[href="{EN}?step=prevent"]'
    )
