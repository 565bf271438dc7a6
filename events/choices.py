"""The fixed values of events and registrations, and their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """The values are in addresses."""

    COURSE = "course", _("Course")
    WEBINAR = "webinar", _("Webinar")
    NETWORK_MEETING = "network-meeting", _("Network meeting")
    MEMBERS_FORUM = "members-forum", _("Members’ forum")
    CONFERENCE_SESSION = "conference-session", _("Conference session")


class Audience(models.TextChoices):
    """Who may register; the event's page is public either way."""

    OPEN = "open", _("Open to all")
    MEMBERS = "members", _("Members only")


class Attendance(models.TextChoices):
    PLACE = "place", _("In person")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In person and online")


class State(models.TextChoices):
    """With a context: Wagtail translates "Cancelled" in its own way."""

    SCHEDULED = "scheduled", pgettext_lazy("state of an event", "As planned")
    CANCELLED = "cancelled", pgettext_lazy("state of an event", "Cancelled")
    POSTPONED = "postponed", pgettext_lazy("state of an event", "Postponed")


class RegistrationState(models.TextChoices):
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
WITH_SEAT = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


class PriceKind(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("price", "Ordinary")
    MEMBER = "member", pgettext_lazy("price", "Member")


class Source(models.TextChoices):
    SELF = "self", pgettext_lazy("registered by", "The participant")
    STAFF = "staff", pgettext_lazy("registered by", "The staff")
