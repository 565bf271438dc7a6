"""Whom an e-mail can be sent to, and whom it comes from."""

import re
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mailboxes import LONGEST, domain_for_servers

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
INVALID = _("Enter a valid e-mail address.")


def check_address(address: str) -> None:
    """Raise ValidationError unless it is one bare address that a mail can carry.

    A validator for forms too: Django's own lets through control characters within
    quotes, letters that are others in capitals (U+017F), and domains that no name
    server could be asked for.
    """
    EmailValidator(INVALID)(address)
    local, domain = address.rsplit("@", 1)
    if (
        CONTROL_CHARACTERS.search(address)
        or not local.isascii()
        or len(address) > LONGEST
        or not is_askable(domain)
    ):
        raise ValidationError(INVALID, code=EmailValidator.code)


def is_askable(domain: str) -> bool:
    """Whether the domain can be written as the name system wants it (RFC 5890)."""
    if domain.startswith("["):  # the address of a machine
        return True
    try:
        domain_for_servers(domain).encode("idna")  # ASCII by now: as for its length
    except UnicodeError:
        return False
    return True


def organisation_name(language: str) -> str:
    """What the organisation is called in the language."""
    names = settings.ORGANISATION_NAMES
    return names.get(language) or names[settings.LANGUAGE_CODE]


def sender(language: str) -> str:
    """The From header: the organisation's name in the language, and its address."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((organisation_name(language), address))
