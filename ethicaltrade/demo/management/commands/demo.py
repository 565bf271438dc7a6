import gc

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ethicaltrade.demo import site
from ethicaltrade.search.indexing import indexed_at_the_end


class Command(BaseCommand):
    """Adds what is missing; what an editor has changed since stays as it is."""

    help = "Fill the site with demo content. Run again, it loses nothing."

    def add_arguments(self, parser):
        """``--migrate`` saves a first run the start of another process."""
        parser.add_argument(
            "--migrate", action="store_true", help="bring the database up to date first"
        )

    def handle(self, *args, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo has people with a known password: development only."
            )
        if options["migrate"]:
            # Django renders all models anew for each migration; looking through them
            # for what can be thrown away takes a third of the time.
            gc.disable()
            self.stdout.write("Bringing the database up to date")
            call_command("migrate", verbosity=0)
        with transaction.atomic(), indexed_at_the_end():
            site.build(log=self.stdout.write)
