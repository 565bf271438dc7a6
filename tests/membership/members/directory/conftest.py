"""A page about membership, and the directory below it."""

import pytest

from membership.members.models import MemberIndexPage, MembershipPage
from tests.support import factories


@pytest.fixture
def about(home):
    """The page about membership, at /medlemskap/ and /en/membership/."""
    page = MembershipPage(
        title_nb="Medlemskap",
        title_en="Membership",
        lead_nb="Bli med.",
        lead_en="Join us.",
        **factories.published_in("nb", "en"),
    )
    return factories.put_page(home, page)


@pytest.fixture
def directory(about):
    """The directory, at /medlemskap/medlemmer/ and /en/membership/members/."""
    page = MemberIndexPage(
        title_nb="Medlemmer", title_en="Members", **factories.published_in("nb", "en")
    )
    return factories.put_page(about, page)
