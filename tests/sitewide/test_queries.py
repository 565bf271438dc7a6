"""How many database queries an address takes with no cache of pages.

The numbers are bounds that hold: one more needs a reason, one fewer a lower number.
Every page starts with these: the generation, which page it is, the page's own columns,
and who may see it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethicaltrade.caching import memory
from ethicaltrade.core.models import Topic
from ethicaltrade.core.templatetags import site
from tests.support.demo import explanation_addresses
from tests.support.files import picture
from tests.support.pages import put_article
from tests.support.rows import forget_caches

EVERY_PAGE = 4

BOUNDS = {
    "/": EVERY_PAGE,
    "/nyheter/": EVERY_PAGE,
    # Their pictures' sizes.
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/": EVERY_PAGE,
    "/nyheter/risikoen-finnes-ogsa-her-hjemme/": EVERY_PAGE,
    "/nyheter/feed/": 5,
    "/om-oss/": EVERY_PAGE + 1,
    "/personvern/": EVERY_PAGE,
    "/arrangementer/": EVERY_PAGE,
    "/arrangementer/?when=past": EVERY_PAGE,
    "/arrangementer/medlemsforum-2027/": EVERY_PAGE + 1,  # sizes of the shared picture
    "/medlemskap/": EVERY_PAGE,
    "/medlemskap/medlemmer/": EVERY_PAGE,
    "/medlemskap/medlemmer/nordlys-demotekstil-as/": EVERY_PAGE + 1,  # whose it is
    "/medlemskap/ressurser/": EVERY_PAGE,
    "/medlemskap/sok-medlemskap/": EVERY_PAGE,
    "/konto/login/": 2,
    "/sok/": 2,
    "/sok/?q=medlem": 4,
    "/finnes-ikke/": 8,  # after looking for it at old and other languages' addresses
    "/sitemap.xml": 5,  # how many pages and members, and which
    "/robots.txt": 0,
    "/healthz": 0,
    "/readyz": 2,  # whether it answers, and what the worker did
    "/.well-known/security.txt": 1,
}

ANEW = {
    "/": 18,
    "/nyheter/": 18,
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/": 15,
    "/arrangementer/": 15,
    "/arrangementer/medlemsforum-2027/": 18,
    "/medlemskap/": 16,
}
"""With nothing remembered: menus, settings, topics and choices as well."""


@pytest.fixture
def count(client, working_memory):
    """The number of queries an address takes, in a process that is warmed up.

    What every page shares is remembered; nothing that it has in a cache is.
    """

    def queries(address):
        client.get(address)  # content types, templates and settings: once a process
        client.get(address)
        forget_caches()
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return queries


@pytest.fixture
def count_anew(client, count):
    """The number for the first who asks after something public has changed."""

    def queries(address):
        count(address)
        memory.forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return queries


@pytest.mark.parametrize("address", ANEW)
def test_first_after_a_change_takes_no_more_than_it_may(demo_site, count_anew, address):
    assert count_anew(address) <= ANEW[address]


@pytest.mark.parametrize("address", BOUNDS)
def test_address_takes_no_more_queries_than_it_may(demo_site, count, address):
    assert count(address) <= BOUNDS[address]


def test_explanation_takes_no_more_than_a_page(demo_site, count):
    addresses = explanation_addresses()
    assert addresses
    assert {count(address) for address in addresses} == {EVERY_PAGE}


def test_both_languages_take_the_same(demo_site, count):
    for norwegian, english in (("/", "/en/"), ("/nyheter/", "/en/news/")):
        assert count(norwegian) == count(english)


def test_member_takes_few_more_than_an_outsider(demo_site, client, count, member):
    outsider = count("/nyheter/")
    client.force_login(member)
    # Session and user: what they may do and read is remembered.
    assert count("/nyheter/") <= outsider + 2


@pytest.fixture
def illustrated(news):
    """Puts articles on the list, each with a picture and topics."""
    topics = [Topic.objects.create(name_nb=f"Emne {n}") for n in range(3)]

    def put(number):
        image = picture(title=f"Bilde {number}")
        for place in ("card", "lead"):
            site.picture(image, place)
        put_article(news, f"Sak {number}", hero_image=image, topics=topics)

    return put


def test_thirty_articles_take_as_many_queries_as_three(
    home, illustrated, count, count_anew
):
    home.sections = [{"type": name, "value": {}} for name in ("lead_story", "news")]
    home.save()
    addresses = ("/", "/nyheter/", "/nyheter/feed/", "/sitemap.xml")
    for number in range(3):
        illustrated(number)
    three = [count(address) for address in addresses]
    three_anew = [count_anew(address) for address in addresses]
    for number in range(3, 30):
        illustrated(number)
    assert [count(address) for address in addresses] == three
    assert [count_anew(address) for address in addresses] == three_anew
