"""A mail server of this machine, which can be away, refuse, and be slow."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    """A port of this machine that nobody listened at a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this machine that takes no connections, and nobody else meanwhile."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


class MailServer:
    """Takes e-mails at :attr:`port` while it is up, and keeps them."""

    def __init__(self) -> None:
        self.port = free_port()
        self.emails: list[EmailMessage] = []
        self.connections = 0
        self.refusals: dict[str, str] = {}
        """What is answered to a recipient, such as ``550 5.1.1 No such person``."""
        self.answer = "250 OK"
        """To an e-mail; one that is refused is not kept."""
        self.delay = 0.0
        """Seconds between an e-mail's end and the answer."""

    @property
    def message_ids(self) -> list[str]:
        """Of the e-mails taken, in order."""
        return [email["Message-ID"] for email in self.emails]

    @contextmanager
    def up(self, **options) -> Iterator[None]:
        """Serve for the length of the block; ``options`` are aiosmtpd's: TLS, AUTH."""
        given = {"hostname": "127.0.0.1", "port": self.port, **options}
        controller = Controller(self, **given)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    # aiosmtpd's hooks

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        """Count those who come."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options
    ) -> str:
        """Refuse whom the test refuses."""
        if answer := self.refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the e-mail, and answer when it is time."""
        if self.answer.startswith("2"):
            email = message_from_bytes(envelope.original_content, policy=default)
            self.emails.append(email)
        time.sleep(self.delay)
        return self.answer
