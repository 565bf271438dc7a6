"""Why something is not done, in words for whoever asked for it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    """The reasons; each label is a sentence."""

    ENDED = "ended", _("The membership has ended.")
    IS_THERE = "is-there", _("This person is one of the member’s people already.")
    HAS_MAIN = (
        "has-main",
        _(
            "There is a main contact already. Invite a colleague, or hand over the "
            "role."
        ),
    )
    OTHER_MEMBER = (
        "other-member",
        _("Your account belongs to another member, and can belong to one at a time."),
    )
    NOT_YOURS = "not-yours", _("The invitation is for another e-mail address.")
    HAS_ACCOUNT = (
        "has-account",
        _("There is an account with this e-mail address. Log in to accept."),
    )
    IS_MAIN = (
        "is-main",
        _("The main contact hands over the role before being removed."),
    )
    NOT_MAIN = "not-main", _("Only the main contact does this.")
    CLOSED = "closed", _("The invitation cannot be used any more.")
    GONE = "gone", _("Nothing was done: somebody else has changed this meanwhile.")


class RefusedError(Exception):
    """Something was not done; ``refusal`` says why."""

    def __init__(self, refusal: Refusal):
        """Keep the reason, and its sentence as the error's text."""
        self.refusal = refusal
        super().__init__(str(refusal.label))
