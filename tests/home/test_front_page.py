"""The front page: arranged once, read in each language by whoever may read what."""

from collections import Counter

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.admin.telepath import JSContext
from wagtail.blocks.base import Block
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    ReferenceIndex,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import HomePage
from ethicaltrade.search.models import SearchEntry
from tests.events.support import in_days, put_event
from tests.membership.factories import add_member, add_report
from tests.support import factories
from tests.support.demo import demo_rows, demo_site  # noqa: F401
from tests.support.files import document, picture
from tests.support.pages import folded, gate, put_article, soup
from tests.support.rows import forget_caches

pytestmark = pytest.mark.django_db

BLOCKS = SectionsBlock().child_blocks


def words(norwegian, english=""):
    return {"nb": norwegian, "en": english}


def arrange(home, *sections):
    """Give the page these sections: a name, or a name and its value."""
    named = [(s, {}) if isinstance(s, str) else s for s in sections]
    home.sections = SectionsBlock().to_python(
        [{"type": name, "value": value} for name, value in named]
    )
    home.save()


@pytest.fixture
def show(client):
    """What stands below the opening: ``show()``, ``show("en")``."""

    def get(language="nb"):
        response = client.get("/en/" if language == "en" else "/")
        assert response.status_code == 200
        return soup(response).select_one(".front")

    return get


def titles(page):
    """The headings of the cards."""
    return [folded(a) for a in page.select(".card__link, .event-card__link")]


def headings(page):
    return [folded(heading) for heading in page.find_all("h2")]


# The page itself


def test_page_without_sections_has_its_heading_and_introduction(home, client):
    home.introduction_nb = "Vi hjelper virksomheter."
    home.save()
    page = soup(client.get("/"))
    assert folded(page.h1) == "For en ansvarlig handel"
    assert "Vi hjelper virksomheter." in folded(page.select_one(".opening"))
    assert not page.select(".front section")


def test_page_with_every_section_and_nothing_to_show(home, show):
    arrange(home, *BLOCKS)
    for language in ("nb", "en"):
        page = show(language)
        assert len(page.find_all("section")) == 2, "news and events say so"
        assert len(page.select(".front__nothing")) == 2
        assert all(headings(page))


def test_sections_stand_in_the_editors_order(news, home, show):
    put_article(news)
    arrange(home, "events", "lead_story")
    first, second = show().find_all("section", recursive=False)
    assert first.select_one(".front__nothing")
    assert second.select_one(".lead-story")


def test_headings_have_ids_of_their_own(home, show):
    action = {
        "heading": words("Bli med"),
        "label": words("Bli medlem"),
        "url": "https://example.org",
    }
    arrange(home, ("call_to_action", action), ("call_to_action", action), "news")
    page = show()
    ids = [element["id"] for element in page.find_all(id=True)]
    named = [s["aria-labelledby"] for s in page.find_all("section")]
    assert len(set(ids)) == len(ids) == 3
    assert named == ids


# Lead story and news


def test_newest_article_leads_and_is_not_repeated(news, home, show):
    for number in range(5):
        put_article(news, f"Sak {number}")
    arrange(home, "lead_story", ("news", {"number": "3"}))
    page = show()
    assert titles(page) == ["Sak 4", "Sak 3", "Sak 2", "Sak 1"]
    assert titles(page.select_one(".lead-story")) == ["Sak 4"]


def test_chosen_article_leads(news, home, show):
    chosen, *_others = [put_article(news, f"Sak {number}") for number in range(3)]
    arrange(home, ("lead_story", {"article": chosen.pk}), ("news", {"number": "3"}))
    assert titles(show()) == ["Sak 0", "Sak 2", "Sak 1"]


def test_without_a_lead_story_the_news_starts_with_the_newest(news, home, show):
    for number in range(4):
        put_article(news, f"Sak {number}")
    arrange(home, ("news", {"number": "3"}))
    assert titles(show()) == ["Sak 3", "Sak 2", "Sak 1"]


