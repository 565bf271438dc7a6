"""What belongs to a resource, and what is kept of those who read."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.languages import Worded, value_in
from ethicaltrade.bilingual.languages import active as active_language
from ethicaltrade.bilingual.rows import OrderedRow


class ResourceDocument(OrderedRow):
    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="documents"
    )
    document = models.ForeignKey(
        "media.CustomDocument",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("document"),
    )
    label = models.CharField(
        _("name on the page"),
        max_length=160,
        blank=True,
        help_text=_("If left empty, the document's own title is shown."),
    )

    panels = [FieldPanel("document"), in_languages("label")]

    class Meta(OrderedRow.Meta):
        db_table = "membership_resourcedocument"
        verbose_name = _("document of a resource")
        verbose_name_plural = _("documents of resources")

    def __str__(self):
        return self.shown_name.text

    @property
    def shown_name(self) -> Worded:
        """The name in the active language, else the document's title in its own."""
        language = active_language()
        if own := value_in(self, "label", language):
            return Worded(own, language)
        return Worded(self.document.title, self.document.language)


class ResourceVisit(models.Model):
    """When somebody last looked at the resources: what came since is new to them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="resource_visit",
        verbose_name=_("user"),
    )
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    new_since = models.DateTimeField(
        _("new since"),
        default=timezone.now,
        help_text=_("When the previous visit ended."),
    )

    class Meta:
        db_table = "membership_resourcevisit"
        verbose_name = _("visit to the resources")
        verbose_name_plural = _("visits to the resources")

    def __str__(self):
        return f"{self.user_id}: {self.last_seen_at:%Y-%m-%d %H:%M}"


class ChapterRead(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="chapters_read",
        verbose_name=_("user"),
    )
    chapter = models.ForeignKey(
        "resources.ChapterPage",
        on_delete=models.CASCADE,
        related_name="readings",
        verbose_name=_("chapter"),
    )
    read_at = models.DateTimeField(_("read"), default=timezone.now)

    # Or the editor would count readers among the places that use the chapter.
    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "membership_chapterread"
        verbose_name = _("chapter that was read")
        verbose_name_plural = _("chapters that were read")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "chapter"], name="membership_chapter_read_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id}: {self.chapter_id}"
