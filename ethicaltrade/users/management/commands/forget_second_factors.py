from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.users.accounts import forget_second_factors
from ethicaltrade.users.models import User


class Command(BaseCommand):
    """Takes a person's second factors away, so that others can be set up."""

    help = (
        "Take a person's second factors and recovery codes away. Be sure who asks: "
        "the password alone opens the account afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email: str, **options):
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the address {email}.") from error
        self.stdout.write(f"{forget_second_factors(user)} taken away from {user}.")
