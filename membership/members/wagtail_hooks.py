"""Where editors find the members in the CMS."""

from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CopyView

from ethicaltrade.core.menus import register_menu
from ethicaltrade.core.watched import WatchedSnippetEdit, WatchedSnippetViewSet

from .choices import Kind, Sector, State
from .fees.models import FeeTable
from .models import Member, MemberQuerySet

MEMBERS = register_menu("members", _("Members"), icon_name="group", order=300)


class MemberFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=State,
        method="filter_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=Kind, widget=forms.CheckboxSelectMultiple
    )
    sector = django_filters.MultipleChoiceFilter(
        label=_("Sector"), choices=Sector, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Member
        fields = ["state", "kind", "sector", "adviser"]

    def filter_state(
        self, queryset: MemberQuerySet, name: str, value: str
    ) -> MemberQuerySet:
        return queryset.in_state(value)


class MemberEditView(WatchedSnippetEdit):
    @cached_property
    def header_buttons(self) -> list[Button]:
        """From hooks ``register_member_buttons``, called with the member."""
        found = hooks.get_hooks("register_member_buttons")
        return [button for hook in found for button in hook(self.object)]


class MemberViewSet(WatchedSnippetViewSet):
    model = Member
    icon = "list-ul"
    menu_label = _("Members")
    menu_order = 430
    menu_hook = MEMBERS
    filterset_class = MemberFilterSet
    edit_view_class = MemberEditView
    list_per_page = 50
    list_display = [
        "listed_name",
        Column("kind", label=_("Type"), accessor="get_kind_display", sort_key="kind"),
        Column("sector", label=_("Sector"), accessor="get_sector_display"),
        Column("place", label=_("Location"), sort_key="place"),
        Column(
            "member_since",
            label=_("Member since"),
            accessor="member_since",
            sort_key="member_since",
        ),
        Column("state", label=_("Status"), accessor="state.label"),
        Column("adviser", label=_("Adviser")),
    ]

    def get_queryset(self, request: Any) -> MemberQuerySet:
        """With the advisers: no query for each row."""
        return Member.objects.select_related("adviser")


register_snippet(MemberViewSet)


class NextYearView(CopyView):
    def get_initial_form_instance(self) -> Any:
        return self.get_object().as_next_year()


class FeeTableViewSet(WatchedSnippetViewSet):
    model = FeeTable
    icon = "table"
    menu_label = _("Fees")
    menu_order = 433
    menu_hook = MEMBERS
    copy_view_class = NextYearView
    list_display = [
        "year",
        Column("valid_from", label=_("Valid from"), accessor="valid_from"),
    ]


register_snippet(FeeTableViewSet)
