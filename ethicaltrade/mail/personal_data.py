"""The e-mails that were sent to a person; that they were is kept for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose, days
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


WORDS = Item(
    what=_("What the e-mail said, and its attachments."),
    until=lambda: days(settings.MAIL_WORDS_KEPT_DAYS),
)
SENT = Item(
    what=_("That it was sent: to which address, when, and whether it got through."),
    until=lambda: days(settings.MAIL_KEPT_DAYS),
)
PURPOSE = Purpose(
    name="emails",
    audience=Audience.GUESTS,
    title=_("E-mails from the website"),
    why=_(
        "When something concerns you, the website sends you an e-mail: a confirmation, "
        "a reminder, a link. We keep a record of it so that we can help if it does not "
        "arrive. The text of an e-mail with a code or a secret link is deleted as soon "
        "as it is sent."
    ),
    basis=Basis.INTEREST,
    seen_by=_("Our staff."),
    origin=_("From the website itself."),
)

register(
    Source(
        name="emails",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Email,
                by=("recipient", "reply_to"),
                fields=("subject", "text", "html", "last_error"),
                others=("key", "template", "language", "message_id"),
                items=(WORDS, SENT),
            ),
            Kept(
                model=Attachment,
                by=("email",),
                fields=("name",),
                others=("content_type",),
                items=(WORDS,),
            ),
        ),
    )
)
