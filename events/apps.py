from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_published

        from ethicaltrade.bilingual.actions import went_out_by_the_clock
        from ethicaltrade.core.changes import follow
        from ethicaltrade.core.protection import protect

        from . import changes, guards, personal_data
        from .models import EventPage, Organisation, Registration

        pre_delete.connect(guards.prevent_deletion, sender=EventPage)
        pre_delete.connect(personal_data.delete_emails_with, sender=Registration)
        protect(Organisation)
        follow(Organisation)
        page_published.connect(changes.after_publication, sender=EventPage)
        went_out_by_the_clock.connect(changes.tell_what_was_scheduled, sender=EventPage)
