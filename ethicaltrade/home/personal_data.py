from typing import Any

from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose, days
from ethicaltrade.privacy.registry import Kept, Source, register, with_address_of

from .feedback import EMAIL_KEPT, Feedback, FeedbackQuerySet


def export(user: Any) -> list[dict[str, Any]]:
    names = ("created_at", "email", "text", "page", "aid", "language")
    return list(_reports_of(user).order_by("created_at", "pk").values(*names))


def forget(user: Any) -> None:
    """The e-mails about a report are deleted: the address stands in them."""
    reports = _reports_of(user)
    for pk in list(reports.values_list("pk", flat=True)):
        forget_emails(f"feedback:{pk}")
    reports.update(email="")


def _reports_of(user: Any) -> FeedbackQuerySet:
    return Feedback.objects.filter(with_address_of(user, ["email"]))


ADDRESS = Item(
    what=_("Your e-mail address, if you give it."), until=lambda: days(EMAIL_KEPT)
)
REPORT = Item(
    what=_("What you write, and which page it is about."),
    until=_("As long as the report is useful to us, without your address"),
)
PURPOSE = Purpose(
    name="feedback",
    audience=Audience.GUESTS,
    title=_("Reporting a problem with the website"),
    why=_("So that we can put right what does not work, and reply to you."),
    basis=Basis.INTEREST,
    seen_by=_("Our staff."),
    origin=_("From you."),
)

register(
    Source(
        name="feedback",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=Feedback.objects.forget_emails,
        kept=(
            Kept(
                model=Feedback,
                by=("email",),
                others=("text", "page", "aid", "language", "fingerprint"),
                staff=("handled_by",),
                items=(ADDRESS, REPORT),
            ),
        ),
    )
)
