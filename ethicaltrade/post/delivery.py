"""Sending letters, each once in effect.

A letter is claimed, sent, and marked as sent. Between the server's acceptance and the
mark a crash can come: then it is sent again, with the same Message-ID, by which the
receiving system knows that it is the same letter. Nothing can close that gap (SMTP and
a database share no transaction); what can be chosen is that letters are never lost.
"""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from .models import MOST_ATTEMPTS, Letter, pause_after

logger = logging.getLogger(__name__)

ROUND = 200  # letters

POLICY = re.compile(r"^[45]\.(4|7)\.")
"""RFC 3463: network and routing, security and policy. Often our own server's fault."""


class TooLateError(Exception):
    """What a letter tells has passed."""


def deliver_due(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Send the letters that are due over one connection; returns how many went.

    A server that is away ends the round at once: the letters behind are no worse off
    for it, and need not wait longer afterwards.
    """
    sent = 0
    connection = get_connection()
    try:
        for pk in list(Letter.objects.due().values_list("pk", flat=True)[:ROUND]):
            if should_stop():
                break
            letter = Letter.objects.claim(pk)
            if letter is None:
                continue
            error = attempt(letter, connection)
            sent += error is None
            if error and not is_about_letter(error):
                break
    finally:
        close(connection)
    return sent


def deliver(pk: int) -> bool:
    """Send one letter if it is due; whether it went."""
    letter = Letter.objects.claim(pk)
    if letter is None:
        return False
    connection = get_connection()
    try:
        return attempt(letter, connection) is None
    finally:
        close(connection)


def attempt(letter: Letter, connection: Any) -> Exception | None:
    """Send a claimed letter, and note what came of it; returns what went wrong."""
    try:
        if letter.expires_at and letter.expires_at <= timezone.now():
            raise TooLateError("The letter is of no use any more.")
        connection.open()  # else it is opened and closed for every letter
        if not connection.send_messages([message_of(letter)]):
            raise SMTPException("The mail backend did not take the letter.")
    except Exception as error:  # whatever it is: a letter must not take others along
        close(connection)
        note_failure(letter, error)
        return error
    sent = Letter.objects.filter(pk=letter.pk)
    now = timezone.now()
    sent.update(state=Letter.State.SENT, ended_at=now, last_error="")
    sent.filter(keeps_words=False).empty(now + timedelta(seconds=1))
    logger.info("Letter %s was sent", letter)
    return None


def note_failure(letter: Letter, error: Exception) -> None:
    """Let the letter wait, or give it up when waiting is of no use."""
    reason = f"{type(error).__name__}: {error}"
    next_attempt_at = timezone.now() + pause_after(letter.attempts)
    if is_final(error) or letter.attempts >= MOST_ATTEMPTS:
        give_up(letter, reason)
        return
    claimed(letter).update(next_attempt_at=next_attempt_at, last_error=reason)
    logger.warning(
        "Letter %s waits until %s after attempt %s: %s",
        letter,
        format_datetime(next_attempt_at),
        letter.attempts,
        type(error).__name__,
    )


def give_up(letter: Letter, reason: str) -> None:
    """Stop trying, and tell the technician. Who it was for is in the row alone."""
    claimed(letter).update(
        state=Letter.State.GIVEN_UP, ended_at=timezone.now(), last_error=reason
    )
    logger.error(
        "Letter %s was given up after %s attempts; `manage.py letters` says why",
        letter,
        letter.attempts,
    )


def claimed(letter: Letter) -> Any:
    """The row, unless somebody else has claimed it since."""
    return Letter.objects.waiting().filter(pk=letter.pk, attempts=letter.attempts)


def replies(error: Exception) -> list[tuple[int, bytes | str]]:
    """The server's code and words, where it refused this very letter."""
    if isinstance(error, SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, SMTPDataError):
        return [(error.smtp_code, error.smtp_error)]
    return []


def is_about_letter(error: Exception) -> bool:
    """Whether the fault is this letter's alone, and others can be tried."""
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


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The letter as Django sends it: alike in every attempt."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.recipient],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": letter.message_id,
            # When it was written, not when it was carried (RFC 5322, 3.6.1).
            "Date": format_datetime(timezone.localtime(letter.created_at)),
            "Content-Language": letter.language,
            # No holiday greetings in answer (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for file in letter.attachments.all():
        message.attach(file.name, bytes(file.content), file.content_type)
    return message
