"""A server that the site needs is killed, or hangs, while people are on the site."""

import pytest

from tests.support.servers import AWAY
from tests.support.stack import wait_until

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.long]

SOME = {"reader": 4, "searcher": 1, "member": 2, "registrant": 4, "editor": 1}


def is_well(answer):
    return answer.status == 200


def is_refused(answer):
    return answer.status == 503


@pytest.fixture
def alive(traffic):
    """People are on the site, and have been answered."""
    with traffic.going_on(**SOME):
        traffic.wait_for("people were answered", is_well, many=20)
        yield traffic


def recovered(traffic):
    """Everybody is: who registers and publishes, too."""
    traffic.wait_for("pages came again", is_well, many=20)
    before, people = traffic.published, len(traffic.registered)
    wait_until(lambda: traffic.published > before, "an editor could publish")
    wait_until(lambda: len(traffic.registered) > people, "people could register")


def over(traffic, tell, drill, faults=1):
    traffic.end()
    figures = traffic.check()
    assert traffic.faults() == []
    tell(drill, faults=faults, **figures)


def test_database_killed(alive, whole_site, tell):
    for _time in range(2):
        whole_site.database.kill()
        alive.wait_for("people were told", is_refused, many=5)
        # What was sent and could not be marked as sent is sent again by its number.
        whole_site.may_repeat.update(whole_site.mail.message_ids[-1:])
        whole_site.database.start()
        recovered(alive)
    over(alive, tell, "database killed", faults=2)


def test_database_hung(alive, whole_site, tell):
    with whole_site.database.hung():
        alive.wait_for("people were told", is_refused, many=5)
    recovered(alive)
    over(alive, tell, "database hung")


def test_cache_killed(alive, whole_site, tell):
    whole_site.redis.kill()
    recovered(alive)  # without it
    whole_site.redis.start()
    recovered(alive)
    over(alive, tell, "cache killed")


def test_cache_hung(alive, whole_site, tell):
    with whole_site.redis.hung():
        recovered(alive)
    recovered(alive)
    over(alive, tell, "cache hung")


@pytest.mark.parametrize("how", AWAY)
def test_mail_server_is_away(alive, whole_site, tell, how):
    with whole_site.mail_away(how):
        recovered(alive)
    recovered(alive)
    over(alive, tell, f"mail server {how}")
