"""Who sees applications: those who may change them, and nobody else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ethicaltrade.privacy.answers import private
from membership.applications.models import Application

PERMISSION = "applications.change_application"


def may_decide(user: Any) -> bool:
    """Whether the person may read applications and decide on them."""
    return user.has_perm(PERMISSION)


class ApplicationAccess:
    """For a view of applications: 403 to strangers, and no cache keeps it."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raise PermissionDenied for whoever may not decide."""
        if not may_decide(request.user):
            raise PermissionDenied
        return private(super().dispatch(request, *args, **kwargs))  # type: ignore[misc]


class OneApplication(ApplicationAccess):
    """For a view of one application: ``self.application``; a draft is not found."""

    application: Application
    page_title = ""
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the application, for those who may see it."""
        if may_decide(request.user):
            sent = Application.objects.sent().select_related(
                "principles", "member", "handler"
            )
            self.application = get_object_or_404(sent, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def url(self, name: str = "application", *args: Any) -> str:
        """The address of another view of the same application."""
        return reverse(
            f"membership_applications:{name}", args=[self.application.pk, *args]
        )

    def get_page_title(self) -> str:
        """What is done here."""
        return str(self.page_title)

    def get_page_subtitle(self) -> str:
        """The organisation."""
        return str(self.application)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """All applications, the application, and what is done here."""
        items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("membership_applications:index"),
                "label": _("Applications"),
            },
            {"url": self.url(), "label": str(self.application)},
        ]
        if self.page_title:
            return [*items, {"url": "", "label": self.get_page_title()}]
        return items
