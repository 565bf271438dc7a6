"""The outbox: e-mails that wait, and those that were sent or given up."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLAIM = timedelta(minutes=10)
"""How long one worker has an e-mail for itself; the mail server answers in seconds."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 28
"""Spread over five days, as mail servers do (RFC 5321, 4.5.4.1)."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the given number of attempts: 1, 2, 4… minutes, to 6 h."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 16), LONGEST_PAUSE)


class EmailQuerySet(models.QuerySet):
    def waiting(self) -> "EmailQuerySet":
        """Not sent yet, and not given up."""
        return self.filter(state=Email.State.WAITING)

    def due(self, now: datetime | None = None) -> "EmailQuerySet":
        """Those to try now, the one that has waited longest first.

        None waits longer than the longest pause, a minute more or less: one that would
        was written, or tried, before the clock was set back.
        """
        now = now or timezone.now()
        longest = LONGEST_PAUSE + FIRST_PAUSE
        is_due = models.Q(next_attempt_at__lte=now)
        is_ahead = models.Q(next_attempt_at__gt=now + longest)
        return (
            self.waiting().filter(is_due | is_ahead).order_by("next_attempt_at", "pk")
        )

    def given_up(self) -> "EmailQuerySet":
        return self.filter(state=Email.State.GIVEN_UP)

    def about(self, prefix: str) -> "EmailQuerySet":
        """Those whose key is the prefix, or goes on after it with ``:``."""
        inside = models.Q(key__startswith=f"{prefix}:")
        return self.filter(models.Q(key=prefix) | inside)

    def claim(self, pk: int, now: datetime | None = None) -> "Email | None":
        """Take a due e-mail, for :data:`CLAIM`; None when somebody else has it.

        One statement that asks and changes, so that of several workers one succeeds,
        on every database. A claim that nothing follows (its worker was killed) is free
        again by itself: the e-mail's next attempt comes due.
        """
        now = now or timezone.now()
        taken = (
            self.due(now)
            .order_by()
            .filter(pk=pk)
            .update(next_attempt_at=now + CLAIM, attempts=models.F("attempts") + 1)
        )
        return self.filter(pk=pk).first() if taken else None

    def try_again(self) -> int:
        """Let given up e-mails that are still of use wait again; returns how many."""
        now = timezone.now()
        of_use = models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        return (
            self.given_up()
            .filter(of_use, is_empty=False)
            .update(
                state=Email.State.WAITING,
                attempts=0,
                next_attempt_at=now,
                ended_at=None,
            )
        )

    def empty(self, before: datetime) -> int:
        """Erase what was in the e-mails that ended before then; returns how many.

        What nobody got of those with a secret is erased once it is of no use.
        """
        useless = models.Q(keeps_words=False, expires_at__lt=timezone.now())
        old = self.exclude(state=Email.State.WAITING).filter(
            models.Q(ended_at__lt=before) | useless, is_empty=False
        )
        Attachment.objects.filter(email__in=old).delete()
        return old.update(is_empty=True, subject="", text="", html="", last_error="")

    def forget(self, before: datetime) -> int:
        """Delete the e-mails that ended before then; returns how many."""
        ended = self.exclude(state=Email.State.WAITING).filter(ended_at__lt=before)
        return ended.delete()[1].get(Email._meta.label, 0)


class Email(models.Model):
    """A mail to one recipient, as it was written."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given-up"

    key = models.CharField(max_length=200, unique=True)
    """What it is about, given by who wrote it: the same key never makes a second."""
    template = models.CharField(max_length=100)
    language = models.CharField(max_length=12)
    recipient = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    """Made when it is written, so that it is one e-mail however often it is sent."""

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    """When it is of no use any more."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was sent, or given up."""
    last_error = models.TextField(blank=True)
    keeps_words = models.BooleanField(default=True)
    """Whether its words stay for a while when it is sent; no secret is in them then."""
    is_empty = models.BooleanField(default=False)
    """Whether its words and attachments were erased."""

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        db_table = "post_letter"
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="post_letter_due"),
            models.Index(fields=["ended_at"], name="post_letter_ended"),
        ]

    def __str__(self):
        return f"{self.pk} ({self.template})"


class Attachment(models.Model):
    email = models.ForeignKey(
        Email,
        on_delete=models.CASCADE,
        related_name="attachments",
        db_column="letter_id",
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        db_table = "post_attachment"
        ordering = ["pk"]

    def __str__(self):
        return self.name
