"""The first page of the CMS and its menus: for each role what it needs, no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail import hooks
from wagtail.admin.menu import admin_menu
from wagtail.log_actions import log

from ethicaltrade.bilingual import schedules
from ethicaltrade.home.models import Feedback
from membership.members.models import MembershipPage
from tests.events.registration.support import put, register
from tests.support import factories
from tests.support.pages import folded, soup

from .roles import LETTERS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WRITING = ("my-drafts", "waiting-for-translation")
PANELS = {
    "S": WRITING,
    "R": WRITING,
    "O": ("waiting-for-you",),
    "M": WRITING,
    "A": (*WRITING[:1], "next-events", *WRITING[1:]),
    "D": (*WRITING[:1], "next-events", *WRITING[1:]),
}
BEGINNINGS = {
    "S": "Ny artikkel, Nytt arrangement",
    "R": "Ny artikkel, Nytt arrangement",
    "O": "",
    "M": "",
    "A": "Nytt arrangement",
    "D": "Ny artikkel, Nytt arrangement",
}
MENUS = {
    "S": """
Sider
Innhold: Bilder, Dokumenter
Rapporter: Språk, Oversettelsesfiler, Nedlastinger, Gamle sider, Bruk av sidetyper
""",
    "R": """
Sider
Innhold: Bilder, Dokumenter, Temaer, Personer, Meldinger om feil
Arrangementer: Arrangører
Rapporter: Språk, Oversettelsesfiler, Låste sider, Nedlastinger, {}
Oppsett: Gamle adresser, Innstillinger for nettstedet
""".format("Gamle sider, Bruk av sidetyper"),
    "O": "\n",
    "M": """
Sider
Innhold: Bilder, Dokumenter
Medlemmer: Medlemmer, Fra medlemmer, Søknader, Kontingent
Rapporter: Språk, Oversettelsesfiler, Nedlastinger, Gamle sider, Bruk av sidetyper
""",
    "A": """
Sider
Innhold: Bilder, Dokumenter, Personer
Arrangementer: Påmeldinger, Arrangører
Rapporter: Språk, Oversettelsesfiler, Nedlastinger, Gamle sider, Bruk av sidetyper
""",
    "D": """
Sider
Innhold: Bilder, Dokumenter, Temaer, Personer, Meldinger om feil
Arrangementer: Påmeldinger, Arrangører
Medlemmer: Medlemmer, Fra medlemmer, Søknader, Kontingent
Rapporter: Språk, Oversettelsesfiler, Låste sider, Nedlastinger, {}
Oppsett: Brukere, Grupper, Nettsteder, Samlinger, Gamle adresser, {}
""".format(
        "Nettstedets historikk, Gamle sider, Bruk av sidetyper",
        "Innstillinger for nettstedet",
    ),
}
"""Beside help, which is everybody's."""


@pytest.fixture
def people(home, programme, news):
    """One of each role, by its letter."""
    membership = MembershipPage(
        title_nb="Medlemskap", lead_nb="Om det.", **factories.published_in("nb")
    )
    factories.put_page(home, membership)
    return {
        letter: factories.user(f"{letter.lower()}@example.org", group)
        for letter, group in LETTERS.items()
    }


def first_page(client, user):
    client.force_login(user)
    return soup(client.get("/admin/")).main


def menu_of(user) -> str:
    request = RequestFactory().get("/admin/")
    request.user = user
    menu = ""
    for item in admin_menu.render_component(request):
        below = ", ".join(str(one.label) for one in getattr(item, "menu_items", ()))
        if item.name != "help":
            menu += f"\n{item.label}: {below}" if below else f"\n{item.label}"
    return f"{menu}\n"


def test_each_role_has_the_panels_it_needs(client, people):
    for letter, user in people.items():
        page = first_page(client, user)
        ids = [section["id"] for section in page.select("section.w-panel[id]")]
        shown = tuple(i.removesuffix("-section") for i in ids)
        assert tuple(i for i in shown if "job" not in i) == PANELS[letter], letter
        begun = [folded(link) for link in page.select(".dashboard-begin a")]
        assert ", ".join(begun) == BEGINNINGS[letter], letter


def test_translator_is_told_what_comes_and_offered_no_search(client, people):
    page = first_page(client, people["O"])
    assert "du får en e-post" in folded(page.select_one("#waiting-for-you-section"))
    assert not page.select("[role=search]")
    assert first_page(client, people["S"]).select_one("[role=search]")


def test_translator_is_led_to_no_page_that_is_theirs_no_more(client, people, news):
    for letter in "OS":
        log(news, "wagtail.edit", user=people[letter])
    assert "siste endringer" in folded(first_page(client, people["S"]))
    assert "siste endringer" not in folded(first_page(client, people["O"]))


def test_what_waits_is_counted_where_anything_does(client, people):
    assert not first_page(client, people["R"]).select(".w-summary li")
    Feedback.objects.create(text="x", language="nb", fingerprint="x")
    [item] = first_page(client, people["R"]).select(".w-summary li")
    assert folded(item) == "1 melding om feil venter"
    assert not first_page(client, people["S"]).select(".w-summary li")


def test_panels_stand_in_an_order_of_their_own(people):
    """None has the number of another, so that they do not change places."""
    orders: list[int] = []
    for user in (people["D"], people["O"]):
        request = RequestFactory().get("/admin/")
        request.user = user
        panels: list = []
        for add in hooks.get_hooks("construct_homepage_panels"):
            add(request, panels)
        orders = [panel.order for panel in panels]
        assert len(orders) == len(set(orders)), sorted(orders)


def test_each_role_has_the_menus_it_needs(people):
    with translation.override("nb"):
        menus = {letter: menu_of(user) for letter, user in people.items()}
    assert menus == MENUS


def test_first_page_takes_as_many_queries_with_many_of_everything(
    client, people, news, programme
):
    user, now = people["D"], timezone.now()

    def fill(numbers):
        for number in numbers:
            event = put(programme, title_nb=f"Kurs {number}", capacity=9)
            register(event, f"nr{number}@example.org")
            article = factories.add_page(
                news, factories.article(lead_en="", **factories.published_in("nb"))
            )
            article.title_nb = "Ny tittel"
            article.save_revision(user=user)
            schedules.schedule(
                article, "nb", take_down_at=now + timedelta(days=1 + number)
            )
            Feedback.objects.create(text="x", language="nb", fingerprint=str(number))

    def count():
        with CaptureQueriesContext(connection) as captured:
            page = first_page(client, user)
        return len(captured), page

    fill(range(2))
    count()  # what is remembered is
    few, _page = count()
    fill(range(2, 14))
    many, page = count()
    assert many <= few  # fewer, where enough is found at once
    assert len(page.select("#next-events-section tbody tr")) == 5
    assert len(page.select("#my-drafts-section tbody tr")) == 10
    assert len(page.select("#scheduled-section li")) == 10
