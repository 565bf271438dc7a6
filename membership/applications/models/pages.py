"""The page that says how to apply, and below which the steps are."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.panels import in_languages
from ethicaltrade.core.blocks.body import SHORT_TEXT
from ethicaltrade.core.pages import WrittenPage


class ApplicationPage(WrittenPage):
    """How to apply for membership; the steps are subviews."""

    principles = RichTextField(
        _("principles"),
        features=["h3", *SHORT_TEXT],
        blank=True,
        help_text=_(
            "What an applicant promises. Each application keeps the wording that was "
            "accepted, so it can be changed at any time."
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
