"""What the applicant does: begin, save a step, send, answer; each one transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.mailboxes import has_mailbox

from . import details, emails, session
from .limits import CONSENT_VERSION
from .models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    EventKind,
    PrinciplesVersion,
)
from .steps import is_complete

LONGEST_TYPED = 5000  # characters of one field that is not right yet
SIZE = ("turnover", "inhabitants", "body", "estimate")
NO_SIZE: dict[str, Any] = {
    "turnover": None,
    "inhabitants": None,
    "body": "",
    "estimate": None,
}


class NotNowError(Exception):
    """The application's state does not allow it: somebody has decided meanwhile."""


def lock(pk: int) -> Application:
    """Lock the application until the transaction ends."""
    return Application.objects.select_for_update(of=("self",)).get(pk=pk)


def add_event(
    application: Application,
    kind: EventKind,
    *,
    by: Any = None,
    to: str = "",
    text: str = "",
) -> ApplicationEvent:
    """``to`` is the state it leads to, set on the application but not saved."""
    before = application.state if to else ""
    if to:
        application.state = to
    return ApplicationEvent.objects.create(
        application=application,
        kind=kind,
        by=by,
        from_state=before,
        to_state=to,
        text=text,
    )


@transaction.atomic
def start(values: dict[str, Any], *, stamp: str) -> tuple[Application, bool]:
    """A form sent twice begins one. Returns it, and whether its link is mailed."""
    form = "\n".join([stamp, *(f"{key}={values[key]}" for key in sorted(values))])
    application, is_new = Application.objects.get_or_create(
        fingerprint=hashlib.sha256(form.encode()).hexdigest(),
        defaults={**values, "language": languages.active()},
    )
    is_mailed = not is_new or emails.send_link(application) is not None
    return application, is_mailed


@transaction.atomic
def send_links(email: str) -> None:
    """Send the address the links to its applications that are not decided, if any."""
    mine = Application.objects.with_people().filter(has_mailbox("email", email))
    for application in mine.undecided():
        emails.send_link_again(application, timezone.now())


@transaction.atomic
def save(pk: int, step: str, values: dict[str, Any]) -> Application:
    """Raises NotNowError when it cannot be changed any more."""
    application = lock(pk)
    if not application.is_editable:
        raise NotNowError
    SAVERS.get(step, _write)(application, values)
    application.typed.pop(step, None)
    application.language = languages.active()
    application.touched_at = timezone.now()
    application.save()
    if not application.is_draft:
        add_event(application, EventKind.CHANGED, text=step)
    return application


def _write(application: Application, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(application, name, value)


def _write_organisation(application: Application, values: dict[str, Any]) -> None:
    """Another kind has another size; another recipient gets a new link."""
    if values["kind"] != application.kind:
        _write(application, NO_SIZE)
    has_moved = values["email"] != application.email
    _write(application, values)
    if has_moved:  # the first address may have been a stranger's
        session.TOKENS.revoke(application)
        application.language = languages.active()
        emails.send_link(application)


def _write_size(application: Application, values: dict[str, Any]) -> None:
    _write(application, {**NO_SIZE, **values})
    application.estimate = asdict(details.estimate_of(application))


def _write_principles(application: Application, values: dict[str, Any]) -> None:
    version = PrinciplesVersion.objects.get_version(values["text"], values["language"])
    if application.principles_id != version.pk:
        application.principles = version
        application.principles_accepted_at = timezone.now()


def _write_consent(application: Application, values: dict[str, Any]) -> None:
    application.message = values["message"]
    if application.consent_version != CONSENT_VERSION:
        application.consent_version = CONSENT_VERSION
        application.consented_at = timezone.now()


SAVERS: dict[str, Callable[[Application, dict[str, Any]], None]] = {
    "organisation": _write_organisation,
    "size": _write_size,
    "principles": _write_principles,
    "consent": _write_consent,
}


@transaction.atomic
def keep_typed(pk: int, step: str, typed: dict[str, str]) -> None:
    application = lock(pk)
    if not application.is_editable:
        return
    application.typed[step] = {
        name: text[:LONGEST_TYPED] for name, text in typed.items()
    }
    application.touched_at = timezone.now()
    application.save(update_fields=["typed", "touched_at"])


@transaction.atomic
def send(pk: int) -> bool:
    """False when it was sent already, or is not complete."""
    application = lock(pk)
    if not application.is_draft or not is_complete(application):
        return False
    now = timezone.now()
    application.sent_at = application.touched_at = now
    application.typed = {}
    add_event(application, EventKind.SENT, to=ApplicationState.NEW)
    application.save()
    emails.send_receipt(application)
    emails.tell_staff_of_new(application)
    return True


@transaction.atomic
def answer_question(pk: int, text: str) -> bool:
    """False when nothing is asked any more, unless this was the last answer."""
    application = lock(pk)
    if not application.more_is_asked:
        last = application.events.last()
        return bool(last and last.kind == EventKind.ANSWERED and last.text == text)
    application.touched_at = timezone.now()
    event = add_event(
        application, EventKind.ANSWERED, to=ApplicationState.IN_REVIEW, text=text
    )
    application.save()
    emails.tell_staff_of_answer(application, event.pk)
    return True
