"""What is kept of those who apply: a person is found by their addresses."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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

from . import session
from .emails import key_of
from .limits import DRAFT_KEPT, REFUSED_KEPT
from .models import DECIDED, Application, ApplicationEvent, EventKind
from .services import add_event, lock

CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")
INVOICE = ("invoice_name", "invoice_email", "invoice_reference")
PEOPLE = (*CONTACT, *INVOICE, "message", "email")


def export(user: Any) -> list[dict[str, Any]]:
    """What each application says of the person, and nothing of others it names."""
    found = []
    for application in _naming(user, "email", "contact_email", "invoice_email"):
        emails = addresses_of(user, written_at=application.created_at)
        own = {mailbox(email) for email in emails}
        about = ["reference", "name", "state", "language", "created_at", "sent_at"]
        if mailbox(application.email) in own:
            about.append("email")
        if mailbox(application.contact_email) in own:
            about += CONTACT
        if mailbox(application.invoice_email) in own:
            about += INVOICE
        found.append({name: getattr(application, name) for name in about})
    return found


def forget(user: Any) -> None:
    """Take the person out of decided applications; the others expire by themselves.

    With the e-mails about them, which go to the applicant's address for as long as they
    are asked: also after the person has another.
    """
    decided = Application.objects.filter(state__in=DECIDED)
    theirs = list(_naming(user, "email", "contact_email").values_list("pk", flat=True))
    written = decided.filter(pk__in=theirs)
    forget_words(ApplicationEvent.objects.filter(application__in=written))
    written.update(message="")
    for application in _naming(user, "email").filter(state__in=DECIDED):
        forget_emails(key_of(application))
    for names in (("email",), CONTACT, INVOICE):
        address = next(name for name in names if name.endswith("email"))
        decided = _naming(user, address).filter(state__in=DECIDED)
        decided.update(typed={}, **dict.fromkeys(names, ""))


def forget_words(events: Any) -> int:
    """What people wrote: all texts but the names of steps that were changed."""
    written = events.exclude(kind=EventKind.CHANGED).exclude(text="")
    return written.update(text="")


def _naming(user: Any, *columns: str) -> Any:
    return Application.objects.filter(with_address_of(user, columns)).order_by("pk")


def expire(now: datetime) -> str:
    """Delete old drafts, and make old applications anonymous; says how many."""
    drafts, people = forget_drafts(now), anonymise(now)
    if not drafts and not people:
        return ""
    return f"{drafts} unsent deleted, {people} made anonymous"


def forget_drafts(now: datetime | None = None) -> int:
    before = (now or timezone.now()) - DRAFT_KEPT
    drafts = Application.objects.forgotten_drafts(before)
    keys = list(drafts.values_list("pk", flat=True))
    return sum(_forget_draft(pk, before) for pk in keys)


@transaction.atomic
def _forget_draft(pk: int, before: datetime) -> int:
    """Unless it has been touched or sent meanwhile."""
    drafts = Application.objects.forgotten_drafts(before).select_for_update()
    draft = drafts.filter(pk=pk).first()
    if draft is None:
        return 0
    draft.delete()  # its e-mails too, by the signal
    return 1


def anonymise(now: datetime | None = None) -> int:
    """Returns how many. The organisation and the decision stay.

    A note that was written later goes too.
    """
    before = (now or timezone.now()) - REFUSED_KEPT
    over = Application.objects.with_people().over_since(before)
    keys = list(over.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            _empty(lock(pk))
    forget_words(ApplicationEvent.objects.exclude(application__anonymised_at=None))
    return len(keys)


def _empty(application: Application) -> None:
    forget_emails(key_of(application))
    for name in PEOPLE:
        setattr(application, name, "")
    application.typed = {}
    session.TOKENS.revoke(application)
    application.anonymised_at = timezone.now()
    forget_words(application.events)
    add_event(application, EventKind.ANONYMISED)
    application.save()


def after_the_last_change() -> str:
    number = DRAFT_KEPT.days
    return ngettext(
        "%(days)s day after you last changed it",
        "%(days)s days after you last changed it",
        number,
    ) % {"days": number}


def after_the_membership() -> str:
    number = REFUSED_KEPT.days
    return ngettext(
        "For as long as the membership lasts; %(days)s day after it ends, or after the "
        "application is declined",
        "For as long as the membership lasts; %(days)s days after it ends, or after "
        "the application is declined",
        number,
    ) % {"days": number}


def origin() -> str:
    if not settings.ORGANISATION_LOOKUP:
        return gettext("From you.")
    return gettext(
        "From you. When you enter an organisation number, our server asks a public "
        "register for the name and place of the organisation. Nothing about you is "
        "sent there."
    )


DRAFT = Item(what=_("An application that is not sent."), until=after_the_last_change)
PEOPLE_NAMED = Item(
    what=_(
        "Name, role, e-mail address and telephone number of the contact person, who "
        "receives the invoice, and what you and we write about the application."
    ),
    until=after_the_membership,
)
PURPOSE = Purpose(
    name="applications",
    audience=Audience.GUESTS,
    title=_("Applying for membership"),
    why=_("So that we can consider the application, and reach you about it."),
    basis=Basis.CONSENT,
    seen_by=_("Our staff."),
    origin=origin,
)

register(
    Source(
        name="applications",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Application,
                by=("email", "contact_email", "invoice_email"),
                fields=(
                    *("contact_name", "contact_role", "contact_phone"),
                    *("invoice_name", "invoice_reference", "typed"),
                ),
                others=(
                    *("reference", "secret", "fingerprint", "language", "name"),
                    *("organisation_number", "place", "website", "body", "estimate"),
                    *("consent_version", "message"),
                ),
                staff=("handler",),
                items=(DRAFT, PEOPLE_NAMED),
            ),
            Kept(
                model=ApplicationEvent,
                by=("application",),
                others=("text",),
                staff=("by",),
                items=(PEOPLE_NAMED,),
            ),
        ),
    )
)


@receiver(pre_delete, sender=Application)
def forget_with(sender: Any, instance: Application, **kwargs: Any) -> None:
    forget_emails(key_of(instance))
