from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from ethicaltrade.bilingual.forms import in_languages, without_drafts
from ethicaltrade.bilingual.languages import (
    Worded,
    active,
    first_with,
    localized_names,
    require_words,
    value_in,
    worded,
)
from ethicaltrade.bilingual.rows import OrderedRow
from ethicaltrade.core.collation import SortKeyField


class Organisation(index.Indexed, models.Model):
    name = models.CharField(gettext_lazy("full name"), max_length=160)
    short_name = models.CharField(
        gettext_lazy("short name"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("The short name, such as DIHR."),
    )
    url = models.URLField(gettext_lazy("address"), blank=True)
    sort_key = SortKeyField(source="__str__", default=b"")

    panels = [
        without_drafts(),
        in_languages("name"),
        FieldPanel("short_name"),
        FieldPanel("url", heading=gettext_lazy("Web address")),
    ]
    search_fields = [
        *(index.SearchField(name) for name in localized_names("name")),
        *(index.AutocompleteField(name) for name in localized_names("name")),
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
    ]

    class Meta:
        verbose_name = gettext_lazy("organiser")
        verbose_name_plural = gettext_lazy("organisers")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.short_name or self.name or ""

    def clean(self):
        super().clean()
        require_words(self, "name", _("Write a name in at least one language."))


class EventOrganiser(OrderedRow):
    """The first is the organiser."""

    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="organisers"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=gettext_lazy("organiser"),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = gettext_lazy("organiser")
        verbose_name_plural = gettext_lazy("organisers")

    def __str__(self):
        return str(self.organisation)


class EventSpeaker(OrderedRow):
    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="speakers"
    )
    person = models.ForeignKey(
        "core.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=gettext_lazy("person"),
        help_text=gettext_lazy("A member of staff. Or enter a name below."),
    )
    name = models.CharField(gettext_lazy("name"), max_length=120, blank=True)
    role = models.CharField(
        gettext_lazy("title"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("If left empty, the staff member's own title is used."),
    )
    organisation = models.CharField(
        gettext_lazy("organisation"), max_length=160, blank=True
    )

    panels = [
        FieldPanel("person"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("organisation")]),
        in_languages("role"),
    ]

    class Meta(OrderedRow.Meta):
        verbose_name = gettext_lazy("speaker")
        verbose_name_plural = gettext_lazy("speakers")

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The person's own where none is written."""
        return self.name or (self.person.name if self.person else "")

    @property
    def shown_role(self) -> Worded:
        """The person's own where none is written."""
        own = worded(self, "role")
        if own.text or not self.person:
            return own
        return worded(self.person, "role")

    def clean(self):
        super().clean()
        if not (self.person_id or self.name):
            raise ValidationError({"name": _("Choose a person, or enter a name.")})


class ProgrammeItem(OrderedRow):
    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="programme"
    )
    day = models.DateField(
        gettext_lazy("day"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Only if the programme runs over several days."),
    )
    start_time = models.TimeField(pgettext_lazy("time", "from"))
    end_time = models.TimeField(pgettext_lazy("time", "to"), null=True, blank=True)
    title = models.CharField(gettext_lazy("title"), max_length=200)
    speakers = models.CharField(
        gettext_lazy("speakers"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("The speakers, as readers will see them."),
    )

    panels = [
        FieldRowPanel(
            [FieldPanel("day"), FieldPanel("start_time"), FieldPanel("end_time")]
        ),
        in_languages("title"),
        in_languages("speakers"),
    ]

    class Meta(OrderedRow.Meta):
        verbose_name = gettext_lazy("programme item")
        verbose_name_plural = gettext_lazy("programme")

    def __str__(self):
        """For editors: in a language that readers do not see, too."""
        text = value_in(self, "title", active())
        return text or value_in(self, "title", first_with(self, "title")) or ""

    def clean(self):
        super().clean()
        require_words(self, "title", _("Write a title in at least one language."))


class RelatedPage(OrderedRow):
    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="related_links"
    )
    target = models.ForeignKey(
        "basepage.BasePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=gettext_lazy("page"),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = gettext_lazy("related page")
        verbose_name_plural = gettext_lazy("related pages")

    def __str__(self):
        return str(self.target)
