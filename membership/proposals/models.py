"""A proposal: another presentation of a member, or a report to be published."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.core.models import optional_key


class ProposalKind(models.TextChoices):
    PRESENTATION = "presentation", _("Presentation")
    REPORT = "report", _("Report")


class ProposalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("proposal", "Waiting")
    APPROVED = "approved", pgettext_lazy("proposal", "Approved")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")


class ProposalQuerySet(models.QuerySet):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=ProposalState.WAITING)

    def decided_since(self, moment: datetime) -> "ProposalQuerySet":
        decided = self.exclude(state=ProposalState.WAITING)
        return decided.filter(decided_at__gte=moment).order_by("-decided_at", "-pk")

    def of_presentation(self) -> "ProposalQuerySet":
        return self.filter(kind=ProposalKind.PRESENTATION)

    def of_reports(self) -> "ProposalQuerySet":
        return self.filter(kind=ProposalKind.REPORT).order_by("-year", "-pk")


def proposed_names() -> list[str]:
    """The member's columns that its people may propose to change, in order."""
    return [*localized_names("presentation"), "place", "website"]


class Proposal(models.Model):
    """From a member's people, for the staff to decide on; see ``services``."""

    kind = models.CharField(_("type"), max_length=20, choices=ProposalKind)
    member = models.ForeignKey(
        "membership.Member",
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("member"),
    )
    by = optional_key(settings.AUTH_USER_MODEL, _("proposed by"))
    language = models.CharField(_("language"), max_length=12)
    made_at = models.DateTimeField(_("proposed"), default=timezone.now)

    # Fields: what the member's row is to say, named as there
    presentation = models.TextField(_("presentation"), blank=True)
    place = models.CharField(_("location"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)

    # Fields: the report that is to be published, and what is left of it when it is not
    report = models.OneToOneField(
        "membership.Report",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="proposal",
        verbose_name=_("report"),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    # Fields: the decision
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=ProposalState,
        default=ProposalState.WAITING,
    )
    note = models.TextField(_("note to the member"), blank=True)
    decided_by = optional_key(settings.AUTH_USER_MODEL, _("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        db_table = "membership_proposal"
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(kind="presentation", state="waiting"),
                name="membership_one_waiting_presentation",
            )
        ]
        indexes = [
            models.Index(fields=["state", "made_at"], name="membership_proposal_state")
        ]

    def __str__(self):
        return f"{self.member}: {self.subject}"

    @property
    def subject(self) -> str:
        """``Presentation``, ``Report for 2025``."""
        if self.is_report:
            return gettext("Report for %(year)s") % {"year": self.year}
        return str(ProposalKind(self.kind).label)

    @property
    def is_report(self) -> bool:
        return self.kind == ProposalKind.REPORT

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def is_approved(self) -> bool:
        return self.state == ProposalState.APPROVED

    @property
    def fingerprint(self) -> str:
        """Changes with the proposal and the member; sent back by whoever decides."""
        return fingerprint_of(self.member, self)


def fingerprint_of(member: Any, proposal: Proposal | None) -> str:
    seen = [[getattr(member, name) or "" for name in proposed_names()]]
    if proposal is not None:
        seen.append([getattr(proposal, name) or "" for name in proposed_names()])
        seen.append([proposal.pk, proposal.state, proposal.year])
        seen.append(_report_facts(proposal))
    text = json.dumps(seen, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _report_facts(proposal: Proposal) -> list[Any]:
    report = proposal.report
    if report is None:
        return []
    return [report.pk, report.year, report.link, report.document_id]


class ReportCollection(models.Model):
    class Purpose(models.TextChoices):
        WAITING = "waiting", _("Reports for approval")
        PUBLISHED = "published", _("Published reports")

    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose, unique=True
    )
    collection = models.ForeignKey(
        "wagtailcore.Collection",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("collection"),
    )

    class Meta:
        db_table = "membership_shelf"
        verbose_name = _("collection of reports")
        verbose_name_plural = _("collections of reports")

    def __str__(self):
        return self.get_purpose_display()
