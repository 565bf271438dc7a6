"""The e-mails that were sent to a person; that they were is kept for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from ethicaltrade.privacy.registry import Kept, Source, register, with_address_of

from .emails import key_of_person
from .models import Attachment, Email, EmailQuerySet


def export(user: Any) -> list[dict[str, Any]]:
    """What each was about and when it was sent.

    Not their words: codes and keys stand in some of them.
    """
    return [
        {
            "to": email.recipient,
            "subject": email.subject,
            "language": email.language,
            "written_at": email.created_at,
            "state": email.state,
            "ended_at": email.ended_at,
        }
        for email in _emails_to(user).order_by("created_at", "pk")
    ]


def forget(user: Any) -> None:
    """Delete them; one that is not sent yet is not sent.

    Those that were sent to others, to be answered to the person, lose their words.
    """
    _emails_to(user).delete()
    of_others = Email.objects.filter(with_address_of(user, ["reply_to"]))
    sent = of_others.exclude(state=Email.State.WAITING)
    sent.update(is_empty=True, reply_to="", subject="", text="", html="", last_error="")


def expire(now: datetime) -> str:
    """Erase what old e-mails said, and delete the oldest; says how many."""
    emptied = Email.objects.empty(now - timedelta(days=settings.MAIL_WORDS_KEPT_DAYS))
    deleted = Email.objects.forget(now - timedelta(days=settings.MAIL_KEPT_DAYS))
    return f"{emptied} emptied, {deleted} deleted" if emptied or deleted else ""


def _emails_to(user: Any) -> EmailQuerySet:
    """Also those that went to an earlier address once it had been changed."""
    is_theirs = Q(key__startswith=f"{key_of_person(user.pk)}:")
    return Email.objects.filter(with_address_of(user, ["recipient"]) | is_theirs)


KEPT = "MAIL_WORDS_KEPT_DAYS for the words, MAIL_KEPT_DAYS for the rest"

register(
    Source(
        name="emails",
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Email,
                by=("recipient", "reply_to"),
                fields=("subject", "text", "html", "last_error"),
                others=("key", "template", "language", "message_id"),
                until=KEPT,
            ),
            Kept(
                model=Attachment,
                by=("email",),
                fields=("name",),
                others=("content_type",),
                until=KEPT,
            ),
        ),
    )
)
