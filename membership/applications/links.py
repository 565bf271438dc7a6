"""The link to one application."""

from ethicaltrade.core.tokens import LinkTokens
from ethicaltrade.mail.emails import absolute_url

from .models import Application, ApplicationPage

TOKENS = LinkTokens("membership.application")
token_of = TOKENS.token_of
revoke = TOKENS.revoke


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
    token = token_of(application)
    return absolute_url(page.subview_url("link", language=language, token=token))


def application_of(token: str) -> Application | None:
    """The application a link leads to; None for one that is made up or revoked."""
    return TOKENS.find(token, Application.objects.with_people())
