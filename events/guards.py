"""What editors may not do with events that people will come to."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ProtectedError, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ethicaltrade.basepage.models import BasePage

from . import changes
from .choices import State
from .models import EventPage, Registration
from .validation import registered_error


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
    refusals = {
        "delete": refuse_deletion,
        "unpublish": refuse_unpublishing,
        "publish": refuse_publishing_unasked,
    }
    refuse = refusals.get(action_type)
    if refuse is None or not issubclass(action.model, BasePage):
        return None
    return refuse(request, objects)


def refuse_publishing_unasked(
    request: HttpRequest, pages: Iterable[Any]
) -> HttpResponse | None:
    """Many at a time, the editor would not see whom they tell of what."""
    roots = list(pages)
    chosen = EventPage.objects.filter(pk__in=[page.pk for page in roots])
    if request.POST.get("include_descendants"):
        for page in roots:
            chosen |= EventPage.objects.descendant_of(page)
    with_people = Registration.objects.live().values("event")
    titles = [
        event.get_admin_display_title()
        for event in chosen.filter(pk__in=with_people)
        if changes.pending(event.get_latest_revision_as_object()).count
    ]
    if not titles:
        return None
    messages.error(
        request,
        _(
            "Publishing sends e-mails to those who are registered for %(titles)s. "
            "Open each and publish it there, so that you see what they are told."
        )
        % {"titles": ", ".join(sorted(titles))},
    )
    return redirect("wagtailadmin_explore", roots[0].get_parent().pk)


def _refuse(request: HttpRequest, roots: list[Any], pks: Any) -> Any:
    registrations = upcoming_registrations(pks).select_related("event")
    titles = sorted({one.event.get_admin_display_title() for one in registrations})
    if not titles:
        return None
    messages.error(request, registered_error(titles))
    return redirect("wagtailadmin_explore", roots[0].get_parent().pk)
