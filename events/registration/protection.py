"""What editors do to an event that people are registered for."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from events.models import EventPage

from . import places
from .changes import tell_changes
from .models import Registration


def awaited_by(pages: Any) -> Iterable[Registration]:
    """Registrations of people who are yet to come to one of the events."""
    coming = EventPage.objects.filter(pk__in=pages).upcoming()
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
    awaited = awaited_by(below.values("pk")).select_related("event")
    titles = sorted(
        {registration.event.get_admin_display_title() for registration in awaited}
    )
    if not titles:
        return None
    messages.error(
        request,
        _(
            "People are registered for %(titles)s. Set the state to Cancelled first, "
            "and publish: then they are told. Delete it when it is over."
        )
        % {"titles": ", ".join(titles)},
    )
    return redirect("wagtailadmin_explore", roots[0].get_parent().pk)
