"""Which e-mail addresses are the person's own."""

from typing import Any

from allauth.account.models import EmailAddress


def addresses_of(user: Any) -> list[str]:
    """The person's addresses that are verified to be theirs, the first one first."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    return list(verified.order_by("-primary", "email").values_list("email", flat=True))
