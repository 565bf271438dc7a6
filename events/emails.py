"""The e-mails about a registration, queued in the transaction they tell about."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import (
    Email,
    File,
    Rendered,
    Written,
    absolute_url,
    put_in_outbox,
    render,
    write,
)

from .calendar import event_calendar, file_name
from .choices import RegistrationState
from .details import event_details, event_title, price_details
from .models import ChangeNote

CALENDAR_TYPE = "text/calendar; method=PUBLISH"

CHANGES = {"changed", "event_cancelled", "postponed", "resumed"}
"""Templates that say how the event itself has changed."""

WITH_CALENDAR = {"confirmed", *CHANGES}
WITHOUT_DETAILS = {"offer_expired", "cancelled", "cancelled_by_staff", "postponed"}
LEADS_TO_EVENT = {
    "offer_expired",
    "cancelled",
    "cancelled_by_staff",
    "event_cancelled",
}
"""The button leads there; in the others, to the registration."""

TELLS_STATE = {
    RegistrationState.CONFIRMED: "confirmed",
    RegistrationState.WAITING: "waiting",
    RegistrationState.OFFERED: "offered",
}
"""Templates that say how a live registration stands."""


def key_of(registration: Any) -> str:
    """The prefix of the keys of all e-mails about the registration."""
    return f"event-registration:{registration.pk}"


def tell(name: str, registration: Any) -> Email:
    return _send(name, registration, name.replace("_", "-"))


def changed(name: str, registration: Any, note: ChangeNote | None) -> Written:
    """Of :data:`CHANGES`, with the staff's own words by language; once a revision."""
    about = f"{name.replace('_', '-')}:{registration.event.live_revision_id}"
    return _write(name, registration, about, note=note)


def offered(registration: Any) -> Written:
    """Not sent after the offer expires."""
    until = registration.offer_expires_at
    about = f"offered:{until.isoformat()}"
    return _write("offered", registration, about, expires_at=until)


def already_registered(registration: Any, now: datetime) -> Email:
    """At most one an hour."""
    about = f"already:{now:%Y-%m-%dT%H}"
    has_calendar = registration.is_confirmed
    return _send("already_registered", registration, about, has_calendar=has_calendar)


def again(registration: Any, now: datetime) -> Email:
    """At most once a minute; KeyError for a registration that is not live."""
    name = TELLS_STATE[registration.state]
    return _send(name, registration, f"again:{now:%Y-%m-%dT%H:%M}")


def reminder(registration: Any, date: Any) -> Email:
    """Not sent once the date has begun."""
    about, start = f"reminder:{date.start.isoformat()}", date.start
    return _send("reminder", registration, about, dates=[date], expires_at=start)


def preview(name: str, registration: Any, note: ChangeNote | None) -> Rendered:
    """The e-mail to a registration that may be an example, and not saved."""
    language = registration.language
    with languages.in_language(language):
        context = context_of(name, registration, note=note)
        return render(f"events/{name}", language, context)


def _send(*args: Any, **kwargs: Any) -> Email:
    return put_in_outbox([_write(*args, **kwargs)])[0]


def _write(
    name: str,
    registration: Any,
    about: str,
    *,
    dates: list[Any] | None = None,
    note: ChangeNote | None = None,
    expires_at: datetime | None = None,
    has_calendar: bool = False,
) -> Written:
    has_calendar = has_calendar or name in WITH_CALENDAR
    with languages.in_language(registration.language):
        return write(
            f"events/{name}",
            to=registration.email,
            language=registration.language,
            context=context_of(name, registration, dates, note),
            key=f"{key_of(registration)}:{about}",
            attachments=_calendar(registration) if has_calendar else [],
            reply_to=contact_email(registration.event),
            expires_at=expires_at,
        )


def context_of(
    name: str,
    registration: Any,
    dates: list[Any] | None = None,
    note: ChangeNote | None = None,
) -> dict[str, Any]:
    event, details = registration.event, []
    if name not in WITHOUT_DETAILS:
        details = event_details(event, dates, join_link=registration.is_confirmed)
        details += price_details(registration)
    if name in LEADS_TO_EVENT or not registration.pk:
        path = event.get_url_in(registration.language) or "/"
    else:
        path = registration.get_manage_url()
    until = registration.offer_expires_at
    return {
        "name": registration.name,
        "title": event_title(event),
        "details": details,
        "url": absolute_url(path),
        "is_confirmed": registration.is_confirmed,
        "is_offered": registration.is_offered,
        "remark": note.in_language(registration.language) if note else None,
        "deadline": until and date_format(timezone.localtime(until), "DATETIME_FORMAT"),
    }


def _calendar(registration: Any) -> list[File]:
    """With the link to take part for confirmed participants only."""
    event, language = registration.event, registration.language
    content = event_calendar(event, language, join_link=registration.is_confirmed)
    return [File(file_name(event, language), CALENDAR_TYPE, content)]


def contact_email(event: Any) -> str:
    """Empty for none."""
    return event.contact_person.email if event.contact_person else ""
