from django.core.management.base import BaseCommand
from django.utils import timezone

from ethicaltrade.mail.models import Email

SHOWN = 50


class Command(BaseCommand):
    """Prints addresses: what it says is for the technician alone."""

    help = "Say which e-mails wait or were given up, and why."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="try all given up e-mails again"
        )

    def handle(self, *args, **options):
        if options["again"]:
            self.stdout.write(f"{Email.objects.try_again()} e-mails wait again.")
        emails = Email.objects
        for name, some in (
            ("waiting", emails.waiting()),
            ("given up", emails.given_up()),
            ("sent", emails.filter(state=Email.State.SENT)),
        ):
            self.stdout.write(f"{some.count()} {name}")
        troubled = emails.exclude(last_error="").order_by("-created_at", "-pk")
        for email in troubled[:SHOWN]:
            written = timezone.localtime(email.created_at).isoformat(" ", "seconds")
            self.stdout.write(
                f"{email.state}  {written}  {email} to {email.recipient}, "
                f"{email.attempts} attempts: {' '.join(email.last_error.split())}"
            )
