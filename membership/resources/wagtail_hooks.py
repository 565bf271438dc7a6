"""How often each document is downloaded, and where a new one goes, in the CMS."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import Resolver404, path, resolve, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents.views.chooser import DocumentChooseView
from wagtail.documents.views.chooser import viewset as document_chooser
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core.cms import RestrictedMenuItem
from ethicaltrade.core.spreadsheets import SafeExportMixin
from ethicaltrade.dates import today
from ethicaltrade.media.models import CustomDocument

from .access import is_closed, members_collection

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


# Where a new document goes


class DocumentChooser(DocumentChooseView):
    """Suggests the members' collection for what is uploaded from a closed page's form.

    The form says where it stands in the Referer; without one, the root is suggested.
    """

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_creation_form_kwargs()
        if is_for_closed_page(self.request.headers.get("Referer", "")):
            kwargs["initial"] = {"collection": members_collection()}
        return kwargs


def is_for_closed_page(address: str) -> bool:
    """Whether the CMS's form at the address edits, or adds, a page that is closed."""
    try:
        form = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    named = form.kwargs
    if form.view_name == "wagtailadmin_pages:add":
        kind = named["content_type_app_name"], named["content_type_model_name"]
        if kind == ("resources", "resourcepage"):
            return True  # born closed
    elif form.view_name != "wagtailadmin_pages:edit":
        return False
    number = named.get("page_id") or named.get("parent_page_id")
    page = BasePage.objects.filter(pk=number).first()
    return page is not None and is_closed(page)


document_chooser.choose_view_class = DocumentChooser
