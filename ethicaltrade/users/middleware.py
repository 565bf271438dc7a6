"""The CMS asks for more than a password."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from ethicaltrade.privacy.answers import private

from . import second_factor
from .accounts import needs_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Nothing of the CMS for a session that has shown no second factor.

    Where STAFF_NEEDS_SECOND_FACTOR says so, and for those who may use the CMS; others
    are turned away by the CMS itself.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to setting a factor up, or to showing it."""
        if self._is_asked_for(request) and not self._is_enough(request):
            return private(self._way_in(request))
        return self.get_response(request)

    @staticmethod
    def _is_asked_for(request: HttpRequest) -> bool:
        return (
            settings.STAFF_NEEDS_SECOND_FACTOR
            and request.path.startswith(reverse("wagtailadmin_home"))
            and request.user.is_authenticated
            and needs_second_factor(request.user)
        )

    @staticmethod
    def _is_enough(request: HttpRequest) -> bool:
        return second_factor.is_shown(request) and second_factor.has_one(request.user)

    @staticmethod
    def _way_in(request: HttpRequest) -> HttpResponseRedirect:
        if not second_factor.has_one(request.user):
            return redirect("mfa_index")
        is_page = request.method == "GET"
        target = request.get_full_path() if is_page else reverse("wagtailadmin_home")
        return second_factor.to_show_it(target)
