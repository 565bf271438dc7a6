"""The letters about a member's people, each in the language of its reader.

The invitation has a template of its own; the others are drawn by one,
``templates/emails/member_people``.
"""

import logging
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.emails import (
    Email,
    absolute_url,
    forget_emails,
    send,
)
from membership.affiliations.models import Affiliation, Invitation
from membership.members.models import Member

TEMPLATE = "member_people"

logger = logging.getLogger(__name__)


def key_of(invitation: Invitation) -> str:
    """What the keys of all letters with the invitation begin with."""
    return f"membership-invitation:{invitation.pk}"


def key_of_person(user_id: int) -> str:
    """What the keys of all other letters to the person begin with."""
    return f"membership-person:{user_id}"


def send_invitation(invitation: Invitation, key: str) -> Email:
    """The way in. An earlier letter's link has stopped working, so that one goes.

    Raises ValidationError for an address that no letter can be sent to.
    """
    forget_emails(key_of(invitation))
    with languages.in_language(invitation.language):
        path = reverse("invitation", args=[key])
    by = invitation.invited_by
    return send(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        context={
            "invitation": invitation,
            "member": invitation.member.name,
            "inviter": by.get_full_name() if by else "",
            "url": absolute_url(path),
        },
        key=f"{key_of(invitation)}:{invitation.key_hash[:16]}",
        expires_at=invitation.expires_at,
        keep_words=False,
    )


def forget_invitation(invitation: Invitation) -> None:
    """Delete the letters with the invitation: there is nothing to open any more."""
    forget_emails(key_of(invitation))


def tell_new_main(affiliation: Affiliation) -> None:
    """The role has come to somebody."""
    with languages.in_language(affiliation.language):
        said = {"member": affiliation.member.name}
        _tell(
            affiliation,
            _("You are the main contact of %(member)s") % said,
            [
                _("You are now the main contact of %(member)s.") % said,
                _(
                    "The main contact invites colleagues, removes them, and can hand "
                    "over the role to one of them."
                ),
            ],
            url=absolute_url(reverse("colleagues")),
            action=_("See your colleagues"),
        )


def tell_former_main(affiliation: Affiliation, successor: Affiliation) -> None:
    """The role has gone on to somebody else."""
    with languages.in_language(affiliation.language):
        said = {
            "member": affiliation.member.name,
            "name": str(successor.user),
        }
        _tell(
            affiliation,
            _("%(member)s has a new main contact") % said,
            [
                _("%(name)s is now the main contact of %(member)s.") % said,
                _("You still have access, as a colleague."),
            ],
            url=absolute_url(reverse("colleagues")),
            action=_("See your colleagues"),
        )


def tell_removed(affiliation: Affiliation) -> None:
    """Somebody is no longer one of the member's people."""
    with languages.in_language(affiliation.language):
        said = {"member": affiliation.member.name}
        _tell(
            affiliation,
            _("You no longer have access through %(member)s") % said,
            [
                _(
                    "You are no longer among those who use our website for "
                    "%(member)s, and no longer read the members’ resources."
                )
                % said,
                _(
                    "Your account is still there, with your own registrations. You "
                    "may delete it on My page."
                ),
                _("If this is a mistake, talk to the main contact of %(member)s.")
                % said,
            ],
        )


def _tell(
    affiliation: Affiliation, subject: str, paragraphs: list[str], **more: str
) -> None:
    """Write to one of the people."""
    user = affiliation.user
    context = {
        "letter_subject": subject,
        "name": user.get_full_name(),
        "paragraphs": paragraphs,
        "why": _("You get this because you have an account on our website."),
        **more,
    }
    key = f"{key_of_person(user.pk)}:{uuid4().hex}"
    _send(user.email, affiliation.language, context, key)


def tell_staff_of_vacancy(member: Member) -> None:
    """The member has people, and no main contact any more: its adviser is told."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    to = (member.adviser and member.adviser.email) or settings.email
    if not to:
        return
    language = languages.default()
    with languages.in_language(language):
        said = {"member": member.name}
        context = {
            "letter_subject": _("%(member)s has no main contact") % said,
            "name": "",
            "paragraphs": [
                _("The main contact of %(member)s has deleted their account.") % said,
                _("Make one of the others the main contact, or invite somebody."),
            ],
            "url": absolute_url(reverse("member_people:list", args=[member.pk])),
            "action": _("See the member’s people"),
            "why": _("You get this because you look after the members."),
        }
    _send(to, language, context, f"membership-vacancy:{member.pk}:{uuid4().hex}")


def _send(to: str, language: str, context: dict[str, Any], key: str) -> None:
    """Write the letter; an address that cannot be written to stops nothing."""
    try:
        send(TEMPLATE, to=to, language=language, context=context, key=key)
    except ValidationError:
        logger.exception("A letter about a member's people could not be written")
