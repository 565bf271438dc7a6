"""The link to one application: signed, not to be guessed, and it can be revoked.

The key is made of the application's secret and signed with the site's own: whoever
reads the database alone can make no link.
"""

from django.core import signing
from django.utils.crypto import constant_time_compare

from ethicaltrade.bilingual import languages
from ethicaltrade.mail.emails import absolute_url

from .models import Application, ApplicationPage, new_secret
from .routes import LINK

MAX_LENGTH = 200  # characters; ours are some 80
SIGNATURE_LENGTH = 43  # characters; 256 bits as letters, digits, hyphen, underscore


def _signer() -> signing.Signer:
    return signing.Signer(salt="membership.applications")


def token_of(application: Application) -> str:
    """What stands in the address: the application and its secret, signed.

    Without the sign between text and signature: Wagtail's addresses have letters,
    digits, hyphens and underscores alone.
    """
    text = f"{application.pk}-{application.secret}"
    return f"{text}{_signer().signature(text)}"


def address_of(application: Application) -> str:
    """The link with scheme and host, in the applicant's language.

    The front page's where there is no page for applications.
    """
    language = application.language
    page = ApplicationPage.in_use()
    if page is None:
        return absolute_url("/")
    if not page.is_published_in(language):
        language = page.main_language or language
    with languages.in_language(language):
        return absolute_url(page.get_step_url(LINK, token=token_of(application)))


def application_of(token: str) -> Application | None:
    """The application a link leads to; None for one that is made up or revoked."""
    if len(token) > MAX_LENGTH:
        return None
    text, signature = token[:-SIGNATURE_LENGTH], token[-SIGNATURE_LENGTH:]
    try:
        number, _sep, secret = _signer().unsign(f"{text}:{signature}").partition("-")
    except signing.BadSignature:
        return None
    found = Application.objects.with_people().filter(pk=int(number)).first()
    if found is None or not constant_time_compare(found.secret, secret):
        return None
    return found


def revoke(application: Application) -> None:
    """Let the links that were sent lead nowhere; not saved."""
    application.secret = new_secret()
