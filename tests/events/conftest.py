import pytest
from django.utils import timezone

from ethicaltrade.demo import factories
from events.models import EventIndexPage
from tests.support.demo import demo_rows, demo_site  # noqa: F401


@pytest.fixture
def programme(home):
    """The programme of events, at /arrangementer/ and /en/events/."""
    page = EventIndexPage(
        title_nb="Arrangementer",
        title_en="Events",
        show_in_menus=True,
        **factories.published_in("nb", "en"),
    )
    return factories.put_page(home, page)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: ``at(moment)``."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock
