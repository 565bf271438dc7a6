"""What an application says, for those who read it: by step, label and value."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ethicaltrade.core.numbers import grouped
from ethicaltrade.core.typography import kroner
from membership.members.choices import Body
from membership.members.fees.calculator import Estimate, estimate

from .models import Application

Details = list[tuple[str, str]]  # labels and values
SIZES: dict[str, Callable[[int], str]] = {"inhabitants": grouped, "turnover": kroner}
"""How the numbers are written."""


def estimate_of(application: Application) -> Estimate:
    body = application.body or None
    return estimate(application.kind, size=application.size, body=body)


def shown_to(application: Application) -> Estimate | None:
    """The estimate that the applicant saw; None when none was shown."""
    return Estimate(**application.estimate) if application.estimate else None


def label_of(name: str) -> str:
    return capfirst(str(Application._meta.get_field(name).verbose_name))


def details_of(application: Application) -> dict[str, Details]:
    """Labels and values by the key of the step; empty ones are left out."""
    details = {
        "organisation": _organisation(application),
        "size": _size(application),
        "contacts": _contacts(application),
        "principles": [_moment(application, "principles_accepted_at")],
        "consent": [
            _moment(application, "consented_at"),
            (label_of("message"), application.message),
        ],
    }
    return {key: [row for row in rows if row[1]] for key, rows in details.items()}


def _organisation(application: Application) -> Details:
    return [
        (label_of("name"), application.name),
        (label_of("organisation_number"), application.organisation_number_display),
        (label_of("kind"), application.get_kind_display()),
        (label_of("sector"), application.get_sector_display()),
        (label_of("place"), application.place),
        (label_of("website"), application.website),
        (label_of("email"), application.email),
    ]


def _size(application: Application) -> Details:
    rows: list[tuple[str, Any]] = []
    if application.body:
        rows.append((label_of("body"), str(Body(application.body).label)))
    for name, written in SIZES.items():
        if (number := getattr(application, name)) is not None:
            rows.append((label_of(name), written(number)))
    if shown := shown_to(application):
        rows.append((label_of("estimate"), estimate_text(shown)))
    return rows


def estimate_text(shown: Estimate) -> str:
    if shown.full is None:
        return shown.note
    text = _("%(amount)s a year") % {"amount": kroner(shown.full)}
    if shown.is_reduced:
        text += ", " + _("%(amount)s the first year") % {
            "amount": kroner(shown.first_year)
        }
    return text


def _contacts(application: Application) -> Details:
    names = (
        *("contact_name", "contact_role", "contact_email", "contact_phone"),
        *("invoice_name", "invoice_email", "invoice_reference"),
    )
    return [(label_of(name), getattr(application, name)) for name in names]


def _moment(application: Application, name: str) -> tuple[str, str]:
    moment = getattr(application, name)
    if moment is None:
        return label_of(name), ""
    return label_of(name), date_format(timezone.localtime(moment), "DATETIME_FORMAT")
