"""How many Python functions a page calls: work that no other machine changes.

The bounds lie a little above what was counted, in a process that is warm and whose
memory holds what all pages share. A page that comes near its bound has a reason, or is
slower than it was; ``make bench`` tells the time.
"""

from itertools import count as numbers

import pytest

from tests.bench.asked import calls_of
from tests.bench.site import grow_news

ARTICLE = "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/"
MISSING = "/finnes-ikke/"
BOUNDS = {
    "/": 7_000,
    ARTICLE: 7_500,
    "/nyheter/": 9_000,
    "/nyheter/?page=2": 9_000,
    "/nyheter/?year=2018": 9_000,
    "/nyheter/feed/": 11_500,
    "/arrangementer/": 9_500,
    "/arrangementer/?when=past": 10_000,
    "/arrangementer/medlemsforum-2027/": 10_500,
    "/medlemskap/": 9_000,
    "/medlemskap/medlemmer/": 8_500,
    "/om-oss/": 10_500,
    "/personvern/": 9_000,
    "/sok/?q=medlem": 19_000,
    MISSING: 21_500,
    "/sitemap.xml": 21_500,
}
FOR_MEMBERS = {"/medlemskap/ressurser/": 14_000}
FOR_KEPT = 550
"""For a page that is kept, whatever it holds."""
MEMBERS_SHARE = 1.3
"""What a member's page may take, by an outsider's."""

pytestmark = pytest.mark.usefixtures("demo_site", "working_memory")


@pytest.fixture
def calls(client):
    """How many calls an address takes, of an outsider or of who is logged in."""

    def count(address: str) -> int:
        for _time in range(2):
            status = client.get(address).status_code
        assert status == (404 if address == MISSING else 200), address
        return calls_of(lambda: client.get(address))

    return count


@pytest.mark.parametrize("address", BOUNDS)
def test_page_takes_no_more_calls_than_it_may(calls, address):
    assert calls(address) <= BOUNDS[address]


@pytest.mark.parametrize("address", FOR_MEMBERS)
def test_members_page_takes_no_more_calls_than_it_may(calls, client, member, address):
    client.force_login(member)
    assert calls(address) <= FOR_MEMBERS[address]


@pytest.mark.parametrize("address", ["/", ARTICLE, "/nyheter/", "/arrangementer/"])
def test_member_takes_little_more_than_an_outsider(calls, client, member, address):
    outsider = calls(address)
    client.force_login(member)
    assert calls(address) <= MEMBERS_SHARE * outsider


@pytest.mark.parametrize("address", ["/", "/nyheter/"])
def test_kept_page_takes_next_to_nothing(kept_pages, calls, address):
    assert calls(address) <= FOR_KEPT


def test_ten_times_the_articles_take_as_many_calls(calls):
    number = numbers(1)
    addresses = ("/", ARTICLE, "/nyheter/", "/nyheter/feed/", "/sok/?q=medlem")
    grow_news(30, number)
    few = {address: calls(address) for address in addresses}
    grow_news(300, number)
    for address in addresses:
        # A link more to the pages of a list, a digit more in a number.
        assert calls(address) <= 1.05 * few[address], address
