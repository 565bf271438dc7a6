import pytest
from django.utils import timezone

from ethicaltrade.demo import factories
from ethicaltrade.home.models import HomePage
from events.models import EventIndexPage
from tests.support import rows
from tests.support.demo import demo_rows, demo_site  # noqa: F401


def add_programme(home: HomePage) -> EventIndexPage:
    page = EventIndexPage(
        title_nb="Arrangementer",
        title_en="Events",
        show_in_menus=True,
        **factories.published_in("nb", "en"),
    )
    return factories.put_page(home, page)


@pytest.fixture(scope="session")
def programme_rows(small_site, django_db_blocker) -> list[rows.Change]:
    """The rows of ``programme``, made once."""
    with django_db_blocker.unblock():
        return rows.kept(
            lambda: add_programme(HomePage.objects.get()), on=small_site["home"]
        )


@pytest.fixture
def programme(home, programme_rows):
    """The programme of events, at /arrangementer/ and /en/events/."""
    if not home.is_leaf():  # the rows are those of its first child
        return add_programme(home)
    rows.put(programme_rows)
    home.refresh_from_db()
    return EventIndexPage.objects.get()


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: ``at(moment)``."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock
