import pytest

from ethicaltrade.home import groups
from tests.events.registration.support import put
from tests.support import factories


@pytest.fixture
def editor(home):
    """An editor of the group the site starts with."""
    groups.ensure_groups()
    return factories.user("redaktor@example.org", groups.EDITORS_GROUP)


@pytest.fixture
def desk(client, editor):
    """The editor, in the CMS."""
    client.force_login(editor)
    return client


@pytest.fixture
def event(programme):
    """An event in thirty days with three places and a waiting list."""
    return put(programme, capacity=3, has_waiting_list=True)
