"""Sending e-mails, each once in effect.

An e-mail is claimed, sent, and marked as sent. Between the server's acceptance and the
mark a crash can come: then it is sent again, with the same Message-ID, by which the
receiving system knows that it is the same e-mail. Nothing can close that gap (SMTP and
a database share no transaction); what can be chosen is that e-mails are never lost.
"""

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.signals import request_finished, request_started
from django.dispatch import receiver
from django.utils import timezone

from ethicaltrade.mailboxes import for_servers
from ethicaltrade.outages.breaker import Breaker

from .addresses import sender
from .models import MOST_ATTEMPTS, Email, pause_after

logger = logging.getLogger(__name__)

ROUND = 200  # e-mails
AFTER_ANSWER = 2.0  # seconds

POLICY = re.compile(r"^[45]\.(4|7)\.")
"""RFC 3463: network and routing, security and policy. Often our own server's fault."""


class TooLateError(Exception):
    """What an e-mail tells has passed."""


def deliver_due(
    should_stop: Callable[[], bool] = lambda: False,
    first: Sequence[int] = (),
    connection: Any = None,
) -> int:
    """Send the e-mails that are due over one connection; returns how many went.

    Those of ``first`` before the others. A server that is away ends the round at once:
    the e-mails behind are no worse off for it, and need not wait longer afterwards.
    """
    sent = 0
    connection = connection or get_connection()
    server = Breaker.of(f"The mail server ({server_of(connection)})")
    due = Email.objects.due().values_list("pk", flat=True)[:ROUND]
    try:
        for pk in dict.fromkeys([*first, *due]):
            if should_stop():
                break
            email = Email.objects.claim(pk)
            if email is None:
                continue
            error = attempt(email, connection)
            sent += error is None
            if error and not is_about_email(error):
                server.failed(error)
                break
            server.succeeded()
    finally:
        close(connection)
    return sent


# Without a worker: after the answer


class Requests(threading.local):
    """What the request of this thread has written; None while there is none."""

    written: list[int] | None = None


requests = Requests()


def deliver_soon(pk: int) -> None:
    """Send when the answer has gone; at once where nobody waits for one."""
    if requests.written is None:
        deliver(pk)
    else:
        requests.written.append(pk)


@receiver(request_started)
def begin(**kwargs: Any) -> None:
    requests.written = []


@receiver(request_finished)
def deliver_written(**kwargs: Any) -> None:
    """Within :data:`AFTER_ANSWER`, since it is the next visitor's time.

    What does not go waits for the next e-mail, or for ``manage.py worker --once``. A
    server that was away a moment ago is not asked.
    """
    written, requests.written = requests.written, None
    if not written:
        return
    try:
        # It waits twice before there is anything to hang up: to be let in, and greeted.
        connection = get_connection(timeout=AFTER_ANSWER / 2)
        if not Breaker.of(f"The mail server ({server_of(connection)})").may_try():
            return
        end = time.monotonic() + AFTER_ANSWER
        clock = threading.Timer(AFTER_ANSWER, hang_up, [connection])
        clock.daemon = True
        clock.start()
        try:
            deliver_due(lambda: time.monotonic() > end, written, connection)
        finally:
            clock.cancel()
    except Exception:  # the answer has gone; the e-mails are in the outbox
        logger.exception("E-mails wait")


@contextmanager
def briefly() -> Iterator[list[int]]:
    """Send at the block's end what is added to the list, by its keys, worker or not.

    No longer than :data:`AFTER_ANSWER`; what does not go waits in the outbox.
    """
    requests.written = written = []
    try:
        yield written
    finally:
        deliver_written()


def server_of(connection: Any) -> str:
    host, port = getattr(connection, "host", ""), getattr(connection, "port", "")
    return f"{host}:{port}" if host else type(connection).__module__


def hang_up(connection: Any) -> None:
    """Whatever it waits for: a server may be slow in many small steps."""
    with suppress(AttributeError, OSError):
        connection.connection.sock.shutdown(socket.SHUT_RDWR)


