"""Calendars: below the addresses of the pages they are about."""

from django.urls import re_path

from .views import at_address

urlpatterns = [
    re_path(r"^(?P<path>(?:[\w-]+/)+)(?P<name>[\w-]+\.ics)$", at_address),
]
