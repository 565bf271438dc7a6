"""What pages that are read have in common."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.languages import active, localized_names, value_in

from .blocks import BodyBlock, BodyField
from .models import optional_key

LONGEST_LEAD = 350  # characters: two or three sentences


class WrittenPage(BasePage):
    """A page with a lead and a body. Register with ``WrittenPageTranslation``."""

    lead = models.TextField(
        _("lead"),
        blank=True,
        help_text=_("The main point, in one or two sentences."),
    )
    body = BodyField(BodyBlock, verbose_name=_("text"))

    required_when_published: ClassVar[tuple[str, ...]] = ("title", "lead")
    advised_lengths: ClassVar[dict[str, int]] = {
        **BasePage.advised_lengths,
        "lead": LONGEST_LEAD,
    }
    tells_of_personal_data: ClassVar[bool] = False

    content_panels = [
        *BasePage.content_panels,
        in_languages("lead"),
        in_languages("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in localized_names("lead")),
        *(index.SearchField(name) for name in localized_names("body")),
    ]

    class Meta:
        abstract = True


class WithContactPerson(models.Model):
    """Stands before the page's own class."""

    contact_person = optional_key("core.Person", _("contact person"))

    anchors: ClassVar[tuple[str, ...]] = ("contact-person",)

    class Meta:
        abstract = True


class WithUpdateDate(models.Model):
    """For a page that says when it was updated; stands before the page's own class.

    Register ``updated`` for translation.
    """

    updated = models.DateTimeField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_(
            "Only when the content has changed. Correcting a typo is not an update. "
            "At 00:00, readers see the date alone."
        ),
    )

    dates_by_language: ClassVar[tuple[str, ...]] = (
        *BasePage.dates_by_language,
        "updated",
    )

    class Meta:
        abstract = True

    @property
    def updated_at(self) -> datetime | None:
        """In the active language; never before readers first had it."""
        updated, first = value_in(self, "updated", active()), self.published_at
        return updated if updated and first and updated > first else None

    @property
    def modified_at(self) -> datetime | None:
        """The editors' own word for it; a typo is no update."""
        return self.updated_at or self.published_at


class WithHeroImage(models.Model):
    """Stands before the page's own class."""

    hero_image = optional_key("media.CustomImage", _("picture"))

    class Meta:
        abstract = True

    @property
    def share_image(self):
        return self.hero_image
