"""Asking a register for an organisation's name and place; off by default.

The setting ``ORGANISATION_LOOKUP`` names a class, such as
``membership.applications.lookup.EntityRegister``.
"""

import json
import logging
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from membership.members import orgnr

logger = logging.getLogger(__name__)

MAX_ANSWER = 200_000  # bytes; theirs are some 3 kB
TIMEOUT = 3  # seconds


class Organisation(NamedTuple):
    name: str
    place: str = ""


class Lookup(Protocol):
    def find(self, number: str) -> Organisation | None:
        """None when it is not known. May raise OSError or ValueError."""


class EntityRegister:
    """See https://data.brreg.no/enhetsregisteret/api/dokumentasjon/; no key needed."""

    address = "https://data.brreg.no/enhetsregisteret/api/enheter/"

    def find(self, number: str) -> Organisation | None:
        """One request, of at most three seconds a read."""
        orgnr.check(number)  # nothing else may come into the address
        # The address begins with https, above.
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}{number}", headers={"Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # nosec B310
                return organisation_of(response.read(MAX_ANSWER + 1))
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):  # not known, or struck off
                return None
            raise


def organisation_of(response: bytes) -> Organisation:
    """Raises ValueError when the register's answer is strange."""
    if len(response) > MAX_ANSWER:
        raise ValueError("The register's answer is too long.")
    data = json.loads(response)
    name = data.get("navn") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise ValueError("The register's answer has no name.")
    return Organisation(one_line(name, 200), _place_in(data))


def _place_in(data: dict[str, Any]) -> str:
    for key in ("forretningsadresse", "postadresse"):
        address = data.get(key)
        place = address.get("poststed") if isinstance(address, dict) else None
        if isinstance(place, str) and place.strip():
            return capitalised(one_line(place, 80))
    return ""


def one_line(text: str, most: int) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def capitalised(place: str) -> str:
    """The register writes places in capitals: ``MO I RANA`` is ``Mo i Rana``."""
    if not place.isupper():
        return place
    words = place.title().split(" ")
    return " ".join(
        word.lower() if number and word in ("I", "På", "Og") else word
        for number, word in enumerate(words)
    )


def get_lookup() -> Lookup | None:
    path = settings.ORGANISATION_LOOKUP
    return import_string(path)() if path else None


def find(number: str) -> Organisation | None:
    """The organisation, if there is a register and it knows; never an error."""
    lookup = get_lookup()
    if lookup is None:
        return None
    try:
        return lookup.find(number)
    except (OSError, ValueError, HTTPException) as error:
        logger.warning(
            "The look-up of an organisation failed: %s", type(error).__name__
        )
        return None
    except Exception:  # an application must never stop here
        logger.exception("The register of organisations failed")
        return None
