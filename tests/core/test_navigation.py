"""Menus and breadcrumbs: what is in them, in which order, and for whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.caching import generation
from ethicaltrade.core.models import FooterPage, SiteSettings
from ethicaltrade.core.navigation import breadcrumbs, footer_menu, main_menu
from tests.support import factories
from tests.support.pages import folded, gate, put_article, soup
from tests.support.plans import IN_ORDER, plan_of

pytestmark = pytest.mark.django_db


def request_of(user=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return request


def put(parent, title, **fields):
    fields = {"show_in_menus": True, "title_en": f"{title} (en)", **fields}
    page = factories.standard_page(title_nb=title, **fields)
    return factories.put_page(parent, page)


def titles(items):
    return [item.title for item in items]


@pytest.fixture
def tree(home):
    """Two sections in the menu, a page below the first, and one outside it."""
    first, second = put(home, "Første"), put(home, "Andre")
    below = put(first, "Under")
    outside = put(home, "Utenfor", show_in_menus=False)
    return {"first": first, "second": second, "below": below, "outside": outside}


@pytest.fixture
def footer(tree):
    """Chooses the footer's pages, in the order given."""

    def choose(*pages):
        site = Site.objects.get(is_default_site=True)
        settings = SiteSettings.for_site(site)
        settings.footer_pages = [
            FooterPage(page=page.basepage_ptr, sort_order=place)
            for place, page in enumerate(pages)
        ]
        settings.save()

    return choose


# The main menu


def test_menu_has_the_sections_marked_for_it_in_the_trees_order(tree):
    assert titles(main_menu(request_of())) == ["Første", "Andre"]


def test_menu_is_in_the_language_being_read(tree):
    with translation.override("en"):
        items = main_menu(request_of())
        assert titles(items) == ["Første (en)", "Andre (en)"]
        assert [item.url for item in items] == ["/en/forste-en/", "/en/andre-en/"]


def test_menu_follows_when_a_section_is_moved(tree, home):
    tree["second"].move(tree["first"], pos="left")
    assert titles(main_menu(request_of())) == ["Andre", "Første"]


def test_section_not_published_in_the_language_is_left_out(tree, home, interface):
    put(home, "Norsk", **factories.published_in("nb"))
    shown = titles(main_menu(request_of()))
    assert ("Norsk" in shown) is (interface == "nb")
    assert len(shown) == (3 if interface == "nb" else 2)


def test_gated_section_is_shown_to_those_it_is_for(tree, member):
    gate(tree["second"], "Members")
    assert titles(main_menu(request_of())) == ["Første"]
    assert titles(main_menu(request_of(member))) == ["Første", "Andre"]


def test_menu_marks_the_page_and_the_section_it_is_in(tree):
    on_section = main_menu(request_of(), tree["first"])
    assert [item.is_current for item in on_section] == [True, False]
    assert [item.is_section for item in on_section] == [False, False]
    below = main_menu(request_of(), tree["below"])
    assert [item.is_current for item in below] == [False, False]
    assert [item.is_section for item in below] == [True, False]


def test_menu_marks_nothing_outside_its_sections(tree, home):
    for page in (home, tree["outside"], None):
        items = main_menu(request_of(), page)
        assert not any(item.is_current or item.is_section for item in items)


def test_marks_are_read_aloud(client, tree):
    def marks(address):
        links = soup(client.get(address)).select(".main-menu a")
        return [link.get("aria-current") for link in links]

    assert marks("/forste/") == ["page", None]
    assert marks("/forste/under/") == ["true", None]
    assert marks("/") == [None, None]


# The footer


def test_footer_has_the_chosen_pages_in_the_editors_order(tree, footer):
    footer(tree["outside"], tree["below"], tree["first"])
    assert titles(footer_menu(request_of())) == ["Utenfor", "Under", "Første"]


def test_page_in_the_footer_need_not_be_in_the_menu(tree, footer):
    footer(tree["outside"])
    assert titles(main_menu(request_of())) == ["Første", "Andre"]


