"""Tokens in links: signed, bounded in length, and revocable.

Made of the record's number and ``secret``, signed with the site's key: whoever reads
the database alone can make no link. A new secret revokes the links that were sent.
"""

from typing import Any

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.crypto import constant_time_compare, get_random_string

SECRET_LENGTH = 22  # letters and digits: 131 bits
SIGNATURE_LENGTH = 43  # characters: 256 bits in letters, digits, hyphen, underscore
MAX_LENGTH = 200  # characters; ours are some 80


def new_secret() -> str:
    """Not to be guessed; it may stand in an address."""
    return get_random_string(SECRET_LENGTH)


class LinkTokens:
    """``salt`` keeps the tokens of one kind of record apart from every other kind's.

    ``separator`` stands before the signature; without one a token is of letters,
    digits, hyphens and underscores, as the addresses of Wagtail's pages have to be.
    """

    def __init__(self, salt: str, *, separator: str = "") -> None:
        self.salt = salt
        self.separator = separator

    def token_of(self, record: Model) -> str:
        text = f"{record.pk}-{record.secret}"
        return f"{text}{self.separator}{self._sign(text)}"

    @staticmethod
    def revoke(record: Model) -> None:
        """The links that were sent lead nowhere; not saved."""
        record.secret = new_secret()

    def find(self, token: str, records: QuerySet) -> Any:
        """None for a token that is made up, too long or revoked."""
        if len(token) > MAX_LENGTH:
            return None
        text, signature = token[:-SIGNATURE_LENGTH], token[-SIGNATURE_LENGTH:]
        if not text.endswith(self.separator):
            return None
        text = text.removesuffix(self.separator)
        if not constant_time_compare(signature, self._sign(text)):
            return None
        number, _hyphen, secret = text.partition("-")
        found = records.filter(pk=int(number)).first()
        if found is None or not constant_time_compare(found.secret, secret):
            return None
        return found

    def _sign(self, text: str) -> str:
        return signing.Signer(salt=self.salt).signature(text)
