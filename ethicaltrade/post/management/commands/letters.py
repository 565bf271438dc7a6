"""``manage.py letters``: what waits, and what nobody got."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from ethicaltrade.post.models import Letter

SHOWN = 50


class Command(BaseCommand):
    """Prints addresses: what it says is for the technician alone."""

    help = "Say which letters wait or were given up, and why."

    def add_arguments(self, parser):
        """``--again`` after the mail server was mended."""
        parser.add_argument(
            "--again", action="store_true", help="try all given up letters again"
        )

    def handle(self, *args, **options):
        """Print the numbers, and the letters that are in trouble."""
        if options["again"]:
            self.stdout.write(f"{Letter.objects.try_again()} letters wait again.")
        letters = Letter.objects
        for name, some in (
            ("waiting", letters.waiting()),
            ("given up", letters.given_up()),
            ("sent", letters.filter(state=Letter.State.SENT)),
        ):
            self.stdout.write(f"{some.count()} {name}")
        troubled = letters.exclude(last_error="").order_by("-created_at", "-pk")
        for letter in troubled[:SHOWN]:
            written = timezone.localtime(letter.created_at).isoformat(" ", "seconds")
            self.stdout.write(
                f"{letter.state}  {written}  {letter} to {letter.recipient}, "
                f"{letter.attempts} attempts: {' '.join(letter.last_error.split())}"
            )
