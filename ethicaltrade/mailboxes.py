"""Which mailbox an e-mail address means, however it is written.

Domains are compared as the name system has them (IDNA 2008, RFC 5891): ``blåbær.no`` is
``xn--blbr-roah.no``, and ``groß.example`` is not ``gross.example``, though older rules,
Python's own codec among them, make one of the two. What stands before the @ is taken as
all mail servers in use take it: without differences of case.
"""

import unicodedata

import idna
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

LONGEST = 254  # characters; RFC 5321, 4.5.3.1.3, without the brackets


def domain_for_servers(domain: str) -> str:
    """In ASCII; UnicodeError for what no name server could be asked for."""
    if domain.isascii():
        return domain.lower()
    return idna.encode(domain, uts46=True).decode()


def for_servers(address: str) -> str:
    """The address with its domain in ASCII; one that is no address as it is."""
    local, at, domain = address.strip().rpartition("@")
    try:
        return f"{local}{at}{domain_for_servers(domain)}"
    except UnicodeError:
        return address.strip()


def mailbox(address: str) -> str:
    """The same for every spelling of an address: for keys, limits and comparisons."""
    return for_servers(unicodedata.normalize("NFKC", address)).lower()[:LONGEST]


def has_mailbox(column: str, address: str) -> Q:
    """Rows whose column, as somebody typed it, means the address's mailbox.

    In small letters: ``iexact`` compares capitals, and ICU's capital of ß is SS.
    """
    key = mailbox(address)
    local, at, domain = key.rpartition("@")
    found = Q(Exact(Lower(column), key))
    if "xn--" in domain:
        try:
            typed = idna.decode(domain)
        except UnicodeError:
            return found
        found |= Q(Exact(Lower(column), f"{local}{at}{typed}"))
    return found
