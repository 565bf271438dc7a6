import pytest
from django.utils import timezone

from tests.support.demo import demo_rows, demo_site  # noqa: F401


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: ``at(moment)``."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock
