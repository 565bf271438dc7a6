from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from ethicaltrade.core.cms import WaitingSummaryItem, register_summary_item
from ethicaltrade.core.conflicts import WatchedEdit
from ethicaltrade.core.menus import CONTENT

from .models import Feedback


class ReadersWritePolicy(ModelPermissionPolicy):
    def user_has_permission(self, user, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Feedback, ReadersWritePolicy(Feedback))


class HandlingForm(WagtailAdminModelForm):
    is_handled = forms.BooleanField(label=_("Handled"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_handled"] = self.instance.is_handled

    def save(self, commit: bool = True) -> Feedback:
        self.instance.mark(handled=self.cleaned_data["is_handled"], by=self.for_user)
        return super().save(commit)


class ToldPanel(FieldPanel):
    """A field that is only read, with a dash where there is no value."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **(kwargs | {"read_only": True}))

    def format_value_for_display(self, value: Any) -> Any:
        return "–" if value is None else super().format_value_for_display(value)


class FeedbackFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("waiting", _("Not handled")), ("handled", _("Handled"))],
        method="in_state",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Feedback
        fields = ["state"]

    def in_state(self, reports, name: str, state: str):
        return reports.waiting() if state == "waiting" else reports.handled()


class FeedbackEditView(WatchedEdit, EditView):
    watched = ("handled_at",)


class FeedbackViewSet(ModelViewSet):
    model = Feedback
    edit_view_class = FeedbackEditView
    icon = "mail"
    menu_label = _("Reported problems")
    menu_order = 440
    menu_hook = CONTENT
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "__str__",
        "page",
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        BooleanColumn("is_handled", label=_("Handled"), sort_key="handled_at"),
    ]
    filterset_class = FeedbackFilterSet
    search_fields = ["text", "page", "aid"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    ToldPanel(name)
                    for name in ("text", "page", "aid", "email", "language")
                ],
                heading=_("What the reader wrote"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_handled"),
                    ToldPanel("handled_at"),
                    ToldPanel("handled_by"),
                ],
                heading=_("What was done"),
            ),
        ],
        base_form_class=HandlingForm,
    )


@hooks.register("register_admin_viewset")
def feedback_viewset() -> FeedbackViewSet:
    return FeedbackViewSet("feedback")


@register_summary_item
class WaitingReports(WaitingSummaryItem):
    order = 400
    template_name = "admin/home/waiting_reports.html"

    def get_waiting(self) -> int:
        return Feedback.objects.waiting().count()

    def get_url(self) -> str:
        return f"{reverse('feedback:index')}?state=waiting"

    def may_see(self) -> bool:
        policy = policy_registry.get_by_type(Feedback)
        return policy.user_has_permission(self.request.user, "change")
