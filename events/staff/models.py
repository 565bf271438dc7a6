"""A message from the staff to those who are registered, as it was sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual import languages


class MessageQuerySet(models.QuerySet):
    """Messages, asked for in the words of those who send them."""

    def unfinished(self) -> "MessageQuerySet":
        """Those of which letters may still be unwritten."""
        return self.filter(finished_at=None)


class Message(models.Model):
    """What was written to whom, and when; a form that is sent twice makes one.

    ``words`` has ``subject`` and ``text`` by language. ``recipients`` are the numbers
    of the registrations, decided when it was sent: they stay when the people are made
    anonymous, and tell how many there were.
    """

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="messages"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("sent by"),
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    words = models.JSONField()
    states = models.JSONField()
    recipients = models.JSONField()
    stamp = models.CharField(max_length=64, unique=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to participants")
        verbose_name_plural = _("messages to participants")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.words[self.language_for(languages.active())]["subject"]

    @property
    def count(self) -> int:
        """To how many it was sent."""
        return len(self.recipients)

    def language_for(self, language: str) -> str:
        """The language that a reader of ``language`` gets it in."""
        order = languages.reading_order(language)
        return next(code for code in order if code in self.words)
