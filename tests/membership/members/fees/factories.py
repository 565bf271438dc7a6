"""A small fee table to test with."""

from datetime import date
from decimal import Decimal

from membership.members.models import (
    AssociationStep,
    CompanyStep,
    FeeTable,
    JoiningShare,
)


def make_table(year: int = 2026, **fields) -> FeeTable:
    """A table of a few steps, valid from New Year."""
    table = FeeTable(
        **{
            "year": year,
            "valid_from": date(year, 1, 1),
            "municipality_rate": Decimal("1.18"),
            "county_rate": Decimal("0.59"),
            "lowest_public_fee": 25_700,
            "highest_public_fee": 99_600,
            "explanation_nb": "Slik regnes det.",
            "explanation_en": "How it is worked out.",
            **fields,
        }
    )
    table.company_steps = [
        CompanyStep(from_amount=0, fee=7_700),
        CompanyStep(from_amount=10_000_000, fee=13_001),
        CompanyStep(from_amount=1_000_000_000, fee=137_800),
    ]
    table.association_steps = [
        AssociationStep(from_amount=5_000_000, fee=41_600),
        AssociationStep(from_amount=0, fee=7_700),
    ]
    table.joining_shares = [
        JoiningShare(month=10, day=1, percent=25),
        JoiningShare(month=7, day=1, percent=50),
    ]
    table.save()
    return table
