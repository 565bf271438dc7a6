"""The site's own processes are killed while they register people, or send e-mails."""

import asyncio
import random
import signal

import pytest

from tests.support.stack import signal_all, wait_until

from .asking import Browser
from .traffic import READS, is_sent

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.long]

ROUNDS, PEOPLE, KILLS = 6, 12, 4
TRIES = 40


async def register(
    traffic, stack, people: list[Browser], killed: asyncio.Event
) -> None:
    """All send at once, and the same again until it is taken, as by a reload."""
    event = random.choice(stack.found["events"])

    async def one(browser: Browser) -> None:
        form = await traffic.ask(browser, event["form"])
        browser.cookies["csrftoken"] = form.field("csrfmiddlewaretoken")
        await asyncio.sleep(READS)
        email = f"{browser.address}x@example.org"
        fields = {"name": "Kari Demo", "email": email, "stamp": form.field("stamp")}
        fields |= {"organisation": "Demo", "consent": "on", "website": ""}
        for _try in range(TRIES):
            answer = await traffic.ask(browser, event["form"], fields)
            if is_sent(answer):
                traffic.registered[email] = event["pk"]
                return
            await killed.wait()
            await asyncio.sleep(0.25)
        raise AssertionError(f"{email} could not register: {answer}")

    async with asyncio.TaskGroup() as group:
        for browser in people:
            group.create_task(one(browser))
        await asyncio.sleep(READS + 0.1 + random.random() / 2)
        signal_all(stack.workers(), signal.SIGKILL)
        killed.set()
    for browser in people:
        await browser.close()


def test_killed_while_people_register(traffic, whole_site, tell):
    for _round in range(ROUNDS):
        wait_until(lambda: len(whole_site.workers()) == 2, "both processes were there")
        # Past nginx: who is broken off sees it, and sends again.
        people = [
            Browser(whole_site.port, whole_site.next_visitor()) for _ in range(PEOPLE)
        ]
        asyncio.run(register(traffic, whole_site, people, asyncio.Event()))
    assert len(traffic.registered) == ROUNDS * PEOPLE
    figures = traffic.check()
    # Who was being answered is broken off; nobody gets half a page, or an error.
    wrong = [fault for _path, fault in traffic.faults() if "broke off" not in fault]
    assert wrong == []
    figures["broken off"] = len(traffic.faults())
    tell("site killed at registrations", faults=ROUNDS, **figures)


def test_worker_killed_while_it_sends(traffic, whole_site, tell):
    """What it was at is sent again by its own number; all others go once."""
    mail = whole_site.mail
    mail.delay = 0.2
    with traffic.going_on(registrant=6, reader=1):
        for _time in range(KILLS):
            before = len(mail.emails)
            wait_until(lambda n=before: len(mail.emails) > n + 2, "mail came")
            whole_site.worker.kill()
            whole_site.may_repeat.add(mail.message_ids[-1])
            whole_site.write(  # as after a minute
                "UPDATE jobs_jobrun SET started_at = NULL, busy_until = NULL"
                " WHERE name = 'mail.deliver_due_emails'"
            )
            whole_site.worker.start()
    mail.delay = 0.0
    figures = traffic.check()
    assert traffic.faults() == []
    tell("worker killed at e-mails", faults=KILLS, **figures)
