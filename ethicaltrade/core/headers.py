"""The policy of each answer: what browsers load, run and frame.

What it is for pages, files and the CMS stands in ``settings/security.py``. Django 6
writes policies, too: then ``build_policy`` comes from ``django.utils.csp``.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

View = Callable[..., HttpResponseBase]
RESOURCES = "Cross-Origin-Resource-Policy"
UNFRAMED, FRAMED = "frame-ancestors 'none'", "frame-ancestors 'self'"


class PolicyMiddleware:
    """Says it on every answer, whoever made it; outermost, and written once.

    An answer that has a policy keeps it. Who frames it, X-Frame-Options decides.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.cms = reverse("wagtailadmin_home")
        self.of_pages = written(settings.CSP_OF_PAGES)
        self.of_cms = written(settings.CSP_OF_CMS)
        self.of_files = written(settings.CSP_OF_FILES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault(RESOURCES, "same-origin")
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return response  # what the browser has kept would take this one's policy
        policy = headers.get(HEADER) or self.policy_of(request, response)
        if headers.get("X-Frame-Options") == "SAMEORIGIN":
            policy = policy.replace(UNFRAMED, FRAMED)
        headers[HEADER] = policy
        return response

    def policy_of(self, request: HttpRequest, response: HttpResponseBase) -> str:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return self.of_files
        if request.path_info.startswith(self.cms):
            return self.of_cms
        return self.of_pages


def written(policy: Mapping[str, Any]) -> str:
    """In one order, whichever process writes it."""
    return "; ".join(sorted(build_policy(policy).split("; ")))


def for_every_site(view: View) -> View:
    """Let other sites show the answer: a picture in a newsletter, read in a browser."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers[RESOURCES] = "cross-origin"
        return response

    return marked
