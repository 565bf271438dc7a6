import pytest

from ethicaltrade.home.groups import MEMBER_STAFF
from tests.membership.factories import add_member
from tests.support import factories


@pytest.fixture
def organisation(db):
    """A member since 2020 with a presentation."""
    return add_member(
        "Bergblom Demo AS",
        presentation_nb="Selger te.",
        presentation_en="Sells tea.",
        place="Bergen",
    )


@pytest.fixture
def kari(organisation):
    """Its main contact."""
    return factories.member_person("kari@example.org", organisation, role="main")


@pytest.fixture
def staff(db):
    """Somebody who may change members."""
    return factories.user("stab@example.org", MEMBER_STAFF)
