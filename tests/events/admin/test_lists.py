"""The events with their numbers, and who is registered for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import services
from events.models import Registration
from tests.events.registration.support import fill, put, register
from tests.events.support import in_days, put_event
from tests.support.pages import folded, soup

from .support import url

ROWS = "table.listing tbody tr"


def names(response) -> list[str]:
    """Who stands in the table, from the top."""
    return [folded(cell) for cell in soup(response).select(f"{ROWS} td.title")]


def cells(response) -> list[str]:
    return [folded(cell) for cell in soup(response).select(f"{ROWS} td")]


def test_events_have_their_numbers(desk, event):
    fill(event, 5)
    row = cells(desk.get(reverse("event_admin:index")))
    assert row[0] == "Levelønn på én time"
    assert row[3:] == ["3", "3", "0", "2"]


def test_events_to_come_are_shown_and_the_past_when_asked_for(desk, programme):
    put_event(programme, "Over", in_days(-3))
    put_event(programme, "Snart", in_days(3))
    put_event(programme, "Utenfor", in_days(3), takes_registrations=False)
    address = reverse("event_admin:index")
    assert names(desk.get(address)) == ["Snart"]
    assert names(desk.get(f"{address}?time=past")) == ["Over"]
    assert names(desk.get(f"{address}?time=all")) == ["Snart", "Over"]
    assert names(desk.get(f"{address}?q=SNART")) == ["Snart"]
    assert names(desk.get(f"{address}?time=x&p=y")) is not None


def test_list_is_narrowed(desk, event, member, subtests):
    register(event, "ase@example.org", name="Åse Ødegård")
    ola = register(
        event, "ola@example.org", name="Ola Demo", organisation="Demofabrikken"
    ).registration
    register(event, "kari@example.org", name="Kari Demo", user=member)
    register(event, "per@example.org", name="Per Venter")
    services.check_in(ola.pk)
    for query, found in (
        ("", {"Åse Ødegård", "Ola Demo", "Kari Demo", "Per Venter"}),
        ("q=åse", {"Åse Ødegård"}),
        ("q=ødegård+åse", {"Åse Ødegård"}),
        ("q=ase", {"Åse Ødegård"}),
        ("q=fabrikken", {"Ola Demo"}),
        ("q=kari@", {"Kari Demo"}),
        ("q=%00", {"Åse Ødegård", "Ola Demo", "Kari Demo", "Per Venter"}),
        ("state=waiting", {"Per Venter"}),
        ("state=waiting&state=confirmed&q=demo", {"Ola Demo", "Kari Demo"}),
        ("state=junk", {"Åse Ødegård", "Ola Demo", "Kari Demo", "Per Venter"}),
        ("membership=members", {"Kari Demo"}),
        ("membership=others", {"Åse Ødegård", "Ola Demo", "Per Venter"}),
        ("here=yes", {"Ola Demo"}),
        ("here=no&membership=others", {"Åse Ødegård", "Per Venter"}),
        (
            "p=junk&ordering=junk",
            {"Åse Ødegård", "Ola Demo", "Kari Demo", "Per Venter"},
        ),
    ):
        with subtests.test(query=query, found=found):
            for name in ("list", "list_results"):
                assert set(names(desk.get(f"{url(name, event)}?{query}"))) == found


def test_needs_are_shown_only_where_they_are_asked_for(desk, programme):
    for asks in (True, False):
        event = put(programme, asks_dietary=asks)
        register(event, dietary_needs="Nøtter")
        page = folded(soup(desk.get(url("list", event))))
        assert ("Nøtter" in page) is asks


def test_what_people_wrote_is_text(desk, event):
    one = register(event, name="<script>alert(1)</script>").registration
    for name, *args in (("list",), ("check_in_list",), ("registration", one.pk)):
        page = desk.get(url(name, event, *args)).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_anonymous_ones_are_counted_and_have_no_name(desk, event):
    one = register(event).registration
    Registration.objects.filter(pk=one.pk).update(
        name="", email="", email_key="", anonymised_at=one.created_at
    )
    one.refresh_from_db()
    assert names(desk.get(url("list", event))) == [str(one)] != [""]


@pytest.mark.parametrize("name", ["list", "check_in_list", "index"])
def test_queries_do_not_grow_with_the_list(desk, programme, name, member):
    event = put(programme, price=500, member_price=100)
    address = reverse("event_admin:index") if name == "index" else url(name, event)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"{address}?q=e")
        return len(captured)

    fill(event, 2)
    queries()  # what is cached once
    few = queries()
    fill(event, 12, start=2)
    register(event, "medlem@example.org", user=member)
    for _ in range(4):
        put(programme)
    assert queries() == few
