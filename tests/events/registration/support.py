"""Short ways to registrations."""

import time as clock
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from django.utils import timezone

from ethicaltrade.core import forms
from ethicaltrade.mail.models import Email
from events import services
from events.models import EventPage, Registration
from tests.events.support import in_days, put_event
from tests.support.pages import folded, soup

KARI = "kari@example.org"


def stamp(age=60):
    """A form's stamp, fetched so many seconds ago."""
    then = clock.time() - age
    with patch("django.core.signing.time.time", return_value=then):
        return forms.new_stamp()


def put(section, **fields) -> EventPage:
    """An event in thirty days that people can register for."""
    dates = fields.pop("dates", None) or [in_days(30)]
    return put_event(section, "", *dates, **fields)


def answers(email="kari@example.org", language="nb", **more) -> services.Participant:
    return services.Participant(
        **{"name": "Kari Demo", "email": email, "language": language, **more}
    )


def register(event, email="kari@example.org", *, user=None, **more):
    """Somebody registers, past the form; returns the outcome."""
    return services.register(event.pk, answers(email, **more), stamp=stamp(), user=user)


def fill(event, count, start=0):
    """That many more people register."""
    return [
        register(event, f"nr{start + n}@example.org").registration for n in range(count)
    ]


def states(event) -> dict[str, int]:
    """How many registrations of each state, those there are."""
    found = {}
    for state in event.registrations.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def state_of(registration) -> str:
    return Registration.objects.get(pk=registration.pk).state


def emails_to(email, about="") -> list[Email]:
    """The e-mails to the address whose keys tell of this, oldest first."""
    found = Email.objects.filter(recipient=email, key__contains=about)
    return list(found.order_by("pk"))


def kinds(email="kari@example.org") -> list[str]:
    """What the e-mails are about that came after the first."""
    return [sent.key.split(":")[2] for sent in emails_to(email)][1:]


def subjects(email) -> list[str]:
    return [sent.subject for sent in emails_to(email)]


def path_of(registration) -> str:
    return registration.get_manage_url()


def form_url(event, language="nb") -> str:
    return event.subview_url("register", language=language)


def overdue(registration) -> None:
    """Let the offer have run out a minute ago."""
    Registration.objects.filter(pk=registration.pk).update(
        offer_expires_at=timezone.now() - timedelta(minutes=1)
    )


def only(about, email=KARI) -> Email:
    """The one e-mail to the address whose key tells of this."""
    (sent,) = emails_to(email, about)
    return sent


def path_in(email) -> str:
    """The path of the link in the e-mail."""
    addresses = (word for word in email.text.split() if word.startswith("http"))
    return urlsplit(
        next(
            word
            for word in addresses
            if "registration/" in word or "pamelding/" in word
        )
    ).path


def field(response, name) -> str:
    """What the form's field holds."""
    found = soup(response).find(attrs={"name": name})
    return found.get("value", "") if found.name == "input" else found.text.strip()


def summary(response) -> str:
    """The form's summary of mistakes."""
    box = soup(response).select_one("[role=alert]")
    return folded(box) if box else ""


def status_box(client, event, language="en"):
    """What the event's page says of registration."""
    page = soup(client.get(event.get_url_in(language)))
    return page.select_one(".registration-status")
