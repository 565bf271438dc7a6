"""Whose page it is: every view of My page is for one person, and kept by no cache."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from ethicaltrade.privacy.answers import private
from membership.affiliations.models import Affiliation
from membership.members.choices import State
from membership.members.models import Member


@dataclass(frozen=True)
class Standing:
    """What a person is to the membership.

    ``affiliation`` is None for editors, applicants and those who were removed;
    ``member`` is None then too, and for one whose membership does not run today.
    """

    affiliation: Affiliation | None
    member: Member | None

    @property
    def is_main_contact(self) -> bool:
        """Whether the person speaks for the member."""
        return bool(self.affiliation and self.affiliation.is_main)


def standing_of(request: HttpRequest) -> Standing:
    """The reader's standing, asked for once a request."""
    if not hasattr(request, "_standing"):
        request._standing = _find_standing(request.user)
    return request._standing


def _find_standing(user: Any) -> Standing:
    affiliation = (
        Affiliation.objects.select_related("member__adviser__photo")
        .filter(user=user)
        .first()
    )
    if affiliation is None:
        return Standing(None, None)
    member = affiliation.member
    return Standing(affiliation, member if member.state is State.ACTIVE else None)


def personal(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who is logged in; the others log in first, and come back.

    No answer is kept by a cache or shown by a search engine, the redirect included.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
        else:
            response = redirect_to_login(request.get_full_path())
        response["X-Robots-Tag"] = "noindex"
        return private(response)

    return answer


def for_members(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let in the people of an active member; tell the others kindly why not (403)."""

    @personal
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if standing_of(request).member is None:
            return no_member(request)
        return view(request, *args, **kwargs)

    return answer


def no_member(request: HttpRequest) -> TemplateResponse:
    """For those without an active membership: what is theirs all the same."""
    context = {"standing": standing_of(request)}
    return TemplateResponse(request, "pages/mypage/no_member.html", context, status=403)
