"""People, their roles and what they did, in the CMS: for administrators.

An administrator is no superuser, and cannot become one: superusers are made and changed
by superusers alone.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry
from wagtail.users.views import users

from ethicaltrade.users import accounts
from ethicaltrade.users.models import User
from ethicaltrade.users.second_factor import is_set_up

from .cms import DetailedFormatter, register_log_actions
from .conflicts import WatchedEdit

LOG_PREFIX, FORGET = "users", "forget_second_factors"


def keep_history_for_administrators() -> None:
    """Wagtail shows its report to everybody in the CMS.

    A record's own history is for those who may change the record.
    """
    LogEntriesView.permission_policy = policy_registry.get_by_type(ModelLogEntry)
    LogEntriesView.permission_required = "view"


def refuse_superuser(request: HttpRequest, user: User) -> None:
    """PermissionDenied, where somebody who is none would change one."""
    if user.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


def refuse_superusers(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> None:
    if issubclass(action.model, User):
        for user in objects:
            refuse_superuser(request, user)


class SuperuserMixin:
    """For a user's form: who is no superuser makes none."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if field := form.fields.get("is_superuser"):  # not on one's own form
            field.label = _("Superuser")
            field.help_text = _(
                "For those who run the site: everything that no role allows."
            )
            field.disabled = not self.request.user.is_superuser
        return form


class UserCreate(SuperuserMixin, users.CreateView):
    """A new user's."""


class WatchedUserEdit(SuperuserMixin, WatchedEdit, users.EditView):
    """A user's; the template shows the hidden field."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        if self.editing_self or not is_set_up(self.object):
            return []
        url = reverse("forget_second_factors", args=[self.object.pk])
        label = _("Reset two-factor authentication")
        return [HeaderButton(label, url=url, icon_name="key")]


class WatchedUserViewSet(users.UserViewSet):
    add_view_class = UserCreate
    edit_view_class = WatchedUserEdit
    copy_view_enabled = False  # the copy would be what the first one is


class ForgetSecondFactorsView(WagtailAdminTemplateMixin, TemplateView):
    """For somebody who has lost theirs; one's own are taken away on one's own page."""

    template_name = "admin/core/forget_second_factors.html"
    page_title = gettext_lazy("Reset two-factor authentication")
    header_icon = "key"
    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("users.change_user"):
            raise PermissionDenied
        if request.user == self.person:
            raise PermissionDenied
        refuse_superuser(request, self.person)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            accounts.forget_second_factors(self.person)
            log(self.person, f"{LOG_PREFIX}.{FORGET}", user=request.user)
        sentence = _("%(name)s can set up two-factor authentication again.")
        messages.success(request, sentence % {"name": self.person})
        return redirect(self.back_url)

    @property
    def back_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.person.pk])

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": self.back_url, "label": str(self.person)},
            {"url": "", "label": self.get_page_title()},
        ]


register_log_actions(
    LOG_PREFIX,
    {FORGET: gettext_lazy("Reset two-factor authentication")},
    DetailedFormatter,
)
