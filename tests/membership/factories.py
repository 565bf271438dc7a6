"""Members and reports to test with."""

from datetime import date

from membership.members.choices import Kind, Sector
from membership.members.models import Member, Report


def make_member(name: str = "Ærlig Demo AS", **fields) -> Member:
    """A member since 2020, not saved."""
    return Member(
        **{
            "name": name,
            "kind": Kind.COMPANY,
            "sector": Sector.FOOD,
            "member_since": date(2020, 1, 1),
            **fields,
        }
    )


def add_member(name: str = "Ærlig Demo AS", **fields) -> Member:
    """A member since 2020."""
    member = make_member(name, **fields)
    member.save()
    return member


def add_report(member: Member, year: int = 2023, **fields) -> Report:
    """A report that has been public since the next summer."""
    if "document" not in fields:
        fields.setdefault("link", f"https://example.org/{year}.pdf")
    fields.setdefault("published_on", date(year + 1, 6, 30))
    return Report.objects.create(member=member, year=year, **fields)


def names(members) -> list[str]:
    """The members' names, in the order they come."""
    return [member.name for member in members]
