"""Erase readers' e-mail addresses when they have been kept long enough."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from ethicaltrade.home.feedback import Feedback


class Command(BaseCommand):
    """Run it once a day; running it again changes nothing."""

    help = "Erase the e-mail addresses in reports of faults that are a year old."

    def handle(self, *args, **options):
        """Erase, and say how many there were."""
        erased = Feedback.objects.forget_emails(timezone.now())
        self.stdout.write(f"{erased} e-mail addresses were erased.")
