"""When a language of a page is published, and taken down: the editor's side."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from ethicaltrade.dates import clock_change_error

from .. import (
    languages,
    refusals,
    routing,
    schedules,
    scopes,
    versions,
)
from ..forms import ANYWAY
from ..models import Schedule
from . import findings
from .bar import Bar

Action = Schedule.Action

BEFORE_SCHEDULE = "before_schedule_language"
"""A hook, with request, page, code and the two times; a response is given instead."""


def _day() -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=gettext_lazy("Day"), required=False, widget=widget)


def _time() -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=pgettext_lazy("on the clock", "Time"), required=False, widget=widget
    )


class ScheduleForm(forms.Form):
    """On the clock of the site's zone. ``times`` has what is set, by action."""

    publish_day = _day()
    publish_time = _time()
    take_down_day = _day()
    take_down_time = _time()

    def __init__(self, *args: Any, known: dict[str, Schedule], **kwargs: Any):
        """``known`` is what is scheduled; a time to come is shown, to be changed."""
        super().__init__(*args, **kwargs)
        self.times: dict[str, datetime] = {}
        self.emptied: list[str] = []
        self.known = {
            action: one for action, one in known.items() if one.at > timezone.now()
        }
        for action, one in self.known.items():
            here = timezone.localtime(one.at, timezone.get_default_timezone())
            self.initial[f"{action}_day"] = here.date()
            self.initial[f"{action}_time"] = here.time()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for action in Action.values:
            self._clean_time(action)
        if not (self.errors or self.times or self.emptied):
            self.add_error("publish_day", _("Choose a day and a time."))
        return cleaned

    def _clean_time(self, action: str) -> None:
        names = f"{action}_day", f"{action}_time"
        if any(name in self.errors for name in names):
            return
        day, time = (self.cleaned_data.get(name) for name in names)
        if day is None and time is None:
            if action in self.known:
                self.emptied.append(action)
        elif day is None:
            self.add_error(names[0], _("Choose the day, too."))
        elif time is None:
            self.add_error(names[1], _("Choose the time, too."))
        else:
            moment = datetime.combine(day, time, timezone.get_default_timezone())
            if error := clock_change_error(moment):
                self.add_error(names[1], error)
            else:
                self.times[action] = moment

    def add_refusal(self, error: ValidationError) -> None:
        """Beside the day it is about."""
        for name, errors in refusals.by_field(error).items():
            field = f"{name.removesuffix('_at')}_day"
            self.add_error(field if field in self.fields else None, errors)


class ScheduleView(WagtailAdminTemplateMixin, FormView):
    """Of one language; what is scheduled is the newest draft."""

    form_class = ScheduleForm
    template_name = "bilingual/admin/schedule.html"
    header_icon = "calendar-alt"
    page: Any
    code: str
    found: findings.LookedAt | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.code = kwargs["language"]
        if self.code not in languages.codes():
            raise Http404
        page = get_object_or_404(routing.page_model(), pk=kwargs["page_id"])
        self.page = page.specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        may = self.page.permissions_for_user(request.user)
        if not may.can_publish() or may.page_locked() or self.page.alias_of_id:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def known(self) -> dict[str, Schedule]:
        found = Schedule.objects.filter(page=self.page.pk, language=self.code)
        return {one.action: one for one in found.select_related("user")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "known": self.known}

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (action := request.POST.get("cancel")) in Action.values:
            self._cancel(str(action))
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def _cancel(self, action: str) -> None:
        schedules.cancel(self.page, self.code, action, user=self.request.user)
        messages.success(
            self.request,
            _("Cancelled: %(what)s (%(language)s).")
            % {
                "what": Action(action).label,
                "language": languages.name_of(self.code),
            },
        )

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        times: dict[str, Any] = {
            f"{action}_at": at for action, at in form.times.items()
        }
        if self._holds_back(times):
            return self.form_invalid(form)
        asked = [
            response
            for hook in hooks.get_hooks(BEFORE_SCHEDULE)
            if (response := hook(self.request, self.page, self.code, times))
        ]
        made: list[Schedule] = []
        try:
            with transaction.atomic():
                for action in form.emptied:
                    self._cancel(action)
                if not asked:
                    made = schedules.schedule(
                        self.page, self.code, user=self.request.user, **times
                    )
        except ValidationError as error:
            form.add_refusal(error)
            return self.form_invalid(form)
        for one in made:
            messages.success(self.request, said(one))
        return asked[0] if asked else redirect(self.get_success_url())

    def _holds_back(self, times: dict[str, Any]) -> bool:
        """There is something to look at, in what was not scheduled before.

        A fault is shown as well; it is refused when the time is set.
        """
        is_asked = "publish_at" in times and ANYWAY not in self.request.POST
        planned = self.known.get(Action.PUBLISH)
        if not is_asked or (planned and not self._differs(planned, self._draft)):
            return False
        self.found = findings.look_at(self.page, [self.code])
        if self.found is None or self.found.has_faults:
            return False
        messages.warning(
            self.request, _("Not scheduled yet: there is something to look at.")
        )
        return True

    @cached_property
    def _draft(self) -> Any:
        return self.page.get_latest_revision_as_object()

    def get_page_title(self) -> str:
        return _("Schedule %(language)s") % {"language": languages.name_of(self.code)}

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The page's path, as in Wagtail's own views of a page."""
        last = {"label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [
            *get_breadcrumbs_items_for_page(self.page, self.request.user),
            {"url": "", **last},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self._draft
        bar = Bar(self.page, draft, self.request.user)
        form = kwargs.get("form") or self.get_form()
        planned = self.known.get(Action.PUBLISH)
        return super().get_context_data(
            page=self.page,
            bar=bar,
            language=bar.of(self.code),
            stays=[str(one.name) for one in bar.languages if one.code != self.code],
            has_changed=planned is not None and self._differs(planned, draft),
            found=self.found,
            zone=timezone.get_default_timezone_name(),
            parts=[
                self._part(form, Action.PUBLISH, gettext_lazy("Publish")),
                self._part(form, Action.TAKE_DOWN, gettext_lazy("Take down")),
            ],
            **kwargs | {"form": form},
        )

    def _part(self, form: forms.Form, action: Action, legend: Any) -> tuple:
        """Of the form: a legend, the action, what is scheduled now, and the fields."""
        known = self.known.get(action)
        fields = [form[f"{action.value}_day"], form[f"{action.value}_time"]]
        return legend, action.value, known and schedules.line(known), fields

    def _differs(self, planned: Schedule, draft: Any) -> bool:
        """Whether what is written now is not what was scheduled."""
        now, then = scopes.content_of(draft), planned.content or {}
        return any(
            change.language in (None, self.code)
            for change in versions.differences(type(draft), then, now)
        )


def said(one: Schedule) -> str:
    """After it was scheduled."""
    if one.is_publication:
        sentence = _("%(language)s will be published on %(at)s.")
    else:
        sentence = _("%(language)s will be taken down on %(at)s.")
    name = str(languages.name_of(one.language))
    return sentence % {
        "language": name[:1].upper() + name[1:],
        "at": schedules.written(one.at),
    }
