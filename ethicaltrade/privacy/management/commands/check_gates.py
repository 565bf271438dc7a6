from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.privacy import gates


class Command(BaseCommand):
    """Exits with 1 when something is wrong."""

    help = "Check the gates of all pages and documents against Wagtail's restrictions."

    def add_arguments(self, parser):
        parser.add_argument(
            "--mend", action="store_true", help="write the gates that are wrong"
        )

    def handle(self, *args, mend=False, **options):
        number = 0
        for kind in gates.KINDS:
            faults = gates.mend(kind) if mend else gates.find_faults(kind)
            number += len(faults)
            for fault in faults:
                self.stdout.write(f"{kind} {fault.pk}: {fault}")
        if not number:
            self.stdout.write("Every page and document stands behind the right gate.")
        elif mend:
            self.stdout.write(f"Mended {number}.")
        else:
            raise CommandError(f"{number} are wrong. Mend them with --mend.")
