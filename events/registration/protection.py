"""What editors do to an event that people are registered for."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from events.choices import State
from events.models import EventPage

from . import places
from .changes import tell_changes
from .models import Registration


def awaited_by(pages: Any) -> Iterable[Registration]:
    """Registrations of people who are yet to come to one of the events."""
    to_come = Q(ends_at__gt=timezone.now()) | Q(state=State.POSTPONED)
    coming = EventPage.objects.filter(to_come, pk__in=pages)
    return Registration.objects.live().filter(event__in=coming)


def keep_awaited(sender: Any, instance: EventPage, **kwargs: Any) -> None:
    """Raise ProtectedError before an event is deleted that people are to come to."""
    awaited = set(awaited_by([instance.pk]))
    if awaited:
        raise ProtectedError("People are registered for the event.", awaited)


def after_publication(sender: Any, instance: EventPage, **kwargs: Any) -> None:
    """Tell people what has changed, and offer places there are more of now."""
    for work in (tell_changes, places.move_up):
        transaction.on_commit(partial(work, instance.pk), robust=True)


def refuse_deletion(request: HttpRequest, pages: Iterable[Any]) -> Any:
    """Say which events cannot be deleted, and what to do; None when all can."""
    roots = list(pages)
    below = EventPage.objects.none()
    for page in roots:
        below |= EventPage.objects.descendant_of(page, inclusive=True)
    return _refuse(request, roots, below.values("pk"))


def refuse_unpublishing(request: HttpRequest, pages: Iterable[Any]) -> Any:
    """The same for events to be taken down, those below only where that is asked."""
    roots = list(pages)
    if request.POST.get("include_descendants"):
        return refuse_deletion(request, roots)
    return _refuse(request, roots, [page.pk for page in roots])


def _refuse(request: HttpRequest, roots: list[Any], pks: Any) -> Any:
    awaited = awaited_by(pks).select_related("event")
    titles = sorted(
        {registration.event.get_admin_display_title() for registration in awaited}
    )
    if not titles:
        return None
    messages.error(
        request,
        _(
            "People are registered for %(titles)s. Set the state to Cancelled first, "
            "and publish: then they are told. Delete or unpublish it when it is over."
        )
        % {"titles": ", ".join(titles)},
    )
    return redirect("wagtailadmin_explore", roots[0].get_parent().pk)
