"""What somebody has got by mail: e-mails as they were sent, not as they are kept."""

import email
import email.policy
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

from .conftest import PATIENCE, DemoSite

BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)  # as Django's backend for files has it


def email_text(site: DemoSite, address: str, about: str) -> str:
    """The text of the newest e-mail to the address whose key tells of this.

    The key is the outbox's; the text may be erased there once it is sent.
    """
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        number = message_id(site, address, about)
        for message in sent(site.mailbox):
            if message["Message-ID"] == number:
                return message.get_body(("plain",)).get_content()
        time.sleep(0.1)
    raise AssertionError(f"No e-mail about {about} has come to {address}")


def message_id(site: DemoSite, address: str, about: str) -> str | None:
    """The number of the newest such e-mail in the outbox; None without one."""
    with closing(sqlite3.connect(site.database, timeout=20)) as database:
        found = database.execute(
            "SELECT message_id FROM post_letter WHERE recipient = ? AND key LIKE ?"
            " ORDER BY id DESC LIMIT 1",
            (address, f"%{about}%"),
        ).fetchone()
    return found[0] if found else None


def sent(mailbox: Path) -> Iterator[EmailMessage]:
    """Every e-mail that has gone out."""
    for file in mailbox.glob("*.log"):
        for content in BETWEEN.split(file.read_bytes()):
            yield email.message_from_bytes(content, policy=email.policy.default)


def link_in(text: str, word: str) -> str:
    """The e-mail's link with the word, a pattern, in its path; relative to the site."""
    found = re.search(rf"https?://[^/\s]+(/\S*(?:{word})/\S+)", text)
    assert found, f"No link with {word} in the e-mail:\n{text}"
    return found[1]
