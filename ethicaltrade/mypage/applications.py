"""Applications for membership that name the person; they are the organisation's."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from membership.applications.models import DECIDED, Application

from .addresses import addresses_of

CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")
INVOICE = ("invoice_name", "invoice_email", "invoice_reference")


def of(user: Any) -> list[dict[str, Any]]:
    """What each says of the person: of others it names, nothing."""
    own = {email.casefold() for email in addresses_of(user)}
    found = []
    for application in _naming(user, "email", "contact_email", "invoice_email"):
        about = ["reference", "name", "state", "language", "created_at", "sent_at"]
        if application.email.casefold() in own:
            about.append("email")
        if application.contact_email.casefold() in own:
            about += CONTACT
        if application.invoice_email.casefold() in own:
            about += INVOICE
        found.append({name: getattr(application, name) for name in about})
    return found


def forget(user: Any) -> None:
    """Take the person out of those that are decided; the organisation's words stay.

    One that is not decided needs somebody to write to; it is the applicant's own to
    take back, and forgotten by itself.
    """
    for names in (("email",), CONTACT, INVOICE):
        address = next(name for name in names if name.endswith("email"))
        decided = _naming(user, address).filter(state__in=DECIDED)
        decided.update(typed={}, **dict.fromkeys(names, ""))


def _naming(user: Any, *columns: str) -> Any:
    """The applications that have an address of the person's in one of the columns."""
    mine = [
        Q(**{f"{column}__iexact": email})
        for column in columns
        for email in addresses_of(user)
    ]
    return Application.objects.filter(reduce(or_, mine, Q(pk=None))).order_by("pk")
