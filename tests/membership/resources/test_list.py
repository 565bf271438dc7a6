"""The list of resources: what is in it for whom, and what narrows it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ethicaltrade.core.models import Topic
from membership.resources.choices import Kind, Step
from membership.resources.models import ResourcePage, index
from tests.support import factories
from tests.support.demo import forget_caches
from tests.support.pages import first_published, folded, gate, soup

from .support import (
    EN,
    NB,
    add_document,
    closed_collection,
    put_chapter,
    put_resource,
    teasers,
    text,
    titles,
)

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


def choices(response, name):
    options = soup(response).select(f"select[name={name}] option")
    return [option["value"] for option in options[1:]]


def steps_offered(response):
    links = soup(response).select("a.step-choice__link")
    return [link["href"].split("step=")[-1] for link in links]


# Who finds what


def test_outsider_finds_what_is_open_and_the_member_all(client, area, member):
    put_resource(area, "Åpen", is_open=True)
    put_resource(area, "Stengt")
    assert titles(client.get(NB)) == ["Åpen"]
    assert titles(client.get(EN)) == ["Åpen (en)"]
    client.force_login(member)
    assert titles(client.get(NB)) == ["Stengt", "Åpen"]


@pytest.mark.indexed
def test_closed_resource_is_not_named_to_an_outsider_at_all(client, area):
    topic = Topic.objects.create(name_nb="Hemmelig emne", name_en="Secret topic")
    put_resource(
        area,
        "Hemmelig",
        kind=Kind.LEGAL,
        topics=[topic],
        steps=[Step.REMEDY],
        body_nb=text("<p>Hemmelig tekst</p>"),
    )
    for address in (NB, f"{NB}?q=hemmelig", f"{NB}?type=legal", f"{NB}?step=remedy"):
        html = client.get(address).content.decode().replace('value="hemmelig"', "")
        assert "emmelig" not in html, address
    response = client.get(NB)
    assert "0" not in folded(soup(response).select_one(".resource-list"))


def test_teaser_tells_title_and_lead_and_nothing_else(client, area):
    topic = Topic.objects.create(name_nb="Kjennetegnet", name_en="Marked")
    page = put_resource(
        area,
        "Godt råd",
        shows_teaser=True,
        kind=Kind.LEGAL,
        topics=[topic],
        steps=[Step.REMEDY],
        body_nb=text("<p>Bakteppet</p>"),
        documents=[add_document("Dokumentnavnet", closed_collection("Members"))],
    )
    put_chapter(page, "Kapittelnavnet")
    response = client.get(NB)
    assert teasers(response) == ["Godt råd"]
    card = soup(response).select_one(".resource-card--closed")
    assert folded(card) == "Godt råd Bare for medlemmer Ingress til Godt råd."
    html = response.content.decode()
    for word in ("Kjennetegn", "Bakteppe", "Dokumentnavn", "Kapittelnavn", page.url):
        assert word not in html
    assert choices(response, "type") == []
    assert steps_offered(response) == []


def test_teaser_is_a_resource_like_others_to_those_it_is_for(client, area, member):
    put_resource(area, "Godt råd", shows_teaser=True)
    client.force_login(member)
    response = client.get(NB)
    assert (titles(response), teasers(response)) == (["Godt råd"], [])


def test_open_resource_is_never_a_teaser(client, area):
    put_resource(area, "Åpen", is_open=True, shows_teaser=True)
    response = client.get(NB)
    assert (titles(response), teasers(response)) == (["Åpen"], [])


def test_somebody_logged_in_who_is_no_member_is_told_as_little(client, area):
    put_resource(area, "Stengt")
    put_resource(area, "Godt råd", shows_teaser=True)
    client.force_login(factories.user("tidligere@example.org"))
    response = client.get(NB)
    assert (titles(response), teasers(response)) == ([], ["Godt råd"])


def test_teaser_is_shown_in_languages_it_is_published_in(client, area):
    put_resource(area, "Norsk", shows_teaser=True, **factories.published_in("nb"))
    assert teasers(client.get(NB)) == ["Norsk"]
    assert teasers(client.get(EN)) == []


def test_drafts_are_no_teasers(client, area):
    page = put_resource(area, "Utkast", shows_teaser=True)
    page.unpublish()
    assert teasers(client.get(NB)) == []


# Choices


@pytest.fixture
def three(area):
    wage = Topic.objects.create(name_nb="Levelønn", name_en="Living wage")
    put_resource(
        area, "Mal", is_open=True, kind=Kind.TEMPLATE, steps=[Step.EMBED, Step.MONITOR]
    )
    put_resource(area, "Opptak", is_open=True, kind=Kind.RECORDING, topics=[wage])
    put_resource(area, "Stengt", kind=Kind.LEGAL, steps=[Step.REMEDY])


def test_choices_narrow_the_list(client, three, subtests):
    for query, found in (
        ("type=template", ["Mal"]),
        ("step=monitor", ["Mal"]),
        ("step=embed", ["Mal"]),
        ("step=prevent", []),
        ("topic=levelonn", ["Opptak"]),
        ("type=template&topic=levelonn", []),
        ("type=legal", []),
        ("step=remedy", []),
    ):
        with subtests.test(query=query, found=found):
            assert titles(client.get(f"{NB}?{query}")) == found


def test_only_what_the_reader_may_open_decides_what_is_offered(client, three, member):
    response = client.get(NB)
    assert choices(response, "type") == ["template", "recording"]
    assert choices(response, "topic") == ["levelonn"]
    assert steps_offered(response) == ["embed", "monitor"]
    client.force_login(member)
    response = client.get(NB)
    assert choices(response, "type") == ["template", "recording", "legal"]
    assert steps_offered(response) == ["embed", "monitor", "remedy"]


def test_what_makes_no_sense_narrows_nothing(client, three, subtests):
    for query in (
        "type=x",
        "step=x",
        "topic=%00",
        "language=xx",
        "new=1",
        "new=maybe",
        "page=x",
        "step=EMBED",
        "type=%ff",
    ):
        with subtests.test(query=query):
            response = client.get(f"{NB}?{query}")
            assert response.status_code == 200
            assert len(titles(response)) == 2


def test_choice_hides_teasers_since_it_would_tell_what_they_are(client, area):
    put_resource(area, "Godt råd", shows_teaser=True, kind=Kind.LEGAL)
    put_resource(area, "Åpent råd", is_open=True, kind=Kind.LEGAL)
    response = client.get(f"{NB}?type=legal")
    assert (titles(response), teasers(response)) == (["Åpent råd"], [])


def test_language_is_that_of_the_material(client, area):
    english = add_document("Letter", language="en")
    put_resource(area, "Brev", is_open=True, documents=[english])
    put_resource(area, "Tekst", is_open=True)
    put_resource(
        area,
        "Film",
        is_open=True,
        recording_url="https://vimeo.com/1",
        recording_language="en",
    )
    assert titles(client.get(f"{NB}?language=en")) == ["Film", "Brev"]
    assert titles(client.get(f"{NB}?language=nb")) == ["Tekst"]
    assert titles(client.get(f"{EN}?language=en")) == [
        "Film (en)",
        "Tekst (en)",
        "Brev (en)",
    ]


def test_documents_closed_to_the_reader_do_not_count(client, area, member):
    closed = add_document("Letter", closed_collection("Members"), language="en")
    put_resource(area, "Brev", is_open=True, documents=[closed])
    assert titles(client.get(f"{NB}?language=en")) == []
    assert "PDF" not in client.get(NB).content.decode()
    client.force_login(member)
    assert titles(client.get(f"{NB}?language=en")) == ["Brev"]
    assert "PDF" in client.get(NB).content.decode()


def test_steps_keep_the_other_choices_and_leave_the_page_number(client, three):
    page = soup(client.get(f"{NB}?type=template&page=7"))
    assert page.select_one("a.step-choice__link")["href"] == "?type=template&step=embed"


# Empty


def test_outsider_is_told_that_members_find_more(client, area):
    page = soup(client.get(EN))
    assert folded(page.select_one(".empty-state h2")) == (
        "Nothing here is open to everyone just now"
    )
    assert page.select_one('.resource-invitation a[href="/en/membership/"]')
    login = page.select_one(".resource-invitation a.button")["href"]
    assert login.endswith(f"?next={EN}")


def test_member_is_not_asked_to_log_in(client, area, member):
    client.force_login(member)
    page = soup(client.get(EN))
    assert folded(page.select_one(".empty-state h2")) == "No resources yet"
    assert not page.select(".resource-invitation")


@pytest.mark.indexed
def test_nothing_found_leads_back_to_everything(client, three, member):
    client.force_login(member)
    page = soup(client.get(f"{NB}?q=finnesikke"))
    assert page.select_one(".empty-state a")["href"] == NB
    assert page.select("main form[method=get]")


# New since last time


def test_first_visit_marks_nothing(client, area, member):
    put_resource(area, "Gammel")
    client.force_login(member)
    assert not soup(client.get(NB)).select(".resource-card__new")


def test_what_came_since_the_last_visit_is_new_for_an_hour(client, area, member):
    put_resource(area, "Gammel")
    client.force_login(member)
    client.get(NB)
    visits = type(member).resource_visit.related.related_model.objects
    earlier = timezone.now() - timedelta(days=3)
    visits.update(last_seen_at=earlier, new_since=earlier)
    ResourcePage.objects.update(**first_published(earlier - timedelta(days=1)))
    put_resource(area, "Nyhet")
    for _click in range(2):
        page = soup(client.get(NB))
        (mark,) = page.select(".resource-card__new")
        assert folded(mark.find_parent("article").h2) == "Nyhet"
        assert page.select_one(".resource-list__new a")["href"] == f"{NB}?new=1"
    assert titles(client.get(f"{NB}?new=1")) == ["Nyhet"]
    assert len(soup(client.get(EN)).select(".resource-card__new")) == 1
    old = ResourcePage.objects.order_by("pk").first()
    ResourcePage.objects.filter(pk=old.pk).update(first_published_en=timezone.now())
    assert len(soup(client.get(EN)).select(".resource-card__new")) == 2
    visits.update(last_seen_at=timezone.now() - timedelta(hours=2))
    later = timezone.now() - timedelta(hours=3)
    ResourcePage.objects.update(**first_published(later))
    assert not soup(client.get(NB)).select(".resource-card__new")


def test_nothing_is_kept_of_an_outsider_nor_by_head(client, area, member):
    visits = type(member).resource_visit.related.related_model.objects
    client.get(NB)
    client.force_login(member)
    client.head(NB)
    assert not visits.exists()


def test_one_persons_list_is_for_nobodys_cache(client, area, member):
    assert "no-store" not in client.get(NB).headers.get("Cache-Control", "")
    client.force_login(member)
    assert client.get(NB).headers["Cache-Control"] == "no-store, private"


# Many


def count_queries(client, address):
    client.get(address)
    forget_caches()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_turn_from_what_is_open_to_the_teasers(client, area, monkeypatch):
    monkeypatch.setattr(index, "PER_PAGE", 4)
    for number in range(3):
        put_resource(area, f"Åpen {number}", is_open=True)
    for number in range(7):
        put_resource(area, f"Stengt {number}", shows_teaser=True)
    found = [client.get(f"{NB}?page={number}") for number in (1, 2, 3)]
    assert [(len(titles(r)), len(teasers(r))) for r in found] == [
        (3, 1),
        (0, 4),
        (0, 2),
    ]
    assert len({title for r in found for title in teasers(r)}) == 7


@pytest.mark.indexed
@pytest.mark.parametrize("query", ["", "?q=kakao"])
def test_queries_do_not_grow_with_the_list(client, area, member, query):
    topics = [Topic.objects.create(name_nb=f"Emne {n}") for n in range(3)]
    collection = closed_collection("Members")

    def put(numbers):
        for number in numbers:
            document = add_document(f"Dokument {number}", collection)
            page = put_resource(
                area,
                f"Kakao {number}",
                topics=topics,
                steps=[Step.EMBED],
                documents=[document],
                shows_teaser=bool(number % 2),
                is_open=number % 3 == 0,
            )
            put_chapter(page, "Kakao til slutt")

    put(range(2))
    outsider = count_queries(client, NB + query)
    client.force_login(member)
    few = count_queries(client, NB + query)
    put(range(2, 6))
    assert count_queries(client, NB + query) == few
    client.logout()
    assert count_queries(client, NB + query) == outsider


def test_section_closed_for_others_shows_no_teasers_elsewhere(client, area):
    put_resource(area, "Godt råd", shows_teaser=True)
    gate(area, "Members")
    assert client.get(NB).status_code == 302
