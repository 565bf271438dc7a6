"""The letters of a registration: what each says, in the language of its reader.

They are written in the transaction of what they tell about, and sent after it. All are
drawn by one template, ``templates/emails/event_registration``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import Email, File, absolute_url, send

from .calendar import event_calendar, file_name
from .details import event_details, event_title, price_details

TEMPLATE = "event_registration"
CALENDAR_TYPE = "text/calendar; method=PUBLISH"


class Words(NamedTuple):
    """What one letter says; ``%(title)s`` in the subject is the event's."""

    subject: str
    paragraphs: list[str]
    action: str  # text of the button; empty for none
    why: str
    has_facts: bool = True
    has_calendar: bool = False
    leads_to_event: bool = False  # the button; else to the registration


def key_of(registration: Any) -> str:
    """What the keys of all letters about the registration begin with."""
    return f"event-registration:{registration.pk}"


# What each letter says, in the active language


def _why() -> str:
    return _("You get this because this address is registered for the event.")


def words_confirmed(registration: Any) -> Words:
    return Words(
        _("You are registered: %(title)s"),
        [
            _("You have a place. The dates are in the attached calendar file."),
            _("If you are unable to come, cancel, so that somebody else can."),
        ],
        _("Change or cancel"),
        _why(),
        has_calendar=True,
    )


def words_waiting(registration: Any) -> Words:
    return Words(
        _("You are on the waiting list: %(title)s"),
        [
            _("The event is full, and you are on the waiting list."),
            _("When a place becomes free and it is your turn, you get a letter."),
        ],
        _("See your registration, or leave the list"),
        _why(),
    )


def words_offered(registration: Any) -> Words:
    until = timezone.localtime(registration.offer_expires_at)
    deadline = {"deadline": date_format(until, "DATETIME_FORMAT")}
    return Words(
        _("There is a place for you: %(title)s"),
        [
            _("A place has become free, and it is your turn."),
            _(
                "Answer before %(deadline)s, Norwegian time. After that the place is "
                "offered to the next on the list."
            )
            % deadline,
        ],
        _("Take the place, or decline"),
        _why(),
    )


def _words_offer_expired(registration: Any) -> Words:
    return Words(
        _("The place was passed on: %(title)s"),
        [
            _("You did not answer in time, and the place was offered to another."),
            _("If you still want to come, you may register again."),
        ],
        _("Go to the event"),
        _why(),
        has_facts=False,
        leads_to_event=True,
    )


def _words_cancelled(registration: Any) -> Words:
    return Words(
        _("You are no longer registered: %(title)s"),
        [
            _("Your registration is cancelled. Thank you for telling us."),
            _("If you put the event in your calendar, delete it there."),
        ],
        _("Go to the event"),
        _why(),
        has_facts=False,
        leads_to_event=True,
    )


def _words_already(registration: Any) -> Words:
    return Words(
        _("You are registered already: %(title)s"),
        [
            _("Somebody, probably you, registered this address once more."),
            _state_sentence(registration),
        ],
        _("See, change or cancel"),
        _why(),
        has_calendar=registration.is_confirmed,
    )


def _state_sentence(registration: Any) -> str:
    if registration.is_confirmed:
        return _("You have a place already; nothing has changed.")
    if registration.is_offered:
        return _("You have been offered a place, and have not answered yet.")
    return _("You are on the waiting list; your turn is the same as before.")


def _words_reminder(registration: Any) -> Words:
    return Words(
        _("It is soon: %(title)s"),
        [
            _("This is to remind you of the event you are registered for."),
            _("If you are unable to come, cancel, so that somebody else can."),
        ],
        _("Change or cancel"),
        _why(),
    )


def _words_changed(registration: Any) -> Words:
    return Words(
        _("Time or place has changed: %(title)s"),
        [
            _("The event you are registered for has another time or place."),
            _("This applies now:"),
        ],
        _("Change or cancel"),
        _why(),
        has_calendar=True,
    )


def _words_event_cancelled(registration: Any) -> Words:
    return Words(
        _("Cancelled: %(title)s"),
        [
            _("The event you are registered for is cancelled."),
            _("This is what was planned:"),
        ],
        _("Go to the event"),
        _why(),
        has_calendar=True,
        leads_to_event=True,
    )


