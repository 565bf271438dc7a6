"""How far the site is in each language: a report by section, and what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permissions import policy_registry

from .. import languages, routing
from ..models import PageLanguage
from . import listing

WAITING = 50  # pages below the sections
MEASURES = {
    "published": gettext_lazy("published"),
    "missing": gettext_lazy("missing"),
    "outdated": gettext_lazy("outdated"),
}


def policy() -> Any:
    """Who may do what with which pages."""
    return policy_registry.get_by_type(routing.page_model())


class Share(NamedTuple):
    """``url`` leads to the pages in the explorer, where they can be filtered."""

    number: int
    total: int
    url: str

    @property
    def percent(self) -> int:
        return round(100 * self.number / self.total) if self.total else 0


@dataclass
class Section:
    """A page below the front page, with all that lies below it."""

    page: Any
    counts: dict[str, Any]

    @property
    def title(self) -> str:
        return self.page.get_admin_display_title()

    @property
    def total(self) -> int:
        return self.counts["total"]

    def share(self, measure: str, language: str) -> Share:
        count = self.counts[f"{measure}_{language}"]
        url = listing.explorer_url(self.page.pk, f"{measure}-{language}")
        return Share(count, self.total, url)


def sections(allowed: Any) -> Iterator[Section]:
    """Of every site, the front page by itself first; ``allowed`` are pages."""
    for site in Site.objects.select_related("root_page").order_by("pk"):
        root = site.root_page
        length = len(root.path) + type(root).steplen
        counts = _counts(allowed, root.path, length)
        pages = allowed.filter(path__in=counts).order_by("path")
        for page in pages.specific(defer=True):
            yield Section(page, counts[page.path])


def _counts(allowed: Any, start: str, length: int) -> dict[str, dict[str, Any]]:
    """By the path of the section; one query."""
    measures = {
        f"{measure}_{code}": Count("pk", filter=listing.condition(measure, code))
        for measure in MEASURES
        for code in languages.codes()
    }
    rows: Any = (
        PageLanguage.objects.filter(page__in=allowed, page__path__startswith=start)
        .annotate(place=Substr("page__path", 1, length))
        .values("place")
        .annotate(total=Count("page", distinct=True), **measures)
        .order_by()
    )
    return {row["place"]: row for row in rows}


class ShareColumn(Column):
    cell_template_name = "bilingual/admin/share_cell.html"


class LanguagesReport(ReportView):
    """Every section's shares; beneath, the pages that wait, newest first."""

    page_title = gettext_lazy("Languages")
    header_icon = "globe"
    template_name = "bilingual/admin/report.html"
    results_template_name = "bilingual/admin/report_results.html"
    index_url_name = "bilingual_report"
    index_results_url_name = "bilingual_report_results"
    export_filename = "languages"
    any_permission_required = ("add", "change", "publish")
    paginate_by = None

    @cached_property
    def permission_policy(self) -> Any:
        return policy()

    @cached_property
    def shares(self) -> list[tuple[str, str, str]]:
        """The measure, the language, and what the column is called."""
        return [
            (measure, code, f"{capfirst(str(name))}: {words}")
            for code, name in languages.names().items()
            for measure, words in MEASURES.items()
        ]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            Column("title", label=_("Section"), accessor="title"),
            Column("total", label=_("Pages")),
            *(
                ShareColumn(
                    f"{measure}_{code}",
                    label=heading,
                    accessor=lambda one, m=measure, c=code: one.share(m, c),
                )
                for measure, code, heading in self.shares
            ),
        ]

    def get_base_queryset(self) -> Any:
        return list(
            sections(self.permission_policy.explorable_instances(self.request.user))
        )

    def get_queryset(self) -> Any:
        return self.get_base_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"waiting": waiting(self.request.user, WAITING)}

    # As a spreadsheet: numbers, and shares of one

    @property
    def list_export(self) -> list[str]:
        columns = [
            f"{kind}_{m}_{c}"
            for m, c, _name in self.shares
            for kind in ("number", "share")
        ]
        return ["title", "total", *columns]

    @property
    def export_headings(self) -> dict[str, Any]:
        headings = {"title": _("Section"), "total": _("Pages")}
        for measure, code, heading in self.shares:
            headings[f"number_{measure}_{code}"] = heading
            headings[f"share_{measure}_{code}"] = _("%(column)s (share)") % {
                "column": heading
            }
        return headings

    def to_row_dict(self, item: Section) -> dict[str, Any]:
        row: dict[str, Any] = {"title": item.title, "total": item.total}
        for measure, code, _heading in self.shares:
            share = item.share(measure, code)
            row[f"number_{measure}_{code}"] = share.number
            row[f"share_{measure}_{code}"] = share.percent / 100
        return row


# What waits


def waiting(user: Any, most: int) -> list[Any]:
    """Public pages that the user may edit, and that lack words or have outdated ones.

    The newest first, read in the order of the index of versions, so that the database
    stops at the last that is wanted; then those that were never saved in the CMS.
    """
    allowed = policy().instances_user_has_permission_for(user, "change")
    behind = PageLanguage.objects.filter(Q(missing__gt=0) | Q(outdated__gt=0))
    pages = allowed.filter(live=True, alias_of=None, pk__in=behind.values("page"))
    pages = pages.specific(defer=True)
    saved = pages.filter(latest_revision__isnull=False).order_by("-latest_revision_id")
    found = list(saved[:most])
    if len(found) < most:
        others = pages.filter(latest_revision__isnull=True).order_by("-pk")
        found += others[: most - len(found)]
    return found


def report_urls() -> list[Any]:
    return [
        path("reports/languages/", LanguagesReport.as_view(), name="bilingual_report"),
        path(
            "reports/languages/results/",
            LanguagesReport.as_view(results_only=True),
            name="bilingual_report_results",
        ),
    ]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        policy = policy_registry.get_by_type(routing.page_model())
        return policy.user_has_any_permission(
            request.user, LanguagesReport.any_permission_required
        )


def report_menu_item() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("Languages"),
        reverse("bilingual_report"),
        name="languages",
        icon_name="globe",
        order=600,
    )