def test_footer_leaves_out_what_the_reader_cannot_read(tree, footer, home, interface):
    norwegian = put(home, "Norsk", show_in_menus=False, **factories.published_in("nb"))
    footer(norwegian, tree["first"], tree["second"])
    gate(tree["second"], "Members")
    expected = ["Norsk", "Første"] if interface == "nb" else ["Første (en)"]
    assert titles(footer_menu(request_of())) == expected


def test_both_menus_take_two_queries_once(
    tree, footer, working_memory, django_assert_num_queries
):
    footer(tree["outside"], tree["below"])

    def menus():
        request = request_of()
        with generation.kept():
            return main_menu(request, tree["below"]), footer_menu(request)

    SiteSettings.for_request(request_of())
    first = menus()
    with django_assert_num_queries(1):  # the generation
        assert menus() == first


CHANGES = {
    "renamed": lambda page: page.__class__.objects.update(title_nb="Ny"),
    "closed": lambda page: gate(page, "Members"),
    "unpublished": lambda page: page.unpublish(),
    "out of the menu": lambda page: BasePage.objects.update(show_in_menus=False),
    "out of the footer": lambda page: FooterPage.objects.all().delete(),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_menus_follow_at_once(tree, footer, working_memory, member, change):
    footer(tree["first"])

    def menus(user=None):
        request = request_of(user)
        return titles(main_menu(request)), titles(footer_menu(request))

    before = menus(), menus(member)
    CHANGES[change](tree["first"])
    after = menus(), menus(member)
    assert before[0] != after[0]
    assert (before[1] == after[1]) is (change == "closed")


# What every page shares is rendered once


@pytest.fixture
def rendered(home):
    """Renders ``word`` inside a part that is kept for ``value``."""
    template = Template(
        "{% load site %}{% remembered 'part' value %}{{ word }}{% endremembered %}"
    )

    def render(word, value=1, user=None, **context):
        request = request_of(user)
        return template.render(
            Context({"request": request, "word": word, "value": value, **context})
        )

    return render


def test_part_is_kept_for_language_value_and_reader(
    rendered, home, member, working_memory
):
    gate(put(home, "Lukket"), "Members")
    assert rendered("én") == rendered("to") == "én"
    assert rendered("to", value=2) == "to"
    assert rendered("tre", user=member) == "tre"
    with translation.override("en"):
        assert rendered("four") == "four"


def test_part_is_rendered_anew_when_anything_changes(rendered, home, working_memory):
    assert rendered("før") == "før"
    home.save()
    assert rendered("etter") == "etter"


def test_part_without_a_request_is_not_kept():
    text = "{% load site %}{% remembered 'part' %}{{ word }}{% endremembered %}"
    assert Template(text).render(Context({"word": "her"})) == "her"


# Breadcrumbs


def test_breadcrumbs_lead_down_from_the_front_page(client, tree, home):
    request = request_of()
    assert [(item.title, item.url) for item in breadcrumbs(request, tree["below"])] == [
        (home.title, "/"),
        ("Første", "/forste/"),
    ]


def test_breadcrumbs_skip_what_is_not_published_in_the_language(tree):
    first = tree["first"]
    first.published_en = False
    factories.save_page(first)
    below = type(first).objects.get(pk=tree["below"].pk)
    with translation.override("en"):
        assert titles(breadcrumbs(request_of(), below)) == ["Ethical Trade Norway"]


def test_front_page_has_no_breadcrumbs(client, home):
    assert not soup(client.get("/")).select(".breadcrumbs")


def test_article_leads_back_to_its_list(client, news):
    page = soup(client.get(put_article(news).get_url_in("en")))
    crumbs = page.select(".breadcrumbs a")
    assert [(folded(link), link["href"]) for link in crumbs] == [
        ("Ethical Trade Norway", "/en/"),
        ("News", "/en/news/"),
    ]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has ways of its own"
)
def test_pages_in_menus_are_found_by_an_index(tree, home):
    in_menu = BasePage.objects.child_of(home).filter(show_in_menus=True, live=True)
    assert "basepage_in_menus" in plan_of(in_menu, without=IN_ORDER)
