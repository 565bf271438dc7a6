"""The accessibility page, and reports as readers send them."""

import time
from unittest.mock import patch

import pytest

from ethicaltrade.core import forms
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.home.models import AccessibilityPage
from tests.support import factories

TEXT = "Menyen lukker seg når jeg bruker tabulator."


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
