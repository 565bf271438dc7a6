"""Who may see a page: one rule for every list, and a check at each address.

Lists ask for the gate that is stored with the page (see ``gates``). An address asks
the restrictions themselves.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import (
    BaseViewRestriction,
    PageViewRestriction,
)
from wagtail.query import PageQuerySet

from ethicaltrade.caching.memory import remembered

from .models import NOBODY, Gate, lets_in

Reader = AbstractBaseUser | AnonymousUser
BEFORE_PRIVACY = -1  # Wagtail's own check has order 0


class PrivatePageQuerySet(PageQuerySet):
    def visible_to(self, user: Reader):
        """Leave out restricted pages, and aliases of them.

        Wagtail's ``public()`` misses the aliases.
        """
        return self.filter(is_passed_by(user))


def is_passed_by(user: Reader) -> Q:
    """The one rule: open, or behind a gate that the user passes."""
    passed = Q(gate=None)
    if gates := readership(user):
        passed |= Q(gate__in=gates)
    return passed


def readership(user: Reader) -> tuple[int, ...]:
    """Keys of the gates the user passes: who passes the same sees the same.

    Found once for a request's user; nobody who is not logged in passes any.
    """
    if not user.is_authenticated:
        return ()
    known = getattr(user, "known_readership", None)
    if known is None or known[0] != _times_forgotten:
        passed = remembered(("readership", user.pk), partial(_passed, user))
        known = user.known_readership = (_times_forgotten, passed)
    return known[1]


def _passed(user: Any) -> tuple[int, ...]:
    gates = Gate.objects.order_by("pk").values_list("pk", "key")
    if user.is_superuser:
        return tuple(pk for pk, key in gates if key != NOBODY)
    groups = {*user.groups.values_list("pk", flat=True)}
    return tuple(pk for pk, key in gates if lets_in(key, groups))


_times_forgotten = 0


def forget_readers(**kwargs: Any) -> None:
    """There is a new gate, or somebody is in another group."""
    global _times_forgotten
    _times_forgotten += 1


# At their own addresses, beyond Wagtail's own check


def restrictions_of(page: Any, ancestors: Iterable[Any]) -> QuerySet:
    """On the page, its ancestors, and what they are aliases of (Wagtail: not those)."""
    places = {page.path}
    places |= {link.alias_of.path for link in (page, *ancestors) if link.alias_of_id}
    above = {
        place[:end]
        for place in places
        for end in range(page.steplen, len(place) + 1, page.steplen)
    }
    return PageViewRestriction.objects.filter(page__path__in=above)


def refuse(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> None:
    """PermissionDenied for those whom no log-in would let in.

    The logged-in, whom Wagtail would send to the log-in and back for ever; and everyone
    where a shared password stands, as those are switched off.
    """
    for restriction in restrictions:
        if restriction.restriction_type == BaseViewRestriction.PASSWORD:
            raise PermissionDenied
        if request.user.is_authenticated and not restriction.accept_request(request):
            raise PermissionDenied


@hooks.register("on_serve_page", order=BEFORE_PRIVACY)
def refuse_at_page(serve: Callable) -> Callable:
    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        # Asked once: Wagtail's own check reads what is found here.
        page.known_restrictions = list(page.get_view_restrictions())
        refuse(request, page.known_restrictions)
        return serve(page, request, args, kwargs)

    return inner
