import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ethicaltrade.bilingual.languages import worded
from ethicaltrade.core.tokens import new_secret
from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.mailboxes import mailbox
from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose
from ethicaltrade.privacy.registry import (
    Kept,
    Source,
    addresses_of,
    register,
    with_address_of,
)

from . import services
from .deadlines import retention_days
from .emails import key_of
from .models import ChangeNote, Message, Registration
from .models.querysets import RegistrationQuerySet

logger = logging.getLogger(__name__)


def registrations_of(user: Any, *, earlier: bool = False) -> RegistrationQuerySet:
    """By their verified addresses; ``earlier`` adds addresses changed since.

    Not those they wrote for others, whose addresses are not theirs.
    """
    keys = {mailbox(email) for email in addresses_of(user)} - {""}
    theirs = Q(email_key__in=keys)
    if earlier:
        theirs |= with_address_of(user, ["email"])
    mine = Registration.objects.with_people().filter(theirs)
    return mine.select_related("event").prefetch_related("event__dates")


def to_come(user: Any, *, earlier: bool = False) -> RegistrationQuerySet:
    """Live ones of events that have not ended, the next first."""
    not_over = Q(event__ends_at__gte=timezone.now()) | Q(event__state="postponed")
    mine = registrations_of(user, earlier=earlier)
    return mine.live().filter(not_over).order_by("event__starts_at")


def export(user: Any) -> list[dict[str, Any]]:
    names = (
        *("state", "name", "email", "organisation", "language", "price", "price_kind"),
        *("consent_version", "consented_at", "dietary_needs", "access_needs"),
        *("created_at", "changed_at", "attended_at"),
    )
    mine = registrations_of(user, earlier=True)
    return [
        {
            "event": worded(registration.event, "title").text,
            "starts_at": registration.event.starts_at,
            **{name: getattr(registration, name) for name in names},
        }
        for registration in mine.order_by("created_at", "pk")
    ]


def forget(user: Any) -> None:
    for pk in list(to_come(user, earlier=True).values_list("pk", flat=True)):
        services.cancel(pk)
    mine = registrations_of(user, earlier=True)
    for pk in list(mine.values_list("pk", flat=True)):
        anonymise_registration(pk)


def expire(now: datetime) -> str:
    needs = erase_needs(now)
    people = anonymise(now - timedelta(days=retention_days()))
    if not needs and not people:
        return ""
    return f"needs of {needs}, {people} made anonymous"


def erase_needs(now: datetime | None = None) -> int:
    """How many were erased: of events that ended before today, of those not coming."""
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    over = Registration.objects.with_needs_for_nothing(midnight)
    erased = over.update(dietary_needs="", access_needs="", changed_at=now)
    if erased:
        logger.info("Needs were erased from %s registrations", erased)
    return erased


def anonymise(before: datetime) -> int:
    """How many; what statistics need (event, state, price, attendance) stays."""
    old = Registration.objects.with_people().of_events_ended(before)
    pks = list(old.values_list("pk", flat=True))
    for pk in pks:
        anonymise_registration(pk)
    if pks:
        logger.info("%s registrations were made anonymous", len(pks))
    return len(pks)


@transaction.atomic
def anonymise_registration(pk: int) -> None:
    """The e-mails about it are deleted."""
    registration = Registration.objects.select_for_update().get(pk=pk)
    forget_emails(key_of(registration))
    for name in ("name", "email", "organisation", "dietary_needs", "access_needs"):
        setattr(registration, name, "")
    registration.user = None
    registration.fingerprint = ""
    registration.secret = new_secret()
    registration.anonymised_at = timezone.now()
    registration.save()


def delete_emails_with(sender: Any, instance: Registration, **kwargs: Any) -> None:
    forget_emails(key_of(instance))


def after_the_event() -> str:
    number = retention_days()
    return ngettext(
        "%(days)s day after the event", "%(days)s days after the event", number
    ) % {"days": number}


PERSON = Item(
    what=_(
        "Name, e-mail address, organisation, price, when you registered or joined the "
        "waiting list, and whether you attended."
    ),
    until=after_the_event,
)
NEEDS = Item(
    what=_("What you tell us about food and about access."),
    until=_("Until the day after the event, or until you cancel"),
)
MESSAGES = Item(
    what=_(
        "Messages from us to those who are registered, and which of them they went to."
    ),
    until=after_the_event,
)
PURPOSE = Purpose(
    name="registrations",
    audience=Audience.GUESTS,
    title=_("Registration for events and waiting lists"),
    why=_(
        "So that we can hold the event, give you a place or keep your turn on the "
        "waiting list, and tell you if something changes. Afterwards we keep "
        "figures without names."
    ),
    basis=Basis.CONSENT_TO_SENSITIVE,
    seen_by=_("Our staff."),
    origin=_("From you, or from our staff if you have asked them to register you."),
)

register(
    Source(
        name="registrations",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Registration,
                by=("email", "user"),
                fields=(
                    *("name", "email_key", "organisation"),
                    *("dietary_needs", "access_needs"),
                ),
                others=(
                    *("language", "consent_version", "secret", "fingerprint", "told"),
                ),
                items=(PERSON, NEEDS),
            ),
            Kept(
                model=Message,
                by=("recipients",),
                others=("words", "states", "stamp"),
                staff=("sender",),
                items=(MESSAGES,),
            ),
            Kept(
                model=ChangeNote,
                by=("sender",),
                others=("words",),
                items=(MESSAGES,),
            ),
        ),
    )
)
