from django.core.management.base import BaseCommand, CommandError

from ... import repair


class Command(BaseCommand):
    """Exits with 1 when something is wrong."""

    help = "Check the addresses of all pages in every language."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair", action="store_true", help="recompute the paths that are wrong"
        )

    def handle(self, *args, **options):
        faults = list(repair.find_faults())
        for fault in faults:
            self.stdout.write(f"page {fault.page_id}, {fault.language}: {fault.text}")
        if not faults:
            self.stdout.write("Every page has the right address in every language.")
        elif options["repair"]:
            self.stdout.write(f"Mended {repair.repair()} pages.")
        else:
            raise CommandError(f"{len(faults)} faults. Mend them with --repair.")
