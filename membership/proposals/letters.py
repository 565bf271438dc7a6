"""The letter to a member's people when the staff have decided."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import Email, absolute_url, send

from .models import Proposal

TEMPLATE = "proposal_decided"


def key_of(proposal: Proposal) -> str:
    """What the keys of all letters about the proposal begin with."""
    return f"proposal:{proposal.pk}"


def reader_of(proposal: Proposal) -> Any:
    """Who gets the letter: whoever proposed it, else the main contact, else nobody.

    Somebody who has left the member since is told nothing more of it.
    """
    people = proposal.member.affiliations.select_related("user")
    people = people.filter(user__is_active=True)
    found = people.filter(user=proposal.by_id).first() or people.main().first()
    return found.user if found else None


def decided(proposal: Proposal) -> Email | None:
    """Tell what was decided, with the note; None when there is nobody to tell."""
    reader = reader_of(proposal)
    if reader is None:
        return None
    adviser = proposal.member.adviser
    with languages.in_language(proposal.language):
        subject, paragraphs = _words(proposal)
        return send(
            TEMPLATE,
            to=reader.email,
            language=proposal.language,
            context={
                "letter_subject": subject,
                "name": reader.get_full_name(),
                "paragraphs": paragraphs,
                "note": proposal.note,
                "url": absolute_url(reverse("my_organisation")),
                "member": proposal.member.name,
            },
            key=f"{key_of(proposal)}:{proposal.state}",
            reply_to=adviser.email if adviser else "",
        )


def _words(proposal: Proposal) -> tuple[str, list[str]]:
    """The subject, and what happened; in the active language."""
    said = {"member": proposal.member.name, "year": proposal.year}
    if proposal.is_report and proposal.is_approved:
        return (
            _("Your report for %(year)s is published") % said,
            [_("The report is now on the page of %(member)s.") % said],
        )
    if proposal.is_report:
        return (
            _("Your report for %(year)s was not published") % said,
            [
                _("The report has not been published, and the file is deleted here.")
                % said,
                _("You may upload it again when it has been mended."),
            ],
        )
    if proposal.is_approved:
        return (
            _("The new presentation of %(member)s is published") % said,
            [_("What you proposed now stands on the page of %(member)s.") % said],
        )
    return (
        _("The new presentation of %(member)s was not published") % said,
        [
            _("The presentation stands as it was."),
            _("You may propose another one when you like."),
        ],
    )
