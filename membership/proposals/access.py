"""Who decides on proposals: those who may change members."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import policy_registry

from ethicaltrade.privacy.answers import private
from membership.members.models import Member


def may_decide(user: Any) -> bool:
    """Whether the person sees proposals, and decides on them."""
    policy = policy_registry.get_by_type(Member)
    return policy.user_has_permission(user, "change")


class StaffOnly:
    """For a view in the CMS: 403 to the others; no cache keeps what it answers."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise PermissionDenied for whoever may not change members."""
        if not may_decide(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return private(response)
