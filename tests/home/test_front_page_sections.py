"""Sections of the front page: what each shows, to whom, and in how many queries."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.home.models import HomePage
from ethicaltrade.search.models import SearchEntry
from tests.events.support import in_days, put_event
from tests.membership.factories import add_member, add_report
from tests.support import factories
from tests.support.demo import demo_rows, demo_site  # noqa: F401
from tests.support.files import document, picture
from tests.support.pages import folded, gate, put_article, soup
from tests.support.rows import forget_caches

from .conftest import BLOCKS, PROMISE, arrange, headings, words

pytestmark = pytest.mark.django_db


# The members' promise


def test_promise_leaves_out_what_is_not_written_in_the_language(home, show):
    arrange(home, ("promise", PROMISE))
    norwegian = [folded(point) for point in show().select("li")]
    english = [folded(point) for point in show("en").select("li")]
    assert norwegian == ["Forankre I styret.", "Undersøke", "Fortelle"]
    assert english == ["Embed", "Examine"]


def test_promise_without_a_heading_in_the_language_is_left_out(home, show):
    arrange(home, ("promise", PROMISE | {"heading": words("Løftet")}))
    assert headings(show()) == ["Løftet"]
    assert not show("en").find_all("section")


def test_promise_links_only_where_the_page_can_be_read(home, show):
    about = factories.put_page(home, factories.standard_page())
    link = {"page": about.pk, "label": words("Om oss", "About us")}
    arrange(home, ("promise", PROMISE | link))
    assert show("en").select_one("a.button")["href"] == about.get_url_in("en")
    gate(about, "Members")
    assert not show("en").select("a")
    assert headings(show("en")) == ["The promise"]


# Resources


@pytest.fixture
def closed():
    """A collection that only members see into."""
    collection = Collection.get_first_root_node().add_child(name="Medlemmer")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    return collection


def chosen(*resources):
    stored = [{"type": kind, "value": record.pk} for kind, record in resources]
    return {"heading": words("Verktøy", "Tools"), "resources": stored}


def test_resources_are_those_the_reader_may_read(home, show, client, member, closed):
    first = document(title="Sjekkliste", language="nb")
    hidden = document(title="Hemmelig", language="nb", collection=closed)
    about = factories.put_page(home, factories.standard_page())
    inside = factories.put_page(home, factories.standard_page(title_nb="Internt"))
    gate(inside, "Members")
    arrange(
        home,
        (
            "resources",
            chosen(
                ("page", about), ("document", hidden), ("page", inside),
                ("document", first),
            ),
        ),
    )  # fmt: skip
    assert [folded(a) for a in show().select("li a")] == ["Om oss", "Sjekkliste"]
    client.force_login(member)
    names = [folded(a) for a in show().select("li a")]
    assert names == ["Om oss", "Hemmelig", "Internt", "Sjekkliste"]


def test_resources_that_are_all_hidden_leave_no_heading(home, show, closed):
    hidden = document(title="Hemmelig", language="nb", collection=closed)
    arrange(home, ("resources", chosen(("document", hidden))))
    assert not show().find_all("section")


def test_page_that_is_recommended_is_described_in_the_readers_language(home, show):
    about = factories.put_page(
        home, factories.standard_page(search_description_nb="Hvem vi er.")
    )
    arrange(home, ("resources", chosen(("page", about))))
    assert folded(show().li) == "Om oss Hvem vi er."
    assert folded(show("en").li) == "About us"


# Voices


def voice(**fields):
    value = {"quote": words("Vi spør.", "We ask."), "name": "Kari Demo", **fields}
    return ("voices", {"voices": [value]})


def test_voice_says_who_speaks(home, show):
    role = words("innkjøper", "buyer")
    arrange(home, voice(role=role, organisation="Fjordvik Demo kommune"))
    assert folded(show("en").blockquote) == "We ask."
    source = folded(show("en").figcaption)
    assert source == "Kari Demo buyer, Fjordvik Demo kommune"


def test_voice_that_is_not_written_in_the_language_is_silent(home, show):
    arrange(home, voice(quote=words("Vi spør.")))
    assert folded(show().blockquote) == "Vi spør."
    assert not show("en").find_all("section")


def test_voice_links_only_to_an_article_that_can_be_read(news, home, show):
    article = put_article(news, "Saken")
    arrange(home, voice(article=article.pk))
    assert show().figcaption.a["href"] == article.get_url_in("nb")
    gate(article, "Members")
    assert "Saken" not in show().get_text()


def test_voice_may_have_a_picture(home, show):
    image = picture()
    arrange(home, voice(picture=image.pk))
    assert show().figcaption.img["alt"] == "En grønn flate"
    image.delete()
    assert not show().find_all("img")


# Numbers


def counted(*keys, **fields):
    return ("numbers", {"rows": [{"what": key, **fields} for key in keys]})


def numbers_on(page):
    return [(folded(row.dd), folded(row.dt)) for row in page.select(".numbers__row")]


def test_numbers_are_counted(news, programme, home, show):
    for name in ("Ærlig Demo AS", "Øl Demo AS"):
        add_report(add_member(name))
    put_article(news)
    put_article(news, **factories.published_in("nb"))
    put_event(programme, "Kurs", in_days(2))
    put_event(programme, "Avlyst", in_days(2), state="cancelled")
    arrange(home, counted("members", "reports", "articles", "events"))
    assert [number for number, _label in numbers_on(show())] == ["2", "2", "2", "1"]
    assert numbers_on(show("en")) == [
        ("2", "members"),
        ("2", "public reports"),
        ("1", "article to read"),
        ("1", "upcoming event"),
    ]


def test_nought_is_left_out(home, show):
    arrange(home, counted("members", "articles"))
    assert not show().find_all("section")
    add_member()
    assert [number for number, _label in numbers_on(show())] == ["1"]


def test_number_may_have_a_label_of_its_own(home, show):
    add_member()
    arrange(home, counted("members", label=words("som tør")))
    assert numbers_on(show()) == [("1", "som tør")]
    assert numbers_on(show("en")) == [("1", "member")]


def test_members_own_articles_are_not_counted_for_others(news, home, show):
    gate(put_article(news), "Members")
    arrange(home, counted("articles"))
    assert not show().find_all("section")


# Call to action


def test_call_to_action_leads_to_a_page_or_elsewhere(home, show):
    about = factories.put_page(home, factories.standard_page())
    text = {"heading": words("Bli med"), "label": words("Les om oss")}
    arrange(
        home,
        ("call_to_action", text | {"page": about.pk}),
        ("call_to_action", text | {"url": "https://example.org/"}),
    )
    links = [a["href"] for a in show().find_all("a")]
    assert links == [about.get_url_in("nb"), "https://example.org/"]
    gate(about, "Members")
    assert [a["href"] for a in show().find_all("a")] == ["https://example.org/"]
    assert len(show().find_all("section")) == 1
    assert not show("en").find_all("section")


# Search


@pytest.mark.indexed
def test_words_in_sections_are_found_in_their_own_language(home):
    arrange(home, ("promise", PROMISE))
    found = dict(SearchEntry.objects.filter(page=home).values_list("language", "text"))
    assert "Forankre" in found["nb"]
    assert "Embed" not in found["nb"]
    assert "Embed" in found["en"]
    assert "Forankre" not in found["en"]


# Queries


def queries(client, address="/"):
    client.get(address)  # content types and templates: once a process
    forget_caches()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_demo_front_page_has_every_section_within_sixteen_queries(
    demo_site,  # noqa: F811
    client,
):
    used = Counter(section.block_type for section in HomePage.objects.get().sections)
    assert set(used) == set(BLOCKS)
    for address in ("/", "/en/"):
        assert queries(client, address) <= 16
        page = soup(client.get(address)).select_one(".front")
        assert len(page.find_all("section")) == len(BLOCKS)


def test_more_of_everything_takes_no_more_queries(news, home, client):
    about = factories.put_page(home, factories.standard_page())
    articles = [put_article(news, f"Sak {number}") for number in range(8)]
    documents = [document(title=f"Råd {n}", language="nb") for n in range(3)]
    link = {"page": about.pk, "label": words("Om oss")}

    def sections(number):
        said = [voice(article=a.pk)[1]["voices"][0] for a in articles[:number]]
        files = [("document", d) for d in documents[:number]]
        pages = [("page", a) for a in articles[:number]]
        return [
            "lead_story",
            "news",
            ("voices", {"voices": said}),
            ("resources", chosen(*files, *pages)),
            *[("promise", PROMISE | link)] * number,
            *[counted("members", "articles")] * number,
        ]

    arrange(home, *sections(1))
    few = queries(client)
    arrange(home, *sections(3))
    assert queries(client) == few
