"""Search inside the resources: who finds what by which words."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import BaseViewRestriction, Collection

from ethicaltrade.search.models import SearchEntry
from membership.resources.choices import Kind
from membership.resources.models import ResourceDocument, index
from tests.support import factories
from tests.support.pages import folded, soup

from .support import (
    NB,
    add_document,
    closed_collection,
    put_chapter,
    put_resource,
    teasers,
    text,
    titles,
)

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.every_database]


def test_member_finds_by_every_word_in_any_form(client, area, member):
    put_resource(area, "Leverandørkjeder", body_nb=text("<p>Om kakaobønder.</p>"))
    put_resource(area, "Annet")
    client.force_login(member)
    for query in ("leverandørkjeden", "kakaobonde", "kakaobønder leverandørkjede"):
        assert titles(client.get(NB, {"q": query})) == ["Leverandørkjeder"]
    assert titles(client.get(NB, {"q": "kakaobønder annet"})) == []


def test_teaser_is_found_by_title_and_lead_and_never_by_its_body(client, area):
    put_resource(
        area,
        "Leverandørkjeder",
        shows_teaser=True,
        lead_nb="Om bønder i fjellet.",
        body_nb=text("<p>Bakteppet er kakao.</p>"),
    )
    for query in ("leverandørkjede", "fjell", "bonde leverandørkjeder"):
        assert teasers(client.get(NB, {"q": query})) == ["Leverandørkjeder"], query
    for query in ("kakao", "bakteppe", "leverandørkjeder kakao", "leverandør"):
        assert teasers(client.get(NB, {"q": query})) == [], query


def test_teaser_words_follow_title_and_lead(client, area):
    page = put_resource(area, "Gammelt navn", lead_nb="Om lønn.", shows_teaser=True)
    page.title_nb = "Nytt navn"
    factories.save_page(page)
    assert teasers(client.get(NB, {"q": "nytt"})) == ["Nytt navn"]
    assert teasers(client.get(NB, {"q": "gammelt"})) == []


def test_draft_of_a_teaser_is_not_found(client, area):
    page = put_resource(area, "Kjent", shows_teaser=True)
    page.title_nb = "Ukjent"
    factories.save_page(page, publish=False)
    assert teasers(client.get(NB, {"q": "ukjent"})) == []
    assert teasers(client.get(NB, {"q": "kjent"})) == ["Kjent"]


@pytest.mark.parametrize("sign", ["%", "_", "' or 1=1", "\\", "!!"])
def test_signs_in_a_query_find_no_teaser(client, area, sign):
    put_resource(area, "Stille", shows_teaser=True)
    assert teasers(client.get(NB, {"q": sign})) == []


def test_chapter_is_found_with_its_guide_named(client, area, guide, member):
    put_chapter(guide, "Om lønnsslipper", body_nb=text("<p>Sukkerroer</p>"))
    assert titles(client.get(NB, {"q": "sukkerroe"})) == []
    client.force_login(member)
    response = client.get(NB, {"q": "sukkerroe"})
    assert titles(response) == ["Om lønnsslipper"]
    assert "Levelønn i praksis" in folded(soup(response).select_one(".resource-card"))


def test_search_and_choices_narrow_together(client, area, member):
    put_resource(area, "Mal for kakao", kind=Kind.TEMPLATE)
    guide = put_resource(area, "Guide til kakao", kind=Kind.GUIDE)
    put_chapter(guide, "Kapittel om kakao")
    client.force_login(member)
    response = client.get(NB, {"q": "kakao", "type": "template"})
    assert titles(response) == ["Mal for kakao"]
    found = titles(client.get(NB, {"q": "kakao", "type": "guide"}))
    assert sorted(found) == ["Guide til kakao", "Kapittel om kakao"]


def test_documents_are_found_by_name_by_those_who_may_open_them(client, area, member):
    closed = add_document("Kjempefin kalkyle", closed_collection("Members"))
    put_resource(area, "Stengt", documents=[closed])
    client.force_login(member)
    assert titles(client.get(NB, {"q": "kalkyle"})) == ["Stengt"]


EVERYONE = "everyone"
READERS = {  # who may read the page, or open the document
    EVERYONE: None,
    "logged in": BaseViewRestriction.LOGIN,
    "members": ("Members",),
    "members and staff": ("Members", "Rådgivere"),
    "staff": ("Rådgivere",),
    "nobody": BaseViewRestriction.PASSWORD,
}
# Whose titles a page tells: only those that each of its readers may open.
TOLD = {
    EVERYONE: {EVERYONE},
    "logged in": {EVERYONE, "logged in"},
    "members": {EVERYONE, "logged in", "members", "members and staff"},
    "members and staff": {EVERYONE, "logged in", "members and staff"},
    "staff": {EVERYONE, "logged in", "members and staff", "staff"},
}


def restrict(place, readers, **fields):
    place.view_restrictions.all().delete()
    if kind := READERS[readers]:
        is_named = isinstance(kind, str)
        made = place.view_restrictions.create(
            restriction_type=kind if is_named else BaseViewRestriction.GROUPS
        )
        made.groups.set(
            Group.objects.get_or_create(name=name)[0]
            for name in (() if is_named else kind)
        )


@pytest.mark.parametrize("of_page", TOLD)
def test_search_tells_the_titles_that_every_reader_may_open(client, area, of_page):
    root = Collection.get_first_root_node()
    page = put_resource(area, "Sjekkliste", is_open=True)
    for number, of_document in enumerate(READERS):
        collection = root.add_child(name=of_document)
        each = add_document(f"Kalkyle{number}", collection)
        page.documents.add(ResourceDocument(document=each, sort_order=number))
        restrict(collection, of_document)
    page.save()
    restrict(page, of_page)
    entry = SearchEntry.objects.get(page=page, language="nb")
    told = {
        of_document
        for number, of_document in enumerate(READERS)
        if f"Kalkyle{number}" in entry.text
    }
    assert told == TOLD[of_page]


def test_title_of_a_file_for_the_staff_is_in_nothing_a_member_reads(
    client, area, member
):
    staff = closed_collection("Redaktører")
    secret = add_document("Kalkylen", staff)
    page = put_resource(area, "Sjekkliste", documents=[secret])
    put_chapter(page, "Kapittel", body_nb=text("<p>Om saken.</p>"))
    client.force_login(member)
    found = client.get(NB, {"q": "kalkyle"})
    assert titles(found) == []
    for address in (
        *(NB, page.url, f"{NB}?q=sjekkliste", f"{NB}?language=nb", f"{NB}?new=on"),
        *(f"/sok/?q={word}" for word in ("kalkylen", "sjekkliste")),
        *("/min-side/", f"{page.url}utskrift/", "/sitemap.xml", "/"),
    ):
        answer = client.get(address).content.decode()
        assert "Kalkylen" not in answer.replace('value="kalkylen"', ""), address


def test_junk_among_the_words_is_no_error(client, area):
    put_resource(area, "Mal", is_open=True)
    for query in ("%00", "a" * 5000, "%ff"):
        assert client.get(f"{NB}?q={query}").status_code == 200


def test_results_are_paged(client, area, member, monkeypatch):
    monkeypatch.setattr(index, "PER_PAGE", 3)
    for number in range(5):
        put_resource(area, f"Kakao {number}")
    client.force_login(member)
    first, second = (
        titles(client.get(NB, {"q": "kakao", "page": page})) for page in (1, 2)
    )
    assert (len(first), len(second)) == (3, 2)
    assert len({*first, *second}) == 5
