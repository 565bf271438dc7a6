"""Membership: the members, their reports, and the pages about it."""

from membership.application.models import (
    Application,
    ApplicationEvent,
    PrinciplesVersion,
)
from membership.application.pages import ApplicationPage
from membership.directory.models import MemberIndexPage
from membership.fees.models import AssociationStep, CompanyStep, FeeTable, JoiningShare
from membership.people.models import Affiliation, Invitation, Role
from membership.proposals.models import Proposal, Shelf
from membership.resources.models import (
    ChapterPage,
    ChapterRead,
    ResourceDocument,
    ResourceIndexPage,
    ResourcePage,
    ResourceVisit,
)

from .members import Member, MemberQuerySet, OldSlug
from .pages import MembershipPage
from .reports import Report, ReportQuerySet

__all__ = [
    "Affiliation",
    "Application",
    "ApplicationEvent",
    "ApplicationPage",
    "AssociationStep",
    "ChapterPage",
    "ChapterRead",
    "CompanyStep",
    "FeeTable",
    "Invitation",
    "JoiningShare",
    "Member",
    "MemberIndexPage",
    "MemberQuerySet",
    "MembershipPage",
    "OldSlug",
    "PrinciplesVersion",
    "Proposal",
    "Report",
    "ReportQuerySet",
    "ResourceDocument",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceVisit",
    "Role",
    "Shelf",
]
