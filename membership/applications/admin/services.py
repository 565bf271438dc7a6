"""What the staff do to an application: done, told and logged in one transaction.

Each locks the application while it looks at its state: a double click is done once.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ethicaltrade.core.conflicts import shown
from membership.applications import emails
from membership.applications.details import SIZES, label_of
from membership.applications.models import (
    OPEN,
    Application,
    ApplicationState,
    EventKind,
)
from membership.applications.services import add_event, lock
from membership.members.choices import State
from membership.members.models import Member


class CannotApproveError(Exception):
    """Why no member can be made; its text is for the staff."""


@transaction.atomic
def take_into_review(pk: int, *, by: Any) -> bool:
    """False when it is no longer new."""
    application = lock(pk)
    if application.state != ApplicationState.NEW:
        return False
    application.handler = by
    add_event(application, EventKind.TAKEN, by=by, to=ApplicationState.IN_REVIEW)
    application.save()
    return True


@transaction.atomic
def ask_for_more(pk: int, text: str, *, by: Any) -> bool:
    """False when it is decided, or this was just asked."""
    application = lock(pk)
    if application.state not in OPEN or _is_repeated(
        application, EventKind.ASKED, text
    ):
        return False
    application.handler = by
    event = add_event(
        application, EventKind.ASKED, by=by, to=ApplicationState.MORE_ASKED, text=text
    )
    application.save()
    emails.send_question(application, text, event.pk)
    return True


@transaction.atomic
def decline(pk: int, text: str, *, by: Any) -> bool:
    """False when it is decided already."""
    application = lock(pk)
    if application.state not in OPEN:
        return False
    _decide(application, EventKind.DECLINED, ApplicationState.DECLINED, by, text)
    emails.send_refusal(application, text)
    return True


def approve(
    pk: int, *, member_since: date, adviser: Any, by: Any, text: str = ""
) -> bool:
    """False when decided already; raises CannotApproveError, and does nothing then."""
    try:
        return _approve(pk, member_since, adviser, by, text)
    except IntegrityError as error:  # another became a member in this very second
        raise CannotApproveError(_taken(None)) from error


@transaction.atomic
def _approve(pk: int, since: date, adviser: Any, by: Any, text: str) -> bool:
    application = lock(pk)
    if application.state not in OPEN:
        return False
    application.member = make_member(application, since, adviser)
    _decide(application, EventKind.APPROVED, ApplicationState.APPROVED, by, text)
    emails.send_approval(application, text)
    _invite_contact(application, by)
    return True


@transaction.atomic
def write_note(pk: int, text: str, *, by: Any) -> bool:
    """False when it was written just now."""
    application = lock(pk)
    if _is_repeated(application, EventKind.NOTE, text):
        return False
    add_event(application, EventKind.NOTE, by=by, text=text)
    return True


def _is_repeated(application: Application, kind: EventKind, text: str) -> bool:
    """Whether the last event is this very one: a double click."""
    last = application.events.last()
    return last is not None and (last.kind, last.text) == (kind, text)


def _decide(
    application: Application, kind: EventKind, to: str, by: Any, text: str
) -> None:
    application.handler = by
    application.decided_at = timezone.now()
    add_event(application, kind, by=by, to=to, text=text)
    application.save()


# The member


def member_of(application: Application) -> Member | None:
    """The member with the application's number, in any state."""
    number = application.organisation_number
    if not number:
        return None
    return Member.objects.filter(organisation_number=number).first()


def check_may_approve(application: Application) -> None:
    """Raise CannotApproveError for the number of an active or coming member."""
    member = member_of(application)
    if member is not None and member.state != State.ENDED:
        raise CannotApproveError(_taken(member))


def _taken(member: Member | None) -> str:
    if member is None:
        return _("The organisation number has just been registered for another member.")
    return _(
        "%(name)s is already a member with this organisation number, from %(since)s. "
        "Nothing was done."
    ) % {"name": member.name, "since": date_format(member.member_since)}


def copied(application: Application) -> dict[str, Any]:
    """What the member is to say, by column; a field left empty changes nothing."""
    names = ("name", "kind", "body", "sector", "turnover", "inhabitants")
    optional = [name for name in ("place", "website") if getattr(application, name)]
    return {name: getattr(application, name) for name in (*names, *optional)}


def changes_to(member: Member, application: Application) -> list[tuple[str, str, str]]:
    """What approving changes: label, what the member says today, what it will say."""
    new = Member(**copied(application))

    def of(record: Member, name: str) -> str:
        size = getattr(record, name)
        if name in SIZES and size is not None:
            return SIZES[name](size)
        return shown(record, name)

    return [
        (label_of(name), of(member, name), of(new, name))
        for name in copied(application)
        if getattr(member, name) != getattr(new, name)
    ]


def make_member(application: Application, since: date, adviser: Any) -> Member:
    """The new member, or the one that is a member again; saved."""
    check_may_approve(application)
    number = application.organisation_number
    member = member_of(application) or Member(organisation_number=number)
    for name, value in copied(application).items():
        setattr(member, name, value)
    member.member_since, member.ended_on = since, None
    member.adviser = adviser
    member.save()
    return member


def _invite_contact(application: Application, by: Any) -> None:
    """Whoever was the main contact of a member that comes back is a colleague now."""
    from membership.affiliations.services import RefusedError, welcome_main

    try:
        welcome_main(
            application.member,
            email=application.contact_email,
            name=application.contact_name,
            language=application.language,
            by=by,
        )
    except RefusedError as error:
        raise CannotApproveError(str(error)) from error
