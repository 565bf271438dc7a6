"""Where the staff find the numbers of downloads in the CMS."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ethicaltrade.core.cms import RestrictedMenuItem

from .report import DownloadsView


@hooks.register("register_admin_urls")
def report_urls() -> list:
    return [
        path(
            "reports/downloads/",
            DownloadsView.as_view(),
            name="downloads_report",
        ),
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
