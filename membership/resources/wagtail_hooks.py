"""The report in the CMS on how often each document is downloaded."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from ethicaltrade.core.cms import RestrictedMenuItem
from ethicaltrade.core.spreadsheets import SafeExportMixin
from ethicaltrade.dates import today
from ethicaltrade.media.models import CustomDocument

YEAR = timedelta(days=365)


class DownloadsView(SafeExportMixin, ReportView):
    page_title = _("Downloads")
    header_icon = "download"
    index_url_name = "downloads_report"
    index_results_url_name = "downloads_report_results"
    default_ordering = "-this_year"
    is_searchable = False
    list_export = ["title", "collection", "this_month", "this_year", "in_all"]
    export_headings = {
        "title": _("Document"),
        "collection": _("Collection"),
        "this_month": _("This month"),
        "this_year": _("Last twelve months"),
        "in_all": _("In total"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Document"),
            url_name="wagtaildocs:edit",
            sort_key="title",
        ),
        Column("collection", label=_("Collection"), sort_key="collection__name"),
        Column("this_month", label=_("This month"), sort_key="this_month"),
        Column("this_year", label=_("Last twelve months"), sort_key="this_year"),
        Column("in_all", label=_("In total"), sort_key="in_all"),
    ]

    @staticmethod
    def is_for(user: Any) -> bool:
        policy = policy_registry.get_by_type(CustomDocument)
        return policy.user_has_any_permission(user, ["add", "change"])

    def user_has_permission(self, permission: str) -> bool:
        return self.is_for(self.request.user)

    permission_required = "change"

    def get_base_queryset(self) -> Any:
        month = today().replace(day=1)
        year = (month - YEAR).replace(day=1)
        policy = policy_registry.get_by_type(CustomDocument)
        documents = policy.instances_user_has_any_permission_for(
            self.request.user, ["add", "change"]
        )
        return (
            CustomDocument.objects.filter(pk__in=documents.values("pk"))
            .select_related("collection")
            .annotate(
                this_month=_downloads(Q(download_counts__month=month)),
                this_year=_downloads(Q(download_counts__month__gt=year)),
                in_all=_downloads(Q()),
            )
            .order_by("-this_year", "title")
        )

    def get_queryset(self) -> Any:
        return self.order_queryset(self.get_base_queryset())


def _downloads(which: Q) -> Coalesce:
    return Coalesce(Sum("download_counts__number", filter=which), 0)


@hooks.register("register_admin_urls")
def report_urls() -> list:
    return [
        path("reports/downloads/", DownloadsView.as_view(), name="downloads_report"),
        path(
            "reports/downloads/results/",
            DownloadsView.as_view(results_only=True),
            name="downloads_report_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def downloads_menu_item() -> MenuItem:
    return RestrictedMenuItem(
        _("Downloads"),
        reverse("downloads_report"),
        may_see=DownloadsView.is_for,
        name="downloads",
        icon_name="download",
        order=900,
    )
