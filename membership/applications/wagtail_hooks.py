"""Where the staff find applications in the CMS."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import (
    ModelAdminURLFinder,
    register_admin_url_finder,
)
from wagtail.admin.menu import MenuItem

from ethicaltrade.core.cms import (
    RestrictedMenuItem,
    WaitingSummaryItem,
    register_stylesheet,
    register_summary_item,
)
from membership.applications.models import Application
from membership.members.wagtail_hooks import MEMBERS

from .admin import views
from .admin.lists import ApplicationList
from .admin.views import may_decide

register_stylesheet("css/admin/applications.css")


class ApplicationURLFinder(ModelAdminURLFinder):
    edit_url_name = "membership_applications:application"

    def get_edit_url(self, instance: Application) -> str | None:
        return self.construct_edit_url(instance) if may_decide(self.user) else None


register_admin_url_finder(Application, ApplicationURLFinder)


@hooks.register("register_admin_urls")
def application_urls() -> list:
    addresses = [
        path("", ApplicationList.as_view(), name="index"),
        path(
            "results/",
            ApplicationList.as_view(results_only=True),
            name="index_results",
        ),
        path("<int:pk>/", views.ApplicationView.as_view(), name="application"),
        path("<int:pk>/take/", views.TakeView.as_view(), name="take"),
        path("<int:pk>/ask/", views.AskView.as_view(), name="ask"),
        path("<int:pk>/approve/", views.ApproveView.as_view(), name="approve"),
        path("<int:pk>/decline/", views.DeclineView.as_view(), name="decline"),
    ]
    return [path("applications/", include((addresses, "membership_applications")))]


@hooks.register("register_permissions")
def application_permissions() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="applications", codename="change_application"
    )


@hooks.register(MEMBERS)
def applications_menu_item() -> MenuItem:
    return RestrictedMenuItem(
        _("Applications"),
        reverse("membership_applications:index"),
        may_see=may_decide,
        count=Application.objects.waiting().count,
        name="applications",
        icon_name="clipboard-list",
        order=432,
    )


@register_summary_item
class WaitingApplications(WaitingSummaryItem):
    order = 410
    template_name = "admin/membership/applications/waiting.html"

    def get_waiting(self) -> int:
        return Application.objects.waiting().count()

    def get_url(self) -> str:
        return f"{reverse('membership_applications:index')}?state=new&state=in-review"

    def may_see(self) -> bool:
        return may_decide(self.request.user)