def deliver(pk: int) -> bool:
    """Send one e-mail if it is due; whether it went."""
    email = Email.objects.claim(pk)
    if email is None:
        return False
    connection = get_connection()
    try:
        return attempt(email, connection) is None
    finally:
        close(connection)


def attempt(email: Email, connection: Any) -> Exception | None:
    """Send a claimed e-mail, and note what came of it; returns what went wrong."""
    try:
        if email.expires_at and email.expires_at <= timezone.now():
            raise TooLateError("The e-mail is of no use any more.")
        connection.open()  # else it is opened and closed for every e-mail
        if not connection.send_messages([message_of(email)]):
            raise SMTPException("The mail backend did not take the e-mail.")
    except Exception as error:  # whatever it is: an e-mail must not take others along
        close(connection)
        note_failure(email, error)
        return error
    sent = Email.objects.filter(pk=email.pk)
    now = timezone.now()
    sent.update(state=Email.State.SENT, ended_at=now, last_error="")
    sent.filter(keeps_words=False).empty(now + timedelta(seconds=1))
    logger.info("E-mail %s was sent", email)
    return None


def note_failure(email: Email, error: Exception) -> None:
    """Let the e-mail wait, or give it up when waiting is of no use."""
    reason = f"{type(error).__name__}: {error}"
    next_attempt_at = timezone.now() + pause_after(email.attempts)
    if is_final(error) or email.attempts >= MOST_ATTEMPTS:
        give_up(email, reason)
        return
    claimed(email).update(next_attempt_at=next_attempt_at, last_error=reason)
    logger.warning(
        "E-mail %s waits until %s after attempt %s: %s",
        email,
        format_datetime(next_attempt_at),
        email.attempts,
        type(error).__name__,
    )


def give_up(email: Email, reason: str) -> None:
    """Stop trying, and tell the technician. Who it was for is in the row alone."""
    claimed(email).update(
        state=Email.State.GIVEN_UP, ended_at=timezone.now(), last_error=reason
    )
    logger.error(
        "E-mail %s was given up after %s attempts; `manage.py emails` says why",
        email,
        email.attempts,
    )


def claimed(email: Email) -> Any:
    """The row, unless somebody else has claimed it since."""
    return Email.objects.waiting().filter(pk=email.pk, attempts=email.attempts)


def replies(error: Exception) -> list[tuple[int, bytes | str]]:
    """The server's code and words, where it refused this very e-mail."""
    if isinstance(error, SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, SMTPDataError):
        return [(error.smtp_code, error.smtp_error)]
    return []


def is_about_email(error: Exception) -> bool:
    """Whether the fault is this e-mail's alone, and others can be tried."""
    return bool(replies(error)) or not isinstance(error, OSError)


def is_final(error: Exception) -> bool:
    """Whether waiting is of no use: the server will never take it (RFC 5321, 4.2.1).

    A refusal by policy may be about our own server's standing, which can be mended.
    """
    return isinstance(error, TooLateError) or any(
        500 <= code <= 599 and not POLICY.match(as_text(words))
        for code, words in replies(error)
    )


def as_text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def close(connection: Any) -> None:
    """Close it, whatever state it is in; it opens itself again."""
    with suppress(Exception):
        connection.close()


def message_of(email: Email) -> EmailMultiAlternatives:
    """The e-mail as Django sends it: alike in every attempt."""
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=sender(email.language),
        # Django would write a domain by older rules, which can be another's.
        to=[for_servers(email.recipient)],
        reply_to=[for_servers(email.reply_to)] if email.reply_to else None,
        headers={
            "Message-ID": email.message_id,
            # When it was written, not when it was carried (RFC 5322, 3.6.1).
            "Date": format_datetime(timezone.localtime(email.created_at)),
            "Content-Language": email.language,
            # No holiday greetings in answer (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    for file in email.attachments.all():
        message.attach(file.name, bytes(file.content), file.content_type)
    return message
