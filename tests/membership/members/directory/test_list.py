"""The directory: who is in it, in which order, and what narrows it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from membership.members.choices import Body, Kind, Level, Sector
from membership.members.models import Member, MemberIndexPage, Report
from membership.members.models.pages import PER_PAGE
from tests.membership.factories import add_member, add_report, make_member
from tests.support import factories
from tests.support.files import document, picture
from tests.support.pages import folded, gate, soup

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

NB, EN = "/medlemskap/medlemmer/", "/en/membership/members/"


def listed(response):
    assert response.status_code == 200
    return [folded(link) for link in soup(response).select(".member-card__link")]


def asked(client, address=NB, **query):
    return listed(client.get(address, query))


def letters(response):
    """The letters that lead somewhere."""
    return [
        link.find(string=True, recursive=False)
        for link in soup(response).select("a.letters__link:not(.letters__link--all)")
    ]


# Who is in it


def test_members_are_listed_in_norwegian_order_in_both_languages(client, directory):
    for name in ("Ålesund", "Aamot", "Ørn", "Ærlig", "Zoë", "Ask", "ask 2", "3M"):
        add_member(name)
    order = ["3M", "Ask", "ask 2", "Zoë", "Ærlig", "Ørn", "Ålesund", "Aamot"]
    assert asked(client) == order
    assert asked(client, EN) == order


def test_only_those_who_are_members_today_are_listed(client, directory, admin):
    add_member("Aktiv")
    add_member("Sluttet", ended_on=date(2021, 1, 1))
    add_member("Kommer", member_since=date(2999, 1, 1))
    assert asked(client) == ["Aktiv"]
    client.force_login(admin)
    response = client.get(NB)
    assert listed(response) == ["Aktiv"]
    assert "Sluttet" not in response.content.decode()


def test_members_stand_under_their_letters(client, directory):
    for name in ("Ask", "Aamot", "Ørn", "3M"):
        add_member(name)
    page = soup(client.get(NB))
    groups = [folded(heading) for heading in page.select(".directory__letter")]
    assert groups == ["0–9", "A", "Ø", "Å"]
    assert len(page.select("h1")) == 1


def test_card_tells_what_a_reader_looks_for(client, directory):
    add_member(
        "Fjordvik", kind=Kind.PUBLIC, body=Body.MUNICIPALITY, place="Fjordvik by"
    )
    add_member("Innkjøp", kind=Kind.PUBLIC, body=Body.OTHER)
    cards = [folded(card) for card in soup(client.get(EN)).select(".member-card")]
    assert "Municipality" in cards[0]
    assert "Fjordvik by" in cards[0]
    assert "Public body" in cards[1]


def test_badge_is_that_of_the_newest_public_report(client, directory):
    member = add_member()
    add_report(member, 2022, level=Level.BASIC)
    add_report(member, 2023, level=Level.IMPLEMENTER)
    add_report(member, 2024, level=Level.BASIC, published_on=None)
    badges = [folded(badge) for badge in soup(client.get(NB)).select(".badge")]
    assert badges == ["Gjennomfører 2023"]


def test_newest_report_without_a_badge_hides_an_older_badge(client, directory):
    member = add_member()
    add_report(member, 2022, level=Level.BASIC)
    add_report(member, 2023)
    assert not soup(client.get(NB)).select(".badge")


def test_report_in_a_closed_collection_gives_no_badge(client, directory):
    closed = Collection.get_first_root_node().add_child(name="Stengt")
    file = document(collection=closed)
    add_report(add_member(), 2022, document=file, level=Level.BASIC)
    assert soup(client.get(NB)).select(".badge")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert not soup(client.get(NB)).select(".badge")


def test_logo_or_initials_stand_beside_the_name(client, directory):
    add_member("Ærlig Demo AS")
    add_member("Ørn", logo=picture())
    page = soup(client.get(NB))
    marks = page.select(".member-mark")
    assert folded(marks[0]) == "ÆD"
    assert marks[1].img["src"].endswith(".webp")
    assert marks[1].img["alt"] == ""


def test_logo_whose_file_is_gone_is_no_error(client, directory):
    logo = picture()
    add_member("Ærlig Demo", logo=logo)
    logo.renditions.all().delete()
    logo.file.storage.delete(logo.file.name)
    assert folded(soup(client.get(NB)).select_one(".member-mark")) == "ÆD"


# What narrows it


@pytest.fixture
def some(directory):
    add_member("Ask", place="Oslo", organisation_number="974760673")
    add_member("Birk", kind=Kind.ASSOCIATION, sector=Sector.SOCIETY, place="Ålesund")
    add_member("Ærlig", sector=Sector.HEALTH, place="Tromsø")
    add_member("Åmot", kind=Kind.PUBLIC, sector=Sector.GOVERNMENT, place="Oslo")


def test_list_can_be_narrowed(client, some, subtests):
    for query, names in (
        ({"q": "ærl"}, ["Ærlig"]),
        ({"q": "OSLO"}, ["Ask", "Åmot"]),
        ({"q": "oslo ask"}, ["Ask"]),
        ({"q": "974 760 673"}, ["Ask"]),
        ({"q": "finnes ikke"}, []),
        ({"type": "association"}, ["Birk"]),
        ({"sector": "health"}, ["Ærlig"]),
        ({"place": "oslo"}, ["Ask", "Åmot"]),
        ({"place": "alesund"}, ["Birk"]),
        ({"place": "oslo", "type": "public"}, ["Åmot"]),
        ({"letter": "å"}, ["Åmot"]),
        ({"letter": "a"}, ["Ask"]),
        ({"letter": "b", "q": "oslo"}, []),
        ({"letter": "other"}, []),
    ):
        with subtests.test(query=query, names=names):
            assert asked(client, **query) == names
            assert asked(client, EN, **query) == names


def test_junk_is_ignored(client, some, subtests):
    for query in (
        {"type": "junk"},
        {"sector": "junk"},
        {"place": "junk"},
        {"place": "æ ø"},
        {"letter": "ab"},
        {"page": "junk"},
        {"page": "99999999999999999999999"},
        {"page": "-1"},
        {"q": "\x00"},
        {"q": "x" * 101},
        {"q": " "},
        {"ukjent": "1"},
    ):
        with subtests.test(query=query):
            assert asked(client, **query) == ["Ask", "Birk", "Ærlig", "Åmot"]


def test_what_was_chosen_stays_chosen(client, some):
    query = {"q": "o<b>", "type": "public", "sector": "government", "place": "oslo"}
    page = soup(client.get(NB, query))
    assert page.select_one("#filter-q")["value"] == "o<b>"
    for name in ("type", "sector", "place"):
        chosen = page.select_one(f"[name={name}] [selected]")
        assert chosen["value"] == query[name]


def test_only_what_can_be_found_is_offered(client, some):
    page = soup(client.get(NB))
    places = [folded(o) for o in page.select("[name=place] option")[1:]]
    assert places == ["Oslo", "Tromsø", "Ålesund"]
    sectors = [o["value"] for o in page.select("[name=sector] option")[1:]]
    assert set(sectors) == {"food", "health", "society", "government"}
    count = soup(client.get(EN)).select_one(".result-count")
    assert folded(count) == "4 members"


def test_place_written_in_two_ways_is_one_choice(client, directory):
    add_member("A", place="Oslo")
    add_member("B", place="oslo")
    options = soup(client.get(NB)).select("[name=place] option")
    assert [o["value"] for o in options] == ["", "oslo"]
    assert asked(client, place="oslo") == ["A", "B"]


def test_letters_lead_to_where_somebody_is(client, some):
    add_member("Aamodt")
    add_member("日本")
    response = client.get(NB)
    assert letters(response) == ["A", "B", "Æ", "Å", "0–9"]
    assert letters(client.get(NB, {"type": "association"})) == ["B"]
    assert asked(client, letter="other") == ["日本"]
    assert asked(client, letter="å") == ["Aamodt", "Åmot"]


def test_letter_keeps_the_other_choices_and_drops_the_page(client, some):
    page = soup(client.get(NB, {"q": "oslo", "page": "1", "letter": "a"}))
    link = page.select_one("a.letters__link[href*='%C3%A5']")
    assert "q=oslo" in link["href"]
    assert "page" not in link["href"]
    assert page.select_one("[aria-current=true].letters__link").get_text()[0] == "A"


def test_nothing_found_says_so_and_leads_back(client, some):
    page = soup(client.get(EN, {"q": "finnes ikke"}))
    empty = page.select_one(".empty-state")
    assert "No matching members" in folded(empty)
    assert empty.a["href"] == EN


def test_empty_directory_says_so(client, directory):
    page = soup(client.get(EN))
    assert "No members yet" in folded(page.select_one(".empty-state"))
    assert not page.select("main form[method=get]")


# Many


def fill(number, first=0):
    logo = picture()
    Member.objects.bulk_create(
        [
            make_member(
                f"Medlem {place:05}",
                place=f"Sted {place % 50}",
                logo=logo,
                sector=list(Sector)[place % len(Sector)],
            )
            for place in range(first, first + number)
        ]
    )
    Report.objects.bulk_create(
        [
            Report(
                member=member,
                year=year,
                link="https://example.org/r.pdf",
                published_on=date(2025, 1, 1),
            )
            for member in Member.objects.order_by("-pk")[:number]
            for year in (2023, 2024)
        ]
    )


def queries(client, **query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(NB, query).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_queries_do_not_grow_with_ten_thousand_members(client, directory):
    fill(3)
    queries(client)  # fills the caches
    few = [queries(client), queries(client, q="medlem", letter="m", place="sted-2")]
    fill(10_000, first=3)
    queries(client)  # makes the logo's size, which saving a picture makes elsewhere
    many = [queries(client), queries(client, q="medlem", letter="m", place="sted-2")]
    assert many == few
    assert max(many) <= 20
    response = client.get(NB, {"page": 2})
    assert len(listed(response)) == PER_PAGE
    assert folded(soup(response).select_one(".result-count")).startswith("10")
    assert "Side 2" in soup(response).title.get_text()
    assert len(asked(client, page=99_999)) == PER_PAGE  # junk: the first page
    assert len(asked(client, page=9_999)) == 10_003 % PER_PAGE  # the last


# Who may see it


def test_closed_directory_is_closed_with_all_its_members(client, directory):
    add_member("Ærlig")
    gate(directory, "Members")
    for address in (NB, f"{NB}aerlig/", f"{EN}aerlig/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_directory_in_one_language_explains_itself_in_the_other(client, about):
    page = MemberIndexPage(title_nb="Medlemmer", **factories.published_in("nb"))
    factories.put_page(about, page)
    add_member("Ærlig")
    switcher = soup(client.get(f"{NB}aerlig/")).select(".language-switcher__link")
    other = switcher[1]["href"]
    assert "noindex" in client.get(other)["X-Robots-Tag"]
