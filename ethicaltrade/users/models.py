"""The people who log in: editors, members' people, the technician."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mailboxes import for_servers, has_mailbox

MEMBERS_GROUP = "Members"


def languages() -> list[tuple[str, str]]:
    """The site's; asked for, so that a new one needs no migration here."""
    return settings.LANGUAGES


def default_language() -> str:
    return settings.LANGUAGE_CODE


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Save a user. Raises ValueError when the address is empty."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, email: str) -> "User":
        """Find a user however the address is typed.

        One longer than any address is nobody's; SQLite fails on it.
        """
        if len(email) > self.model._meta.get_field("email").max_length:
            raise self.model.DoesNotExist
        return self.get(has_mailbox("email", email))


class User(AbstractUser):
    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("This e-mail address is already in use.")},
    )

    language = models.CharField(
        _("language of e-mails"),
        max_length=10,
        choices=languages,
        default=default_language,
    )
    """The one last logged in with: for e-mails that answer no page of the site's."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="users_user_email_any_case")
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        """Save; one who was given no password has none, rather than an empty one.

        With one spelling of the address's domain, so that no two have one mailbox.
        """
        self.email = for_servers(self.email)
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    @cached_property
    def is_member(self) -> bool:
        """Whether the person belongs to an active member organisation.

        "Any logged-in user" would admit applicants and ended members.
        """
        return self.is_active and self.groups.filter(name=MEMBERS_GROUP).exists()


class EarlierAddress(models.Model):
    """An address a person had until then: what was written under it is still theirs."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="earlier_addresses",
    )
    email = models.EmailField()
    until = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.email
