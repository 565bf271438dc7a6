"""What is found in a language is asked about at each door by which an editor publishes.

The form's own are in ``test_findings``.
"""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from ethicaltrade.bilingual.models import Schedule
from tests.privacy.test_closing import bulk_url
from tests.sitewide.test_schedule import due
from tests.support import factories
from tests.support.pages import folded, soup

from .test_bulk import fresh, said

pytestmark = pytest.mark.django_db

LONG = ("Åpenhet " * 13).strip()
MOST_FOR_A_PAGE = 25  # queries


@pytest.fixture
def desk(client, editor):
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


@pytest.fixture
def long(news):
    """Public in both languages; its draft has a Norwegian title to look at."""
    return with_draft(factories.add_page(news, factories.article(slug_nb="lang")))


def with_draft(page, **fields):
    for name, value in (fields or {"title_nb": LONG}).items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return fresh(page)


@pytest.fixture
def faulty(article):
    """And one whose Norwegian lacks its lead."""
    return with_draft(article, lead_nb="")


def lines(response):
    """By page: what kind, and where it leads."""
    found = soup(response).select_one("#findings")
    return {
        heading.text: [
            (line.select_one(".findings__kind").text, line.a["href"])
            for line in heading.find_next("ul").select("li")
        ]
        for heading in found.select("h3")
    }


def form_of(page, fragment, language="nb"):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return f"{address}?look-at={language}{fragment}"


def seen(response):
    return soup(response).select_one("input[name=anyway]")["value"]


def publish(desk, *pages, **data):
    return desk.post(f"{bulk_url('publish', *pages)}&next=/admin/", data)


# Every door

PUBLISHES = re.compile(r"\bactions\.publish\(")
WHO_PUBLISHES = {
    "ethicaltrade/bilingual/admin/views.py": "The form asks: test_findings.",
    "ethicaltrade/bilingual/admin/bulk.py": "It asks.",
    "ethicaltrade/bilingual/by_the_clock.py": "It was asked when the time was set.",
    "ethicaltrade/bilingual/copies.py": "What is public of the source, and its title.",
    "ethicaltrade/bilingual/pages.py": "Where nobody is asked: in the shell.",
    "events/admin/publishing.py": "The form asked, before it asked about participants.",
}


def test_nobody_publishes_at_a_door_that_does_not_ask():
    rooms = ("ethicaltrade", "articles", "events", "membership")
    files = [
        file.relative_to(settings.BASE_DIR).as_posix()
        for room in rooms
        for file in (settings.BASE_DIR / room).rglob("*.py")
        if PUBLISHES.search(file.read_text())
    ]
    assert {one for one in files if "/demo/" not in one} == set(WHO_PUBLISHES)


# In bulk


def test_bulk_publishing_tells_what_is_found_in_each_page(desk, long, faulty):
    response = desk.get(f"{bulk_url('publish', long, faulty)}")
    assert lines(response) == {
        LONG: [("Se på", form_of(long, "&look-at=en#id_title_nb"))],
        fresh(faulty).get_admin_display_title(): [
            ("Må rettes", form_of(faulty, "&look-at=en#id_lead_nb"))
        ],
    }
    page = folded(soup(response))
    assert page.count("Siden blir stående som den er") == 1
    assert "Publiser likevel" in page
    # The answer is the same where nobody has seen it.
    response = publish(desk, long, faulty, language="nb")
    assert "Ikke publisert ennå" in said(response)
    assert list(lines(response)) == [LONG, fresh(faulty).get_admin_display_title()]
    assert fresh(long).title_nb != LONG


def test_warnings_are_overridden_for_all_and_faults_are_not(desk, long, faulty):
    value = seen(desk.get(bulk_url("publish", long, faulty)))
    url = f"{bulk_url('publish', long, faulty)}&next=/admin/"
    response = desk.post(url, {"language": "nb", "anyway": value}, follow=True)
    assert "1 side er publisert (norsk)." in said(response)
    assert "«Ingress» er tomt (norsk)." in said(response)
    assert fresh(long).title_nb == LONG
    assert fresh(faulty).lead_nb


def test_other_languages_than_those_seen_are_asked_about(desk, long):
    english = with_draft(long, title_en="Openness " * 13)
    response = publish(desk, english, language=["nb", "en"], anyway="nb")
    assert "Ikke publisert ennå" in said(response)
    assert seen(response) == "nb en"
    assert publish(desk, english, language="en", anyway="nb en").status_code == 302


def test_pages_that_come_along_are_looked_at(desk, news):
    page = factories.article(title_nb=LONG)
    factories.add_page(news, page, publish=False)
    data = {"language": "nb", "include_descendants": "on"}
    response = publish(desk, news, **data, anyway="nb")
    assert LONG in lines(response)
    assert publish(desk, news, **data, anyway=seen(response)).status_code == 302
    assert fresh(page).live


def test_pages_without_anything_to_look_at_are_published_at_once(desk, article):
    response = desk.get(bulk_url("publish", article))
    assert soup(response).select_one("#findings, [name=anyway]") is None
    assert publish(desk, article, language="nb").status_code == 302


def test_bulk_action_asks_a_bounded_number_of_queries_for_each_page(desk, news):
    pages = [
        with_draft(factories.add_page(news, factories.article(slug_nb=f"side-{n}")))
        for n in range(5)
    ]
    cost = {}
    for count in (1, 1, 5):  # the first one fills what is kept
        with CaptureQueriesContext(connection) as queries:
            desk.get(bulk_url("publish", *pages[:count]))
        cost[count] = len(queries)
    assert cost[5] - cost[1] <= 4 * MOST_FOR_A_PAGE


# Schedules


def schedule(desk, page, language="nb", **data):
    soon = timezone.localtime() + timedelta(hours=2)
    times = {"publish_day": f"{soon:%Y-%m-%d}", "publish_time": f"{soon:%H:%M}"}
    return desk.post(
        reverse("schedule_language", args=[page.pk, language]), times | data
    )


def test_schedule_is_set_when_what_is_found_was_seen(desk, long):
    response = schedule(desk, long)
    (line,) = soup(response).select(".findings__line")
    assert line.a["href"] == form_of(long, "#id_title_nb")
    assert "Ikke planlagt ennå" in said(response)
    assert not Schedule.objects.exists()
    assert schedule(desk, long, "en").status_code == 302
    button = soup(response).select_one("button[name=anyway]")
    assert button.text == "Planlegg likevel"
    assert schedule(desk, long, anyway="").status_code == 302
    # Set anew, the same words are not asked about again.
    assert schedule(desk, long).status_code == 302


def test_schedule_of_words_with_a_fault_is_not_set(desk, faulty):
    response = schedule(desk, faulty)
    assert "Må rettes" in folded(soup(response).select_one("#findings"))
    assert soup(response).select_one("[name=anyway]") is None
    assert schedule(desk, faulty, anyway="").status_code == 200
    assert not Schedule.objects.exists()


def test_what_was_seen_goes_out_when_its_minute_comes(desk, long):
    schedule(desk, long, anyway="")
    due(long, "nb", Schedule.Action.PUBLISH)
    call_command("publish_scheduled")
    assert fresh(long).title_nb == LONG
