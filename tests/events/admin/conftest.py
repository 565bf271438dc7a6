import pytest

from ethicaltrade.home import groups
from tests.events.registration.support import put
from tests.support import factories


@pytest.fixture
def editor(home):
    """Who writes about events, and receives those who come."""
    return factories.user("redaktor@example.org", *groups.EVERYDAY)


@pytest.fixture
def event(programme):
    """An event in thirty days with three places and a waiting list."""
    return put(programme, capacity=3, has_waiting_list=True)
