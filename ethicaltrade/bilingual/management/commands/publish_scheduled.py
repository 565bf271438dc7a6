"""In the place of Wagtail's own command, which knows one schedule a page."""

from django.core.management.base import BaseCommand

from ... import by_the_clock


class Command(BaseCommand):
    help = "Publishes and takes down the languages of pages whose time has come."

    def handle(self, *args, **options):
        by_the_clock.run()
