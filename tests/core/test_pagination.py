"""The way to a list's other pages: short, however long the list is."""

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.support.pages import folded

PER_PAGE = 12


def pagination(number, *, items):
    """The component on one page of a list."""
    return render_to_string(
        "components/pagination.html",
        {"page_of_list": Paginator(range(items), PER_PAGE).get_page(number)},
        request=RequestFactory().get("/nyheter/?topic=levelonn"),
    )


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def labels(html):
    items = parsed(html).select(".pagination__list > li")
    return [folded(item).removeprefix("Side ") for item in items]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1 2 3 … 4167"),
        (3, "1 2 3 4 5 … 4167"),
        (5, "1 2 3 4 5 6 7 … 4167"),
        (2083, "1 … 2081 2082 2083 2084 2085 … 4167"),
        (4167, "1 … 4165 4166 4167"),
    ],
)
def test_first_last_and_two_on_each_side_are_shown(number, shown):
    assert " ".join(labels(pagination(number, items=50_000))) == shown


def test_page_that_is_read_is_marked():
    (here,) = parsed(pagination(3, items=50_000)).select("[aria-current=page]")
    assert folded(here) == "Side 3"


def test_links_keep_what_the_list_is_narrowed_by():
    links = parsed(pagination(3, items=50_000)).select("a")
    assert {link["href"].partition("&page=")[0] for link in links} == {
        "?topic=levelonn"
    }


def test_list_of_fifty_thousand_is_led_through_in_as_many_letters_as_one_of_600():
    long, short = pagination(2083, items=50_000), pagination(25, items=600)
    assert len(long) - len(short) < 100  # longer numbers, and nothing else


def test_list_of_one_page_leads_nowhere():
    assert not pagination(1, items=12).strip()
