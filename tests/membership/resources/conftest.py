"""A membership page with its resources area."""

import pytest

from membership.members.models import MembershipPage
from membership.resources.models import ResourceIndexPage
from tests.support import factories

from .support import BOTH, put_chapter, put_resource


@pytest.fixture
def area(home) -> ResourceIndexPage:
    """The resources area, at /medlemskap/ressurser/ and /en/membership/resources/."""
    membership = factories.put_page(
        home,
        MembershipPage(
            title_nb="Medlemskap",
            title_en="Membership",
            lead_nb="Om medlemskap.",
            lead_en="About membership.",
            **BOTH,
        ),
    )
    page = ResourceIndexPage(title_nb="Ressurser", title_en="Resources", **BOTH)
    return factories.put_page(membership, page)


@pytest.fixture
def guide(area):
    """A closed guide of three chapters."""
    guide = put_resource(area, "Levelønn i praksis")
    for number in ("Kapittel én", "Kapittel to", "Kapittel tre"):
        put_chapter(guide, number)
    return guide
