"""The demo's page about applying, and an application that waits for the staff.

Nobody gets e-mails about it: nobody reads mail at example.org.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.blocks.body import SHORT_TEXT
from membership.applications.estimates import estimate_of
from membership.applications.flow import note
from membership.applications.models import (
    Application,
    ApplicationPage,
    ApplicationState,
    EventKind,
    PrinciplesVersion,
)
from membership.applications.terms import CONSENT_VERSION
from membership.members.models import MembershipPage

from . import content, factories
from .bodies import make_body, rich_text
from .library import in_languages

PLAIN = (
    *("reference", "name", "kind", "sector", "place", "website", "turnover", "email"),
    *("contact_name", "contact_role", "contact_email", "contact_phone"),
    *("invoice_name", "invoice_email", "invoice_reference", "message"),
)
SENT_AGO = timedelta(days=2)


def add_application_page(section: MembershipPage, editor: Any) -> ApplicationPage:
    """Add the page below the membership's, and the application, where they are missing.

    Add the fees first: the application keeps the estimate that was shown.
    """
    found = ApplicationPage.objects.first()
    page = found or factories.add_page(section, make_page(), editor)
    add_application(page)
    return page


def make_page() -> ApplicationPage:
    """The page, not saved."""
    text = content.load("application")
    words = ("title", "slug", "lead", "search_description")
    page = ApplicationPage(
        **factories.published_in(*languages.codes()),
        **in_languages(text, **{name: name for name in words}),
    )
    for code in languages.codes():
        source = [
            {**block, "html": on_one_line(block["html"])}
            for block in text[code]["body"]
        ]
        setattr(page, localized("body", code), make_body(source, None, {}))
        principles = rich_text(
            on_one_line(text[code]["principles"]), ["h3", *SHORT_TEXT]
        )
        setattr(page, localized("principles", code), principles)
    return page


def on_one_line(html: str) -> str:
    """The HTML without the line breaks that make the file readable."""
    return "".join(line.strip() for line in html.splitlines())


def add_application(page: ApplicationPage) -> Application | None:
    """An organisation that does not exist applies; None when it has done so already."""
    text = content.load("application")["application"]
    if Application.objects.filter(reference=text["reference"]).exists():
        return None
    sent_at, language = timezone.now() - SENT_AGO, languages.default()
    principles = PrinciplesVersion.objects.worded(
        *page.principles_in(language),
    )
    application = Application(
        language=language,
        organisation_number=text["number"],
        principles=principles,
        principles_accepted_at=sent_at,
        consent_version=CONSENT_VERSION,
        consented_at=sent_at,
        created_at=sent_at,
        touched_at=sent_at,
        sent_at=sent_at,
        **{name: text[name] for name in PLAIN},
    )
    with languages.in_language(language):
        application.estimate = estimate_of(application)._asdict()
    application.save()
    event = note(application, EventKind.SENT, to=ApplicationState.NEW)
    event.at = sent_at
    event.save()
    application.save()
    return application
