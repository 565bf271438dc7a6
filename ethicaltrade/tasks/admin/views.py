"""A task is given, and ended; a section has tasks, or has none."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from ethicaltrade.bilingual import languages, routing
from ethicaltrade.tasks import rights, services, words
from ethicaltrade.tasks.forms import AskForm, EndForm, SectionForm, refuse
from ethicaltrade.tasks.models import Section, Task


class TaskFormView(WagtailAdminTemplateMixin, FormView):
    """``dialog.js`` shows its form over the page's own."""

    template_name = "tasks/form.html"
    header_icon = "mail"
    page: Any

    def may(self) -> bool:
        raise NotImplementedError

    def do(self, form: Any) -> None:
        """PermissionDenied, ValidationError."""
        raise NotImplementedError

    def said(self) -> str:
        """After it was done."""
        raise NotImplementedError

    def button(self) -> str:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.page_url()

    def page_url(self) -> str:
        """The form of the page, for whoever may open it."""
        if self.page.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return reverse("wagtailadmin_home")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.do(form)
        except ValidationError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.said())
        return redirect(self.get_success_url())

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        last = {"label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [
            *get_breadcrumbs_items_for_page(self.page, self.request.user),
            {"url": "", **last},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "button": self.button(),
            "media": context["form"].media,
            "back_url": self.page_url(),
            "next_url": self.get_success_url(),
        }


def _page(number: int) -> Any:
    return get_object_or_404(routing.page_model(), pk=number).specific


class AskView(TaskFormView):
    form_class = AskForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.code, self.kind = kwargs["language"], kwargs["kind"]
        if self.code not in languages.codes() or self.kind not in Task.Kind.values:
            raise Http404
        self.page = _page(kwargs["page_id"])

    def may(self) -> bool:
        is_allowed = rights.may_ask(self.request.user, self.page)
        return is_allowed and rights.has_tasks(self.page)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"page": self.page, "kind": self.kind}

    def do(self, form: AskForm) -> None:
        data = form.cleaned_data
        services.ask(
            self.page,
            self.code,
            self.kind,
            by=self.request.user,
            due=data["due"],
            comment=data["comment"],
            **form.doers,
        )

    def said(self) -> str:
        name = languages.name_of(self.code)
        return words.ASKED[Task.Kind(self.kind)] % {"language": name}

    def button(self) -> str:
        is_translation = self.kind == Task.Kind.TRANSLATION
        return _("Send for translation") if is_translation else _("Send for review")

    def get_page_title(self) -> str:
        return words.kind_in(self.kind, self.code)


class EndView(TaskFormView):
    """``action`` is ``finish``, ``hand_back`` or ``cancel``."""

    form_class = EndForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        unsettled = Task.objects.unsettled().with_people()
        self.task = get_object_or_404(unsettled, pk=kwargs["task_id"])
        self.action = kwargs["action"]
        if self.action not in END:
            raise Http404
        self.page = self.task.page.specific

    def may(self) -> bool:
        may = self.page.permissions_for_user(self.request.user)
        if self.action == "cancel":
            return may.can_edit_all()
        mine = self.task.is_open and self.task.is_given_to(self.request.user)
        return mine and may.can_edit()

    def get_success_url(self) -> str:
        """Who had the page for this task alone cannot open it when it has ended."""
        may = self.page.permissions_for_user(self.request.user)
        return self.page_url() if may.can_edit_all() else reverse("wagtailadmin_home")

    def get_form_kwargs(self) -> dict[str, Any]:
        needs_answer = self.action == "hand_back"
        return super().get_form_kwargs() | {"needs_answer": needs_answer}

    def do(self, form: EndForm) -> None:
        answer = form.cleaned_data["answer"]
        END[self.action](self.task, by=self.request.user, answer=answer)

    def said(self) -> str:
        return str(words.ENDED[self.task.kind, self.task.state])

    def button(self) -> str:
        if self.action == "hand_back":
            return _("Hand back")
        if self.action == "cancel":
            return _("Cancel the task")
        return _("Mark as ready") if self.task.is_translation else _("Approve")

    def get_page_title(self) -> str:
        return words.kind(self.task)


END = {
    "finish": services.finish,
    "hand_back": services.hand_back,
    "cancel": services.cancel,
}


class SectionView(TaskFormView):
    form_class = SectionForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = _page(kwargs["page_id"])

    def may(self) -> bool:
        return rights.may_switch(self.request.user, self.page)

    def get_initial(self) -> dict[str, Any]:
        return {"on": Section.objects.filter(page=self.page.pk).exists()}

    def do(self, form: SectionForm) -> None:
        self.is_on = form.cleaned_data["on"]
        services.switch(self.page, on=self.is_on, by=self.request.user)

    def said(self) -> str:
        if self.is_on:
            return _("Pages here can be sent for review and translation.")
        return _("Pages here are no longer sent for review and translation.")

    def button(self) -> str:
        return _("Save")

    def get_page_title(self) -> str:
        return _("Review and translation")
