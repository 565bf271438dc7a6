from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages as notices
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ethicaltrade.bilingual import languages
from ethicaltrade.core import conflicts
from ethicaltrade.core.collation import sort_key
from ethicaltrade.mail.previews import EmailFormView, Preview
from events.choices import RegistrationState
from events.models import Registration
from events.models.registration import CHANGEABLE
from events.services import FullError, lock

from . import messages, services
from .access import EventAdminMixin
from .forms import (
    AddForm,
    CancelForm,
    CheckInForm,
    CheckInQuery,
    DetailsForm,
    GiveSeatForm,
    MessageForm,
)

CHECK_IN_PER_PAGE = 100


def no_free_seat() -> str:
    return _(
        "No places are available, and people on the waiting list come first. Tick "
        "“Give a place even if the event is full” to give one anyway."
    )


class AddView(EventAdminMixin, WagtailAdminTemplateMixin, FormView):
    page_title = gettext_lazy("Register somebody")
    template_name = "admin/events/add.html"
    form_class = AddForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def form_valid(self, form: AddForm) -> HttpResponse:
        try:
            registration = services.add(
                self.event.pk, form.participant, by=self.request.user, **form.options
            )
        except FullError:
            form.add_error("may_exceed", no_free_seat())
            return self.form_invalid(form)
        except IntegrityError:  # they registered themselves meanwhile
            form.add_error("email", form.already_registered())
            return self.form_invalid(form)
        name = {"name": registration.name}
        sentence = _("%(name)s is registered and will receive an e-mail.")
        if registration.is_waiting:
            sentence = _("%(name)s is on the waiting list and will receive an e-mail.")
        notices.success(self.request, sentence % name)
        return redirect(self.url("list"))


