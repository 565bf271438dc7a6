"""Proposals in the CMS: the list, and one to decide on."""

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
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual import languages
from ethicaltrade.core.cms import RestrictedView
from ethicaltrade.core.forms import TextField
from membership.members.choices import Level
from membership.members.models import Member

from . import services
from .differences import changes_of
from .models import Proposal, ProposalKind, ProposalState
from .services import ChangedMeanwhileError

APPROVE, DECLINE = "approve", "decline"
ON_A_PAGE = 50


class DecisionForm(forms.Form):
    level = forms.ChoiceField(
        label=gettext_lazy("Badge"),
        choices=[("", gettext_lazy("No badge")), *Level.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The badge that the report has earned, if any."),
    )
    note = TextField(
        label=gettext_lazy("Note to the member"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy(
            "Included in the e-mail, and shown on My page to those who belong to the "
            "member. Required if you decline."
        ),
    )
    do = forms.ChoiceField(choices=[(APPROVE, APPROVE), (DECLINE, DECLINE)])
    seen = forms.CharField(max_length=64)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not proposal.is_report:
            del self.fields["level"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_silent = not cleaned.get("note") and "note" not in self.errors
        if cleaned.get("do") == DECLINE and is_silent:
            self.add_error("note", _("Explain why, so that they know what to correct."))
        return cleaned


def may_decide(user: Any) -> bool:
    return policy_registry.get_by_type(Member).user_has_permission(user, "change")


def received(proposal: Proposal) -> str:
    return date_format(timezone.localtime(proposal.made_at), "SHORT_DATETIME_FORMAT")


class ProposalFilters(WagtailFilterSet):
    """Without a choice: those that wait."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[
            *(choice for choice in ProposalState.choices if choice[0] != "waiting"),
            ("all", gettext_lazy("All")),
        ],
        method="in_state",
        widget=forms.RadioSelect,
        empty_label=ProposalState.WAITING.label,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Type"),
        choices=ProposalKind.choices,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Proposal
        fields: list[str] = []

    def in_state(self, proposals: Any, name: str, state: str) -> Any:
        return proposals if state == "all" else proposals.filter(state=state)


class ProposalList(RestrictedView, IndexView):
    may_see = staticmethod(may_decide)
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
        Column("made_at", label=gettext_lazy("Received"), accessor=received),
        StatusTagColumn(
            "state",
            label=gettext_lazy("Status"),
            accessor="get_state_display",
            primary=lambda one: one.is_waiting,
        ),
        Column("adviser", label=gettext_lazy("Adviser"), accessor="member.adviser"),
    ]

    def get_base_queryset(self) -> QuerySet:
        proposals = Proposal.objects.select_related("member__adviser", "by")
        return proposals if self.request.GET.get("state") else proposals.waiting()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Those that wait: the oldest first. Else the newest first."""
        if self.request.GET.get("state"):
            return queryset.order_by("-made_at", "-pk")
        return queryset.order_by("made_at", "pk")


class ProposalView(RestrictedView, WagtailAdminTemplateMixin, TemplateView):
    may_see = staticmethod(may_decide)
    template_name = "admin/membership/proposals/proposal.html"
    header_icon = "doc-full-inverse"
    form: DecisionForm | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 when it was taken back."""
        self.proposal = get_object_or_404(self._all(), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    @staticmethod
    def _all() -> QuerySet:
        return Proposal.objects.select_related(
            "member__adviser", "by", "decided_by", "report__document"
        )

    def get_page_title(self) -> str:
        return self.proposal.subject

    def get_page_subtitle(self) -> str:
        return self.proposal.member.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("proposals:index"), "label": _("From members")},
            {"url": "", "label": str(self.proposal)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.proposal
        return super().get_context_data(**kwargs) | {
            "proposal": one,
            "changes": [] if one.is_report else changes_of(one),
            "form": self.form or DecisionForm(proposal=one),
            "email_language": languages.name_of(one.language),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the proposal again when it has changed since it was shown."""
        found = self._all().filter(pk=kwargs["pk"]).first()
        if found is None:
            return self.too_late(
                _("Nothing was done: the proposal has been withdrawn in the meantime.")
            )
        self.proposal = found
        form = self.form = DecisionForm(request.POST, proposal=self.proposal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            self._decide(form.cleaned_data)
        except services.DecidedAlreadyError:
            return self.too_late(_("Nothing was done: somebody has already decided."))
        except ChangedMeanwhileError:
            self.proposal = self._all().get(pk=found.pk)
            notices.warning(
                request,
                _(
                    "Nothing was done: it has changed since you opened it. Please "
                    "look again."
                ),
            )
            return self.render_to_response(self.get_context_data())
        return redirect("proposals:index")

    def too_late(self, sentence: str) -> HttpResponse:
        """To the list, with the note that was written."""
        if note := self.request.POST.get("note", "").strip():
            yours = _("This is what you wrote: “%(note)s”") % {"note": note}
            sentence = f"{sentence} {yours}"
        notices.warning(self.request, sentence)
        return redirect("proposals:index")

    def _decide(self, cleaned: dict[str, Any]) -> None:
        pk, by = self.proposal.pk, self.request.user
        if cleaned["do"] == APPROVE:
            services.approve(
                pk,
                seen=cleaned["seen"],
                by=by,
                note=cleaned["note"],
                level=cleaned.get("level", ""),
            )
            sentence = _("Approved and published, and an e-mail has been sent.")
        else:
            services.decline(pk, seen=cleaned["seen"], by=by, note=cleaned["note"])
            sentence = _("Declined, and an e-mail has been sent.")
        notices.success(self.request, sentence)
