"""Check-in: find somebody, one tap, and back."""

import pytest

from events import services
from tests.events.registration.support import fill, put, register
from tests.support.pages import folded, soup

from .support import logged, url


def tap(desk, event, one, is_here="1", **data):
    return desk.post(url("check_in", event, one.pk), {"is_here": is_here, **data})


def here(one):
    one.refresh_from_db()
    return one.attended_at


def test_one_tap_checks_in_and_another_undoes_it(desk, event):
    one = register(event).registration
    answer = tap(desk, event, one, q="kari d")
    assert answer["Location"] == f"{url('check_in_list', event)}?q=kari+d#r{one.pk}"
    first = here(one)
    assert first is not None
    tap(desk, event, one)  # tapped twice
    assert here(one) == first
    tap(desk, event, one, is_here="0")
    assert here(one) is None
    assert [action for action, _data in logged(event)] == ["check_in", "undo_check_in"]


def test_check_in_list_counts_and_finds_people_in_norwegian_order(desk, programme):
    event = put(programme)
    for name in ("Åse Demo", "Anna Demo", "Øystein Demo", "Ærlend Demo"):
        mail = f"n{len(name)}{name[1]}@example.org"
        register(event, mail, name=name, organisation="Fjordby")
    page = soup(desk.get(url("check_in_list", event)))
    shown = [folded(link) for link in page.select(".check-in-person a")]
    assert shown == ["Anna Demo", "Ærlend Demo", "Øystein Demo", "Åse Demo"]
    assert "Fjordby" in folded(page.select_one(".check-in-person"))
    tap(desk, event, event.registrations.get(name="Åse Demo"))
    for name in ("check_in_list", "check_in_results"):
        narrowed = soup(desk.get(f"{url(name, event)}?q=åse"))
        assert len(narrowed.select(".check-in-person")) == 1
        assert [folded(n) for n in narrowed.select(".check-in-count strong")] == ["1"]
        assert "4" in folded(narrowed.select_one(".check-in-count"))


def test_who_waits_is_shown_and_cannot_be_checked_in(desk, event):
    fill(event, 3)
    waits = register(event, "per@example.org", name="Per Venter").registration
    row = soup(desk.get(url("check_in_list", event))).select_one(f"#r{waits.pk}")
    assert not row.select("button")
    assert row.select("strong")
    tap(desk, event, waits)
    assert here(waits) is None
    assert logged(event) == []


def test_cancelled_one_is_not_in_the_check_in_list(desk, event):
    one = register(event).registration
    services.cancel(one.pk)
    assert not soup(desk.get(url("check_in_list", event))).select(".check-in-person")


@pytest.mark.parametrize("data", [{}, {"is_here": "2"}, {"is_here": "\x00"}])
def test_junk_is_not_found(desk, event, data):
    one = register(event).registration
    assert desk.post(url("check_in", event, one.pk), data).status_code == 404
    assert desk.get(url("check_in", event, one.pk)).status_code == 405
    assert here(one) is None


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 500, "p=x", "p=99"])
def test_junk_in_the_search_is_no_fault(desk, event, query):
    register(event)
    page = desk.get(f"{url('check_in_list', event)}?{query}")
    assert len(soup(page).select(".check-in-person")) == 1
