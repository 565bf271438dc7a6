"""Messages to everyone who is registered, each in their own language, once."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import Rendered, absolute_url, render
from ethicaltrade.mail.emails import send as send_email
from events.details import event_title
from events.emails import contact_email, key_of
from events.models import EventPage, Message, Registration

from .services import log_action

TEMPLATE = "events/message"


def recipients_of(event: EventPage, states: list[str]) -> Any:
    return event.registrations.with_people().filter(state__in=states)


def counted(event: EventPage, states: list[str]) -> Counter[str]:
    rows = recipients_of(event, states).order_by().values_list("language", flat=True)
    return Counter(rows)


def send(
    event: EventPage, words: dict, states: list[str], stamp: str, *, by: Any
) -> tuple[Message, bool]:
    """A form sent twice (same stamp) is one message. Returns it, and if it is new."""
    with transaction.atomic():
        pks = list(recipients_of(event, states).values_list("pk", flat=True))
        message, is_new = Message.objects.get_or_create(
            stamp=stamp,
            defaults={
                "event": event,
                "sender": by,
                "words": words,
                "states": states,
                "recipients": pks,
            },
        )
        if is_new:
            log_action(event, "message", by, message=message.pk, count=message.count)
            transaction.on_commit(
                lambda: write_message.enqueue(message.pk), robust=True
            )
    return message, is_new


@task(backend="worker")
def write_message(pk: int) -> int:
    """How many e-mails were written; run again, it writes only what is missing."""
    message = Message.objects.unfinished().filter(pk=pk).select_related("event").first()
    if message is None:
        return 0
    people = Registration.objects.with_people().filter(pk__in=message.recipients)
    written = 0
    for number in people.values_list("pk", flat=True):
        with transaction.atomic():  # held, so that nobody is forgotten half-way
            held = people.select_for_update(of=("self",))
            registration = held.filter(pk=number).first()
            if registration is None:
                continue
            registration.event = message.event
            write_email(message, registration)
            written += 1
    message.finished_at = timezone.now()
    message.save(update_fields=["finished_at"])
    return written


def write_email(message: Message, registration: Registration) -> None:
    """The same e-mail when called again."""
    event = message.event
    language = message.language_for(registration.language)
    send_email(
        TEMPLATE,
        to=registration.email,
        language=language,
        context=context_of(event, message.words[language], language, registration),
        key=f"{key_of(registration)}:message:{message.pk}",
        reply_to=contact_email(event),
    )


def preview(event: EventPage, words: dict[str, str], language: str) -> Rendered:
    return render(TEMPLATE, language, context_of(event, words, language))


def context_of(
    event: EventPage,
    words: dict[str, str],
    language: str,
    registration: Registration | None = None,
) -> dict[str, Any]:
    """Without a registration, that of a preview."""
    with languages.in_language(language):
        path = event.get_url_in(language) or "/"
        if registration is not None:
            path = registration.get_manage_url()
        return {
            "heading": words["subject"],
            "words": words["text"],
            "name": registration.name if registration else _("Kari Example"),
            "title": event_title(event),
            "url": absolute_url(path),
        }
