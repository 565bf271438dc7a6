"""E-mails to the administrators: when a job or the worker stops, and when it goes on.

Nobody can tell of their own end, so it is not the worker that looks: each process that
answers visitors does, at most once a minute, when an answer has gone. It sends what it
has to say by itself, too: the worker may be what has stopped.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import Error, close_old_connections, transaction
from django.dispatch import receiver
from django.utils import timezone

from ethicaltrade.mail import delivery
from ethicaltrade.mail.emails import send
from ethicaltrade.scheduling import pulse, states

from .checks import quickly
from .models import Trouble

logger = logging.getLogger(__name__)

BEGAN_AT = timezone.now()
"""When this process began: what stood still with it has had no time yet."""


@dataclass
class Clock:
    next_look: float = 0.0


clock = Clock(time.monotonic() + settings.WATCH_SECONDS)


@receiver(request_finished)
def look_after_answer(**kwargs: Any) -> None:
    now = time.monotonic()
    if now < clock.next_look or not settings.WATCH_SECONDS:
        return
    clock.next_look = now + settings.WATCH_SECONDS
    try:
        with quickly():
            look()
    except Error:
        pass  # the database away is told by /readyz, and by every answer
    except Exception:
        logger.exception("Whether the jobs are well could not be told")
    finally:
        close_old_connections()


def look(since: datetime | None = None, now: datetime | None = None) -> None:
    """Tell what has become wrong, and what well; two queries where nothing has."""
    if not settings.ALERTS_TO:
        return
    now = now or timezone.now()
    wrong = wrong_now(since or BEGAN_AT, now)
    known = {trouble.name: trouble for trouble in Trouble.objects.all()}
    new = wrong.keys() - known.keys()
    over = known.keys() - wrong.keys()
    if pulse.WORKER in wrong:
        over = set()  # nobody runs the jobs: nothing is known of them
    if not (new or over):
        return
    with delivery.briefly() as written:
        for name in sorted(new):
            written += begin(name, wrong[name], now)
        for name in sorted(over):
            written += end(known[name], now)


def wrong_now(since: datetime, now: datetime) -> dict[str, dict[str, Any]]:
    """What the e-mail says, by the name of the worker or of the job."""
    runs = states.all_runs()
    at = pulse.last(runs)
    if pulse.is_silent(max(filter(None, (at, since))), now):
        return {pulse.WORKER: {"kind": "worker", "at": at}}
    return {
        state.job.name: {
            "kind": state.kind.value,
            "job": state.job.title,
            "at": state.run and state.run.started_at,
            "told": state.reason,
        }
        for state in states.of_all(runs, since=since, now=now)
        if state.is_wrong and not (state.kind == "failing" and state.job.tells)
    }


def begin(name: str, context: dict[str, Any], now: datetime) -> list[int]:
    """Tell of it, unless another process has; the e-mails' keys."""
    with transaction.atomic():
        _trouble, is_mine = Trouble.objects.get_or_create(
            name=name, defaults={"began_at": now}
        )
        return tell("watching/trouble", name, context, now) if is_mine else []


def end(trouble: Trouble, now: datetime) -> list[int]:
    with transaction.atomic():
        deleted, _by_model = Trouble.objects.filter(name=trouble.name).delete()
        if not deleted:
            return []
        job = states.registry.jobs.get(trouble.name)
        context = {"job": job.title if job else "", "since": trouble.began_at}
        if job is None and trouble.name != pulse.WORKER:
            return []  # a job that this release has no more
        return tell("watching/well", trouble.name, context, now)


def tell(template: str, name: str, context: dict, now: datetime) -> list[int]:
    key = f"{template}:{name}:{now.isoformat()}"
    return [
        send(template, address, settings.LANGUAGE_CODE, context, f"{key}:{number}").pk
        for number, address in enumerate(settings.ALERTS_TO)
    ]
