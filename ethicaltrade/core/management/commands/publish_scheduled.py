"""Wagtail's own command stops at the first page that a rule refuses, and forgets it."""

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from ethicaltrade.core import schedule


class Command(WagtailCommand):
    def handle(self, *args, **options):
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            schedule.run()
