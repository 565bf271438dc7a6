from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import optional_key
from ethicaltrade.core.tokens import LinkTokens, new_secret
from ethicaltrade.mailboxes import LONGEST, mailbox
from events.choices import LIVE, PriceKind, RegistrationState, Source

from .querysets import (
    MessageQuerySet,
    RegistrationQuerySet,
)

TOKENS = LinkTokens("events.registration", separator=".")

CHANGEABLE = ("name", "organisation", "dietary_needs", "access_needs")
"""What the person and the staff may change; the e-mail address identifies."""


class Registration(models.Model):
    """Its state is changed only by ``services``, which lock the event."""

    event = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,  # refused by `guards` before the event
        related_name="registrations",
        verbose_name=_("event"),
    )
    state = models.CharField(
        _("status"), max_length=10, choices=RegistrationState.choices
    )

    # Fields: who
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=LONGEST, editable=False)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=12)
    user = optional_key(settings.AUTH_USER_MODEL, _("user"))
    source = models.CharField(
        _("registered by"), max_length=5, choices=Source.choices, default=Source.SELF
    )

    # Fields: what was agreed
    price_kind = models.CharField(
        _("type of price"),
        max_length=10,
        choices=PriceKind.choices,
        default=PriceKind.ORDINARY,
    )
    price = models.PositiveIntegerField(
        _("agreed price"),
        null=True,
        blank=True,
        help_text=_("In whole kroner; empty if the event has no price."),
    )
    consent_version = models.CharField(_("consent to"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)

    # Fields: needs, erased after the event, or when somebody does not come
    dietary_needs = models.CharField(_("dietary needs"), max_length=300, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=500, blank=True)

    # Fields: when
    created_at = models.DateTimeField(_("registered"), default=timezone.now)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    queued_at = models.DateTimeField(_("on the waiting list since"), null=True)
    confirmed_at = models.DateTimeField(_("place given"), null=True)
    offer_expires_at = models.DateTimeField(_("offer expires"), null=True)
    attended_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    reminded_for = models.DateTimeField(null=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    # Fields: for the site itself
    secret = models.CharField(max_length=22, default=new_secret, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    told = models.JSONField(default=dict, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(state__in=LIVE) & ~Q(email_key=""),
                name="events_registration_once",
                violation_error_message=_(
                    "This e-mail address is already registered for the event."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="events_registration_state"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=RegistrationState.OFFERED),
                name="events_registration_offers",
            ),
        ]

    def __str__(self):
        return self.name or str(_("Anonymous"))

    def save(self, **kwargs):
        """Without the needs of somebody who does not come: nothing needs them."""
        self.email_key = mailbox(self.email)
        if not self.is_live and (self.dietary_needs or self.access_needs):
            self.dietary_needs = self.access_needs = ""
            if (columns := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*columns, "dietary_needs", "access_needs"}
        super().save(**kwargs)

    def get_manage_url(self, language: str = "") -> str:
        """The path of the person's own page, in their language if left out; secret."""
        with languages.in_language(language or self.language):
            return reverse("event_registration", args=[TOKENS.token_of(self)])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == RegistrationState.OFFERED


class Message(models.Model):
    """``words``: subject and text by language; ``recipients``: registrations' keys."""

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
        return len(self.recipients)

    def language_for(self, language: str) -> str:
        """The language that readers of ``language`` get it in."""
        order = languages.reading_order(language)
        return next(code for code in order if code in self.words)


class ChangeNote(models.Model):
    """What the staff say beside the news of a change: ``words`` by language."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, null=True, related_name="+"
    )
    """What is public since."""
    schedule = models.OneToOneField(
        "bilingual.Schedule", on_delete=models.CASCADE, null=True, related_name="+"
    )
    """What is to be public; forgotten when that is cancelled."""
    sender = optional_key(settings.AUTH_USER_MODEL, _("sent by"))
    words = models.JSONField()

    class Meta:
        verbose_name = _("words about a change")
        verbose_name_plural = _("words about changes")

    def __str__(self):
        return self.in_language(languages.active()).text

    def in_language(self, language: str) -> languages.Worded:
        """In another language, where there are no words in this one."""
        for code in languages.reading_order(language):
            if text := self.words.get(code):
                return languages.Worded(text, code)
        return languages.Worded("", language)
