"""Short ways to invitations and what comes of them."""

import re

from django.core import mail
from django.urls import reverse

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import Affiliation, Invitation, Role

PASSWORD = "et-langt-passord-42"


def url(name, *args, language="nb") -> str:
    """A page's address in the language."""
    with languages.in_language(language):
        return reverse(name, args=args)


def invite(member, email="kari@example.org", **fields) -> tuple[Invitation, str]:
    """An invitation, and the key in its e-mail."""
    fields = {"language": "nb", "name": "Kari Demo", **fields}
    invitation = services.invite(member, email=email, **fields)
    return invitation, key_in_email(invitation)


def key_in_email(invitation) -> str:
    """The key that the invitation's e-mail brings."""
    email = Email.objects.get(key__startswith=f"membership-invitation:{invitation.pk}:")
    return re.search(r"/invita(?:sjon|tion)/([^/\s]+)/", email.text)[1]


def roles(member) -> dict[str, str]:
    """The role of each of the member's people, by address."""
    people = Affiliation.objects.filter(member=member)
    return dict(people.values_list("user__email", "role"))


def mains(member) -> int:
    """How many main contacts the member has."""
    return Affiliation.objects.filter(member=member, role=Role.MAIN).count()


def emails_to(email) -> list[str]:
    """The subjects of the e-mails to the address, in order."""
    emails = Email.objects.filter(recipient=email).order_by("pk")
    return list(emails.values_list("subject", flat=True))


def subjects() -> list[str]:
    """The subjects of what was sent."""
    return [message.subject for message in mail.outbox]
