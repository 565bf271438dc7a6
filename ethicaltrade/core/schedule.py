"""Publishing and unpublishing by the clock.

What a rule refuses when its time comes keeps its time: it is tried again every minute,
stands on the CMS's first page and above the page's form, and those who set the time
are told once.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision
from wagtail.permissions import policy_registry
from wagtail.signals import page_published

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, publication, slugs
from ethicaltrade.mail.emails import send

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=5)  # the job runs every minute


class Overdue(NamedTuple):
    """A page whose time has come; ``revision`` is None when it is to be taken down."""

    page: Any
    revision: Revision | None
    at: datetime

    @property
    def is_publication(self) -> bool:
        return self.revision is not None

    def why(self) -> str:
        """In the active language; empty when nothing is in the way."""
        if self.revision is None:
            return self.page.why_not_unpublished()
        if self.page.expire_at and self.page.expire_at <= timezone.now():
            return _("The time at which it was to be unpublished has passed as well.")
        codes = publication.languages_to_publish(self.page)
        return self.page.why_not_published(codes)

    def reason(self) -> str:
        """The same, and of what is late without one; empty when its turn will come."""
        if why := self.why():
            return why
        if timezone.now() - self.at < LATE:
            return ""
        return _(
            "It is late: either the jobs that run by the clock have stopped, or there "
            "was a technical fault. Tell those who run the website."
        )


def overdue(**page: Any) -> Iterator[Overdue]:
    """All, or what is known by a page's ``pk``."""
    yield from to_unpublish(**page)
    yield from to_publish(**page)


def to_unpublish(**page: Any) -> Iterator[Overdue]:
    pages = BasePage.objects.filter(live=True, expire_at__lt=timezone.now(), **page)
    for page in pages.order_by("expire_at").specific():
        yield Overdue(page, None, page.expire_at)


def to_publish(**page: Any) -> Iterator[Overdue]:
    due = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now())
    if page:
        due = due.filter(object_id=str(page["pk"]))
    for revision in due.order_by("approved_go_live_at"):
        page = revision.as_object()
        slugs.number_taken_slugs(page, page.get_parent(), page.all_pages())
        yield Overdue(page, revision, revision.approved_go_live_at)


def run() -> None:
    """Do what is due; one page that is refused, or fails, stops no other."""
    for one in to_unpublish():
        _attempt(one, _unpublish)
    for (
        one
    ) in to_publish():  # each is looked at in its turn: slugs are taken on the way
        _attempt(one, _publish)


def _attempt(one: Overdue, work: Callable[[Overdue], None]) -> None:
    try:
        with transaction.atomic():
            if not one.why():
                work(one)
                return
    except (OperationalError, InterfaceError):  # the database is away
        raise
    except Exception:
        logger.exception("The page %s did not keep its time", one.page.pk)
        tell(one, is_fault=True)
    else:
        tell(one)


def _unpublish(one: Overdue) -> None:
    one.page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(one: Overdue) -> None:
    """With a number, where an address was taken meanwhile: better than not at all."""
    revision = one.revision
    content = one.page.serializable_data()
    if any(content[name] != revision.content.get(name) for name in _slug_names()):
        revision.content = content
        revision.save(update_fields=["content"])
    revision.publish(log_action="wagtail.publish.scheduled")


def _slug_names() -> list[str]:
    return languages.localized_names("slug")


# Who is told


def what_happened(one: Overdue) -> str:
    if one.is_publication:
        sentence = _("“%(title)s” was to be published on %(at)s, but could not be.")
    else:
        sentence = _("“%(title)s” was to be unpublished on %(at)s, but could not be.")
    return sentence % {
        "title": one.page.get_admin_display_title(),
        "at": date_format(timezone.localtime(one.at), "DATETIME_FORMAT"),
    }


def tell(one: Overdue, *, is_fault: bool = False) -> None:
    """Once, by the e-mail's key."""
    action = "publish" if one.is_publication else "unpublish"
    about = f"schedule:{one.page.pk}:{action}:{one.at.isoformat()}"
    edit = reverse("wagtailadmin_pages:edit", args=[one.page.pk])
    for user in recipients(one):
        with languages.in_language(user.language):
            fault = _("There was a technical fault. It has been logged.")
            reason = fault if is_fault else one.why()
            happened = what_happened(one)
        try:
            send(
                "core/schedule_refused",
                to=user.email,
                language=user.language,
                context={
                    "title": one.page.get_admin_display_title(),
                    "happened": happened,
                    "is_publication": one.is_publication,
                    "reason": reason,
                    "url": f"{settings.WAGTAILADMIN_BASE_URL}{edit}",
                },
                key=f"{about}:{user.pk}",
            )
        except ValidationError:
            logger.exception("The user %s could not be told", user.pk)


def recipients(one: Overdue) -> list[Any]:
    """Who set the time; else, or if they may not publish any more, all who may."""
    entries = PageLogEntry.objects.filter(
        page=one.page.pk,
        action__in=["wagtail.publish", "wagtail.publish.schedule"],
        user__isnull=False,
    )
    if one.revision is not None:
        entries = entries.filter(revision=one.revision)
    policy = policy_registry.get(one.page)
    allowed = policy.users_with_permission_for_instance("publish", one.page)
    last = entries.order_by("-timestamp").values_list("user_id", flat=True).first()
    return list(allowed.filter(pk=last)) or list(allowed)


@receiver(page_published)
def forget_past_expiry(instance: Any, revision: Revision, **kwargs: Any) -> None:
    """Whoever publishes an expired page again wants it to stay."""
    expire_at = instance.expire_at
    if not instance.live or expire_at is None or expire_at > timezone.now():
        return
    instance.expire_at = None
    BasePage.objects.filter(pk=instance.pk).update(expire_at=None)
    if revision is not None:
        revision.content["expire_at"] = None
        revision.save(update_fields=["content"])
