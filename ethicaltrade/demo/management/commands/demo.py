"""Fill the site with demo content."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ethicaltrade.demo import site


class Command(BaseCommand):
    """Adds what is missing; what an editor has changed since stays as it is."""

    help = "Fill the site with demo content. Run again, it loses nothing."

    def handle(self, *args, **options):
        """Build the demo site, all of it or nothing."""
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo has people with a known password: development only."
            )
        with transaction.atomic():
            site.build(log=self.stdout.write)
