"""The CMS's view that copies a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.copy import CopyView

from .. import copies, languages
from ..copy_form import BilingualCopyForm


class BilingualCopyView(CopyView):
    """All of it or nothing; what a rule is against is told in the form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the form first: Wagtail's looks for its parent before."""
        response: HttpResponse = FormView.post(self, request)
        return response

    def form_valid(self, form: BilingualCopyForm) -> HttpResponse:
        try:
            with transaction.atomic():
                copy = self.made(form)
                response = self._answered(copy)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        self._tell(copy)
        return response or redirect(self._next(copy))

    def _next(self, copy: Any) -> str:
        """The copy's form: the original's, which looks the same, is the wrong one."""
        if self._may_write(copy):
            return reverse("wagtailadmin_pages:edit", args=[copy.pk])
        explorer = reverse("wagtailadmin_explore", args=[copy.get_parent().pk])
        return self.next_url or explorer

    def _may_write(self, copy: Any) -> bool:
        """An alias is not written on."""
        may = copy.permissions_for_user(self.request.user)
        return copy.alias_of_id is None and may.can_edit()

    def source(self, form: BilingualCopyForm) -> Any:
        return self.page.specific

    def made(self, form: BilingualCopyForm) -> Any:
        source, data = self.source(form), form.cleaned_data
        asked = {
            "is_recursive": bool(data.get("copy_subpages")),
            "user": self.request.user,
        }
        parent = data["new_parent_page"]
        if data.get("alias"):
            return copies.alias(source, parent, form.names, **asked)
        codes = data.get("publish_copies") or ()
        return copies.copy(source, parent, form.names, codes=codes, **asked)

    def _answered(self, copy: Any) -> HttpResponse | None:
        for hook in hooks.get_hooks("after_copy_page"):
            if hasattr(answer := hook(self.request, self.page, copy), "status_code"):
                return answer
        return None

    def _tell(self, copy: Any) -> None:
        sentences = [
            _("“%(title)s” is copied.")
            % {"title": self.page.specific_deferred.get_admin_display_title()}
        ]
        if count := copy.get_descendants().count():
            below = ngettext(
                "%(count)s page below it is copied as well.",
                "%(count)s pages below it are copied as well.",
                count,
            )
            sentences.append(below % {"count": count})
        if copy.alias_of_id is None:
            public = languages.listed(copy.public_languages)
            told = _("The copy is published (%(languages)s).") if public else ""
            sentences.append(
                told % {"languages": public} if told else _("The copy is a draft.")
            )
        messages.success(self.request, " ".join(sentences))