def test_newest_leads_where_the_chosen_article_cannot_be_read(news, home, show):
    only_norwegian = factories.published_in("nb")
    chosen = put_article(news, "Valgt", **only_norwegian)
    put_article(news, "Nyest")
    arrange(home, ("lead_story", {"article": chosen.pk}))
    assert titles(show()) == ["Valgt"]
    assert titles(show("en")) == ["Nyest (en)"]


def test_members_own_article_leads_for_members_alone(news, home, show, client, member):
    chosen = put_article(news, "Bare for medlemmer")
    gate(chosen, "Members")
    put_article(news, "For alle")
    arrange(home, ("lead_story", {"article": chosen.pk}), "news")
    assert titles(show()) == ["For alle"]
    client.force_login(member)
    assert titles(show()) == ["Bare for medlemmer", "For alle"]


def test_lead_story_that_was_deleted_gives_way_to_the_newest(news, home, show):
    chosen = put_article(news, "Valgt")
    arrange(home, ("lead_story", {"article": chosen.pk}))
    chosen.delete()
    assert show().find_all("section") == []
    put_article(news, "Nyest")
    assert titles(show()) == ["Nyest"]


def test_news_beside_a_lone_lead_story_is_left_out(news, home, show):
    put_article(news)
    arrange(home, "lead_story", "news")
    assert len(show().find_all("section")) == 1


def test_news_has_its_usual_heading_or_its_own(news, home, show):
    arrange(home, ("news", {"heading": words("Ferskt")}))
    assert headings(show()) == ["Ferskt"]
    assert headings(show("en")) == ["Latest news"]


def test_news_leads_to_the_list_where_it_is_published(news, home, show):
    put_article(news)
    arrange(home, "news")
    links = [a["href"] for a in show("en").select(".section__top a")]
    assert links == ["/en/news/"]
    news.published_en = False
    news.save()
    assert not show("en").select(".section__top a")
    assert [a["href"] for a in show().select(".section__top a")] == ["/nyheter/"]


# Events


def test_next_events_are_those_one_can_go_to(programme, home, show):
    put_event(programme, "Senere", in_days(9))
    put_event(programme, "Snart", in_days(2))
    put_event(programme, "Over", in_days(-2))
    put_event(programme, "Avlyst", in_days(3), state="cancelled")
    put_event(programme, "Norsk", in_days(4), **factories.published_in("nb"))
    arrange(home, "events")
    assert titles(show()) == ["Snart", "Norsk", "Senere"]
    assert titles(show("en")) == ["Snart (en)", "Senere (en)"]
    links = [a["href"] for a in show().select(".section__top a")]
    assert links == [programme.get_url_in("nb")]


def test_next_events_are_as_many_as_the_editor_says(programme, home, show):
    for number in range(5):
        put_event(programme, f"Kurs {number}", in_days(number + 1))
    arrange(home, ("events", {"number": "4"}))
    assert titles(show()) == ["Kurs 0", "Kurs 1", "Kurs 2", "Kurs 3"]


# The members' promise

PROMISE = {
    "heading": words("Løftet", "The promise"),
    "points": [
        {"title": words("Forankre", "Embed"), "text": words("I styret.", "")},
        {"title": words("Undersøke", "Examine")},
        {"title": words("Fortelle")},
    ],
}


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


# The editor's form


@pytest.fixture
def publish(client, editor, home):
    """Send the form with these sections, published in these languages."""
    client.force_login(editor)

    def send(sections, languages=("nb",), *, as_draft=False):
        translated = (
            *("title", "slug", "heading", "introduction"),
            *("seo_title", "search_description"),
        )
        fields = {
            f"{name}_{code}": getattr(home, f"{name}_{code}") or ""
            for name in translated
            for code in ("nb", "en")
        }
        data = nested_form_data(
            {
                **fields,
                **{f"published_{code}": "on" for code in languages},
                "sections": streamfield(sections),
                "comments": inline_formset([]),
            }
        )
        address = reverse("wagtailadmin_pages:edit", args=[home.pk])
        return client.post(address, data if as_draft else {**data, "action-publish": 1})

    return send


def action(**fields):
    return (
        "call_to_action",
        {
            "heading": words("Bli med"),
            "text": words(""),
            "label": words("Bli medlem"),
            "page": "",
            "url": "https://example.org/",
            **fields,
        },
    )


