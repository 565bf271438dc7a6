"""The e-mails about an application, in the language of their reader.

Until the staff have seen an application, nothing of it stands in an e-mail to an
address that anyone may have typed: the words are fixed, and the e-mails are counted.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.emails import Email, Rendered, absolute_url, render, send
from ethicaltrade.mailboxes import mailbox

from . import session
from .limits import DRAFT_KEPT, EMAILS
from .models import Application

logger = logging.getLogger(__name__)


def key_of(application: Application) -> str:
    """What the keys of all e-mails about the application begin with."""
    return f"membership-application:{application.pk}"


# To the applicant


def send_link(application: Application) -> Email | None:
    """None when the recipient has had enough e-mails today."""
    about = f"link:{application.secret[:8]}"
    return _send_counted("link", application, about)


def send_link_again(application: Application, now: datetime) -> Email | None:
    """At most one an hour, under the same limit."""
    about = f"link:{application.secret[:8]}:{now:%Y-%m-%dT%H}"
    return _send_counted("link", application, about)


def send_receipt(application: Application) -> Email | None:
    """Under the same limit as :func:`send_link`."""
    return _send_counted("received", application, "received")


def send_question(application: Application, text: str, number: int) -> Email:
    """``number`` tells one question from the next."""
    return _send("asked", application, f"asked:{number}", text)


def send_approval(application: Application, text: str) -> Email:
    return _send("approved", application, "approved", text)


def send_refusal(application: Application, text: str) -> Email:
    return _send("declined", application, "declined", text)


def preview(name: str, application: Application, text: str) -> Rendered:
    """``asked``, ``approved`` or ``declined``; the link is to the front page alone."""
    context = context_of(application, absolute_url("/"), text)
    return render(f"applications/{name}", application.language, context)


def _send_counted(name: str, application: Application, about: str) -> Email | None:
    recipient = mailbox(application.email)
    if EMAILS.is_reached(recipient):
        logger.warning("Application %s: no more e-mails today", application.pk)
        return None
    EMAILS.count(recipient)
    return _send(name, application, about)


def _send(name: str, application: Application, about: str, text: str = "") -> Email:
    return send(
        f"applications/{name}",
        to=application.email,
        language=application.language,
        context=context_of(application, session.link_to(application), text),
        key=f"{key_of(application)}:{about}",
        reply_to=staff_address(),
        keep_words=False,  # the link opens the application
    )


def context_of(application: Application, url: str, text: str = "") -> dict[str, Any]:
    return {
        "name": application.contact_name,
        "organisation": application.name,
        "quoted": text,
        "reference": application.reference,
        "url": url,
        "draft_days": DRAFT_KEPT.days,
    }


# To the staff


def staff_address() -> str:
    """Empty when the site names no address."""
    mine = SiteSettings.objects.filter(site__is_default_site=True)
    return mine.values_list("email", flat=True).first() or ""


def tell_staff_of_new(application: Application) -> None:
    _tell_staff("staff_new", application, "new")


def tell_staff_of_answer(application: Application, number: int) -> None:
    """``number`` tells one answer from the next."""
    _tell_staff("staff_answer", application, f"answer:{number}")


def _tell_staff(name: str, application: Application, about: str) -> None:
    """In the default language; an address that cannot be written to stops nothing."""
    recipient = staff_address()
    if not recipient:
        return
    edit = reverse("membership_applications:application", args=[application.pk])
    try:
        send(
            f"applications/{name}",
            to=recipient,
            language=languages.default(),
            context=context_of(application, f"{settings.WAGTAILADMIN_BASE_URL}{edit}"),
            key=f"{key_of(application)}:staff-{about}",
            reply_to=application.email,
        )
    except ValidationError:
        logger.exception("Nobody could be told of application %s", application.pk)
