from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events, their calendars, and who comes."""

    name = "events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Look after those who are registered when an event changes."""
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_published

        from .models import EventPage, Registration
        from .registration import personal_data, protection

        pre_delete.connect(protection.keep_awaited, sender=EventPage)
        pre_delete.connect(personal_data.forget_with, sender=Registration)
        page_published.connect(protection.after_publication, sender=EventPage)
