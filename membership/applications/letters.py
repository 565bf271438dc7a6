"""The letters of an application: what each says, in the language of its reader.

They are written in the transaction of what they tell about, and sent after it. All are
drawn by one template, ``templates/emails/membership_application``. Until the staff have
seen an application, nothing of it stands in a letter to an address that anyone may have
typed: the words are fixed, and the letters to one recipient are counted.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.emails import (
    Email,
    Rendered,
    absolute_url,
    render,
    send,
)

from . import links
from .models import Application
from .terms import DRAFT_KEPT, LETTERS

logger = logging.getLogger(__name__)

TEMPLATE = "membership_application"


class Words(NamedTuple):
    """What one letter says; ``quoted`` is what somebody wrote, in their own words."""

    subject: str
    paragraphs: list[str]
    action: str = ""  # text of the button; empty for none
    quoted: str = ""
    names_reader: bool = (
        True  # in the greeting; else nothing that was typed stands in it
    )


def key_of(application: Application) -> str:
    """What the keys of all letters about the application begin with."""
    return f"membership-application:{application.pk}"


# What each letter says, in the active language


def words_link(application: Application) -> Words:
    return Words(
        _("Your application for membership: go on later"),
        [
            _(
                "With this link you can go on with the application, in any browser. "
                "Do not pass it on: whoever has it can read and change what is written."
            ),
            ngettext(
                "An application that is not sent is deleted after %(days)s day.",
                "An application that is not sent is deleted after %(days)s days.",
                DRAFT_KEPT.days,
            )
            % {"days": DRAFT_KEPT.days},
            _("Was it not you who began it? Then you need not do anything."),
        ],
        _("Go on with the application"),
        names_reader=False,
    )


def words_received(application: Application) -> Words:
    return Words(
        _("We have received your application for membership"),
        [
            _("Thank you for applying. One of us reads the application and answers."),
            _("With the link you can see where it stands."),
        ],
        _("See your application"),
        names_reader=False,
    )


def words_asked(application: Application, text: str) -> Words:
    return Words(
        _("We need to know more about your application"),
        [_("We have read your application for membership, and ask you:")],
        _("Answer"),
        text,
    )


def words_approved(application: Application, text: str = "") -> Words:
    return Words(
        _("Welcome as a member"),
        [
            _("%(name)s is approved as a member.") % {"name": application.name},
            _(
                "The main contact gets a letter of their own, with an invitation to "
                "the members’ pages."
            ),
        ],
        _("See your application"),
        text,
    )


def words_declined(application: Application, text: str) -> Words:
    return Words(
        _("Your application for membership"),
        [_("We have considered your application, and cannot approve it. The reason:")],
        "",
        text,
    )


def words_staff_new(application: Application) -> Words:
    return Words(
        _("New application for membership: %(name)s") % {"name": application.name},
        [_("%(name)s applies for membership.") % {"name": application.name}],
        _("Open the application"),
        names_reader=False,
    )


def words_staff_answer(application: Application) -> Words:
    return Words(
        _("Answer about an application: %(name)s") % {"name": application.name},
        [_("%(name)s has answered what you asked.") % {"name": application.name}],
        _("Open the application"),
        names_reader=False,
    )


# To the applicant


def link(application: Application) -> Email | None:
    """The link to go on with; None when the recipient has had enough letters today."""
    about = f"link:{application.secret[:8]}"
    return _write_counted(application, words_link, about)


def received(application: Application) -> Email | None:
    """A receipt, under the same limit."""
    return _write_counted(application, words_received, "received")


def asked(application: Application, text: str, number: int) -> Email:
    """What the staff ask; ``number`` tells one question from the next."""
    return _write(application, partial(words_asked, text=text), f"asked:{number}")


def approved(application: Application, text: str) -> Email:
    """The membership."""
    return _write(application, partial(words_approved, text=text), "approved")


def declined(application: Application, text: str) -> Email:
    """Why not."""
    return _write(application, partial(words_declined, text=text), "declined")


def preview(
    application: Application, say: Callable[[Application, str], Words], text: str
) -> Rendered:
    """The letter as it would be sent; its link leads to the page alone."""
    with languages.in_language(application.language):
        words = say(application, text)
        context = context_of(application, words, url=absolute_url("/"))
        return render(TEMPLATE, application.language, context)


def _write_counted(
    application: Application, say: Callable[[Application], Words], about: str
) -> Email | None:
    if LETTERS.is_reached(application.email.casefold()):
        logger.warning("Application %s: no more letters today", application.pk)
        return None
    LETTERS.count(application.email.casefold())
    return _write(application, say, about)


def _write(
    application: Application, say: Callable[[Application], Words], about: str
) -> Email:
    url = links.address_of(application)
    with languages.in_language(application.language):
        return send(
            TEMPLATE,
            to=application.email,
            language=application.language,
            context=context_of(application, say(application), url=url),
            key=f"{key_of(application)}:{about}",
            reply_to=staff_address(),
            keep_words=False,  # the link opens the application
        )


def context_of(application: Application, words: Words, *, url: str) -> dict[str, Any]:
    """What the template takes; in the active language."""
    return {
        "letter_subject": words.subject,
        "name": application.contact_name if words.names_reader else "",
        "paragraphs": words.paragraphs,
        "quoted": words.quoted,
        "facts": [(_("Reference"), application.reference)],
        "url": url,
        "action": words.action,
        "why": _("You get this because this address stands on the application."),
    }


# To the staff


def staff_address() -> str:
    """Where the staff read their post; empty when the site names no address."""
    mine = SiteSettings.objects.filter(site__is_default_site=True)
    return mine.values_list("email", flat=True).first() or ""


def tell_staff(
    application: Application, say: Callable[[Application], Words], about: str
) -> None:
    """Write to the staff, in the site's first language.

    The application is kept even if their address cannot be written to.
    """
    recipient, language = staff_address(), languages.default()
    if not recipient:
        return
    edit = reverse("membership_applications:application", args=[application.pk])
    with languages.in_language(language):
        context = context_of(
            application, say(application), url=f"{settings.WAGTAILADMIN_BASE_URL}{edit}"
        )
        context["why"] = _("You get this because you handle applications.")
        try:
            send(
                TEMPLATE,
                to=recipient,
                language=language,
                context=context,
                key=f"{key_of(application)}:staff-{about}",
                reply_to=application.email,
            )
        except ValidationError:
            logger.exception("Nobody could be told of application %s", application.pk)
