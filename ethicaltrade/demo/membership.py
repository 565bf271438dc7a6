"""The demo's pages about membership: fees, the directory, applying; an application."""

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.blocks.body import SHORT_TEXT
from membership.applications.details import estimate_of
from membership.applications.limits import CONSENT_VERSION
from membership.applications.models import (
    Application,
    ApplicationPage,
    ApplicationState,
    EventKind,
    PrinciplesVersion,
)
from membership.applications.services import add_event
from membership.members.blocks import MembershipSectionsBlock
from membership.members.models import (
    AssociationStep,
    CompanyStep,
    FeeTable,
    JoiningShare,
    MemberIndexPage,
    MembershipPage,
)

from . import content, factories
from .content import HEAD, in_languages, make_body, rich_text
from .library import Library

MILLION = 1_000_000  # kroner
PLAIN = (
    *("reference", "name", "kind", "sector", "place", "website", "turnover", "email"),
    *("contact_name", "contact_role", "contact_email", "contact_phone"),
    *("invoice_name", "invoice_email", "invoice_reference", "message"),
)
SENT_AGO = timedelta(days=2)


def add_public_pages(sections: dict[str, Any], library: Library, editor: Any) -> None:
    """The fee table, the directory, and the sections of the page about membership.

    What is there already is the editors' own. Puts the directory among the sections.
    """
    add_fee_table()
    page = MembershipPage.objects.get(pk=sections["membership"].pk)
    sections["members"] = add_directory(page, editor)
    if not page.sections:
        sections["membership"] = add_sections(page, library, editor)


def add_fee_table() -> FeeTable:
    text = content.load("membership")["fees"]
    if found := FeeTable.objects.filter(year=text["year"]).first():
        return found
    table = FeeTable(
        year=text["year"],
        valid_from=text["valid_from"],
        municipality_rate=Decimal(text["municipality_rate"]),
        county_rate=Decimal(text["county_rate"]),
        lowest_public_fee=text["lowest_public_fee"],
        highest_public_fee=text["highest_public_fee"],
        note=text["note"],
        **in_languages(text, "explanation"),
    )
    table.full_clean()
    table.company_steps = _steps(CompanyStep, text["company_steps"])
    table.association_steps = _steps(AssociationStep, text["association_steps"])
    table.joining_shares = [JoiningShare(**row) for row in text["joining_shares"]]
    table.save()
    return table


def _steps(model: type, rows: list[list[int]]) -> list[Any]:
    return [model(from_amount=amount * MILLION, fee=fee) for amount, fee in rows]


def add_directory(page: MembershipPage, editor: Any) -> MemberIndexPage:
    if found := MemberIndexPage.objects.first():
        return found
    text = content.load("membership")["directory"]
    index = MemberIndexPage(
        **factories.published_in(*text["publish"]),
        **in_languages(text, *HEAD),
    )
    return factories.add_live_page(page, index, editor)


def add_sections(page: MembershipPage, library: Library, editor: Any) -> MembershipPage:
    """Give the page its sections, a body that leads to them, and somebody to ask."""
    text = content.load("membership")["page"]
    page.sections = MembershipSectionsBlock().to_python(
        [{"type": part["type"], "value": _stored(part)} for part in text["sections"]]
    )
    page.contact_person = library.people.get(text["contact"])
    for code in languages.codes():
        body = [{"type": "text", "html": text[code]["body"]}]
        setattr(page, localized("body", code), make_body(body, library, {}))
    page.save()
    return factories.keep_revision(page, editor)


def _stored(part: dict[str, Any]) -> dict[str, Any]:
    value = {name: words for name, words in part.items() if name != "type"}
    if "questions" in value:
        value["questions"] = [
            {
                "question": row["question"],
                "answer": {
                    code: rich_text(html, SHORT_TEXT)
                    for code, html in row["answer"].items()
                },
            }
            for row in value["questions"]
        ]
    return value


def on_one_line(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def add_application_page(section: MembershipPage, editor: Any) -> ApplicationPage:
    """Add the page below the membership's, and the application, where they are missing.

    Add the fees first: the application keeps the estimate that was shown.
    """
    found = ApplicationPage.objects.first()
    page = found or factories.add_live_page(section, make_application_page(), editor)
    add_application(page)
    return page


def make_application_page() -> ApplicationPage:
    text = content.load("application")
    page = ApplicationPage(
        **factories.published_in(*languages.codes()),
        **in_languages(text, *HEAD),
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


def add_application(page: ApplicationPage) -> Application | None:
    """An organisation that does not exist applies; None when it has done so already."""
    text = content.load("application")["application"]
    if Application.objects.filter(reference=text["reference"]).exists():
        return None
    sent_at, language = timezone.now() - SENT_AGO, languages.default()
    principles = PrinciplesVersion.objects.get_version(
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
        application.estimate = asdict(estimate_of(application))
    application.save()
    event = add_event(application, EventKind.SENT, to=ApplicationState.NEW)
    event.at = sent_at
    event.save()
    application.save()
    return application
