from typing import Any

from ethicaltrade.mail.emails import forget_emails
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


register(
    Source(
        name="feedback",
        export=export,
        forget=forget,
        expire=Feedback.objects.forget_emails,
        kept=(
            Kept(
                model=Feedback,
                by=("email",),
                others=("text", "page", "aid", "language", "fingerprint"),
                staff=("handled_by",),
                until=f"{EMAIL_KEPT.days} days for the address",
            ),
        ),
    )
)
