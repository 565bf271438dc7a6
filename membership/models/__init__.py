"""Membership: the members, their reports, and the pages about it."""

from .members import Member, MemberQuerySet
from .pages import MembershipPage
from .reports import Report, ReportQuerySet

__all__ = [
    "Member",
    "MemberQuerySet",
    "MembershipPage",
    "Report",
    "ReportQuerySet",
]
