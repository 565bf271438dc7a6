"""The members, their reports, the fees, and the pages about membership."""

from membership.members.fees.models import (
    AssociationStep,
    CompanyStep,
    FeeTable,
    JoiningShare,
)

from .members import Member, MemberQuerySet, OldSlug
from .pages import MemberIndexPage, MembershipPage
from .reports import Report, ReportQuerySet

__all__ = [
    "AssociationStep",
    "CompanyStep",
    "FeeTable",
    "JoiningShare",
    "Member",
    "MemberIndexPage",
    "MemberQuerySet",
    "MembershipPage",
    "OldSlug",
    "Report",
    "ReportQuerySet",
]
