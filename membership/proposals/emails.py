"""The e-mail to a member's people when the staff have decided."""

from typing import Any

from django.urls import reverse

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import Email, absolute_url, send

from .models import Proposal

# By whether it is a report, and whether it was approved.
TEMPLATES = {
    (True, True): "proposals/report_published",
    (True, False): "proposals/report_declined",
    (False, True): "proposals/presentation_published",
    (False, False): "proposals/presentation_declined",
}


def key_of(proposal: Proposal) -> str:
    """What the keys of all e-mails about the proposal begin with."""
    return f"proposal:{proposal.pk}"


def reader_of(proposal: Proposal) -> Any:
    """Whoever proposed it, if still of the member; else the main contact; else None."""
    people = proposal.member.affiliations.select_related("user")
    people = people.filter(user__is_active=True)
    found = people.filter(user=proposal.by_id).first() or people.main().first()
    return found.user if found else None


def send_decision(proposal: Proposal) -> Email | None:
    """None when there is nobody to tell."""
    reader = reader_of(proposal)
    if reader is None:
        return None
    adviser = proposal.member.adviser
    with languages.in_language(proposal.language):
        url = absolute_url(reverse("my_organisation"))
    return send(
        TEMPLATES[bool(proposal.is_report), bool(proposal.is_approved)],
        to=reader.email,
        language=proposal.language,
        context={
            "name": reader.get_full_name(),
            "member": proposal.member.name,
            "year": str(proposal.year or ""),
            "note": proposal.note,
            "url": url,
        },
        key=f"{key_of(proposal)}:{proposal.state}",
        reply_to=adviser.email if adviser else "",
    )