def errors_of(response):
    """What the form says of the first section, by field."""
    [error] = response.context["form"].errors["sections"].as_data()
    return error.block_errors[0].block_errors


def test_words_are_asked_for_in_the_languages_that_are_published(publish, home):
    response = publish([action()], ["nb", "en"])
    errors = errors_of(response)
    assert set(errors) == {"heading", "label"}
    assert set(errors["heading"].block_errors) == {"en"}
    assert "Bli medlem" in response.content.decode(), "nothing typed is lost"
    assert not HomePage.objects.get().sections


def test_words_are_not_asked_for_in_a_language_that_is_switched_off(publish, home):
    response = publish([action()])
    assert response.status_code == 302
    [section] = HomePage.objects.get().sections
    assert section.value["heading"]["nb"] == "Bli med"
    assert response.wsgi_request.user.is_authenticated


def test_draft_is_saved_without_any_words(publish, home):
    empty = action(heading=words(""), label=words(""), url="")
    assert publish([empty], ["nb", "en"], as_draft=True).status_code == 302
    draft = HomePage.objects.get().get_latest_revision_as_object()
    assert [section.block_type for section in draft.sections] == ["call_to_action"]
    assert not HomePage.objects.get().sections


def test_call_to_action_leads_to_one_place(publish, home):
    assert set(errors_of(publish([action(url="")]))) == {"page"}
    assert set(errors_of(publish([action(page=str(home.pk))]))) == {"page"}
    assert publish([action(url="", page=str(home.pk))]).status_code == 302


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"page": "home"}, {"label"}),
        ({"label": words("Les mer om det")}, {"page"}),
        ({"page": "home", "label": words("Om medlemskap")}, set()),
    ],
)
def test_promise_has_both_a_page_and_words_for_its_link(home, fields, faults):
    if "page" in fields:
        fields = fields | {"page": home.pk}
    block, value = BLOCKS["promise"], {**PROMISE, **fields}
    found = dict(block.find_errors(block.to_python(value)))
    if faults or "label" not in fields:
        assert set(found) == faults
    else:
        assert set(found) == {"label"}, "English words are missing"


def test_chosen_page_that_was_deleted_can_be_chosen_anew(home):
    block = BLOCKS["lead_story"].child_blocks["article"]
    assert block.get_form_state(4711) is None
    assert block.clean(None) is None


@pytest.mark.parametrize("sent", ["", "x", "-1", None])
def test_junk_for_a_page_is_no_page(sent):
    block = BLOCKS["call_to_action"].child_blocks["page"]
    assert block.value_from_form(sent) is None


@pytest.mark.indexed
def test_cms_knows_where_a_page_is_used(news, home):
    article = put_article(news)
    arrange(home, ("lead_story", {"article": article.pk}))
    uses = ReferenceIndex.get_references_to(article)
    assert [use.model_path for use in uses] == ["sections.lead_story.article"]


def test_comparing_revisions_names_what_is_chosen(article):
    block = BLOCKS["lead_story"].child_blocks["article"]
    assert block.render_basic(article.pk) == article.title
    assert block.render_basic(None) == block.render_basic(4711) == ""


# Rules for blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_section_says_what_it_is(name):
    meta = BLOCKS[name].meta
    assert meta.icon != Block._meta_class.icon
    assert isinstance(meta.label, translation.gettext_lazy("").__class__)
    assert meta.description
    get_template(meta.template)


@pytest.mark.parametrize("name", BLOCKS)
def test_section_can_be_shown_before_it_is_chosen(name, news):
    put_article(news)
    block = BLOCKS[name]
    assert block.is_previewable
    with translation.override("nb"):
        assert isinstance(block.render(block.get_preview_value()), str)


def test_sections_reach_the_editors_form():
    assert JSContext().pack(SectionsBlock())


def test_editors_have_one_lead_story_one_list_of_news_and_one_of_events():
    counts = SectionsBlock().meta.block_counts
    assert {name: count["max_num"] for name, count in counts.items()} == {
        "lead_story": 1,
        "news": 1,
        "events": 1,
    }


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
