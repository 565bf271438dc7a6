"""In the CMS: a page from a Word document."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.users.limits import check_files_of

from .importing import import_word

WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WordForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Word document"),
        max_length=255,
        help_text=gettext_lazy("A .docx file. Nothing in it is changed."),
        widget=forms.FileInput(attrs={"accept": f".docx,{WORD_KIND}"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the text"),
        choices=languages.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_file(self) -> Any:
        check_files_of(self._user)
        return self.cleaned_data["file"]


class FromWordView(WagtailAdminTemplateMixin, FormView):
    """Derive from it for a kind of page that has a title, a lead and a body."""

    model: ClassVar[Any]
    form_class = WordForm
    template_name = "admin/writing/from_word.html"
    header_icon = "doc-full"
    parent: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.parent = get_object_or_404(BasePage, pk=kwargs["parent_id"]).specific
        if self.model not in self.parent.creatable_subpage_models():
            raise Http404

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_create(self.model, self.parent, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"language": languages.default()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file, code = form.cleaned_data["file"], form.cleaned_data["language"]
        try:
            page, notices = import_word(
                file, self.model, self.parent, code, self.request
            )
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        words = {
            "title": page.get_admin_display_title(),
            "language": languages.name_of(code),
        }
        messages.success(
            self.request,
            _("“%(title)s” is a draft now (%(language)s). Nothing is published.")
            % words,
        )
        if sentences := notices.sentences():
            messages.warning(self.request, as_list(sentences))
        return redirect("wagtailadmin_pages:edit", page.pk)

    # What the page shows

    def get_page_title(self) -> str:
        return _("New from Word")

    def get_page_subtitle(self) -> str:
        return str(self.parent.get_admin_display_title())

    @cached_property
    def breadcrumbs_items(self) -> list[Any]:
        items = get_breadcrumbs_items_for_page(
            self.parent,
            self.request.user,
            url_name="wagtailadmin_explore",
            root_url_name="wagtailadmin_explore_root",
            include_self=True,
        )
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parent=self.parent, **kwargs)


def may_create(model: Any, parent: Any, user: Any) -> bool:
    may = parent.permissions_for_user(user)
    return may.can_add_subpage() and model.can_create_at(parent)


def as_list(sentences: list[str]) -> str:
    """A message of many lines."""
    lines = format_html_join("", "<li>{}</li>", ((each,) for each in sentences))
    return format_html("{}<ul>{}</ul>", _("What could not be kept as it was:"), lines)
