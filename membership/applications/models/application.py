"""An organisation's application for membership, and what has happened to it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ethicaltrade.core.models import optional_key
from ethicaltrade.core.tokens import new_secret
from ethicaltrade.dates import today
from membership.members import orgnr
from membership.members.choices import Kind, Sector

from .pages import PrinciplesVersion

REFERENCE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none is mistaken for another
REFERENCE_LENGTH = 8


def new_reference() -> str:
    """What people call the application by: ``7KQ2M4RD``. It opens nothing."""
    return get_random_string(REFERENCE_LENGTH, REFERENCE_SIGNS)


class ApplicationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Not sent")
    NEW = "new", pgettext_lazy("application", "New")
    IN_REVIEW = "in-review", pgettext_lazy("application", "In review")
    MORE_ASKED = (
        "more-asked",
        pgettext_lazy("application", "More information requested"),
    )
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    DECLINED = "declined", pgettext_lazy("application", "Declined")


WAITING = (ApplicationState.NEW, ApplicationState.IN_REVIEW)  # for the staff
OPEN = (*WAITING, ApplicationState.MORE_ASKED)
DECIDED = (ApplicationState.APPROVED, ApplicationState.DECLINED)
EDITABLE = (ApplicationState.DRAFT, ApplicationState.MORE_ASKED)


class ApplicationQuerySet(models.QuerySet):
    def sent(self) -> "ApplicationQuerySet":
        """All but the drafts."""
        return self.exclude(state=ApplicationState.DRAFT)

    def waiting(self) -> "ApplicationQuerySet":
        return self.filter(state__in=WAITING)

    def open(self) -> "ApplicationQuerySet":
        """Sent and not decided."""
        return self.filter(state__in=OPEN)

    def undecided(self) -> "ApplicationQuerySet":
        """Open ones, and drafts."""
        return self.exclude(state__in=DECIDED)

    def forgotten_drafts(self, before: datetime) -> "ApplicationQuerySet":
        return self.filter(state=ApplicationState.DRAFT, touched_at__lt=before)

    def with_people(self) -> "ApplicationQuerySet":
        """Those that have not been made anonymous."""
        return self.filter(anonymised_at=None)

    def over_since(self, before: datetime) -> "ApplicationQuerySet":
        """Declined before then, or the member had left by then."""
        declined = Q(state=ApplicationState.DECLINED, decided_at__lt=before)
        day = timezone.localtime(before).date()
        left = Q(member=None, decided_at__lt=before) | Q(member__ended_on__lt=day)
        return self.filter(declined | Q(left, state=ApplicationState.APPROVED))

    def of_same_organisation(self, application: "Application"):
        if not application.organisation_number:
            return self.none()
        same = self.sent().filter(organisation_number=application.organisation_number)
        return same.exclude(pk=application.pk)


class Application(models.Model):
    """What an organisation wrote, and its state; changed in ``services`` alone."""

    # Fields: for the site itself
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference
    )
    secret = models.CharField(max_length=40, default=new_secret, editable=False)
    # Of the form that began it, so that a double click begins one.
    fingerprint = models.CharField(
        max_length=64, unique=True, default=new_secret, editable=False
    )
    typed = models.JSONField(default=dict, editable=False)  # not right yet, by step

    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(
        _("status"),
        max_length=12,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
    )

    # Fields: the organisation
    email = models.EmailField(
        _("e-mail"), help_text=_("E-mails about the application are sent here.")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_number = orgnr.OrganisationNumberField(
        _("organisation number"), null=True, blank=True, db_index=True
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    place = models.CharField(_("location"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)

    # Fields: the size, and the fee as it was estimated for the applicant
    body = models.CharField(_("type of public body"), max_length=20, blank=True)
    turnover = models.PositiveBigIntegerField(
        _("turnover"), null=True, blank=True, help_text=_("Kroner a year.")
    )
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    estimate = models.JSONField(_("estimated fee"), null=True, blank=True)

    # Fields: contacts
    contact_name = models.CharField(_("main contact"), max_length=120, blank=True)
    contact_role = models.CharField(_("role"), max_length=120, blank=True)
    contact_email = models.EmailField(_("main contact’s e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    invoice_name = models.CharField(_("invoices go to"), max_length=120, blank=True)
    invoice_email = models.EmailField(_("e-mail for invoices"), blank=True)
    invoice_reference = models.CharField(
        _("reference on invoices"), max_length=80, blank=True
    )

    # Fields: what was agreed to
    principles = models.ForeignKey(
        PrinciplesVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("principles"),
    )
    principles_accepted_at = models.DateTimeField(
        _("principles accepted"), null=True, blank=True
    )
    consent_version = models.CharField(_("consent"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)

    # Fields: when, and what came of it
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    touched_at = models.DateTimeField(_("last changed"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("made anonymous"), null=True, blank=True)
    handler = optional_key(settings.AUTH_USER_MODEL, _("handled by"))
    member = models.ForeignKey(
        "membership.Member",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applications",
        verbose_name=_("member"),
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        db_table = "membership_application"
        verbose_name = _("application for membership")
        verbose_name_plural = _("applications for membership")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "sent_at"], name="membership_applications")
        ]

    def __str__(self):
        return self.name or self.reference

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def more_is_asked(self) -> bool:
        return self.state == ApplicationState.MORE_ASKED

    @property
    def organisation_number_display(self) -> str:
        return orgnr.display(self.organisation_number)

    @property
    def size(self) -> int | None:
        """Inhabitants or turnover, whichever counts; None until it is known."""
        return self.turnover if self.inhabitants is None else self.inhabitants

    def waited_days(self) -> int | None:
        """Days since it was sent; None for one that is not open."""
        if not self.is_open or self.sent_at is None:
            return None
        return (today() - timezone.localtime(self.sent_at).date()).days


class EventKind(models.TextChoices):
    SENT = "sent", pgettext_lazy("application", "Sent")
    TAKEN = "taken", pgettext_lazy("application", "Review started")
    ASKED = "asked", pgettext_lazy("application", "Asked for more information")
    CHANGED = "changed", pgettext_lazy("application", "Changed by the applicant")
    ANSWERED = "answered", pgettext_lazy("application", "Answered by the applicant")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    DECLINED = "declined", pgettext_lazy("application", "Declined")
    NOTE = "note", pgettext_lazy("application", "Note")
    ANONYMISED = "anonymised", pgettext_lazy("application", "Made anonymous")


class ApplicationEvent(models.Model):
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=12, choices=EventKind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Nobody, when the applicant or the site did it.
    by = optional_key(settings.AUTH_USER_MODEL, _("by"))
    from_state = models.CharField(max_length=12, choices=ApplicationState, blank=True)
    to_state = models.CharField(max_length=12, choices=ApplicationState, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        db_table = "membership_applicationevent"
        verbose_name = _("application event")
        verbose_name_plural = _("application events")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def is_by_staff(self) -> bool:
        """Their account may be gone."""
        return self.kind not in (
            EventKind.SENT,
            EventKind.CHANGED,
            EventKind.ANSWERED,
            EventKind.ANONYMISED,
        )
