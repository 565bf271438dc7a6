"""Who makes a request, and whether they belong to a member at this moment."""

from typing import Any

from ethicaltrade.users.accounts import PasswordBackend
from ethicaltrade.users.models import User

from .access import belongs, is_let_in, keep_in_step


class MembershipBackend(PasswordBackend):
    """The log-in by password, and the members' group put right at every request.

    A membership that ends at midnight ends then, in sessions that are open too, and
    whether or not a worker runs. One query finds the user and sees all of it.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session; None when there is none, or it is switched off."""
        user = (
            User.objects.filter(pk=user_id)
            .annotate(belongs=belongs(), is_let_in=is_let_in())
            .first()
        )
        if user is None or not self.user_can_authenticate(user):
            return None
        if user.belongs != user.is_let_in:
            keep_in_step(user=user)
        return user
