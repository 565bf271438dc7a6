"""What is scheduled is done when its time has come.

What a rule refuses by then, or what fails, is kept, tried again every minute, and told
to whoever set the time; it holds nothing else up.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from ethicaltrade.mail.emails import send

from . import actions, languages, schedules
from .models import Schedule

logger = logging.getLogger(__name__)


def run() -> None:
    """Do what is due, one after the other; one that is refused stops no other."""
    for key in list(Schedule.objects.due().values_list("pk", flat=True)):
        _attempt(key)


def _attempt(key: int) -> None:
    is_fault, one = False, None
    try:
        with transaction.atomic():
            if not (one := _locked(key)):
                return  # cancelled meanwhile, or kept by another worker
            if not schedules.why_not(one):
                _keep(one)
                return
    except (OperationalError, InterfaceError):  # the database is away
        raise
    except Exception:
        logger.exception("The schedule %s was not kept", key)
        is_fault = True
    if one:
        _fail(one, is_fault=is_fault)


def _locked(key: int) -> Schedule | None:
    """With its page, which everybody locks first."""
    due = Schedule.objects.due().select_related("page", "user")
    if not (one := due.filter(pk=key).first()):
        return None
    actions.lock(one.page)
    return due.filter(pk=key).first()


def _keep(one: Schedule) -> None:
    page, codes = one.page.specific, [one.language]
    if one.is_publication:
        with languages.in_default_language():
            content = schedules.content_when_due(page, one)
        actions.publish(
            page,
            codes,
            user=one.user,
            content=content,
            schedule=one,
            log_action="bilingual.publish_scheduled",
        )
    else:
        actions.take_down(
            page,
            codes,
            user=one.user,
            is_expired=True,
            log_action="bilingual.take_down_scheduled",
        )


def _fail(one: Schedule, *, is_fault: bool) -> None:
    """Kept, marked and told, once."""
    now = timezone.now()
    Schedule.objects.filter(pk=one.pk, failed_at=None).update(failed_at=now)
    tell(one, is_fault=is_fault)


# Who is told


def tell(one: Schedule, *, is_fault: bool = False) -> None:
    """Once, by the e-mail's key."""
    url = reverse("schedule_language", args=[one.page_id, one.language])
    for user in recipients(one):
        with languages.in_language(user.language):
            fault = _("There was a technical fault. It has been logged.")
            why = fault if is_fault else schedules.why_not(one)
            happened = schedules.what_happened(one)
        try:
            send(
                "bilingual/schedule_refused",
                to=user.email,
                language=user.language,
                context={
                    "title": one.page.specific.get_admin_display_title(),
                    "happened": happened,
                    "is_publication": one.is_publication,
                    "reason": why,
                    "url": f"{settings.WAGTAILADMIN_BASE_URL}{url}",
                },
                key=f"schedule:{one.pk}:{user.pk}",
            )
        except ValidationError:
            logger.exception("The user %s could not be told", user.pk)


def recipients(one: Schedule) -> list[Any]:
    """Who set the time; else, or if they may not publish any more, all who may."""
    page = one.page.specific
    policy = policy_registry.get(page)
    allowed = policy.users_with_permission_for_instance("publish", page)
    return list(allowed.filter(pk=one.user_id)) or list(allowed)
