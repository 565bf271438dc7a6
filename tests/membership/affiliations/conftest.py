import pytest

from ethicaltrade.home import groups
from membership.affiliations.models import Role
from tests.membership.factories import add_member
from tests.support import factories


@pytest.fixture
def organisation(db):
    """An active member with a main contact and a colleague."""
    return add_member("Ærlig Demo AS")


@pytest.fixture
def main(organisation):
    """The main contact."""
    return person("hoved@example.org", organisation, "Hilde Demo", role=Role.MAIN)


@pytest.fixture
def colleague(organisation, main):
    """A colleague, who reads English."""
    return person("kollega@example.org", organisation, "Kolbein Demo", language="en")


@pytest.fixture
def other(db):
    """Another active member."""
    return add_member("Annen Demo AS")


@pytest.fixture
def stranger(other):
    """A colleague there."""
    return person("annen@example.org", other, "Anne Demo")


@pytest.fixture
def editor(home):
    """One of the staff for members."""
    return factories.user("redaktor@example.org", groups.MEMBER_STAFF)


def person(email, member, name, **fields):
    user = factories.member_person(email, member, **fields)
    user.first_name, user.last_name = name.split()
    user.save()
    return user
