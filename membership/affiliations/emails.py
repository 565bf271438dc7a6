"""The e-mails about a member's people, each in the language of its reader."""

import logging
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.emails import Email, absolute_url, forget_emails, send
from membership.affiliations.models import TOKENS, Affiliation, Invitation
from membership.members.models import Member

logger = logging.getLogger(__name__)


def key_of(invitation: Invitation) -> str:
    """What the keys of all e-mails with the invitation begin with."""
    return f"membership-invitation:{invitation.pk}"


def key_of_person(user_id: int) -> str:
    return f"membership-person:{user_id}"


def send_invitation(
    invitation: Invitation, *, again_at: datetime | None = None
) -> Email:
    """Raises ValidationError for an address that no e-mail can be sent to.

    ``again_at``: the same link once more, at most once an hour.
    """
    key = f"{key_of(invitation)}:{invitation.made_at.timestamp()}"
    if again_at:
        key = f"{key}:{again_at:%Y-%m-%dT%H}"
    forget_emails(key_of(invitation))
    with languages.in_language(invitation.language):
        path = reverse("invitation", args=[TOKENS.token_of(invitation)])
    by = invitation.invited_by
    return send(
        "affiliations/invitation",
        to=invitation.email,
        language=invitation.language,
        context={
            "name": invitation.name,
            "member": invitation.member.name,
            "inviter": by.get_full_name() if by else "",
            "is_main": invitation.role == "main",
            "expires_at": invitation.expires_at,
            "url": absolute_url(path),
        },
        key=key,
        expires_at=invitation.expires_at,
        keep_words=False,
    )


def tell_new_main(affiliation: Affiliation) -> None:
    _tell("new_main_contact", affiliation, url=_colleagues(affiliation))


def tell_former_main(affiliation: Affiliation, successor: str) -> None:
    url = _colleagues(affiliation)
    _tell("former_main_contact", affiliation, successor=successor, url=url)


def tell_removed(affiliation: Affiliation) -> None:
    _tell("removed", affiliation)


def _colleagues(affiliation: Affiliation) -> str:
    with languages.in_language(affiliation.language):
        return absolute_url(reverse("colleagues"))


def _tell(name: str, affiliation: Affiliation, **more: str) -> None:
    user = affiliation.user
    context = {"name": user.get_full_name(), "member": affiliation.member.name, **more}
    key = f"{key_of_person(user.pk)}:{uuid4().hex}"
    _send(name, user.email, affiliation.language, context, key)


def tell_staff_of_vacancy(member: Member) -> None:
    """Tell the adviser, else the staff, that the member has no main contact now."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    to = (member.adviser and member.adviser.email) or settings.email
    if not to:
        return
    language = languages.default()
    with languages.in_language(language):
        path = reverse("member_people:list", args=[member.pk])
    context = {"name": "", "member": member.name, "url": absolute_url(path)}
    key = f"membership-vacancy:{member.pk}:{uuid4().hex}"
    _send("no_main_contact", to, language, context, key)


def _send(name: str, to: str, language: str, context: dict[str, Any], key: str) -> None:
    """An address that cannot be written to is logged and stops nothing."""
    try:
        send(f"affiliations/{name}", to, language, context, key)
    except ValidationError:
        logger.exception("An e-mail about a member's people could not be written")