def _words_postponed(registration: Any) -> Words:
    return Words(
        _("Postponed: %(title)s"),
        [
            _("The event you are registered for is postponed."),
            _("You keep your registration, and are told of the new date."),
        ],
        _("Change or cancel"),
        _why(),
        has_facts=False,
        has_calendar=True,
    )


def _words_resumed(registration: Any) -> Words:
    return Words(
        _("It will be held after all: %(title)s"),
        [
            _("The event you are registered for will be held."),
            _("This applies now:"),
        ],
        _("Change or cancel"),
        _why(),
        has_calendar=True,
    )


# Writing them


def confirmed(registration: Any) -> Email:
    """The place, with the calendar file and the link to take part."""
    return _write(registration, words_confirmed, "confirmed")


def waiting(registration: Any) -> Email:
    """A receipt for a turn on the waiting list."""
    return _write(registration, words_waiting, "waiting")


def offered(registration: Any) -> Email:
    """A place, and until when it is kept."""
    until = registration.offer_expires_at
    about = f"offered:{until.isoformat()}"
    return _write(registration, words_offered, about, expires_at=until)


def offer_expired(registration: Any) -> Email:
    """The place went on."""
    return _write(registration, _words_offer_expired, "offer-expired")


def cancelled(registration: Any) -> Email:
    """A receipt for the cancellation."""
    return _write(registration, _words_cancelled, "cancelled")


def already_registered(registration: Any, now: datetime) -> Email:
    """For whoever registers twice: at most one an hour, whoever keeps asking."""
    return _write(registration, _words_already, f"already:{now:%Y-%m-%dT%H}")


def reminder(registration: Any, date: Any) -> Email:
    """The day before a date; not sent once it has begun."""
    about = f"reminder:{date.start.isoformat()}"
    return _write(
        registration, _words_reminder, about, dates=[date], expires_at=date.start
    )


def event_changed(registration: Any, number: Any) -> Email:
    """Another time or place. ``number`` tells one change from the next."""
    return _write(registration, _words_changed, f"changed:{number}")


def event_cancelled(registration: Any, number: Any) -> Email:
    """It will not be held."""
    return _write(registration, _words_event_cancelled, f"event-cancelled:{number}")


def event_postponed(registration: Any, number: Any) -> Email:
    """It will be held at another time, not known yet."""
    return _write(registration, _words_postponed, f"postponed:{number}")


def event_resumed(registration: Any, number: Any) -> Email:
    """It will be held after it was called off."""
    return _write(registration, _words_resumed, f"resumed:{number}")


def _write(
    registration: Any,
    say: Callable[[Any], Words],
    about: str,
    *,
    dates: list[Any] | None = None,
    expires_at: datetime | None = None,
) -> Email:
    with languages.in_language(registration.language):
        words = say(registration)
        return send(
            TEMPLATE,
            to=registration.email,
            language=registration.language,
            context=context_of(registration, words, dates),
            key=f"{key_of(registration)}:{about}",
            attachments=_calendar(registration) if words.has_calendar else [],
            reply_to=_reply_to(registration.event),
            expires_at=expires_at,
        )


def context_of(
    registration: Any, words: Words, dates: list[Any] | None = None
) -> dict[str, Any]:
    """What the template takes; in the active language."""
    event = registration.event
    title = event_title(event)
    path = event.get_url_in(registration.language) or "/"
    if not words.leads_to_event:
        path = registration.get_manage_url()
    facts = []
    if words.has_facts:
        facts = event_details(event, dates, join_link=registration.is_confirmed)
        facts += price_details(registration)
    return {
        "letter_subject": words.subject % {"title": title},
        "name": registration.name,
        "title": title,
        "paragraphs": words.paragraphs,
        "facts": facts,
        "url": absolute_url(path),
        "action": words.action,
        "why": words.why,
    }


def _calendar(registration: Any) -> list[File]:
    """The event for a calendar; the link to take part only for those who come."""
    event, language = registration.event, registration.language
    content = event_calendar(event, language, join_link=registration.is_confirmed)
    return [File(file_name(event, language), CALENDAR_TYPE, content)]


def _reply_to(event: Any) -> str:
    """Whom to answer: the event's contact person."""
    return event.contact_person.email if event.contact_person else ""