class RegistrationView(EventAdminMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "admin/events/registration.html"
    form: DetailsForm | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.registration = self.get_registration()

    def get_page_title(self) -> str:
        return str(self.registration)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.registration
        written = model_to_dict(one, CHANGEABLE)
        form = self.form or DetailsForm(
            event=self.event,
            initial={**written, conflicts.SEEN: conflicts.seal(written)},
        )
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "registration": one,
            "form": form,
            "give_seat_form": GiveSeatForm(),
            "cancel_form": CancelForm(),
            "can_wait_less": one.is_waiting or one.is_offered,
            "email_language": languages.name_of(one.language),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for an unknown action."""
        work = {
            "change": self.change,
            "give-place": self.give_seat,
            "cancel": self.cancel,
            "send-again": self.send_again,
        }.get(request.POST.get("do", ""))
        if work is None:
            raise Http404
        return work() or redirect(self.url("registration", self.registration.pk))

    def change(self) -> HttpResponse | None:
        self.form = DetailsForm(self.request.POST, event=self.event)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        with transaction.atomic():
            now = model_to_dict(lock(self.registration.pk), self.form.texts)
            renewed = conflicts.renewed(self.request.POST, now, self.form.texts)
            if renewed is None:
                self._do(services.change, _("Saved."), details=self.form.texts)
                return None
        data, errors = renewed
        self.form = DetailsForm(data, event=self.event)
        self.form.add_error(None, conflicts.sentence(""))
        for name, error in errors.items():
            self.form.add_error(name, error)
        return self.render_to_response(self.get_context_data())

    def give_seat(self) -> None:
        form = GiveSeatForm(self.request.POST)
        may_exceed = form.is_valid() and form.cleaned_data["may_exceed"]
        try:
            sentence = _("The place has been given, and an e-mail has been sent.")
            self._do(services.give_seat, sentence, may_exceed=may_exceed)
        except FullError:
            notices.error(self.request, no_free_seat())

    def cancel(self) -> None:
        form = CancelForm(self.request.POST)
        tell = form.is_valid() and form.cleaned_data["tell"]
        sentence = _(
            "The registration has been cancelled, and an e-mail has been sent."
        )
        if not tell:
            sentence = _("The registration has been cancelled. No e-mail was sent.")
        self._do(services.cancel, sentence, tell=tell)

    def send_again(self) -> None:
        self._do(services.send_again, _("The e-mail has been sent again."))

    def _do(self, service: Callable[..., bool], sentence: str, **kwargs: Any) -> None:
        if service(self.registration.pk, by=self.request.user, **kwargs):
            notices.success(self.request, sentence)
        else:
            notices.warning(
                self.request,
                _("Nothing was done: the registration has changed in the meantime."),
            )


class CheckInListView(EventAdminMixin, WagtailAdminTemplateMixin, TemplateView):
    """Works without scripts."""

    page_title = gettext_lazy("Check in")
    header_icon = "check"
    template_name = "admin/events/check_in.html"
    results_only = False

    def get_template_names(self) -> list[str]:
        """Only the results, for a search as one types."""
        if self.results_only:
            return ["admin/events/check_in_results.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CheckInQuery(self.request.GET)
        people = self.event.registrations.live().matching(form.words)
        page = Paginator(
            sorted(people, key=lambda one: sort_key(one.name)), CHECK_IN_PER_PAGE
        ).get_page(self.request.GET.get("p"))
        confirmed = self.event.registrations.confirmed()
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "search_form": form,
            "query": form.words,
            "page_obj": page,
            "confirmed": confirmed.count(),
            "here": confirmed.filter(attended_at__isnull=False).count(),
            "check_in_list_url": self.url("check_in_list"),
            "results_url": self.url("check_in_results"),
        }


class CheckInView(EventAdminMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registration = self.get_registration()
        form = CheckInForm(request.POST)
        if not form.is_valid():
            raise Http404
        is_here = form.cleaned_data["is_here"]
        is_done = services.check_in(registration.pk, by=request.user, is_here=is_here)
        if is_here and not is_done and not self._is_here(registration):
            notices.error(
                request,
                _("%(name)s has no place, and is not checked in.")
                % {"name": registration.name},
            )
        query = form.cleaned_data["q"]
        search = f"?{urlencode({'q': query})}" if query else ""
        return redirect(f"{self.url('check_in_list')}{search}#r{registration.pk}")

    @staticmethod
    def _is_here(registration: Registration) -> bool:
        registration.refresh_from_db(fields=["attended_at"])
        return registration.attended_at is not None


class MessageView(EventAdminMixin, EmailFormView):
    page_title = gettext_lazy("Message to participants")
    header_icon = "mail"
    template_name = "admin/events/message.html"
    preview_template = "admin/events/message_preview.html"
    form_class = MessageForm

    def form_valid(self, form: MessageForm) -> HttpResponse:
        is_sent = self.request.POST.get("step") != "edit"
        if is_sent and not self.count_by_language(form):
            form.add_error("states", _("Nobody has any of these statuses."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def count_by_language(self, form: MessageForm) -> Counter[str]:
        return messages.counted(self.event, form.cleaned_data["states"])

    def get_preview_context(self, form: MessageForm) -> dict[str, Any]:
        counts = self.count_by_language(form)
        unsaved = messages.Message(words=form.words)
        used = Counter[str]()
        for language, number in counts.items():
            used[unsaved.language_for(language)] += number
        previews = [
            Preview(
                f"{capfirst(languages.name_of(code))} ({used[code]})",
                code,
                messages.preview(self.event, form.words[code], code),
            )
            for code in form.words
        ]
        missing = [
            {
                "name": languages.name_of(language),
                "count": number,
                "instead": languages.name_of(unsaved.language_for(language)),
            }
            for language, number in counts.items()
            if language not in form.words
        ]
        states = form.cleaned_data["states"]
        total = counts.total()
        confirm = ngettext(
            "Send it to %(count)s person", "Send it to %(count)s people", total
        )
        return {
            "previews": previews,
            "missing": missing,
            "count": total,
            "state_labels": [RegistrationState(state).label for state in states],
            "confirm_label": confirm % {"count": total},
        }

    def send(self, form: MessageForm) -> HttpResponse:
        states, stamp = form.cleaned_data["states"], form.cleaned_data["stamp"]
        user = self.request.user
        message, is_new = messages.send(self.event, form.words, states, stamp, by=user)
        if is_new:
            sentence = ngettext(
                "The message is on its way to %(count)s person.",
                "The message is on its way to %(count)s people.",
                message.count,
            )
            notices.success(self.request, sentence % {"count": message.count})
        else:
            notices.info(self.request, _("The message has already been sent."))
        return redirect(self.url("list"))
