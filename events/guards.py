"""Events that people will come to are neither deleted nor unpublished."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ProtectedError, Q
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ethicaltrade.basepage.models import BasePage

from .choices import State
from .models import EventPage, Registration


def upcoming_registrations(pages: Any) -> Iterable[Registration]:
    to_come = Q(ends_at__gt=timezone.now()) | Q(state=State.POSTPONED)
    coming = EventPage.objects.filter(to_come, pk__in=pages)
    return Registration.objects.live().filter(event__in=coming)


def prevent_deletion(sender: Any, instance: EventPage, **kwargs: Any) -> None:
    if registrations := set(upcoming_registrations([instance.pk])):
        raise ProtectedError("People are registered for the event.", registrations)


def refuse_deletion(request: HttpRequest, pages: Iterable[Any]) -> Any:
    """None when all can be deleted."""
    roots = list(pages)
    below = EventPage.objects.none()
    for page in roots:
        below |= EventPage.objects.descendant_of(page, inclusive=True)
    return _refuse(request, roots, below.values("pk"))


def refuse_unpublishing(request: HttpRequest, pages: Iterable[Any]) -> Any:
    """Pages below count only when they are included."""
    roots = list(pages)
    if request.POST.get("include_descendants"):
        return refuse_deletion(request, roots)
    return _refuse(request, roots, [page.pk for page in roots])


def refuse_bulk_action(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> Any:
    refusals = {"delete": refuse_deletion, "unpublish": refuse_unpublishing}
    refuse = refusals.get(action_type)
    if refuse is None or not issubclass(action.model, BasePage):
        return None
    return refuse(request, objects)


def _refuse(request: HttpRequest, roots: list[Any], pks: Any) -> Any:
    registrations = upcoming_registrations(pks).select_related("event")
    titles = sorted({one.event.get_admin_display_title() for one in registrations})
    if not titles:
        return None
    messages.error(
        request,
        _(
            "People are registered for %(titles)s. First set the status to Cancelled "
            "and publish, so that they are told. Delete or unpublish it once the date "
            "has passed."
        )
        % {"titles": ", ".join(titles)},
    )
    return redirect("wagtailadmin_explore", roots[0].get_parent().pk)
