"""The list of articles: what is in it, in which order, and what narrows it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from articles.models import ArticleIndexPage
from ethicaltrade.core.models import Topic
from tests.support import factories
from tests.support.caching import working_memory
from tests.support.pages import folded, gate, put_article, soup
from tests.support.plans import IN_ORDER, plan_of

pytestmark = pytest.mark.django_db

NB, EN = "/nyheter/", "/en/news/"
LONG_AGO = datetime(2024, 3, 1, 12, tzinfo=UTC)


def titles(response):
    return [folded(link) for link in soup(response).select(".card__link")]


def choices(response, name):
    """Values and texts of a filter's choices, without the one for "all"."""
    options = soup(response).select(f"select[name={name}] option")
    return [(option["value"], folded(option)) for option in options[1:]]


@pytest.fixture
def wage():
    return Topic.objects.create(name_nb="Levelønn", name_en="Living wage")


# What is in it


def test_newest_comes_first(client, news):
    for title, days in (("Midt", 2), ("Eldst", 3), ("Nyest", 1)):
        put_article(news, title, on=timezone.now() - timedelta(days=days))
    assert titles(client.get(NB)) == ["Nyest", "Midt", "Eldst"]


def test_same_second_is_settled_by_the_last_one_made(client, news):
    for title in ("Først", "Sist"):
        put_article(news, title, on=LONG_AGO)
    assert titles(client.get(NB)) == ["Sist", "Først"]


def test_only_what_is_published_in_the_readers_language_is_listed(client, news):
    put_article(news, "Begge")
    put_article(news, "Norsk", **factories.published_in("nb"))
    put_article(news, title_nb="", title_en="English", **factories.published_in("en"))
    assert set(titles(client.get(NB))) == {"Begge", "Norsk"}
    assert set(titles(client.get(EN))) == {"Begge (en)", "English"}


def test_drafts_and_unpublished_articles_are_not_listed(client, news):
    factories.add_page(news, factories.article(), publish=False)
    put_article(news, "Tatt ned").unpublish()
    assert titles(client.get(NB)) == []


def test_gated_article_is_listed_for_those_it_is_for(client, news, member):
    gate(put_article(news, "Bare for medlemmer"), "Members")
    assert titles(client.get(NB)) == []
    client.force_login(member)
    assert titles(client.get(NB)) == ["Bare for medlemmer"]


def test_each_article_leads_to_its_page_in_the_readers_language(client, article):
    for address, target in (
        (NB, "/nyheter/aerlig-ol-pa-as/"),
        (EN, "/en/news/honest-beer-at-as/"),
    ):
        (link,) = soup(client.get(address)).select(".card__link")
        assert link["href"] == target


def test_number_of_articles_is_said_in_the_readers_language(client, news):
    put_article(news, "Én")
    assert folded(soup(client.get(NB)).select_one(".result-count")) == "1 artikkel"
    put_article(news, "To")
    assert folded(soup(client.get(NB)).select_one(".result-count")) == "2 artikler"
    assert folded(soup(client.get(EN)).select_one(".result-count")) == "2 articles"


# Twelve a page


@pytest.fixture
def fourteen(news):
    for number in range(14):
        put_article(news, f"Sak {number}", on=LONG_AGO + timedelta(days=number))


def test_twelve_are_on_a_page_and_the_rest_on_the_next(client, fourteen):
    first, second = client.get(NB), client.get(f"{NB}?page=2")
    assert titles(first) == [f"Sak {number}" for number in range(13, 1, -1)]
    assert titles(second) == ["Sak 1", "Sak 0"]


def test_number_too_high_is_the_last_page(client, fourteen, subtests):
    for number in ("3", "99", "9999"):
        with subtests.test(number=number):
            assert titles(client.get(f"{NB}?page={number}")) == ["Sak 1", "Sak 0"]


def test_number_that_makes_no_sense_is_the_first_page(client, fourteen, subtests):
    for number in ("0", "-1", "x", "", "1.5", "9" * 5000, "%00", "²"):
        with subtests.test(number=number):
            assert client.get(f"{NB}?page={number}").context["articles"].number == 1


def test_page_number_is_in_the_title_from_the_second_page(client, fourteen):
    def title(address):
        return folded(soup(client.get(address)).title)

    assert not title(NB).startswith("Side")
    assert title(f"{NB}?page=2").startswith("Side 2 – Nyheter")
    assert title(f"{EN}?page=2").startswith("Page 2 – News")


