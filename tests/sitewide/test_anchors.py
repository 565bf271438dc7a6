"""The places in a page that its class names are those that its readers are given.

The check of links before publishing knows them by ``LocatedPage.every_anchor``.
"""

import re
from collections import defaultdict

import pytest

from ethicaltrade.basepage.models import BasePage
from tests.support.pages import soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CONTROLS = "input, select, textarea, button, template, [id$=_helptext]"
NUMBER = re.compile(r"-\d+$")


def places_on(page, client):
    """What is named in the page, without what a reader fills in or presses."""
    html = soup(client.get(page.get_url_in("nb")))
    found = {one["id"] for one in html.select("[id]") if not one.css.match(CONTROLS)}
    return {NUMBER.sub("-*", name) for name in found}


def test_places_in_a_page_are_those_that_its_class_names(demo_site, client, admin):
    """Each of them on some page of the kind, and no others."""
    given = defaultdict(set)
    pages = list(BasePage.objects.filter(depth__gt=1).specific())
    for user in (None, admin):
        if user:
            client.force_login(user)
        for page in pages:
            is_closed = user is None and page.get_view_restrictions()
            if page.is_published_in("nb") and not is_closed:
                given[type(page)] |= places_on(page, client)
    assert given.keys() == {type(page) for page in pages}
    differences = {
        kind.__name__: found ^ (kind.every_anchor() - {"top"})
        for kind, found in given.items()
    }
    assert {name: found for name, found in differences.items() if found} == {}
