"""Who belongs to a member, and who is invited to."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import optional_key
from ethicaltrade.core.tokens import LinkTokens, new_secret
from ethicaltrade.dates import today
from ethicaltrade.mailboxes import has_mailbox
from membership.members.choices import State
from membership.members.models.members import Member

INVITATION_LASTS = timedelta(days=14)
TOKENS = LinkTokens("membership.invitation")


class Role(models.TextChoices):
    MAIN = "main", _("Main contact")
    COLLEAGUE = "colleague", _("Colleague")


class AffiliationQuerySet(models.QuerySet):
    def active(self, on: date | None = None) -> "AffiliationQuerySet":
        """Of active accounts and of members active on the day (default today)."""
        members = Member.objects.active(on).order_by()
        return self.filter(user__is_active=True, member__in=members)

    def main(self) -> "AffiliationQuerySet":
        return self.filter(role=Role.MAIN)

    def listed(self) -> "AffiliationQuerySet":
        """With users; the main contact first, then in the order they came."""
        return self.select_related("user").order_by("-role", "since", "pk")


class Affiliation(models.Model):
    """A person belongs to a member; to one alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="affiliation",
        verbose_name=_("person"),
    )
    member = models.ForeignKey(
        "membership.Member",
        on_delete=models.CASCADE,
        related_name="affiliations",
        verbose_name=_("member"),
    )
    role = models.CharField(
        _("role"), max_length=10, choices=Role, default=Role.COLLEAGUE
    )
    since = models.DateField(_("since"), default=today)
    language = models.CharField(
        _("language of e-mails"), max_length=12, default=languages.default
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        db_table = "membership_affiliation"
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(role="main"),
                name="membership_one_main_contact",
                violation_error_message=_("The member already has a main contact."),
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.member}"

    @property
    def is_main(self) -> bool:
        return self.role == Role.MAIN


class InvitationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("invitation", "Open")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    VOID = "void", pgettext_lazy("invitation", "The membership has ended")


class InvitationQuerySet(models.QuerySet):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def over(self, before: datetime) -> "InvitationQuerySet":
        return self.filter(
            Q(accepted_at__lt=before)
            | Q(withdrawn_at__lt=before)
            | Q(expires_at__lt=before)
        )

    def to(self, email: str) -> "InvitationQuerySet":
        return self.filter(has_mailbox("email", email))


class Invitation(models.Model):
    """Somebody is invited to a member; changed in ``services`` alone."""

    member = models.ForeignKey(
        "membership.Member",
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("member"),
    )
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(
        _("role"), max_length=10, choices=Role, default=Role.COLLEAGUE
    )
    language = models.CharField(_("language"), max_length=12)
    invited_by = optional_key(settings.AUTH_USER_MODEL, _("invited by"))
    secret = models.CharField(
        max_length=64,
        unique=True,
        default=new_secret,
        editable=False,
        db_column="key_hash",
    )
    made_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "membership_invitation"
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            # One that has expired is renewed: no constraint knows what time it is.
            models.UniqueConstraint(
                "member",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="membership_one_open_invitation",
                violation_error_message=_("This address has already been invited."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        if self.member.state == State.ENDED:
            return InvitationState.VOID
        if self.expires_at <= timezone.now():
            return InvitationState.EXPIRED
        return InvitationState.OPEN
