"""The page that says how to apply, and the principles that applicants accept."""

import hashlib
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.core.blocks.body import SHORT_TEXT
from ethicaltrade.core.blocks.rich_text import check_rich_text
from ethicaltrade.core.pages import WrittenPage


class ApplicationPage(WrittenPage):
    principles = RichTextField(
        _("principles"),
        features=["h3", *SHORT_TEXT],
        validators=[check_rich_text],
        blank=True,
        help_text=_(
            "What an applicant commits to. Each application keeps the wording that "
            "was accepted, so the text can be changed at any time."
        ),
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["membership.MembershipPage"]
    subpage_types: ClassVar[list[str]] = []
    required_when_published: ClassVar[tuple[str, ...]] = (
        *WrittenPage.required_when_published,
        "principles",
    )
    template = "pages/membership/applications/application_page.html"

    content_panels = [*WrittenPage.content_panels, in_languages("principles")]

    class Meta:
        verbose_name = _("application page")
        verbose_name_plural = _("application pages")

    @classmethod
    def in_use(cls) -> "ApplicationPage | None":
        """The site's live one; None when there is none."""
        return cls.objects.filter(live=True).first()

    def principles_in(self, language: str) -> languages.Worded:
        return languages.worded(self, "principles", language)


class PrinciplesQuerySet(models.QuerySet):
    def get_version(self, text: str, language: str) -> "PrinciplesVersion":
        """The stored wording; stored now if nobody accepted it before."""
        version, _is_new = self.get_or_create(
            digest=digest_of(text, language),
            defaults={"text": text, "language": language},
        )
        return version


def digest_of(text: str, language: str) -> str:
    return hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()


class PrinciplesVersion(models.Model):
    """The members' principles as somebody accepted them, word for word."""

    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("first accepted"), default=timezone.now)

    objects = PrinciplesQuerySet.as_manager()

    class Meta:
        db_table = "membership_principlesversion"
        verbose_name = _("version of the principles")
        verbose_name_plural = _("versions of the principles")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d} {self.language} {self.digest[:8]}"
