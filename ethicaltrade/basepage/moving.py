"""Moving and copying in the CMS: addresses, and who can see the page afterwards."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView

from ethicaltrade.bilingual import languages, slugs
from ethicaltrade.privacy import gates

from . import closing
from .forms import CHOICES, OPENS, ClosingForm, choice

# One page


def refuse_who_may_not_move(request: HttpRequest, page: Any, parent: Any) -> None:
    """Wagtail asks when it is done, and shows both titles before that."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


def move_all_or_nothing(request: HttpRequest, page: Any, parent: Any) -> Any:
    """It is closed in its old place and moved as one."""
    if request.method != "POST" or getattr(request, "is_moving", False):
        return None
    request.is_moving = True  # type: ignore[attr-defined]
    with transaction.atomic():
        gates.lock()
        return MoveConfirmView.as_view()(request, page.pk, parent.pk)


def confirm_move(request: HttpRequest, page: Any, parent: Any) -> HttpResponse | None:
    """Wagtail's own question, where nothing changes for those who read."""
    page.opens = request.POST.get("closing") == OPENS
    change = closing.when_moved(page, parent)
    if request.method != "GET" or not change:
        return None
    return TemplateResponse(
        request,
        "admin/basepage/confirm_move.html",
        {
            "page_to_move": page,
            "destination": parent,
            "change": change,
            "closing": ClosingForm() if change.lost else None,
        },
    )


def after_copy(request: HttpRequest, page: Any, copy: Any) -> None:
    after = closing.restrictions_of(copy)
    if after or closing.restrictions_of(page):
        messages.info(request, readers_afterwards(after))


def readers_afterwards(restrictions: closing.Restrictions) -> str:
    words = {"readers": closing.in_words(restrictions)}
    return _("Who can see the page after this: %(readers)s.") % words


# Many pages


class ClosingMoveAction(MoveBulkAction):
    """Wagtail's own, which asks about one language, and not about readers."""

    changes: list[closing.Change] = []

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.changes or self.chosen:
            is_lost = self.chosen or any(change.lost for change in self.changes)
            choices = CHOICES if is_lost else CHOICES[1:]
            form.fields["closing"] = choice(choices)
            if not self.chosen:  # what is asked has no answer yet
                form.data = form.data.copy()
                form.data["closing"] = choices[0][0]
        return form

    @property
    def chosen(self) -> str:
        chosen = self.request.POST.get("closing", "")
        return chosen if chosen in dict(CHOICES) else ""

    def get_actionable_objects(self) -> Any:
        pages, refused = super().get_actionable_objects()
        if self.cleaned_form is None:
            return pages, refused
        parent = self.cleaned_form.cleaned_data["chooser"]
        for page in taken(pages, parent):
            pages.remove(page)
            can_edit = page.permissions_for_user(self.request.user).can_edit()
            refused["pages_with_duplicate_slugs"].append(
                {"item": page, "can_edit": can_edit}
            )
        return pages, refused

    def prepare_action(self, pages: list[Any], refused: Any) -> Any:
        if response := super().prepare_action(pages, refused):
            return response
        parent = self.cleaned_form.cleaned_data["chooser"]
        changes = [closing.when_moved(page, parent) for page in pages]
        self.changes = [change for change in changes if change]
        if not self.changes or self.chosen:
            return None
        for change in self.changes:
            messages.warning(self.request, str(change))
        self.destination = parent
        context = {"destination": parent, **self.get_context_data()}
        return TemplateResponse(self.request, self.template_name, context)

    def get_execution_context(self) -> dict[str, Any]:
        for page in self.actionable_objects:
            page.opens = self.chosen == OPENS
        return super().get_execution_context()


def taken(pages: list[Any], parent: Any) -> list[Any]:
    """Those whose slug is another page's there, or of one that is moved along."""
    found, brought = [], set()
    for page in pages:
        own = {(code, slugs.slug_in(page, code)) for code in languages.codes()}
        if own & brought or any(slugs.taken_slugs(page, parent, page.all_pages())):
            found.append(page)
        brought |= own
    return found
