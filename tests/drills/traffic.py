"""Many at once on the site: who reads, searches, is a member, registers, publishes.

Each notes what was acknowledged to it. What nobody may see is looked for in every
answer; and no answer that was begun after a publication was acknowledged shows an
older title.
"""

import asyncio
import random
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.support.stack import Stack, wait_until

from .asking import Answer, Browser

READS = 2.2  # seconds, more than a form wants to be read
PUBLISHES = 1.0  # seconds between two publications
LATER = 0.05  # seconds between what one asks: some twenty tabs of a quick reader
EDITION = re.compile(r"(?:Utgave|Edition) (\d+)\b")
CANARY = re.compile(rb"kanari[a-z]{9}")
WAYS_ON = {200, 302, 304}


@dataclass
class Traffic:
    stack: Stack
    answers: list[Answer] = field(default_factory=list)
    private: list[tuple[str, bytes]] = field(default_factory=list)
    stale: list[tuple[str, int, int]] = field(default_factory=list)
    registered: dict[str, int] = field(default_factory=dict)
    """Events by the addresses to which a registration was acknowledged."""
    published: int = 0
    """The newest edition whose publication was acknowledged."""
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.found = self.stack.found
        self.unreadable = {word.encode() for word in self.found["unreadable"]}
        self.is_over = threading.Event()
        self.browsers: list[Browser] = []

    # What is wrong with an answer

    def look(self, answer: Answer, seen_before: int, *, is_member: bool) -> None:
        self.answers.append(answer)
        words = set(CANARY.findall(answer.body))
        words -= set(CANARY.findall(answer.path.encode()))  # who asks may be told
        if is_member:
            words &= self.unreadable
        self.private += [(answer.path, word) for word in sorted(words)]
        if answer.fault:
            return
        if answer.status == 503:
            answer.fault = unproper(answer)
        elif answer.status not in WAYS_ON and answer.status != 404:
            answer.fault = f"status {answer.status}"
        elif is_page(answer) and not answer.body.rstrip().endswith(b"</html>"):
            answer.fault = "cut off"
        elif answer.status == 200:
            for edition in map(int, EDITION.findall(answer.body.decode())):
                if edition < seen_before:
                    self.stale.append((answer.path, edition, seen_before))

    async def ask(self, browser: Browser, path: str, fields: Any = None) -> Answer:
        before = self.published
        if fields is None:
            answer = await browser.get(path)
        else:
            answer = await browser.post(path, fields)
        self.look(answer, before, is_member="sessionid" in browser.cookies)
        return answer

    # Those who come

    def browser(self, session: str = "") -> Browser:
        made = Browser(self.stack.front, self.stack.next_visitor(), session)
        self.browsers.append(made)
        return made

    async def reader(self) -> None:
        browser = self.browser()
        pages = [self.found[name] for name in ("front", "news", "programme", "about")]
        pages += [self.found["published"]] * 3 + self.found["articles"]
        pages += self.found["closed"]
        while not self.is_over.is_set():
            answer = await self.ask(browser, random.choice(pages)[either()])
            await asyncio.sleep(LATER if answer.status != 503 else 0.5)

    async def searcher(self) -> None:
        browser = self.browser()
        words = ("bryggeriet", "drøftingen", "story", "Utgave", "lenke", "course")
        while not self.is_over.is_set():
            door = random.choice(("/sok/", "/en/search/"))
            await self.ask(browser, f"{door}?q={quote(random.choice(words))}")
            await asyncio.sleep(0.5)

    async def member(self) -> None:
        browser = self.browser(random.choice(self.found["members"]))
        pages = [*self.found["closed"], self.found["published"], self.found["front"]]
        while not self.is_over.is_set():
            await self.ask(browser, random.choice(pages)[either()])
            await asyncio.sleep(0.3)

    async def registrant(self) -> None:
        """One after the other, for events that are full soon; and each sends twice."""
        while not self.is_over.is_set():
            browser = self.browser()
            event = random.choice(self.found["events"])
            form = await self.ask(browser, event["form"])
            stamp = form.field("stamp")
            if not stamp:
                await asyncio.sleep(0.5)
                continue
            browser.cookies.setdefault("csrftoken", form.field("csrfmiddlewaretoken"))
            await asyncio.sleep(READS)
            email = f"{browser.address}@example.org".replace("@", "x@")
            fields = {"name": "Kari Demo", "email": email, "stamp": stamp}
            fields |= {"organisation": "Demo", "consent": "on", "website": ""}
            await self.send(browser, event, fields)
            await browser.close()

    async def send(self, browser: Browser, event: dict, fields: dict) -> None:
        twice = Browser(self.stack.front, 0)
        twice.address, twice.cookies = browser.address, dict(browser.cookies)
        sent = await asyncio.gather(
            *(self.ask(each, event["form"], fields) for each in (browser, twice))
        )
        await twice.close()
        if any(is_sent(answer) for answer in sent):
            self.registered[fields["email"]] = event["pk"]

    async def editor(self) -> None:
        browser = self.browser(self.found["editor"])
        address = f"/admin/pages/{self.found['published_key']}/edit/"
        while not self.is_over.is_set():
            opened = await self.ask(browser, address)
            token = opened.field("csrfmiddlewaretoken")
            if token and "csrftoken" not in browser.cookies:
                browser.cookies["csrftoken"] = token
            edition = self.stack.next_edition()
            titles = {"title_nb": f"Utgave {edition}", "title_en": f"Edition {edition}"}
            form = {**self.found["form"], **titles, "action-publish": "nb en"}
            answer = await self.ask(browser, address, form)
            if answer.status == 302:
                self.published = edition
            await asyncio.sleep(PUBLISHES)

    # All of it

    async def _run(self, roles: dict[str, int]) -> None:
        work = [
            getattr(self, role)() for role, many in roles.items() for _ in range(many)
        ]
        await asyncio.gather(*work)
        for browser in self.browsers:
            await browser.close()

    @contextmanager
    def going_on(self, **roles: int) -> Iterator["Traffic"]:
        """So many of each, in a thread beside the block."""

        def run() -> None:
            try:
                asyncio.run(self._run(roles))
            except BaseException as error:
                self.errors.append(error)
                raise

        self.thread = threading.Thread(target=run)
        self.thread.start()
        try:
            yield self
        finally:
            self.end()
        assert self.errors == []

    def end(self) -> None:
        """Everybody ends what they are at, and goes."""
        self.is_over.set()
        self.thread.join()

    def wait_for(
        self, what: str, is_so: Callable[[Answer], bool], many: int = 1
    ) -> None:
        """Until as many such answers were begun from now on."""
        now = time.monotonic()

        def have_come() -> bool:
            assert self.errors == []
            came = (a for a in reversed(self.answers[-5000:]) if a.begun > now)
            return sum(map(is_so, came)) >= many

        wait_until(have_come, what)

    # What came of it

    def check(self) -> dict[str, Any]:
        """Nothing lost, doubled, shown; returns the figures for the table."""
        self.stack.deliver()
        figures = {
            "answers": len(self.answers),
            "refused": sum(a.status == 503 and not a.fault for a in self.answers),
            "lost": len(self.lost()),
            "doubled": len(self.doubled()),
            "private": len(self.private),
            "stale": len(self.stale),
        }
        for what in (self.lost(), self.doubled(), self.private, self.stale):
            assert what == [], what
        return figures

    def faults(self) -> list[tuple[str, str]]:
        return [(a.path, a.fault) for a in self.answers if a.fault]

    def lost(self) -> list[str]:
        """Registrations and publications that were acknowledged, and their e-mails."""
        rows = self.stack.rows("SELECT lower(email), event_id FROM events_registration")
        mailed = {to for message in self.stack.mail.emails for to in [message["To"]]}
        lost = [
            email
            for email, event in self.registered.items()
            if (email, event) not in rows or email not in mailed
        ]
        [(title,)] = self.stack.rows(
            "SELECT title_nb FROM basepage_basepage WHERE id = %s",
            self.found["published_key"],
        )
        newest = EDITION.search(title)
        if self.published and (not newest or int(newest[1]) < self.published):
            lost.append(f"edition {self.published}")
        return lost

    def doubled(self) -> list[Any]:
        """Places that were given twice, registrations of one form, and mails."""
        over = self.stack.rows(
            "SELECT event_id, count(*) FROM events_registration"
            " WHERE state = 'confirmed' GROUP BY event_id HAVING count(*) > %s",
            self.stack.found["places"],
        )
        twice = self.stack.rows(
            "SELECT email, count(*) FROM events_registration"
            " GROUP BY event_id, email HAVING count(*) > 1"
        )
        ids = Counter(self.stack.mail.message_ids)
        again = {each for each in ids if ids[each] > 1} - self.stack.may_repeat
        return [*over, *twice, *sorted(again)]

    def speed(self, seconds: float) -> dict[str, Any]:
        times = sorted(answer.seconds for answer in self.answers)
        cut = statistics.quantiles(times, n=20)
        return {
            "a second": f"{len(times) / seconds:.0f}",
            "median": f"{statistics.median(times) * 1000:.0f} ms",
            "95th": f"{cut[-1] * 1000:.0f} ms",
            "slowest": f"{times[-1] * 1000:.0f} ms",
            "5xx": sum(a.status >= 500 for a in self.answers),
        }


def either() -> str:
    return random.choice(("nb", "en"))


def is_page(answer: Answer) -> bool:
    """What is led elsewhere has no words."""
    is_html = answer.header("content-type").startswith("text/html")
    return is_html and answer.status in {200, 404}


def is_sent(answer: Answer) -> bool:
    return answer.status == 302 and "sent=" in answer.header("location")


def unproper(answer: Answer) -> str:
    """What is wrong with a 503; empty when it is as it should be."""
    language = "en" if answer.path.startswith("/en/") else "nb"
    heading = {"nb": "Vi er snart tilbake", "en": "We will be back soon"}[language]
    text = answer.body.decode()
    if not answer.header("retry-after").isdigit():
        return "503 without Retry-After"
    if f'lang="{language}"' not in text or heading not in text:
        return "503 in another language"
    return ""
