"""What the staff did, in Wagtail's log of the event.

The log outlives the people in it: it names registrations by number, never a person.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

from events.models import EventPage

PREFIX = "events.registration"
LABELS = {
    "add": gettext_lazy("Register somebody"),
    "confirm": gettext_lazy("Give a place"),
    "cancel": gettext_lazy("Cancel a registration"),
    "change": gettext_lazy("Change a registration"),
    "resend": gettext_lazy("Send the confirmation again"),
    "check_in": gettext_lazy("Check in"),
    "undo_check_in": gettext_lazy("Undo check-in"),
    "message": gettext_lazy("Message to participants"),
    "export": gettext_lazy("Download registrations"),
}


def note(event: EventPage, action: str, by: Any, **data: Any) -> None:
    """Write down that somebody did one of :data:`LABELS`."""
    log(instance=event, action=f"{PREFIX}.{action}", user=by, data=data)


class RegistrationLog(LogFormatter):
    """One line in the event's history."""

    def format_message(self, log_entry: Any) -> str:
        """What was done, with the number it was done to."""
        data = log_entry.data or {}
        parts = [str(self.label)]
        if "registration" in data:
            number = {"number": data["registration"]}
            parts.append(_("registration no. %(number)s") % number)
        if "count" in data:
            parts.append(_("%(count)s people") % {"count": data["count"]})
        if data.get("exceeds"):
            parts.append(_("although it was full"))
        if data.get("silently"):
            parts.append(_("no letter was sent"))
        if data.get("needs"):
            parts.append(_("with needs"))
        return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]


def register_actions(actions: Any) -> None:
    """Make Wagtail know them all."""
    for name, label in LABELS.items():
        formatter = type("RegistrationLog", (RegistrationLog,), {"label": label})
        actions.register_action(f"{PREFIX}.{name}")(formatter)
