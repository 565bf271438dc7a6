"""What answers below an event, and below the programme."""

from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import subviews

from .calendar import views as calendars
from .models import EventIndexPage, EventPage
from .views import registration_form

CALENDAR = pgettext_lazy("address", "calendar.ics")

subviews.register(
    EventPage,
    subviews.path(CALENDAR, calendars.of_event, name="calendar"),
    subviews.path(
        pgettext_lazy("address", "registration/"),
        registration_form,
        name="register",
        methods=("GET", "HEAD", "POST"),
    ),
)
subviews.register(
    EventIndexPage, subviews.path(CALENDAR, calendars.of_programme, name="calendar")
)
