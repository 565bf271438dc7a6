"""The privacy page says what the site keeps of people, in the site's own numbers."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as site
from django.utils.translation import override

from ethicaltrade.core.models import FooterPage, SiteSettings
from ethicaltrade.home import personal_data
from ethicaltrade.home.models import PrivacyPage
from ethicaltrade.privacy.registry import purposes
from ethicaltrade.users.limits import LONGEST, Limit
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import accessibility_page

NB, EN = "/personvern/", "/en/privacy/"
TEMPLATES = Path(site.BASE_DIR) / "templates"


@pytest.fixture
def page(home):
    """At /personvern/ and /en/privacy/, and in the footer."""
    page = factories.put_page(
        home,
        PrivacyPage(
            title_nb="Personvern",
            title_en="Privacy",
            lead_nb="Hva vi lagrer.",
            lead_en="What we keep.",
            **factories.published_in("nb", "en"),
        ),
    )
    settings = SiteSettings.for_site(page.get_site())
    settings.footer_pages = [FooterPage(page=page.basepage_ptr)]
    settings.email = "post@example.org"
    settings.save()
    return page


@pytest.fixture
def row(client, page):
    """How long what stands in a row of the page's tables is kept."""

    def find(what, address=EN):
        rows = soup(client.get(address)).select("main tbody tr")
        return next(folded(one.td) for one in rows if what in folded(one.th))

    return find


def words_of(purpose, items):
    words = [purpose.title, purpose.why, purpose.seen_by, purpose.origin]
    words += [each for item in items for each in (item.what, item.until)]
    return [str(each() if callable(each) else each) for each in words]


@pytest.mark.django_db
def test_every_purpose_says_all_in_every_language():
    found = purposes()
    assert len({purpose.name for purpose, _items in found}) == len(found)
    for purpose, items in found:
        assert items, purpose.name
        with override("en"):
            english = [*words_of(purpose, items), purpose.basis.words]
        with override("nb"):
            norwegian = [*words_of(purpose, items), purpose.basis.words]
        assert all(english), purpose.name
        for one, other in zip(english, norwegian, strict=True):
            assert one != other, f"{purpose.name} is not translated: {one}"


@pytest.mark.parametrize("address", [NB, EN])
def test_page_tells_everything_that_is_registered(client, page, address):
    answer = soup(client.get(address))
    for purpose, items in purposes():
        heading = answer.find(id=purpose.name)
        assert heading.name == "h3"
        table = heading.find_next("table")
        assert folded(table.caption) == folded(heading)
        assert len(table.select("tbody tr")) == len(items)
    levels = [int(each.name[1]) for each in answer.select("main :is(h1, h2, h3)")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in answer.select("main table"):
        assert table.caption
        assert all(each["scope"] in ("row", "col") for each in table.select("th"))


def test_numbers_are_those_that_the_clean_up_goes_by(row, settings, monkeypatch):
    settings.MAIL_WORDS_KEPT_DAYS, settings.MAIL_KEPT_DAYS = 11, 222
    settings.LOGS_KEPT_DAYS = 33
    monkeypatch.setattr(personal_data, "EMAIL_KEPT", timedelta(days=44))
    settings.SESSION_COOKIE_AGE = 5 * 24 * 3600
    kept = SiteSettings.objects.get()
    kept.registration_kept_days = 66
    kept.save()
    assert row("What the e-mail said") == "11 days"
    assert row("That it was sent: to which") == "222 days"
    assert row("Which page was opened") == "33 days"
    assert row("Your e-mail address, if you give it") == "44 days"
    assert row("Keeps you logged in") == "5 days"
    assert row("Name, e-mail address, organisation") == "66 days after the event"
    assert (
        row("Navn, e-postadresse, organisasjon, pris", NB)
        == "66 dager etter arrangementet"
    )
    assert row("scrambled") == f"{LONGEST // 3600} hours"


def test_backups_are_told_of_where_they_are_made(row, client, settings, tmp_path):
    assert not soup(client.get(EN)).find(id="backups")
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "backups": place}
    for rule, words in (([7, 5, 12], "12 months"), ([7, 5, 0], "35 days")):
        settings.BACKUP_KEEP = rule
        assert row("A copy of everything") == words


def test_sentry_is_told_of_where_it_is_told_of_faults(client, page, settings):
    for dsn in ("", "https://key@sentry.example.org/1"):
        settings.SENTRY_DSN = dsn
        assert ("Sentry" in folded(soup(client.get(EN)).main)) is bool(dsn)


def test_register_that_is_asked_is_told_of(client, page, settings):
    for lookup in (None, "membership.applications.lookup.EntityRegister"):
        settings.ORGANISATION_LOOKUP = lookup
        asks = "asks a public register" in folded(soup(client.get(EN)).main)
        assert asks is bool(lookup)


def test_cookies_are_those_that_are_set(client, page, admin):
    assert not client.cookies
    client.get(NB)
    assert not client.cookies
    client.get("/konto/login/")
    client.force_login(admin)
    told = soup(client.get(NB)).select(".told__cookie")
    assert {each.text for each in told} == set(client.cookies)


def test_nothing_counts_for_longer_than_is_told():
    with pytest.raises(ValueError, match="longer than people are told"):
        Limit("anything", most=1, window=LONGEST + 1)


def test_forms_lead_to_what_is_done_with_the_data(client, page):
    factories.put_page(page.get_parent().specific, accessibility_page())
    form = soup(client.get("/en/accessibility/")).select_one("#feedback form")
    link = form.select_one(".form__privacy a")
    assert link["href"] == f"{EN}#feedback"
    assert soup(client.get(EN)).find(id="feedback")


def test_every_link_of_a_form_has_its_place():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:privacy|purpose)="([^"]+)"', path.read_text())
    }
    assert named >= {"registrations", "applications", "feedback", "account"}
    assert named <= {purpose.name for purpose, _items in purposes()}


def test_form_has_no_link_where_there_is_no_such_page(client, home):
    factories.put_page(home, accessibility_page())
    assert not soup(client.get("/tilgjengelighet/")).select(".form__privacy")


def test_page_may_be_kept_for_all(client, page):
    response = client.get(NB)
    assert "private" not in response.get("Cache-Control", "")
    assert not response.cookies
