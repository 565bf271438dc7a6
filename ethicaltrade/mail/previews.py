"""A form of the CMS whose e-mail is looked at before it is sent."""

from typing import Any, NamedTuple

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .emails import Rendered


class Preview(NamedTuple):
    """One version of the e-mail, as somebody will read it."""

    heading: str
    language: str
    email: Rendered


class EmailFormView(WagtailAdminTemplateMixin, FormView):
    """Write, look at it, send it: three steps of one form, told by ``step``."""

    preview_template = "admin/mail/preview.html"
    confirm_label: Any = ""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Show the e-mail, go back to the form, or send it; 404 for another step."""
        step = self.request.POST.get("step", "preview")
        if step == "edit":
            return self.render_to_response(self.get_context_data(form=form))
        if step == "send":
            return self.send(form)
        if step == "preview":
            return self.preview(form)
        raise Http404

    def preview(self, form: BaseForm) -> HttpResponse:
        """The e-mail, with the form's answers hidden beside it."""
        context = self.get_context_data(form=form, **self.get_preview_context(form))
        return TemplateResponse(self.request, self.preview_template, context)

    def get_preview_context(self, form: BaseForm) -> dict[str, Any]:
        """``previews`` and ``confirm_label``, the text of the button that sends."""
        return {
            "previews": self.get_previews(form),
            "confirm_label": self.confirm_label,
        }

    def get_previews(self, form: BaseForm) -> list[Preview]:
        """What would be sent; to be overridden."""
        raise NotImplementedError

    def send(self, form: BaseForm) -> HttpResponse:
        """Do it, and lead on; to be overridden."""
        raise NotImplementedError
