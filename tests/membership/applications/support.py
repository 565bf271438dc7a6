"""Short ways to applications."""

import re
import time as clock
from unittest.mock import patch

from ethicaltrade.bilingual import languages
from ethicaltrade.core import forms
from ethicaltrade.mail.models import Email
from membership.applications.models import Application, ApplicationState

NUMBER = "974760673"
STEPS = ("organisation", "size", "contacts", "principles", "consent", "summary")

ORGANISATION = {
    "organisation_number": "974 760 673",
    "name": "Havblikk Demofisk AS",
    "kind": "company",
    "sector": "seafood",
    "place": "Ålesund",
    "homepage": "example.org/havblikk",
    "email": "soknad@example.org",
}
SIZE = {"turnover": "12 500 000"}
CONTACTS = {
    "contact_name": "Siri Demo-Vik",
    "contact_role": "Daglig leder",
    "contact_email": "siri@example.org",
    "contact_phone": "+47 55 55 55 55",
    "invoice_name": "Regnskap",
    "invoice_email": "faktura@example.org",
    "invoice_reference": "4711",
}
CONSENT = {"message": "Vi vil gjerne bli med.", "consent": "on"}


def stamp(age=60):
    """A form's stamp, fetched so many seconds ago."""
    then = clock.time() - age
    with patch("django.core.signing.time.time", return_value=then):
        return forms.new_stamp()


def url(page, place, language="nb", token=""):
    """The address of a step, the status or a link."""
    captured = {"token": token} if token else {}
    return page.subview_url(place, language=language, **captured)


def emails_to(email, about=""):
    """The e-mails to the address whose keys tell of this, oldest first."""
    found = Email.objects.filter(recipient=email, key__contains=about)
    return list(found.order_by("pk"))


def link_in(email):
    """The link's path, as the e-mail has it."""
    return re.search(r"https?://[^/\s]+(/\S+)", email.text).group(1)


def add_application(**fields):
    """A complete application that was sent, past the forms."""
    from django.utils import timezone

    now = timezone.now()
    return Application.objects.create(
        **{
            "language": "nb",
            "state": ApplicationState.NEW,
            "email": "soknad@example.org",
            "name": "Havblikk Demofisk AS",
            "organisation_number": NUMBER,
            "kind": "company",
            "sector": "seafood",
            "place": "Ålesund",
            "turnover": 12_500_000,
            "estimate": {
                "year": 2026,
                "full": 20_000,
                "first_year": 5_000,
                "percent": 25,
                "note": "",
            },
            "contact_name": "Siri Demo-Vik",
            "contact_email": "siri@example.org",
            "consent_version": "2026-11",
            "consented_at": now,
            "message": "Vi vil gjerne bli med.",
            "sent_at": now,
            **fields,
        }
    )


def state_of(application):
    return Application.objects.get(pk=application.pk).state


class Applicant:
    """Somebody who applies with a browser, in one language."""

    def __init__(self, client, page, language="nb", remote="192.0.2.1"):
        self.client, self.page, self.language = client, page, language
        self.remote = remote

    def get(self, place, **more):
        return self.client.get(url(self.page, place, self.language), more)

    def post(self, place, data, **more):
        """Send a step's form, which names the application when there is one."""
        one = Application.objects.order_by("pk").last()
        named = {"application": one.reference} if one else {}
        return self.client.post(
            url(self.page, place, self.language),
            {**named, **data, **more},
            REMOTE_ADDR=self.remote,
        )

    def begin(self, **more):
        data = {**ORGANISATION, "stamp": stamp(), "website": "", **more}
        address = url(self.page, "organisation", self.language)
        return self.client.post(address, data, REMOTE_ADDR=self.remote)

    def fill(self):
        """Begin, and fill in all steps but the summary."""
        return self.fill_some("size", "contacts", "principles", "consent")

    def fill_some(self, *places):
        """Begin, and fill in the steps named."""
        self.begin()
        data = {
            "size": SIZE,
            "contacts": CONTACTS,
            "principles": {"accepted": "on", "wording": self.wording()},
            "consent": CONSENT,
        }
        for place in places:
            answer = self.post(place, data[place])
            assert answer.status_code == 302, answer.content.decode()
        return self.application

    def wording(self):
        from membership.applications.models import digest_of

        with languages.in_language(self.language):
            text = self.page.principles_in(self.language)
        return digest_of(text.text, text.language)

    def send(self):
        return self.post("summary", {})

    @property
    def application(self):
        return Application.objects.order_by("pk").last()
