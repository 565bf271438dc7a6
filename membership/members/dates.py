"""Which day it is for the membership."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The day in the site's time zone (Oslo), whatever zone a reader is in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
