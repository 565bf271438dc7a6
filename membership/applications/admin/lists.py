"""The list of applications in the CMS."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from ethicaltrade.core.collation import with_words
from membership.applications.models import (
    DECIDED,
    Application,
    ApplicationState,
)
from membership.members.choices import Kind

from .views import ApplicationAccess

ON_A_PAGE = 50


def day_of(moment: Any) -> str:
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


class ApplicationFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[
            (state.value, state.label)
            for state in ApplicationState
            if state != ApplicationState.DRAFT
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=Kind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Application
        fields: list[str] = []


class ApplicationList(ApplicationAccess, IndexView):
    model = Application
    permission_policy = None
    any_permission_required = None
    page_title = _("Applications")
    header_icon = "clipboard-list"
    paginate_by = ON_A_PAGE
    filterset_class = ApplicationFilters
    is_searchable = True
    index_url_name = "membership_applications:index"
    index_results_url_name = "membership_applications:index_results"
    verbose_name_plural = _("applications")

    columns = [
        TitleColumn(
            "name",
            label=_("Applicant"),
            accessor=str,
            get_url=lambda one: reverse(
                "membership_applications:application", args=[one.pk]
            ),
        ),
        Column("state", label=_("Status"), accessor="get_state_display"),
        Column("kind", label=_("Type"), accessor="get_kind_display"),
        Column(
            "sent",
            label=pgettext_lazy("application", "Sent"),
            accessor=lambda one: day_of(one.sent_at),
        ),
        Column("waited", label=_("Days waiting"), accessor="waited_days"),
        Column("handler", label=_("Handled by")),
    ]

    def get_base_queryset(self) -> QuerySet:
        return Application.objects.sent().select_related("handler")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """What waits for the staff, then for the applicant, then what is decided."""
        order = Case(
            When(state__in=DECIDED, then=Value(2)),
            When(state=ApplicationState.MORE_ASKED, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        return queryset.order_by(order, "-sent_at", "-pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """In Python, because SQLite knows the case of a–z only."""
        columns = ("name", "organisation_number", "place", "reference", "email")
        return with_words(queryset, self.search_query, *columns, "contact_name")
