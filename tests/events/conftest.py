import pytest
from django.utils import timezone

from events.models import Organisation
from tests.support.demo import demo_rows, demo_site  # noqa: F401


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: ``at(moment)``."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.fixture
def organisers(db):
    """One with an English name, and one with a Norwegian."""
    return [
        Organisation.objects.create(
            name_en="Danish Institute for Human Rights",
            short_name="DIHR",
            url="https://dihr.example.org/",
        ),
        Organisation.objects.create(name_nb="Fjordvik demokommune"),
    ]
