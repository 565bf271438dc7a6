"""The demo's public pages about membership: sections, fees, the directory."""

from decimal import Decimal
from typing import Any

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.blocks.body import SHORT_TEXT
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
from .bodies import make_body, rich_text
from .library import Library, in_languages

MILLION = 1_000_000  # kroner


def add_public_pages(sections: dict[str, Any], library: Library, editor: Any) -> None:
    """The fee table, the directory, and the sections of the page about membership.

    What is there already is the editors' own. Puts the directory among the sections.
    """
    add_fee_table()
    page = MembershipPage.objects.get(pk=sections["membership"].pk)
    sections["members"] = add_directory(page, editor)
    if not page.sections:
        sections["membership"] = arrange(page, library, editor)


def add_fee_table() -> FeeTable:
    """The table of the demo's year, checked as in the editor's form."""
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
        **in_languages(text, explanation="explanation"),
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
    """The member directory."""
    if found := MemberIndexPage.objects.first():
        return found
    text = content.load("membership")["directory"]
    index = MemberIndexPage(
        **factories.published_in(*text["publish"]),
        **in_languages(
            text,
            title="title",
            slug="slug",
            lead="lead",
            search_description="search_description",
        ),
    )
    return factories.add_page(page, index, editor)


def arrange(page: MembershipPage, library: Library, editor: Any) -> MembershipPage:
    """Give the page its sections, a body that leads to them, and somebody to ask."""
    text = content.load("membership")["page"]
    page.sections = MembershipSectionsBlock().to_python(
        [{"type": part["type"], "value": _value(part)} for part in text["sections"]]
    )
    page.contact_person = library.people.get(text["contact"])
    for code in languages.codes():
        body = [{"type": "text", "html": text[code]["body"]}]
        setattr(page, localized("body", code), make_body(body, library, {}))
    return factories.save_page(page, editor)


def _value(part: dict[str, Any]) -> dict[str, Any]:
    """The section as its block stores it."""
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
