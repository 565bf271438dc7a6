"""What readers find at /sok/ and /en/search/, and what they never do."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from ethicaltrade.search import indexing, models
from ethicaltrade.search.models import SearchEntry
from tests.support import factories
from tests.support.caching import working_memory
from tests.support.pages import first_published

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.every_database]


def address(language="nb"):
    with translation.override(language):
        return reverse("search")


@pytest.fixture
def ask(client):
    """Search, and return the response."""

    def get(query, language="nb", **parameters):
        return client.get(address(language), {"q": query, **parameters})

    return get


def titles(response):
    return [result.title for result in response.context["results"]]


def gate(page, *groups):
    """Close the page and all below it to everyone but the groups."""
    restriction = PageViewRestriction.objects.create(
        page_id=page.pk, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)


# Addresses


def test_search_has_an_address_in_each_language():
    assert (address("nb"), address("en")) == ("/sok/", "/en/search/")


def test_page_without_a_query_is_only_the_form(home, client):
    response = client.get(address())
    assert response.status_code == 200
    assert response.context["results"] == []
    assert "card-list" not in response.content.decode()


def test_search_engines_are_told_not_to_index(ask, article):
    response = ask("øl")
    assert response["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_shared_caches_are_told_not_to_keep(ask, article):
    assert "private" in ask("øl")["Cache-Control"]


def test_only_reading_is_allowed(home, client):
    assert client.post(address(), {"q": "øl"}).status_code == 405


# What is found


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Vi følger leverandørkjeden.", "leverandørkjede"),
        ("Vi følger leverandørkjeden.", "leverandorkjede"),
        ("Vi følger leverandørkjeden.", "LEVERANDØRKJEDER"),
        ("Møt våre medlemmer.", "medlem"),
        ("Bli medlem.", "medlemmer"),
        ("Se kursene.", "kurs"),
        ("Se kurset.", "kurs"),
        ("Les om åpenhetsloven.", "apenhetslov"),
        ("En bærekraftig hverdag.", "baerekraftig"),
        ("Møte i FN-forum 2018.", "fn forum 2018"),
        ("Leveran\u00addører svarer.", "leverandør"),
    ],
)
def test_other_form_of_a_word_finds_it(ask, news, text, query):
    page = factories.article(lead_nb=text)
    factories.put_page(news, page)
    assert titles(ask(query)) == [page.title_nb]


def test_all_words_must_be_there(ask, article):
    assert titles(ask("bryggeriet åpenhet")) == ["Ærlig øl på Ås"]
    assert titles(ask("bryggeriet barnearbeid")) == []


def test_words_are_found_across_title_and_text(ask, article):
    assert titles(ask("Ås bryggeri")) == ["Ærlig øl på Ås"]


def test_title_weighs_more_than_text(ask, news):
    in_text = factories.article(
        title_nb="Om saken", lead_nb="Kaffe dyrkes i Brasil, og her er mer om saken."
    )
    factories.put_page(
        news, factories.article(title_nb="Kaffe", lead_nb="Les om en råvare her.")
    )
    factories.put_page(news, in_text)
    assert titles(ask("kaffe")) == ["Kaffe", "Om saken"]


def test_each_language_finds_its_own(ask, article):
    assert titles(ask("bryggeriet")) == ["Ærlig øl på Ås"]
    assert titles(ask("bryggeriet", "en")) == []
    assert titles(ask("breweries", "en")) == ["Honest beer at Ås"]
    assert titles(ask("brewery")) == []


def test_result_leads_to_the_page_in_the_readers_language(ask, article):
    (result,) = ask("beer", "en").context["results"]
    assert result.url == "/en/news/honest-beer-at-as/"
    assert result.section == "News"


def test_page_right_below_the_front_page_has_no_section(ask, home):
    factories.put_page(home, factories.standard_page())
    (result,) = ask("medlemsorganisasjon").context["results"]
    assert result.section == ""


def test_moved_page_is_found_where_it_is(ask, home):
    about = factories.put_page(home, factories.standard_page())
    page = factories.standard_page(title_nb="Styret", lead_nb="Valgt på årsmøtet.")
    page = factories.put_page(home, page)
    page.move(about, "last-child")
    (result,) = ask("årsmøte").context["results"]
    assert (result.url, result.section) == ("/om-oss/styret/", "Om oss")


def test_hits_are_marked_and_everything_else_escaped(ask, news):
    factories.put_page(
        news,
        factories.article(
            title_nb="<i>Kurs</i>", lead_nb="<script>alert</script> kurs"
        ),
    )
    page = ask("kurs").content.decode()
    assert "&lt;script&gt;alert&lt;/script&gt; <mark>kurs</mark>" in page
    assert "&lt;i&gt;Kurs&lt;/i&gt;" in page
    assert "<script>alert" not in page


def test_query_is_escaped_where_it_is_repeated(ask, home):
    page = ask('"><script>alert(1)</script>').content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_found_offers_the_other_language(ask, home):
    page = ask("finnes ikke").content.decode()
    assert "finnes ikke" in page
    assert 'href="/en/search/?q=finnes+ikke"' in page
    assert ">Search in English</a>" in page


def test_results_come_ten_a_page(ask, news):
    for number in range(12):
        factories.put_page(
            news, factories.article(title_nb=f"Sak {number}", title_en=f"Case {number}")
        )
    first, second = ask("bryggeri"), ask("bryggeri", page=2)
    assert first.context["page_of_list"].paginator.count == 12
    assert (len(titles(first)), len(titles(second))) == (10, 2)
    assert len({*titles(first), *titles(second)}) == 12
    assert titles(ask("bryggeri", page=9999)) == titles(second)


# What is never found


def test_draft_is_not_found(ask, news):
    factories.add_page(news, factories.article(), publish=False)
    assert titles(ask("bryggeri")) == []


def test_draft_of_a_published_page_is_not_found(ask, article):
    article.title_nb = "Hemmelighet"
    factories.save_page(article, publish=False)
    assert titles(ask("hemmelighet")) == []


def test_unpublished_page_is_not_found(ask, article):
    article.unpublish()
    assert titles(ask("bryggeri")) == []


@pytest.mark.parametrize("change", [{"live": False}, {"published_nb": False}])
def test_page_hidden_behind_the_indexs_back_is_not_found(ask, article, change):
    ArticlePage.objects.filter(pk=article.pk).update(**change)
    assert SearchEntry.objects.filter(page_id=article.pk, language="nb").exists()
    assert titles(ask("bryggeri")) == []


def test_gated_page_leaves_no_trace(ask, article):
    gate(article, "Members")
    response = ask("bryggeri")
    page = response.content.decode()
    assert titles(response) == []
    assert response.context["page_of_list"].paginator.count == 0
    assert "Ærlig øl" not in page
    assert "leverandørene" not in page


def test_page_below_a_gate_leaves_no_trace(ask, news, article):
    gate(news, "Members")
    assert titles(ask("bryggeri")) == []
    assert titles(ask("nyheter")) == []


def test_gated_pages_are_left_out_of_the_count(ask, news, article):
    gate(article, "Members")
    factories.put_page(news, factories.article(title_nb="Åpen", title_en="Open"))
    response = ask("bryggeri")
    assert titles(response) == ["Åpen"]
    assert response.context["page_of_list"].paginator.count == 1


def test_alias_of_a_gated_page_is_not_found(ask, home):
    about = factories.put_page(home, factories.standard_page(title_nb="Om"))
    page = factories.put_page(
        home, factories.standard_page(title_nb="Hemmelig", lead_nb="Bare internt.")
    )
    page.create_alias(parent=about)
    gate(page, "Members")
    assert titles(ask("internt")) == []


def test_member_finds_members_pages(ask, client, member, article):
    gate(article, "Members")
    client.force_login(member)
    assert titles(ask("bryggeri")) == ["Ærlig øl på Ås"]


def test_member_who_is_no_longer_one_finds_nothing(ask, client, member, article):
    gate(article, "Members")
    client.force_login(member)
    member.affiliation.delete()
    assert titles(ask("bryggeri")) == []


def test_section_that_is_not_public_is_not_named(ask, home):
    about = factories.put_page(home, factories.standard_page(title_nb="Intern del"))
    factories.put_page(about, factories.standard_page(title_nb="Styret"))
    type(about).objects.filter(pk=about.pk).update(live=False)
    (result,) = ask("styret").context["results"]
    assert result.section == ""


# Junk

JUNK = [
    "",
    " ",
    "%00",
    "a%00b",
    "%ED%A0%80",
    quote("x" * 5000),
    quote("øl " * 60),
    quote("!!! ... --- ((( )))"),
    quote("\"'`«»“”"),
    quote('"øl'),
    quote("øl* OR NOT (NEAR/2 AND"),
    quote("title:øl {title body}: ^øl"),
    quote("'; DROP TABLE search_searchentry; --"),
    quote("\\ \\' \\\" %s %d %(x)s {} {0}"),
    quote("& | ! <-> :* øl:A"),
    quote("🍺 中文 ½ ² हिन्दी \u202e\u200b"),
    quote(" ".join(f"ord{number}" for number in range(30))),
    quote("ao" * 99),
]


def test_junk_is_answered(client, article, subtests):
    for query in JUNK:
        with subtests.test(query=query):
            for language in ("nb", "en"):
                assert client.get(f"{address(language)}?q={query}").status_code == 200


def test_junk_for_a_page_number_is_the_first_page_or_the_last(
    client, article, subtests
):
    for page in ("0", "-1", "x", "", "1.5", "%00", "9" * 23, "99999", "1e3", "²"):
        with subtests.test(page=page):
            response = client.get(f"{address()}?q=bryggeri&page={page}")
            assert response.status_code == 200
            assert titles(response) == ["Ærlig øl på Ås"]


def test_parameter_given_twice_is_answered(client, article):
    response = client.get(f"{address()}?q=x&q=bryggeri&page=2&page=1&other=%00")
    assert titles(response) == ["Ærlig øl på Ås"]


def test_punctuation_finds_nothing(ask, article):
    assert titles(ask("?!")) == []


# Work


def queries(ask, query):
    """How many database queries the second search of a kind takes."""
    ask(query)  # fills what is kept between requests: sites, content types
    with CaptureQueriesContext(connection) as captured:
        ask(query)
    return len(captured)


def test_number_of_queries_does_not_grow_with_the_results(ask, news):
    factories.put_page(news, factories.article())
    one = queries(ask, "bryggeri")
    for number in range(8):
        factories.put_page(
            news, factories.article(title_nb=f"Sak {number}", title_en=f"Case {number}")
        )
    assert queries(ask, "bryggeri") == one


def test_punctuation_costs_no_more_than_the_empty_form(ask, article):
    assert queries(ask, "?!") == queries(ask, "")


def test_date_is_the_day_of_publication(ask, article):
    (result,) = ask("bryggeri").context["results"]
    assert timezone.localdate(result.entry.published_at) == timezone.localdate()


# Any number of results


@pytest.fixture
def five_articles(news):
    now = timezone.now()
    for number in range(5):
        dates = first_published(now - timedelta(days=number))
        page = factories.article(title_nb=f"Bryggeri {number}", **dates)
        factories.put_page(news, page)


def test_of_very_many_the_newest_are_ranked(ask, five_articles, monkeypatch):
    monkeypatch.setattr(models, "MOST", 3)
    response = ask("bryggeri")
    assert {*titles(response)} == {"Bryggeri 0", "Bryggeri 1", "Bryggeri 2"}
    assert "Bare de nyeste sidene vises" in response.content.decode()


def test_nothing_is_said_of_newest_where_all_are_shown(ask, five_articles, monkeypatch):
    monkeypatch.setattr(models, "MOST", 5)
    response = ask("bryggeri")
    assert len(titles(response)) == 5
    assert "Bare de nyeste" not in response.content.decode()


def test_what_is_remembered_follows_what_changes(ask, article, news):
    with working_memory():
        assert titles(ask("øl")) == ["Ærlig øl på Ås"]
        other = factories.put_page(news, factories.article(title_nb="Mer øl"))
        assert len(titles(ask("øl"))) == 2
        gate(other)
        assert titles(ask("øl")) == ["Ærlig øl på Ås"]
        article.unpublish()
        assert titles(ask("øl")) == []


def test_rows_that_are_written_later_are_found(ask, article):
    with working_memory():
        SearchEntry.objects.all().delete()
        assert titles(ask("øl")) == []
        indexing.rebuild()
        assert titles(ask("øl")) == ["Ærlig øl på Ås"]


def test_what_is_remembered_for_members_is_not_told_to_others(
    ask, client, news, member
):
    gate(factories.put_page(news, factories.article(title_nb="Stengt øl")), "Members")
    with working_memory():
        for reader, found in ((member, 1), (None, 0), (member, 1)):
            client.force_login(reader) if reader else client.logout()
            assert len(titles(ask("stengt"))) == found


def test_next_page_of_a_search_ranks_nothing_again(ask, news):
    for number in range(11):
        factories.put_page(news, factories.article(title_nb=f"Bryggeri {number}"))
    with working_memory():
        ask("")  # the first request makes the site's settings
        ask("bryggeri")
        with CaptureQueriesContext(connection) as captured:
            assert len(titles(ask("bryggeri", page=2))) == 1
    assert not [query for query in captured if "wagtailsearch_index" in query["sql"]]