def test_links_to_other_pages_keep_the_filter(client, news, wage):
    for number in range(13):
        put_article(news, f"Sak {number}", topics=[wage])
    page = soup(client.get(f"{NB}?topic=levelonn"))
    following = page.select_one("a[rel=next]")["href"]
    assert following == "?topic=levelonn&page=2"
    assert titles(client.get(NB + following)) == ["Sak 0"]


# Any number of them


def test_every_page_has_what_comes_next_whichever_end_it_is_counted_from(client, news):
    for number in range(40):  # four pages
        put_article(news, f"Sak {number}", on=LONG_AGO + timedelta(days=number // 2))
    pages = [titles(client.get(f"{NB}?page={page}")) for page in range(1, 5)]
    assert [len(page) for page in pages] == [12, 12, 12, 4]
    listed = [title for page in pages for title in page]
    assert listed == [f"Sak {number}" for number in range(39, -1, -1)]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has ways of its own"
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_is_newest_is_found_in_an_index_alone(article, language):
    with translation.override(language):
        keys = ArticleIndexPage.get_keys(AnonymousUser()).values("pk")
        for part in (keys[:12], keys.reverse()[:12]):
            plan = plan_of(part, without=IN_ORDER)
            assert "Index Only Scan" in plan
            assert f"basepage_newest_{language}" in plan


def test_list_and_feed_follow_what_changes(client, news, wage):
    """What is remembered of them is right at the next request."""
    with working_memory():
        first = put_article(news, "Første", on=LONG_AGO)
        assert (titles(client.get(NB)), choices(client.get(NB), "topic")) == (
            ["Første"],
            [],
        )
        put_article(news, "Andre", topics=[wage], on=NEW_YEAR_IN_OSLO)
        page = soup(client.get(NB))
        assert folded(page.select_one(".result-count")) == "2 artikler"
        assert choices(client.get(NB), "topic") == [("levelonn", "Levelønn")]
        assert [year for year, _ in choices(client.get(NB), "year")] == ["2026", "2024"]
        assert titles(client.get(f"{NB}?topic=levelonn")) == ["Andre"]
        wage.name_nb = "Lønn å leve av"
        wage.save()
        assert choices(client.get(NB), "topic") == [("levelonn", "Lønn å leve av")]
        gate(first, "Members")
        assert [year for year, _ in choices(client.get(NB), "year")] == ["2026"]
        first.unpublish()
        assert titles(client.get(NB)) == ["Andre"]
        assert "Første" not in client.get("/nyheter/feed/").content.decode()


def test_what_is_remembered_for_members_is_not_told_to_others(client, news, member):
    with working_memory():
        gate(put_article(news, "Stengt", on=LONG_AGO), "Members")
        put_article(news, "Åpen", on=NEW_YEAR_IN_OSLO)
        anybody = Client()
        client.force_login(member)
        for reader, count in ((client, 2), (anybody, 1), (client, 2), (anybody, 1)):
            response = reader.get(NB)
            assert response.context["articles"].paginator.count == count
            assert len(choices(response, "year")) == count


def test_date_far_in_the_future_offers_no_year_for_each_until_then(client, news):
    put_article(news, "Feil", on=datetime(9000, 1, 1, tzinfo=UTC))
    put_article(news, "Rett", on=LONG_AGO)
    years = [int(year) for year, _ in choices(client.get(NB), "year")]
    assert years == [2024]


# By topic


@pytest.fixture
def on_wages(news, wage):
    put_article(news, "Om annet")
    return put_article(news, "Om lønn", topics=[wage])


@pytest.mark.parametrize(
    ("address", "title"),
    [(f"{NB}?topic=levelonn", "Om lønn"), (f"{EN}?topic=living-wage", "Om lønn (en)")],
)
def test_topic_is_chosen_by_its_slug_in_the_readers_language(
    client, on_wages, address, title
):
    response = client.get(address)
    assert titles(response) == [title]
    assert soup(response).select_one("select[name=topic] option[selected]")


def test_topic_that_makes_no_sense_narrows_nothing(client, on_wages, subtests):
    for address in (
        f"{NB}?topic=living-wage",  # the other language's slug
        f"{EN}?topic=levelonn",
        f"{NB}?topic=finnes-ikke",
        f"{NB}?topic=%3Cscript%3E",
        f"{NB}?topic=%00",
        f"{NB}?topic=%ff",
        f"{NB}?topic={'a' * 5000}",
        f"{NB}?topic=",
    ):
        with subtests.test(address=address):
            response = client.get(address)
            assert len(titles(response)) == 2
            assert not response.context["filter"].is_active


def test_only_topics_of_listed_articles_are_offered(client, on_wages, news):
    Topic.objects.create(name_nb="Ubrukt", name_en="Unused")
    norwegian = Topic.objects.create(name_nb="Norsk", name_en="Norwegian")
    put_article(news, "Bare norsk", topics=[norwegian], **factories.published_in("nb"))
    gated = Topic.objects.create(name_nb="Hemmelig", name_en="Secret")
    gate(put_article(news, "Stengt", topics=[gated]), "Members")
    assert choices(client.get(NB), "topic") == [
        ("levelonn", "Levelønn"),
        ("norsk", "Norsk"),
    ]
    assert choices(client.get(EN), "topic") == [("living-wage", "Living wage")]


def test_topic_is_offered_once_however_many_articles_it_has(
    client, on_wages, news, wage
):
    put_article(news, "Mer om lønn", topics=[wage])
    assert choices(client.get(NB), "topic") == [("levelonn", "Levelønn")]


# By year

NEW_YEAR_IN_OSLO = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def around_new_year(news):
    minute = timedelta(minutes=1)
    put_article(news, "Før midnatt", on=NEW_YEAR_IN_OSLO - minute)
    put_article(news, "Etter midnatt", on=NEW_YEAR_IN_OSLO)


@pytest.mark.parametrize(
    ("year", "title"), [(2025, "Før midnatt"), (2026, "Etter midnatt")]
)
def test_year_begins_at_midnight_in_oslo(client, around_new_year, year, title):
    assert titles(client.get(f"{NB}?year={year}")) == [title]


def test_only_years_with_articles_are_offered_newest_first(
    client, around_new_year, news
):
    put_article(news, "Norsk", on=LONG_AGO, **factories.published_in("nb"))
    assert [value for value, _ in choices(client.get(NB), "year")] == [
        "2026",
        "2025",
        "2024",
    ]
    assert [value for value, _ in choices(client.get(EN), "year")] == ["2026", "2025"]


def test_year_without_articles_stays_chosen_in_the_form(client, around_new_year):
    response = client.get(f"{NB}?year=2010")
    selected = soup(response).select_one("select[name=year] option[selected]")
    assert titles(response) == []
    assert selected["value"] == "2010"


def test_year_that_makes_no_sense_narrows_nothing(client, around_new_year, subtests):
    for year in (
        "0",
        "-2026",
        "x",
        "",
        "1999",
        "9999",
        "10000",
        "9" * 5000,
        "%00",
        "²",
    ):
        with subtests.test(year=year):
            assert len(titles(client.get(f"{NB}?year={year}"))) == 2


def test_topic_and_year_narrow_together(client, news, wage):
    put_article(news, "Gammel", topics=[wage], on=LONG_AGO)
    put_article(news, "Ny", topics=[wage], on=NEW_YEAR_IN_OSLO)
    put_article(news, "Annen", on=NEW_YEAR_IN_OSLO)
    assert titles(client.get(f"{NB}?topic=levelonn&year=2026")) == ["Ny"]


# Nothing to list


@pytest.mark.parametrize(
    ("address", "heading"), [(NB, "Ingen artikler ennå"), (EN, "No articles yet")]
)
def test_empty_list_says_so_and_has_no_filters(client, news, address, heading):
    page = soup(client.get(address))
    assert folded(page.select_one(".empty-state h2")) == heading
    assert not page.select("main form[method=get]")


@pytest.mark.parametrize(
    ("address", "everything"), [(NB, "Vis alle artikler"), (EN, "Show all articles")]
)
def test_filter_that_lets_nothing_through_leads_back_to_everything(
    client, article, address, everything
):
    page = soup(client.get(f"{address}?year=2010"))
    link = page.select_one(".empty-state a")
    assert (link["href"], folded(link)) == (address, everything)
    assert page.select("main form[method=get]"), "another choice can be made"


def test_topic_without_a_name_in_the_language_says_which_it_is_in(client, news):
    topic = Topic.objects.create(name_nb="Bare på norsk")
    put_article(news, topics=[topic])
    (name,) = soup(client.get(EN)).select(".card__topic")
    assert (folded(name), name["lang"]) == ("Bare på norsk", "nb")


def test_topic_without_a_slug_in_the_language_can_be_chosen_by_what_is_offered(
    client, news
):
    topic = Topic.objects.create(name_nb="Bare på norsk")
    put_article(news, "Om emnet", topics=[topic])
    put_article(news, "Om annet")
    response = client.get(EN)
    for value, _text in choices(response, "topic"):
        assert titles(client.get(f"{EN}?topic={value}")) == ["Om emnet (en)"]


def test_interface_language_of_a_thread_does_not_choose_the_list(client, article):
    with translation.override("en"):
        assert titles(client.get(NB)) == ["Ærlig øl på Ås"]
