from django.core.management.base import BaseCommand, CommandError

from ... import summaries


class Command(BaseCommand):
    """Exits with 1 when something is wrong."""

    help = "Check what is stored of how each language of each page stands."

    def add_arguments(self, parser):
        parser.add_argument(
            "--mend", action="store_true", help="store what is right where it is not"
        )

    def handle(self, *args, **options):
        faults = list(summaries.find_faults())
        for fault in faults:
            self.stdout.write(
                f"page {fault.page.pk}, {fault.language}: has {fault.found}, "
                f"expected {fault.expected}"
            )
        if not faults:
            self.stdout.write("Every language of every page is as it is stored.")
        elif options["mend"]:
            self.stdout.write(f"Mended {summaries.mend()} languages of pages.")
        else:
            raise CommandError(f"{len(faults)} faults. Mend them with --mend.")
