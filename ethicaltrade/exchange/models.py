import gzip
import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.typed_text import clean


class Outcome(models.TextChoices):
    TAKEN = "taken", _("taken")
    STALE = "stale", _("taken, and outdated")
    UNCHANGED = "unchanged", _("unchanged")
    SKIPPED = "skipped", _("not taken")
    UNKNOWN = "unknown", _("not found")


@dataclass(frozen=True)
class Line:
    """Of the report; ``label`` is empty for what is said of a page whole."""

    outcome: str
    title: str
    label: str = ""
    why: str = ""
    page: int | None = None


class Import(models.Model):
    """A file that came back from a translator, and what became of it.

    The file itself is kept until it has been read. Where a machine is asked instead,
    there is none: ``asked`` says for what.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    told_in = models.CharField(max_length=10, choices=settings.LANGUAGES)
    """The language of the report."""
    name = models.CharField(_("file"), max_length=255)
    packed = models.BinaryField(null=True)
    asked = models.JSONField(null=True)
    """``source``, ``language``, and the numbers of ``pages``."""
    with_records = models.BooleanField(default=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    """Of pages and records in the file."""
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("import of translations")
        verbose_name_plural = _("imports of translations")
        ordering = ("-sent_at", "-pk")

    def __str__(self):
        return self.name

    def pack(self, file: Any) -> None:
        self.packed = gzip.compress(file.read())

    def file(self) -> Any:
        return gzip.GzipFile(fileobj=io.BytesIO(bytes(self.packed or b"")))

    def counts(self) -> list[tuple[str, Any, int]]:
        """An outcome, in words, and how many lines have it."""
        rows = self.lines.order_by().values_list("outcome")
        found = dict(rows.annotate(number=models.Count("pk")))
        return [
            (one.value, one.label, found[one.value])
            for one in Outcome
            if found.get(one.value)
        ]


class ImportLine(models.Model):
    """What became of one segment, or of a page that was left as it is."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    title = models.CharField(max_length=255)
    label = models.CharField(max_length=255, blank=True)
    why = models.TextField(blank=True)
    page = models.PositiveBigIntegerField(null=True)
    """Its number, which may be of a page that is no longer there."""

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        indexes = [
            models.Index(fields=["of", "outcome", "id"], name="exchange_line_outcome")
        ]

    def __str__(self):
        return f"{self.title}: {self.outcome}"

    @classmethod
    def made_of(cls, line: Line, of: Import) -> "ImportLine":
        return cls(
            of=of,
            outcome=str(line.outcome),
            title=clean(line.title, one_line=True)[:255],
            label=clean(line.label, one_line=True)[:255],
            why=clean(line.why),
            page=line.page,
        )
