"""Writing e-mails: ``send`` is all that the rest of the site needs.

An e-mail is a row, written in the transaction of what it tells about: a registration
that is rolled back leaves no e-mail, and one that is stored has its e-mail, whatever
the mail server does. Sending comes after (:mod:`ethicaltrade.mail.delivery`).
"""

import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import make_msgid
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from ethicaltrade.typed_text import clean

from . import delivery
from .addresses import check_address, organisation_name
from .models import Attachment, Email

CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; method=[A-Z]+)?")

SIGNATURE = "-- "  # RFC 3676, 4.3: the space belongs to it


class File(NamedTuple):
    """A file to attach: ``File("kalender.ics", "text/calendar", b"…")``."""

    name: str
    content_type: str
    content: bytes


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


class Written(NamedTuple):
    """An e-mail that is not in the outbox yet."""

    email: Email
    files: list[File]


def send(*args: Any, **kwargs: Any) -> Email:
    """Write an e-mail, to be sent when the transaction around the call commits.

    Arguments and errors are those of :func:`write`. A mail server that fails is no
    error here.
    """
    return put_in_outbox([write(*args, **kwargs)])[0]


def write(
    template: str,
    to: str,
    language: str,
    context: dict[str, Any],
    key: str,
    *,
    attachments: Iterable[File] = (),
    reply_to: str = "",
    expires_at: datetime | None = None,
    keep_words: bool = True,
) -> Written:
    """The e-mail for :func:`put_in_outbox`; one of many, else call :func:`send`.

    ``template``, such as ``users/login_code``, names a pair of files, rendered in
    ``language`` with ``context``: ``templates/emails/<template>.txt``, which has the
    subject in a block of its own, and ``.html``; see :func:`render`. ``to`` and
    ``reply_to`` are bare addresses.

    ``key`` tells what the e-mail is about, from the general to the particular, such as
    ``event-registration:12:confirmed``. A key that was used gives the e-mail that is
    there already, unchanged: whoever is interrupted may simply do it all again.
    :func:`forget_emails` takes a key's beginning.

    ``keep_words``: False where a code or a key stands in the e-mail. It is erased when
    the e-mail is sent, so that who reads the database cannot use it.

    ``expires_at``: not sent after this time (a reminder, when the event begins). Any
    e-mail is tried for some five days.

    Raises ValidationError for an address that cannot be one, ValueError for a language
    the site does not have, a key that is too long or an attachment with a strange name
    or type; TemplateDoesNotExist.
    """
    check_address(to)
    if reply_to:
        check_address(reply_to)
    files = [checked(File(*file)) for file in attachments]
    if not 0 < len(key) <= Email._meta.get_field("key").max_length:
        raise ValueError(f"An e-mail's key has 1 to 200 characters: {key!r}")
    now = timezone.now()
    email = Email(
        **render(template, language, context)._asdict(),
        key=key,
        template=template,
        language=language,
        recipient=to,
        reply_to=reply_to,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        created_at=now,
        next_attempt_at=now,
        expires_at=expires_at,
        keeps_words=keep_words,
    )
    return Written(email, files)


def put_in_outbox(written: list[Written]) -> list[Email]:
    """Store those whose keys are new; the stored e-mails, in the same order.

    Three statements, however many they are.
    """
    emails = [email for email, _files in written]
    with transaction.atomic():
        Email.objects.bulk_create(emails, ignore_conflicts=True)
        keys = [email.key for email in emails]
        stored = {email.key: email for email in Email.objects.filter(key__in=keys)}
        new = [
            (stored[email.key], files)
            for email, files in written
            if stored[email.key].message_id == email.message_id
        ]
        Attachment.objects.bulk_create(
            Attachment(email=email, **file._asdict())
            for email, files in new
            for file in files
        )
    if settings.MAIL_AT_ONCE:
        for email, _files in new:
            # Robust: what goes wrong is logged, and the e-mail waits.
            transaction.on_commit(partial(delivery.deliver_soon, email.pk), robust=True)
    return [stored[key] for key in keys]


def render(template: str, language: str, context: dict[str, Any]) -> Rendered:
    """The e-mail's words in the language; for previews too.

    Beside ``context`` the templates have ``language``, ``site_name`` (the name of the
    organisation in that language), ``home_url`` and, in the body, ``subject``. Text is
    not escaped, HTML is. ``{{ path|absolute }}`` (``{% load emails %}``) makes an
    address that works in an e-mail.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"The site has no language {language!r}")
    with translation.override(language):
        common = {
            "language": language,
            "site_name": organisation_name(language),
            "home_url": absolute_url(translation_root(language)),
            **context,
        }
        heading = rendered(f"{template}.txt", common | {"is_subject": True})
        common["subject"] = one_line(heading)
        text = tidy(rendered(f"{template}.txt", common))
        html = rendered(f"{template}.html", common, autoescape=True)
    return Rendered(common["subject"], text, html.strip() + "\n")


def rendered(name: str, context: dict[str, Any], autoescape: bool = False) -> str:
    template = get_template(f"emails/{name}").template
    return template.render(Context(context, autoescape=autoescape))


def translation_root(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def absolute_url(path: str) -> str:
    """The address with the site's public name in front; a whole address stays."""
    return urljoin(f"{settings.BASE_URL}/", path)


def one_line(text: str) -> str:
    """Text for a header: no line breaks, no control characters, 200 characters.

    A line break there would begin a header of somebody else's choosing.
    """
    text = " ".join(clean(text, one_line=True).split())
    return text if len(text) <= 200 else f"{text[:199]}…"


def tidy(text: str) -> str:
    """Text without the blank lines that template tags leave behind."""
    lines = "\n".join(
        line if line == SIGNATURE else line.rstrip()
        for line in text.strip().splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def checked(file: File) -> File:
    """The file; raises ValueError when a mail cannot carry its name or type."""
    if not file.name or len(file.name) > 200 or one_line(file.name) != file.name:
        raise ValueError(f"Not a file's name: {file.name!r}")
    if not CONTENT_TYPE.fullmatch(file.content_type):
        raise ValueError(f"Not a content type: {file.content_type!r}")
    return file


def key_of_person(user_id: int) -> str:
    """What keys begin with of e-mails that are a person's, whatever their address."""
    return f"person:{user_id}"


def forget_emails(prefix: str) -> int:
    """Delete the e-mails about something, sent or not; returns how many.

    ``prefix`` is a whole key or its beginning up to a colon:
    ``event-registration:12`` takes ``event-registration:12:confirmed`` along, and not
    ``event-registration:123:confirmed``. For when what they told is anonymised. The
    keys are free again.
    """
    deleted = Email.objects.about(prefix).delete()[1]
    return deleted.get(Email._meta.label, 0)
