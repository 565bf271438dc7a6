"""The person's own organisation: what it says, its reports, and what waits."""

import logging
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.media.uploads import NOT_STORED
from membership.members.models import Member
from membership.proposals import services
from membership.proposals.differences import changes_of, values_of
from membership.proposals.models import Proposal

from .access import for_members
from .forms import PresentationForm, ReportForm

logger = logging.getLogger(__name__)

DECIDED_SHOWN = timedelta(days=60)
"""How long a decision stands on the page."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def organisation(request: HttpRequest, member: Member) -> HttpResponse:
    if request.method == "POST":
        _withdraw(request, member)
        return redirect("my_organisation")
    waiting = services.waiting_presentation(member)
    context = {
        "member": member,
        "texts": presentation_texts(member),
        "waiting": waiting,
        "changes": changes_in(waiting),
        "decided": member.proposals.decided_since(timezone.now() - DECIDED_SHOWN),
        "reports": member.reports.select_related("document", "proposal"),
    }
    return TemplateResponse(request, "pages/mypage/organisation.html", context)


def _withdraw(request: HttpRequest, member: Member) -> None:
    """An unknown action does nothing."""
    action = request.POST.get("do", "")
    if action == "withdraw-presentation":
        is_done = services.withdraw_presentation(member.pk)
    elif action == "withdraw-report":
        year = request.POST.get("year", "")
        is_done = year.isdecimal() and len(year) == 4
        is_done = is_done and services.withdraw_report(member.pk, int(year))
    else:
        return
    if is_done:
        messages.success(request, _("It has been withdrawn."))
    else:
        messages.warning(
            request, _("Nothing was done: it is no longer awaiting approval.")
        )


def presentation_texts(member: Member) -> list[tuple[str, str, str]]:
    """Language code, its name and the presentation in it, in every language."""
    texts = {
        code: languages.value_in(member, "presentation", code) or ""
        for code in languages.codes()
    }
    return [(code, languages.name_of(code), text) for code, text in texts.items()]


def changes_in(proposal: Proposal | None) -> list[Any]:
    if proposal is None:
        return []
    return [change for change in changes_of(proposal) if change.is_changed]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit_presentation(request: HttpRequest, member: Member) -> HttpResponse:
    form = PresentationForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid() and _propose(request, form):
        messages.success(
            request, _("Sent. Our staff will review it and get back to you.")
        )
        return redirect("my_organisation")
    context = {"form": form, "member": member, "changes": changes_in(form.waiting)}
    return TemplateResponse(request, "pages/mypage/presentation.html", context)


def _propose(request: HttpRequest, form: PresentationForm) -> bool:
    try:
        services.propose(
            form.member.pk,
            {**values_of(form.member), **form.values},
            by=request.user,
            language=languages.active(),
            seen=form.cleaned_data["seen"],
        )
    except services.ChangedMeanwhileError:
        form.member.refresh_from_db()
        form.add_changed_meanwhile()
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def hand_in_report(request: HttpRequest, member: Member) -> HttpResponse:
    is_sent = request.method == "POST"
    data = (request.POST, request.FILES) if is_sent else ()
    form = ReportForm(*data, member=member)
    if is_sent and form.is_valid() and _submit(request, form):
        messages.success(
            request, _("Sent. Our staff will review it and get back to you.")
        )
        return redirect("my_organisation")
    context = {"form": form, "member": member}
    return TemplateResponse(request, "pages/mypage/report.html", context)


def _submit(request: HttpRequest, form: ReportForm) -> bool:
    by, language = request.user, languages.active()
    try:
        services.submit(form.member, by=by, language=language, **form.cleaned_data)
    except services.YearTakenError as error:
        form.add_year_taken(error)
        return False
    except OSError as error:  # a disk that is full
        logger.error("A report could not be stored: %s", error)
        form.add_error("file", NOT_STORED)
        return False
    return True


@require_safe
@for_members
def waiting_report(request: HttpRequest, member: Member, year: int) -> HttpResponseBase:
    """The PDF that waits for approval, for the people of its own member alone."""
    report = services.waiting_report(member, year)
    document = report and report.document
    if not document:
        raise Http404
    try:
        file = document.file.storage.open(document.file.name)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{member.slug}-{year}.pdf",
        content_type="application/pdf",
    )
