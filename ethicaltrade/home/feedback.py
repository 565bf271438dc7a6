"""What readers report of faults: the form, what is kept, and who is told."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.core.forms import EmailField, SpamProtectedForm, TextField
from ethicaltrade.core.models import SiteSettings, optional_key
from ethicaltrade.mail.emails import send
from ethicaltrade.users.limits import Limit, address_of

logger = logging.getLogger(__name__)

EMAIL_KEPT = timedelta(days=365)
LIMIT = Limit("feedback", most=10, window=60 * 60)


class FeedbackQuerySet(models.QuerySet):
    def waiting(self) -> "FeedbackQuerySet":
        return self.filter(handled_at=None)

    def handled(self) -> "FeedbackQuerySet":
        return self.exclude(handled_at=None)

    def receive(self, stamp: str, answers: dict[str, str]) -> "tuple[Feedback, bool]":
        """Returns the report and whether it is new: the same form sent twice is one."""
        content = "\n".join([stamp, *answers.values()])
        fingerprint = hashlib.sha256(content.encode()).hexdigest()
        return self.get_or_create(fingerprint=fingerprint, defaults=answers)

    def forget_emails(self, now: datetime) -> int:
        """Returns how many were erased."""
        old = self.filter(created_at__lt=now - EMAIL_KEPT).exclude(email="")
        return old.update(email="")


class Feedback(models.Model):
    text = models.TextField(gettext_lazy("what does not work"))
    page = models.CharField(gettext_lazy("page"), max_length=300, blank=True)
    aid = models.CharField(
        gettext_lazy("assistive technology"), max_length=200, blank=True
    )
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    language = models.CharField(gettext_lazy("language"), max_length=12)
    created_at = models.DateTimeField(
        gettext_lazy("received"), default=timezone.now, db_index=True
    )
    handled_at = models.DateTimeField(gettext_lazy("handled at"), null=True, blank=True)
    handled_by = optional_key(settings.AUTH_USER_MODEL, gettext_lazy("handled by"))
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reported problem")
        verbose_name_plural = gettext_lazy("reported problems")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return Truncator(" ".join(self.text.split())).chars(60)

    @property
    def is_handled(self) -> bool:
        return self.handled_at is not None

    def mark(self, *, handled: bool, by: Any) -> None:
        """Not saved."""
        if handled != self.is_handled:
            self.handled_at = timezone.now() if handled else None
            self.handled_by = by if handled else None


class AboutPage(forms.Form):
    """Which page the reader comes from, in the query."""

    page = forms.RegexField(
        r"^/(?!/)[^\x00-\x1f\x7f-\x9f]*\Z",
        max_length=Feedback._meta.get_field("page").max_length,
    )


class FeedbackForm(SpamProtectedForm):
    page = TextField(
        label=gettext_lazy("Which page is it about?"),
        help_text=gettext_lazy("The page’s address or title."),
        required=False,
        max_length=Feedback._meta.get_field("page").max_length,
    )
    text = TextField(
        label=gettext_lazy("What does not work?"),
        help_text=gettext_lazy("What did you try to do, and what happened?"),
        error_messages={"required": gettext_lazy("Describe what does not work.")},
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    aid = TextField(
        label=gettext_lazy("Which assistive technology do you use?"),
        help_text=gettext_lazy("For example, the name of your screen reader."),
        required=False,
        max_length=Feedback._meta.get_field("aid").max_length,
    )
    email = EmailField(
        label=gettext_lazy("Your e-mail address, if you would like a reply"),
        help_text=gettext_lazy(
            "We use it only to reply to you, and delete it after 12 months."
        ),
        required=False,
        max_length=Feedback._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ASKED} | {
            "language": languages.active()
        }


ASKED = ("text", "page", "aid", "email")


def get_form(request: HttpRequest) -> FeedbackForm:
    if request.method == "POST":
        return FeedbackForm(request.POST)
    about = AboutPage(request.GET)
    page = about.cleaned_data["page"] if about.is_valid() else ""
    return FeedbackForm(initial={"page": page})


def submit(form: FeedbackForm, request: HttpRequest) -> bool:
    """Keep what a bound form says, and tell the staff; False for a faulty form."""
    if not form.is_valid():
        return False
    address = address_of(request)
    if LIMIT.is_reached(address):
        form.add_error(
            None,
            _("You have sent many reports in a short time. Try again in an hour."),
        )
        return False
    with transaction.atomic():  # the report and the e-mail that tells of it
        stamp = form.cleaned_data["stamp"]
        report, is_new = Feedback.objects.receive(stamp, form.answers)
        if is_new:
            tell_staff(report, SiteSettings.for_request(request).email)
    if is_new:
        LIMIT.count(address)
    return True


def tell_staff(report: Feedback, recipient: str) -> None:
    """The report is kept even if one of the addresses cannot be written to."""
    if not recipient:
        return
    edit = reverse("feedback:edit", args=[report.pk])
    try:
        send(
            "home/feedback",
            to=recipient,
            language=languages.default(),
            context={
                "report": report,
                "url": f"{settings.WAGTAILADMIN_BASE_URL}{edit}",
            },
            key=f"feedback:{report.pk}",
            reply_to=report.email,
        )
    except ValidationError:
        logger.exception("Report %s is kept, but nobody could be told", report.pk)
