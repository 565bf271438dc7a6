"""What answers below an event, and below the programme."""

from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import subviews

from .calendar import views as calendars
from .models import EventIndexPage, EventPage

CALENDAR = pgettext_lazy("address", "calendar.ics")

subviews.register(
    EventPage, subviews.path(CALENDAR, calendars.of_event, name="calendar")
)
subviews.register(
    EventIndexPage, subviews.path(CALENDAR, calendars.of_programme, name="calendar")
)
