from collections.abc import Iterator
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from ethicaltrade.bilingual.rows import Row
from ethicaltrade.dates import clock_change_error
from events import time_zones


class EventDate(Row):
    """Times are on the clock there; ``starts_at`` and ``ends_at`` are for queries."""

    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="dates"
    )
    day = models.DateField(gettext_lazy("day"))
    start_time = models.TimeField(gettext_lazy("starts"))
    end_time = models.TimeField(gettext_lazy("ends"))
    last_day = models.DateField(
        gettext_lazy("last day"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Only if it ends on another day."),
    )
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("day"),
                FieldPanel("start_time"),
                FieldPanel("end_time"),
                FieldPanel("last_day"),
            ]
        )
    ]

    class Meta(Row.Meta):
        verbose_name = gettext_lazy("date")
        verbose_name_plural = gettext_lazy("dates")
        ordering = ["day", "start_time", "pk"]

    def __str__(self):
        return f"{self.day} {self.start_time}–{self.end_time}"

    def save(self, *args, **kwargs):
        self.starts_at, self.ends_at = self.start, self.end
        super().save(*args, **kwargs)

    # As it is read

    @property
    def end_day(self) -> date:
        return self.last_day or self.day

    @property
    def start(self) -> datetime:
        return time_zones.moment_at(self.day, self.start_time, self.page.time_zone)

    @property
    def end(self) -> datetime:
        return time_zones.moment_at(self.end_day, self.end_time, self.page.time_zone)

    @property
    def start_here(self) -> datetime:
        """On the site's own clock."""
        return timezone.localtime(self.start, timezone.get_default_timezone())

    @property
    def end_here(self) -> datetime:
        return timezone.localtime(self.end, timezone.get_default_timezone())

    @property
    def has_other_clock(self) -> bool:
        """Whether clocks there show another time than the site's own."""
        return (
            self.start.utcoffset() != self.start_here.utcoffset()
            or self.end.utcoffset() != self.end_here.utcoffset()
        )

    @property
    def is_same_day_here(self) -> bool:
        """Begins and ends on the same days on the site's own clock."""
        days_here = (self.start_here.date(), self.end_here.date())
        return days_here == (self.day, self.end_day)

    # Rules

    def find_errors(self) -> Iterator[tuple[str, str]]:
        """Names of fields, and sentences."""
        errors = {}
        for name, moment in (("start_time", self.start), ("end_time", self.end)):
            if error := clock_change_error(moment):
                errors[name] = error
        if not errors and self.end.timestamp() <= self.start.timestamp():
            errors["end_time"] = _(
                "It ends before it starts. Fill in the last day if it ends on a later "
                "day."
            )
        yield from errors.items()
