from django.core.management.base import BaseCommand

from ... import pairing


class Command(BaseCommand):
    """For bodies that were written before blocks knew their pairs; safe to repeat."""

    help = "Pair the blocks of every body with those of the other languages."

    def handle(self, *args, **options):
        self.stdout.write(f"Paired the blocks of {pairing.pair_all()} pages.")
