"""The pages in the CMS: what members have proposed, and one proposal to decide on."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as notices
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin

from ethicaltrade.bilingual import languages

from . import decisions
from .access import StaffOnly
from .differences import changes_of
from .forms import APPROVE, DecisionForm
from .models import Proposal, ProposalKind, ProposalState
from .presentations import ChangedMeanwhileError

ON_A_PAGE = 50


def short(moment: Any) -> str:
    """A date and time for a table's cell, on the site's own clock."""
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


class ProposalFilters(WagtailFilterSet):
    """Those that wait, when nothing is asked for."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            *(choice for choice in ProposalState.choices if choice[0] != "waiting"),
            ("all", gettext_lazy("All")),
        ],
        method="in_state",
        widget=forms.RadioSelect,
        empty_label=ProposalState.WAITING.label,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"),
        choices=ProposalKind.choices,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Proposal
        fields: list[str] = []

    def in_state(self, proposals: Any, name: str, state: str) -> Any:
        """Those in the state, or all of them."""
        return proposals if state == "all" else proposals.filter(state=state)


class ProposalList(StaffOnly, IndexView):
    """What the members' people have sent in, the oldest that waits first."""

    model = Proposal
    permission_policy = None
    any_permission_required = None
    page_title = gettext_lazy("From members")
    header_icon = "doc-full-inverse"
    paginate_by = ON_A_PAGE
    filterset_class = ProposalFilters
    index_url_name = "proposals:index"
    index_results_url_name = "proposals:index_results"
    verbose_name_plural = gettext_lazy("proposals")
    template_name = "admin/membership/proposals/list.html"

    columns = [
        TitleColumn(
            "member",
            label=gettext_lazy("Member"),
            accessor="member.name",
            get_url=lambda one: reverse("proposals:proposal", args=[one.pk]),
        ),
        Column("subject", label=gettext_lazy("What")),
        Column("by", label=gettext_lazy("From"), accessor=lambda one: one.by or ""),
        Column(
            "made_at",
            label=gettext_lazy("Received"),
            accessor=lambda one: short(one.made_at),
        ),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda one: one.is_waiting,
        ),
        Column("adviser", label=gettext_lazy("Adviser"), accessor="member.adviser"),
    ]

    def get_base_queryset(self) -> QuerySet:
        """With members, advisers and people: no query for each row."""
        proposals = Proposal.objects.select_related("member__adviser", "by")
        return proposals if self.request.GET.get("state") else proposals.waiting()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Who has waited longest comes first; else the last one."""
        if self.request.GET.get("state"):
            return queryset.order_by("-made_at", "-pk")
        return queryset.order_by("made_at", "pk")


class ProposalView(StaffOnly, WagtailAdminTemplateMixin, TemplateView):
    """One proposal beside what stands there today, to approve or to decline."""

    template_name = "admin/membership/proposals/proposal.html"
    header_icon = "doc-full-inverse"
    form: DecisionForm | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; 404 when it was taken back."""
        self.proposal = get_object_or_404(self._all(), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    @staticmethod
    def _all() -> QuerySet:
        return Proposal.objects.select_related(
            "member__adviser", "by", "decided_by", "report__document"
        )

    def get_page_title(self) -> str:
        """What it is about."""
        return self.proposal.subject

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return self.proposal.member.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """All proposals, and this one."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("proposals:index"), "label": _("From members")},
            {"url": "", "label": str(self.proposal)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The proposal, its texts beside today's, and the form."""
        one = self.proposal
        return super().get_context_data(**kwargs) | {
            "proposal": one,
            "changes": [] if one.is_report else changes_of(one),
            "form": self.form or DecisionForm(proposal=one),
            "email_language": languages.name_of(one.language),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide; show the proposal again when it is not what was looked at."""
        found = self._all().filter(pk=kwargs["pk"]).first()
        if found is None:
            notices.warning(
                request, _("Nothing was done: the proposal was taken back meanwhile.")
            )
            return redirect("proposals:index")
        self.proposal = found
        form = self.form = DecisionForm(request.POST, proposal=self.proposal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            self._decide(form.cleaned_data)
        except decisions.DecidedAlreadyError:
            notices.warning(
                request, _("Nothing was done: somebody has decided already.")
            )
            return redirect("proposals:index")
        except ChangedMeanwhileError:
            self.proposal = self._all().get(pk=found.pk)
            notices.warning(
                request,
                _("Nothing was done: it has changed since you looked. Look again."),
            )
            return self.render_to_response(self.get_context_data())
        return redirect("proposals:index")

    def _decide(self, asked: dict[str, Any]) -> None:
        pk, by = self.proposal.pk, self.request.user
        if asked["do"] == APPROVE:
            decisions.approve(
                pk,
                seen=asked["seen"],
                by=by,
                note=asked["note"],
                level=asked.get("level", ""),
            )
            sentence = _("It is approved and published, and an e-mail is sent.")
        else:
            decisions.decline(pk, seen=asked["seen"], by=by, note=asked["note"])
            sentence = _("It is declined, and an e-mail is sent.")
        notices.success(self.request, sentence)
