"""A registration: who comes to an event, or waits for a place."""

import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.choices import State

EMAIL_KEY_LENGTH = 254


def email_key(email: str) -> str:
    """The address as it is compared: letters in any case, of any width, are alike."""
    return unicodedata.normalize("NFKC", email).strip().casefold()[:EMAIL_KEY_LENGTH]


def new_secret() -> str:
    """What makes a link to a registration impossible to guess; a new one revokes it."""
    return get_random_string(22)


class RegistrationState(models.TextChoices):
    """What has become of a registration."""

    CONFIRMED = "confirmed", pgettext_lazy("registration", "Registered")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "Offered a place")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    EXPIRED = "expired", pgettext_lazy("registration", "Offer expired")


LIVE = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
)
WITH_PLACE = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


class PriceKind(models.TextChoices):
    """Which of the event's prices was agreed."""

    ORDINARY = "ordinary", pgettext_lazy("price", "Ordinary")
    MEMBER = "member", pgettext_lazy("price", "Member")


class Source(models.TextChoices):
    """Who wrote the registration."""

    SELF = "self", pgettext_lazy("registered by", "Themselves")
    STAFF = "staff", pgettext_lazy("registered by", "The staff")


class RegistrationQuerySet(models.QuerySet):
    """Registrations, asked for in the words of those who hold the event."""

    def live(self) -> "RegistrationQuerySet":
        """Those who come, wait, or have been offered a place."""
        return self.filter(state__in=LIVE)

    def with_place(self) -> "RegistrationQuerySet":
        """Those that take a place: an offer keeps its place."""
        return self.filter(state__in=WITH_PLACE)

    def confirmed(self) -> "RegistrationQuerySet":
        """Those who come."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, the first in line first."""
        queue = self.filter(state=RegistrationState.WAITING)
        return queue.order_by("queued_at", "pk")

    def offered(self) -> "RegistrationQuerySet":
        """Those who have been offered a place, and have not answered."""
        return self.filter(state=RegistrationState.OFFERED)

    def with_overdue_offer(self, now: datetime) -> "RegistrationQuerySet":
        """Those who have not answered an offer in time."""
        return self.offered().filter(offer_expires_at__lte=now)

    def told_of(self, state: str) -> "RegistrationQuerySet":
        """Those whose person knows the event to be in the state."""
        return self.filter(told__state=state)

    def of_address(self, email: str) -> "RegistrationQuerySet":
        """Those of the e-mail address."""
        return self.filter(email_key=email_key(email))

    def with_needs(self) -> "RegistrationQuerySet":
        """Those that say what somebody eats or needs."""
        return self.exclude(dietary_needs="", access_needs="")

    def of_events_ended(self, before: datetime) -> "RegistrationQuerySet":
        """Those for events that ended before then; postponed ones are yet to come."""
        ended = self.filter(event__ends_at__lt=before)
        return ended.exclude(event__state=State.POSTPONED)

    def with_people(self) -> "RegistrationQuerySet":
        """Those that have not been made anonymous."""
        return self.filter(anonymised_at=None)

    def counts(self) -> dict[str, int]:
        """How many ``taken`` places and how many ``waiting``, in one query."""
        return self.aggregate(
            taken=Count("pk", filter=Q(state__in=WITH_PLACE)),
            waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        )


class Registration(models.Model):
    """One person's registration for one event.

    The functions in ``places`` change its state, and nothing else does: they hold the
    event while they count its places.
    """

    event = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,  # `protection` keeps those who are yet to come
        related_name="registrations",
        verbose_name=_("event"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RegistrationState.choices
    )

    # Fields: who
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=EMAIL_KEY_LENGTH, editable=False)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=12)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("user"),
    )
    source = models.CharField(
        _("registered by"), max_length=5, choices=Source.choices, default=Source.SELF
    )

    # Fields: what was agreed
    price_kind = models.CharField(
        _("kind of price"),
        max_length=10,
        choices=PriceKind.choices,
        default=PriceKind.ORDINARY,
    )
    price = models.PositiveIntegerField(
        _("agreed price"),
        null=True,
        blank=True,
        help_text=_("In whole kroner; empty when the event names no price."),
    )
    consent_version = models.CharField(_("consent to"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)

    # Fields: needs, erased after the event
    dietary_needs = models.CharField(_("dietary needs"), max_length=300, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=500, blank=True)

    # Fields: when
    created_at = models.DateTimeField(_("registered"), default=timezone.now)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    queued_at = models.DateTimeField(_("on the waiting list since"), null=True)
    confirmed_at = models.DateTimeField(_("got the place"), null=True)
    offer_expires_at = models.DateTimeField(_("offer expires"), null=True)
    attended_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    reminded_for = models.DateTimeField(null=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    # Fields: for the site itself
    secret = models.CharField(max_length=22, default=new_secret, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    told = models.JSONField(default=dict, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(state__in=LIVE) & ~Q(email_key=""),
                name="events_registration_once",
                violation_error_message=_(
                    "This e-mail address is already registered for the event."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="events_registration_state"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=RegistrationState.OFFERED),
                name="events_registration_offers",
            ),
        ]

    def __str__(self):
        return self.name or str(_("Anonymous"))

    def save(self, *args, **kwargs):
        """Write it, with the address as it is compared."""
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)

    @property
    def is_live(self) -> bool:
        """Whether the person comes, waits, or has been offered a place."""
        return self.state in LIVE

    @property
    def is_confirmed(self) -> bool:
        """Whether the person has a place."""
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Whether the person is on the waiting list."""
        return self.state == RegistrationState.WAITING

    @property
    def is_offered(self) -> bool:
        """Whether an offer of a place waits for an answer."""
        return self.state == RegistrationState.OFFERED
