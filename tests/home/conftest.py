"""The front page, the accessibility page, and reports as readers send them."""

import time
from unittest.mock import patch

import pytest

from ethicaltrade.core import forms
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import AccessibilityPage
from tests.support import factories
from tests.support.pages import folded, soup

TEXT = "Menyen lukker seg når jeg bruker tabulator."
NB, EN = "/tilgjengelighet/", "/en/accessibility/"

BLOCKS = SectionsBlock().child_blocks


def words(norwegian, english=""):
    return {"nb": norwegian, "en": english}


PROMISE = {
    "heading": words("Løftet", "The promise"),
    "points": [
        {"title": words("Forankre", "Embed"), "text": words("I styret.", "")},
        {"title": words("Undersøke", "Examine")},
        {"title": words("Fortelle")},
    ],
}


def stamp(age=60):
    """A form's stamp, fetched so many seconds ago."""
    then = time.time() - age
    with patch("django.core.signing.time.time", return_value=then):
        return forms.new_stamp()


def accessibility_page(**fields):
    """The page, not saved: in both languages unless the fields say otherwise."""
    return AccessibilityPage(
        **{
            "title_nb": "Tilgjengelighet",
            "title_en": "Accessibility",
            "lead_nb": "For alle.",
            "lead_en": "For everyone.",
            **factories.published_in("nb", "en"),
            **fields,
        }
    )


@pytest.fixture
def page(home):
    """At /tilgjengelighet/ and /en/accessibility/."""
    return factories.put_page(home, accessibility_page())


@pytest.fixture
def staff_address(home):
    """Where the site has its mail."""
    settings = SiteSettings.for_site(home.get_site())
    settings.email = "post@example.org"
    settings.save()
    return settings.email


@pytest.fixture
def send(client, page):
    """Send the form; what is not given is left as a reader leaves it."""

    def post(language="nb", remote="192.0.2.1", **data):
        filled_in = {"text": TEXT, "stamp": stamp(), "website": "", **data}
        address = page.get_url_in(language)
        return client.post(address, filled_in, REMOTE_ADDR=remote)

    return post


def summary(response):
    box = soup(response).select_one("[role=alert]")
    return folded(box) if box else ""


def field(response, name):
    found = soup(response).find(attrs={"name": name})
    return found.get("value", "") if found.name == "input" else found.text.lstrip("\n")


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
