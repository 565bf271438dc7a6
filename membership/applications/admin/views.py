"""Who sees applications: those who may change them, and nobody else."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as notices
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ethicaltrade.bilingual import languages
from ethicaltrade.core.cms import RestrictedView
from ethicaltrade.mail.previews import EmailFormView, Preview
from membership.applications import emails
from membership.applications.details import details_of
from membership.applications.models import Application, ApplicationState
from membership.applications.services import lock
from membership.applications.steps import BY_KEY, STEPS, SUMMARY

from . import services
from .forms import ApproveForm, AskForm, DeclineForm, NoteForm, NothingForm


def may_decide(user: Any) -> bool:
    return user.has_perm("applications.change_application")


class ApplicationAccess(RestrictedView):
    may_see = staticmethod(may_decide)


class OneApplication(ApplicationAccess):
    """For a view of one application: ``self.application``; 404 for a draft."""

    application: Application
    page_title = ""
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_decide(request.user):
            sent = Application.objects.sent().select_related(
                "principles", "member", "handler"
            )
            self.application = get_object_or_404(sent, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def url(self, name: str = "application", *args: Any) -> str:
        return reverse(
            f"membership_applications:{name}", args=[self.application.pk, *args]
        )

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_page_subtitle(self) -> str:
        return str(self.application)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("membership_applications:index"),
                "label": _("Applications"),
            },
            {"url": self.url(), "label": str(self.application)},
        ]
        if self.page_title:
            return [*items, {"url": "", "label": self.get_page_title()}]
        return items


class ApplicationView(OneApplication, WagtailAdminTemplateMixin, TemplateView):
    template_name = "admin/membership/applications/application.html"
    form: NoteForm | None = None

    def get_page_title(self) -> str:
        return str(self.application)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.application
        rows = details_of(one)
        return super().get_context_data(**kwargs) | {
            "application": one,
            "email_language": languages.name_of(one.language),
            "sections": [
                {"title": step.title, "details": rows[step.key]}
                for step in STEPS
                if step is not SUMMARY
            ],
            "others": Application.objects.of_same_organisation(one)[:20],
            **returning(one),
            "events": [history_of(event) for event in one.events.select_related("by")],
            "form": self.form or NoteForm(),
            "can_be_taken": one.state == ApplicationState.NEW,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = NoteForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        text = self.form.cleaned_data["text"]
        services.write_note(self.application.pk, text, by=request.user)
        notices.success(request, _("The note is saved."))
        return redirect(f"{self.url()}#history")


def returning(application: Application) -> dict[str, Any]:
    """``former``, the member with the same number, and what approving does to it."""
    former = None if application.is_decided else services.member_of(application)
    if former is None:
        return {"former": None}
    return {
        "former": former,
        "changes": services.changes_to(former, application),
        "people": former.affiliations.listed(),
    }


def history_of(event: Any) -> dict[str, Any]:
    what = event.get_kind_display()
    text = event.text
    if text in BY_KEY and not event.is_by_staff:  # which step was changed
        what, text = f"{what}: {BY_KEY[text].title}", ""
    if event.by is not None:
        who = str(event.by)
    elif event.is_by_staff:
        who = _("somebody who has left")
    else:
        who = _("the applicant") if event.kind != "anonymised" else _("the site")
    states = ""
    if event.to_state:
        states = f"{event.get_from_state_display()} → {event.get_to_state_display()}"
    return {"what": what, "who": who, "at": event.at, "text": text, "states": states}


def meanwhile(happened: list[Any]) -> str:
    """``Kari: Note (27.11.2026 14:05)`` for each event, and that nothing was done."""
    lines = []
    for event in happened:
        one = history_of(event)
        at = date_format(timezone.localtime(one["at"]), "SHORT_DATETIME_FORMAT")
        lines.append(f"{one['who']}: {one['what']} ({at})")
    return _(
        "Nothing has been done yet, because of what has happened since you opened "
        "this: %(events)s. What you wrote is still here. Continue if it still applies."
    ) % {"events": ", ".join(lines)}


class ActionView(OneApplication, EmailFormView):
    template_name = "admin/membership/applications/action.html"
    email: ClassVar[str] = ""  # which e-mail tells the applicant; empty for none
    done: ClassVar[str | Promise] = ""  # what is said afterwards
    states: ClassVar[tuple[str, ...]] = services.OPEN
    # Does it, with what the form says; False when it could not be done any more.
    act: Callable[[dict[str, Any]], bool]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state not in self.states:
            return self.too_late()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.application = lock(self.application.pk)
            return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        last = self.application.events.last()
        return {"seen": last.pk if last else 0}

    def form_valid(self, form: django_forms.Form) -> HttpResponse:
        """Shown again, as it was typed, when something has happened meanwhile."""
        seen = form.cleaned_data.pop("seen", None)
        since = self.application.events.filter(pk__gt=seen or 0).select_related("by")
        happened = list(since) if seen is not None and "text" in form.fields else []
        if not happened or self.request.POST.get("step") == "edit":
            return super().form_valid(form)
        if (happened[-1].by, happened[-1].text) == (
            self.request.user,
            form.cleaned_data["text"],
        ):
            return super().form_valid(form)  # a double click
        data = self.request.POST.copy()
        data["seen"] = happened[-1].pk
        again = self.get_form_class()(data)
        again.add_error(None, meanwhile(happened))
        return self.form_invalid(again)

    def preview(self, form: django_forms.Form) -> HttpResponse:
        """Show the e-mail where there is one; else do it."""
        if not self.email:
            return self.send(form)
        if self.application.state not in self.states:
            return self.too_late()
        return super().preview(form)

    def get_previews(self, form: django_forms.Form) -> list[Preview]:
        one = self.application
        heading = _("E-mail to %(email)s") % {"email": one.email}
        email = emails.preview(self.email, one, form.cleaned_data["text"])
        return [Preview(heading, one.language, email)]

    def send(self, form: django_forms.Form) -> HttpResponse:
        try:
            is_done = self.act(form.cleaned_data)
        except services.CannotApproveError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if not is_done:
            return self.too_late()
        notices.success(self.request, self.done)
        return redirect(self.url())

    def too_late(self) -> HttpResponse:
        sentence = _("Nothing was done: the application has changed in the meantime.")
        notices.warning(self.request, sentence)
        return redirect(self.url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "application": self.application,
            "email_language": languages.name_of(self.application.language),
            "has_email": bool(self.email),
            "back_url": self.url(),
        }


class TakeView(ActionView):
    page_title = gettext_lazy("Start the review")
    form_class = NothingForm
    confirm_label = gettext_lazy("Start the review")
    done = gettext_lazy("You are now handling this application.")
    states = (ApplicationState.NEW,)

    def act(self, cleaned: dict[str, Any]) -> bool:
        return services.take_into_review(self.application.pk, by=self.request.user)


class AskView(ActionView):
    page_title = gettext_lazy("Ask for more information")
    form_class = AskForm
    email = "asked"
    confirm_label = gettext_lazy("Send the question")
    done = gettext_lazy("The question has been sent.")

    def act(self, cleaned: dict[str, Any]) -> bool:
        return services.ask_for_more(
            self.application.pk, cleaned["text"], by=self.request.user
        )


class ApproveView(ActionView):
    page_title = gettext_lazy("Approve")
    form_class = ApproveForm
    email = "approved"
    confirm_label = gettext_lazy("Approve and send the e-mails")
    done = gettext_lazy(
        "The organisation is now a member, and the main contact has been invited."
    )

    def form_valid(self, form: django_forms.Form) -> HttpResponse:
        """Refuse before the preview what cannot be approved."""
        try:
            if self.application.is_open:
                services.check_may_approve(self.application)
        except services.CannotApproveError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_initial(self) -> dict[str, Any]:
        former = services.member_of(self.application)
        adviser = {"adviser": former.adviser_id} if former else {}
        return super().get_initial() | adviser

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | returning(self.application)

    def act(self, cleaned: dict[str, Any]) -> bool:
        return services.approve(self.application.pk, by=self.request.user, **cleaned)


class DeclineView(ActionView):
    page_title = gettext_lazy("Decline")
    form_class = DeclineForm
    email = "declined"
    confirm_label = gettext_lazy("Decline and send the e-mail")
    done = gettext_lazy(
        "The application has been declined, and the applicant has been told."
    )

    def act(self, cleaned: dict[str, Any]) -> bool:
        return services.decline(
            self.application.pk, cleaned["text"], by=self.request.user
        )
