"""How far the site is in each language: the report, and the dashboard."""

import csv
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from ethicaltrade.bilingual.models import PageLanguage
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    """The editor, in the Norwegian CMS."""
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


@pytest.fixture
def section(home):
    """Four pages: all public in Norwegian, one in English and outdated there."""
    page = factories.standard_page(title_nb="Hjelp", title_en="Help")
    section = factories.add_page(home, page)
    for number in range(3):
        page = factories.standard_page(
            title_nb=f"Side {number}",
            title_en="",
            lead_en="",
            **factories.published_in("nb"),
        )
        factories.add_page(section, page)
    PageLanguage.objects.filter(page=section, language="en").update(outdated=1)
    return section


def explore(page, *states):
    query = "&".join(f"language={state}" for state in states)
    return f"{reverse('wagtailadmin_explore', args=[page.pk])}?{query}"


def report(desk):
    page = soup(desk.get(reverse("bilingual_report")))
    table = page.select_one(".language-report__table table")
    return page, [
        [folded(cell) for cell in row.select("td")] for row in table.select("tbody tr")
    ]


def test_each_section_has_its_shares(desk, section):
    page, rows = report(desk)
    (row,) = [row for row in rows if row[0] == "Hjelp"]
    assert row == [
        *("Hjelp", "4"),
        *("100 % (4)", "0 %", "0 %"),
        *("25 % (1)", "75 % (3)", "25 % (1)"),
    ]
    headings = [folded(one) for one in page.select("thead th")][:8]
    assert headings[:3] == ["Seksjon", "Sider", "Norsk: publisert"]
    assert headings[-1] == "Engelsk: utdatert"


def test_shares_lead_to_the_pages_in_the_explorer(desk, section):
    page, _rows = report(desk)
    links = {link["href"] for link in page.select(".language-share a")}
    for state, found in (("missing-en", 3), ("outdated-en", 1), ("published-nb", 4)):
        url = explore(section, state)
        assert url in links
        shown = soup(desk.get(url)).select(".listing tbody tr")
        assert len(shown) == found


def test_pages_that_wait_are_listed_beneath(desk, section):
    page, _rows = report(desk)
    assert "Side 2 Norsk publisert Engelsk mangler" in folded(page)


def test_report_comes_as_a_spreadsheet(desk, section):
    url = reverse("bilingual_report")
    csv_file = b"".join(desk.get(url, {"export": "csv"}).streaming_content)
    heading, *rows = csv.reader(csv_file.decode().splitlines())
    found = {row[0]: dict(zip(heading, row, strict=True)) for row in rows}
    assert found["Hjelp"]["Engelsk: mangler"] == "3"
    assert found["Hjelp"]["Engelsk: mangler (andel)"] == "0.75"
    xlsx = b"".join(desk.get(url, {"export": "xlsx"}).streaming_content)
    cells = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(xlsx)).active.iter_rows()
    ]
    assert ["Hjelp", 4, 4, 1] in [row[:4] for row in cells]


def test_report_takes_as_many_queries_whatever_there_is(desk, home, section):
    url = reverse("bilingual_report")
    counts = []
    for number in range(2):
        desk.get(url)
        with CaptureQueriesContext(connection) as captured:
            desk.get(url)
        counts.append(len(captured))
        for one in range(3):
            title = f"Ny {number} {one}"
            lacks = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
            page = factories.standard_page(title_nb=title, **lacks)
            factories.put_page(home, page)
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_dashboard_shows_what_waits_with_a_way_to_the_rest(desk, home, section):
    for number in range(10):
        page = factories.standard_page(
            title_nb=f"Flere {number}",
            title_en="",
            lead_en="",
            **factories.published_in("nb"),
        )
        factories.add_page(home, page)
    page = soup(desk.get(reverse("wagtailadmin_home")))
    panel = page.select_one("#waiting-for-translation-section")
    rows = [folded(row) for row in panel.select("tbody tr:has(td.title)")]
    assert len(rows) == 10
    assert rows[0].startswith("Flere 9 Norsk publisert Engelsk mangler")
    (link,) = [link for link in panel.select("a") if folded(link) == "Vis alle"]
    shown = folded(soup(desk.get(link["href"])).select_one(".listing"))
    assert "Side 0" in shown


def test_what_was_saved_last_waits_first_and_what_never_was_waits_too(desk, section):
    saved, never, _other = section.get_children().specific()
    saved.save_revision()
    type(never).objects.filter(pk=never.pk).update(latest_revision=None)
    page = soup(desk.get(reverse("wagtailadmin_home")))
    titles = page.select("#waiting-for-translation-section td.title")
    assert [folded(title) for title in titles] == [
        "Side 0",
        "Side 2",
        "Hjelp",
        "Side 1",
    ]


def test_nothing_waits_that_one_may_not_edit_or_nobody_reads(client, home, section):
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    other = factories.standard_page(title_nb="Eget", title_en="")
    other = factories.add_page(home, other, publish=False)
    GroupPagePermission.objects.create(
        group=group,
        page=other,
        permission=Permission.objects.get(codename="change_basepage"),
    )
    client.force_login(factories.user("skribent@example.org", "Writers"))
    page = soup(client.get(reverse("wagtailadmin_home")))
    panel = page.select_one("#waiting-for-translation-section")
    assert "Ingenting å oversette" in folded(panel)
    assert not panel.select("tbody tr")
    text = folded(soup(client.get(reverse("bilingual_report"))))
    assert "Side 0" not in text
