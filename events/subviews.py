from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import subviews

from . import calendar
from .models import EventIndexPage, EventPage
from .views import registration_form

CALENDAR = pgettext_lazy("address", "calendar.ics")

subviews.register(
    EventPage,
    subviews.path(CALENDAR, calendar.event_view, name="calendar"),
    subviews.path(
        pgettext_lazy("address", "registration/"),
        registration_form,
        name="register",
        methods=("GET", "HEAD", "POST"),
    ),
)
subviews.register(
    EventIndexPage, subviews.path(CALENDAR, calendar.programme_view, name="calendar")
)
