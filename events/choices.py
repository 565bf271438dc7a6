"""The fixed values of an event, with the editor's and the reader's words for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What sort of event it is; the values are in addresses."""

    COURSE = "course", _("Course")
    WEBINAR = "webinar", _("Webinar")
    NETWORK_MEETING = "network-meeting", _("Network meeting")
    MEMBERS_FORUM = "members-forum", _("Members’ forum")
    CONFERENCE_SESSION = "conference-session", _("Conference session")


class Audience(models.TextChoices):
    """Who may register. The event's page is public either way."""

    OPEN = "open", _("Open to all")
    MEMBERS = "members", _("Members only")


class Attendance(models.TextChoices):
    """How people take part."""

    PLACE = "place", _("At a place")
    ONLINE = "online", _("Online")
    BOTH = "both", _("At a place and online")


class State(models.TextChoices):
    """Whether the event will be held.

    With a context: Wagtail has a Norwegian of its own for "Cancelled".
    """

    SCHEDULED = "scheduled", pgettext_lazy("state of an event", "As planned")
    CANCELLED = "cancelled", pgettext_lazy("state of an event", "Cancelled")
    POSTPONED = "postponed", pgettext_lazy("state of an event", "Postponed")
