"""The editor's form of a fee table, from top to bottom."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)

from ethicaltrade.bilingual.panels import in_languages


def _steps(relation: str, heading: Any) -> InlinePanel:
    return InlinePanel(
        relation,
        heading=heading,
        label=_("Step"),
        panels=[FieldRowPanel(["from_amount", "fee"])],
        min_num=1,
    )


def fee_table_panels() -> list[Any]:
    """Year, words, and the rows of each kind of member."""
    return [
        FieldRowPanel(["year", "valid_from"]),
        in_languages("explanation"),
        _steps("company_steps", _("Companies, by turnover")),
        _steps("association_steps", _("Associations, by turnover or budget")),
        MultiFieldPanel(
            [
                FieldRowPanel(["municipality_rate", "county_rate"]),
                FieldRowPanel(["lowest_public_fee", "highest_public_fee"]),
            ],
            heading=_("Public bodies, in kroner"),
        ),
        InlinePanel(
            "joining_shares",
            heading=_("Joining late in the year"),
            label=_("Share"),
            panels=[FieldRowPanel(["day", "month", "percent"])],
            help_text=_(
                "From this day new members pay only so much of the first year's fee. "
                "Before the first day they pay all of it."
            ),
        ),
        FieldPanel("note"),
    ]
