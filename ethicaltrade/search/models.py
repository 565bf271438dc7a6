"""The index of the search: one row per page and language."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.query import PlainText
from wagtail.search.queryset import SearchableQuerySetMixin

from .lemmas import lemmas

MOST = 300
"""Results; who wants another than the newest of more than that adds a word."""


class LemmaField(index.SearchField):
    """Hands a text's stored lemmas to the search backend, in place of the text.

    Named like the text: the backends keep a field called ``title`` apart. They see a
    word as often as ``boost`` says, since SQLite's has no other way to weigh one.
    """

    def get_value(self, obj: "SearchEntry") -> str:
        return " ".join([getattr(obj, f"{self.field_name}_lemmas")] * (self.boost or 1))


class Found(NamedTuple):
    """Keys of rows, the best first; ``is_cut`` where older ones are left out."""

    keys: tuple[int, ...] = ()
    is_cut: bool = False


class SearchEntryQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def of(self, pages: models.QuerySet, language: str):
        return self.filter(language=language, page__in=pages)

    def with_every_word(self, words: Iterable[str]):
        """Search results, the best first: rows that have all of the lemmas."""
        query = PlainText(" ".join(words), operator="and")
        return self.select_related("page").search(query)

    def best(self, words: Iterable[str]) -> Found:
        """The same as keys, and of very many the newest alone.

        To rank a row, PostgreSQL unpacks all of its words: seconds for a word that half
        the pages have.
        """
        query = PlainText(" ".join(words), operator="and")
        newest = self.only("page").order_by("-published_at")
        found = list(newest.search(query, order_by_relevance=False)[: MOST + 1])
        chosen = self.filter(page__in=[entry.page_id for entry in found[:MOST]])
        ranked = chosen.only("pk").search(query)[:MOST]
        return Found(tuple(entry.pk for entry in ranked), len(found) > MOST)


class SearchEntry(index.Indexed, models.Model):
    """The words of one page in one language, for as long as it is public there.

    It says what can be found, never who may find it: whoever searches names the
    pages that the reader may see.
    """

    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        on_delete=models.CASCADE,
        related_name="search_entries",
        verbose_name=_("page"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    title_lemmas = models.TextField(blank=True, editable=False)
    text_lemmas = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = SearchEntryQuerySet.as_manager()

    search_fields = [
        LemmaField("title", boost=4),
        LemmaField("text"),
        index.FilterField("page"),
        index.FilterField("language"),
        index.FilterField("published_at"),
    ]

    # Or the editor would count the row among the places that use the page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"], name="search_entry_once_a_language"
            )
        ]
        indexes = [
            models.Index(
                fields=["language", "-published_at"], name="search_entry_newest"
            )
        ]

    def __str__(self):
        return f"{self.language}: {self.title}"

    def save(self, **kwargs):
        self.title_lemmas = " ".join(lemmas(self.title, self.language))
        self.text_lemmas = " ".join(lemmas(self.text, self.language))
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "title_lemmas", "text_lemmas"}
        super().save(**kwargs)
