"""On the first page of the CMS, for administrators: the jobs, and e-mails given up."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from ethicaltrade.mail.models import Email
from ethicaltrade.scheduling import pulse, states
from ethicaltrade.scheduling.worker import QUEUE, ready_tasks

SHOWN = 20
"""E-mails; a mail server that refuses all of them gives up many."""


RIGHTS = ("scheduling.view_jobrun", "mail.change_email")


def may_see(user: Any) -> bool:
    """Addresses of visitors stand there."""
    return user.has_perms(RIGHTS)


class JobsPanel(Component):
    """Above what is to be done when something is wrong, else the last of all."""

    template_name = "admin/watching/jobs.html"

    def __init__(self) -> None:
        runs = states.all_runs()
        self.worker_at = pulse.last(runs)
        self.is_silent = pulse.is_silent(self.worker_at)
        self.states = states.of_all(runs)
        self.is_wrong = self.is_silent or any(each.is_wrong for each in self.states)
        self.order = 90 if self.is_wrong else 390

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "worker_at": self.worker_at,
            "is_silent": self.is_silent,
            "states": sorted(self.states, key=lambda state: not state.is_wrong),
            "is_wrong": self.is_wrong,
            "waiting": ready_tasks().count(),
            "failed": DBTaskResult.objects.failed().filter(backend_name=QUEUE).count(),
        }


class GivenUpPanel(Component):
    order = 91
    template_name = "admin/watching/given_up.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        given_up = Email.objects.given_up()
        shown = list(given_up.order_by("-ended_at", "-pk")[:SHOWN])
        return {
            "request": parent_context["request"],
            "emails": [(email, is_of_use(email)) for email in shown],
            "count": given_up.count() if len(shown) == SHOWN else len(shown),
        }


def is_of_use(email: Email) -> bool:
    """Whether it may be tried again: its words are there, and still true.

    It has its Message-ID, by which a server that took it after all knows it again.
    """
    is_over = email.expires_at is not None and email.expires_at <= timezone.now()
    return not (email.is_empty or is_over)


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """One e-mail by its ``pk``, or all that are of use."""
    if not may_see(request.user):
        raise PermissionDenied
    pk = request.POST.get("pk", "")
    which = Q(pk=int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else Q()
    if pk and not which:
        which = Q(pk=None)
    again = Email.objects.filter(which).try_again()
    if again:
        told = ngettext(
            "%(number)s e-mail will be tried again.",
            "%(number)s e-mails will be tried again.",
            again,
        )
        messages.success(request, told % {"number": again})
    else:
        messages.error(request, _("None of them can be tried again."))
    return redirect("wagtailadmin_home")
