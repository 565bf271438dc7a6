"""What is kept of those who read: their last visit, and the chapters they have read."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ethicaltrade.outages.database import in_passing

from .records import ChapterRead, ResourceVisit

LASTS = timedelta(hours=1)  # without a look; the marks stay for as long
NOTED_EVERY = timedelta(minutes=1)  # a look within one is the same look


def new_since(user: Any, now: datetime | None = None) -> datetime | None:
    """Note that the user looks now; return when the visit before this one ended.

    None for somebody who is not logged in, of whom nothing is kept. The first visit
    ends where it begins: then nothing is new; nor where the database is too busy.
    """
    if not user.is_authenticated:
        return None
    now = now or timezone.now()
    known = ResourceVisit.objects.filter(user=user).first()
    if known and now - known.last_seen_at < NOTED_EVERY:
        return known.new_since
    return in_passing("A visit", partial(_note_visit, user, now)) or now


def _note_visit(user: Any, now: datetime) -> datetime:
    visits = ResourceVisit.objects.select_for_update()
    visit, is_first = visits.get_or_create(
        user=user, defaults={"last_seen_at": now, "new_since": now}
    )
    if not is_first:
        if now - visit.last_seen_at > LASTS:
            visit.new_since = visit.last_seen_at
        visit.last_seen_at = max(now, visit.last_seen_at)
        visit.save()
    return visit.new_since


def mark_read(chapter: Any, request: HttpRequest) -> HttpResponse:
    """Somebody who is not logged in is asked to log in first."""
    url = chapter.get_url(request)
    if not request.user.is_authenticated:
        return redirect(reverse("login", query={"next": url}))
    if request.POST.get("read") == "no":
        ChapterRead.objects.filter(user=request.user, chapter=chapter).delete()
    else:
        ChapterRead.objects.get_or_create(user=request.user, chapter=chapter)
    return redirect(f"{url}#progress")
