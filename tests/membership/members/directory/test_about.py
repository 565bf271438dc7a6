"""The page about membership: its sections, the calculator, the ways on."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from ethicaltrade.core.models import Person
from ethicaltrade.dates import today
from ethicaltrade.search.texts import text_of
from membership.members.blocks import MembershipSectionsBlock
from membership.members.models import JoiningShare, MemberIndexPage, MembershipPage
from tests.membership.factories import add_member
from tests.membership.members.fees.factories import make_table
from tests.support import factories
from tests.support.pages import folded, gate, soup

pytestmark = pytest.mark.django_db

NB, EN = "/medlemskap/", "/en/membership/"

QUESTION = {
    "question": {"nb": "Hvem kan bli medlem?", "en": ""},
    "answer": {"nb": '<p>Alle <b>virksomheter</b> "her".</p>', "en": ""},
}
SECTIONS = [
    {
        "type": "reasons",
        "value": {
            "heading": {"nb": "Hvorfor", "en": "Why"},
            "points": [
                {
                    "title": {"nb": "Rådgiver", "en": "Adviser"},
                    "text": {"nb": "Én fast.", "en": "One."},
                },
                {"title": {"nb": "Bare norsk", "en": ""}},
            ],
        },
    },
    {
        "type": "obligations",
        "value": {
            "heading": {"nb": "Plikter", "en": "Obligations"},
            "points": [{"title": {"nb": "Rapportere", "en": "Report"}}],
        },
    },
    {"type": "price", "value": {"heading": {"nb": "Pris", "en": "Price"}}},
    {
        "type": "questions",
        "value": {"heading": {"nb": "Spørsmål", "en": "FAQ"}, "questions": [QUESTION]},
    },
]


@pytest.fixture
def page(about):
    about.sections = MembershipSectionsBlock().to_python(SECTIONS)
    about.contact_person = Person.objects.create(
        name="Jonas Demo", email="jonas@example.org"
    )
    about.save()
    return MembershipPage.objects.get(pk=about.pk)


def headings(page):
    return [folded(heading) for heading in page.select("h2")]


# Sections


def test_sections_stand_in_the_readers_language(client, page):
    make_table()
    norwegian, english = soup(client.get(NB)), soup(client.get(EN))
    assert headings(norwegian)[:4] == ["Hvorfor", "Plikter", "Pris", "Spørsmål"]
    assert headings(english)[:3] == ["Why", "Obligations", "Price"]
    assert len(norwegian.select(".reasons__point")) == 2
    assert len(english.select(".reasons__point")) == 1
    assert "FAQ" not in folded(english), "no question is in English"
    for html in (norwegian, english):
        assert len(html.select("h1")) == 1
        assert "jonas@example.org" in folded(html)


def test_answers_are_typeset_html(client, page):
    answer = soup(client.get(NB)).select_one(".questions .disclosure__content")
    assert answer.b.get_text() == "virksomheter"
    assert "«her»" in answer.get_text()


def test_questions_are_told_to_machines_where_they_are_asked(client, page):
    (script,) = soup(client.get(NB)).select("script[type='application/ld+json']")
    data = json.loads(script.string)
    assert data["@type"] == "FAQPage"
    (question,) = data["mainEntity"]
    assert question["name"] == "Hvem kan bli medlem?"
    assert question["acceptedAnswer"]["text"] == 'Alle virksomheter "her".'
    assert not soup(client.get(EN)).select("script[type='application/ld+json']")


def test_page_without_sections_is_a_page(client, about):
    response = client.get(NB)
    assert response.status_code == 200
    assert not soup(response).select("main form")


# Ways on


def test_ways_lead_to_what_the_reader_may_see(client, page, directory):
    add_member()
    add_member("Sluttet", ended_on=date(2021, 1, 1))
    html = soup(client.get(EN))
    (link,) = html.select(".membership-top__ways a")
    assert link["href"] == "/en/membership/members/"
    assert "See the 1 member" in folded(link)
    gate(directory, "Members")
    assert not soup(client.get(EN)).select(".membership-top__ways a")


def test_queries_are_few(client, page, directory, django_assert_max_num_queries):
    make_table()
    client.get(NB)
    with django_assert_max_num_queries(20):
        client.get(NB, {"who": "company", "size": "12 500 000"})


# The calculator


def asked(client, address=EN, **query):
    html = soup(client.get(address, query))
    return html, folded(html.select_one(".price__answer"))


@pytest.fixture
def fees(page):
    table = make_table(today().year)
    JoiningShare.objects.all().delete()
    return table


@pytest.mark.parametrize(
    ("query", "amount"),
    [
        ({"who": "company", "size": "12,500,000"}, "NOK 13,001"),
        ({"who": "company", "size": "1.2 billion"}, "NOK 137,800"),
        ({"who": "association", "size": "0"}, "NOK 7,700"),
        ({"who": "municipality", "size": "30 000"}, "NOK 35,400"),
        ({"who": "county", "size": "250000"}, "NOK 99,600"),
    ],
)
def test_fee_stands_in_the_page(client, fees, query, amount):
    html, answer = asked(client, **query)
    assert amount in answer
    assert str(today().year) in answer
    assert "estimate" in answer
    assert html.select_one("[name=size]")["value"] == query["size"]
    assert html.select_one("[name=who] [selected]")["value"] == query["who"]
    assert "noindex" not in str(html.head)


def test_amount_is_written_as_the_language_does(client, fees):
    _html, answer = asked(client, NB, who="company", size="12,5 mill")
    assert "13 001 kr" in answer


def test_late_in_the_year_the_first_one_is_cheaper(client, page):
    table = make_table(today().year)
    JoiningShare.objects.all().delete()
    JoiningShare.objects.create(table=table, month=1, day=1, percent=25)
    _html, answer = asked(client, who="company", size="10000000")
    assert "NOK 13,001" in answer
    assert "NOK 3,250" in answer
    assert "25 per cent" in answer


def test_other_public_bodies_need_no_size_and_are_asked_to_ask(client, fees):
    html, answer = asked(client, who="other")
    assert "ask us" in answer
    assert not html.select("[role=alert]")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"who": "company", "size": ""}, "size"),
        ({"who": "company"}, "size"),
        ({"who": "company", "size": "mange <b>"}, "size"),
        ({"who": "company", "size": "9" * 60}, "size"),
        ({"who": "junk", "size": "5"}, "who"),
        ({"size": "5"}, "who"),
    ],
)
def test_fault_is_told_and_nothing_typed_is_lost(client, fees, query, field):
    html, answer = asked(client, **query)
    assert "There is a problem" in answer
    assert "NOK" not in answer
    link = html.select_one("[role=alert] a")["href"]
    assert html.select_one(link)["name"] == field
    assert html.title.get_text().startswith("Error:")
    typed = query.get("size", "")
    assert html.select_one("[name=size]").get("value", "") == typed


def test_nothing_asked_is_nothing_wrong(client, fees):
    html, answer = asked(client, ukjent="1")
    assert not html.select("[role=alert]")
    assert "NOK" not in answer
    assert html.select_one(".price form")["method"] == "get"


def test_without_a_table_the_calculator_says_that_it_is_not_ready(client, page):
    html = soup(client.get(EN, {"who": "company", "size": "5"}))
    assert "not ready" in folded(html.select_one("#price"))
    assert not html.select("#price form")


def test_table_is_shown_with_all_its_steps(client, fees):
    html = soup(client.get(EN))
    assert "How it is worked out." in folded(html.select_one(".price__notes"))
    rows = [
        [folded(cell) for cell in row.select("td")]
        for row in html.select(".price__notes tbody tr")
    ]
    assert ["NOK 10,000,000", "NOK 13,001"] in rows
    assert "NOK 1.18" in folded(html.select_one(".price__notes"))


# In the CMS


def test_editor_opens_the_page(client, admin, page):
    client.force_login(admin)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200


def test_search_finds_the_words_of_the_sections(page):
    with translation.override("nb"):
        assert "Rådgiver" in text_of(page, "nb")
        assert "Adviser" not in text_of(page, "nb")
    with translation.override("en"):
        assert "Adviser" in text_of(page, "en")


def test_directory_stands_below_the_page_about_membership(about, home):
    assert MemberIndexPage.can_create_at(about)
    assert not MemberIndexPage.can_create_at(home)
    factories.put_page(about, MemberIndexPage(title_nb="Medlemmer"))
    assert not MemberIndexPage.can_create_at(about)
