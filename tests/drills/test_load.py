"""Half a minute of fifty at once, while an editor publishes again and again."""

import time

import pytest

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.long]

SECONDS = 30
MANY = {"reader": 25, "searcher": 4, "member": 8, "registrant": 12, "editor": 1}


def test_fifty_at_once_while_an_editor_publishes(traffic, tell):
    assert sum(MANY.values()) == 50
    begun = time.monotonic()
    with traffic.going_on(**MANY):
        time.sleep(SECONDS)
    figures = traffic.speed(time.monotonic() - begun)
    figures |= traffic.check()
    assert traffic.published
    assert len(traffic.registered) > traffic.found["places"]
    assert traffic.faults() == []
    assert figures["5xx"] == 0
    tell("50 at once", faults=f"{traffic.published} publications", **figures)
