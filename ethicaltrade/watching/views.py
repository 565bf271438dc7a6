"""Whether the site is well, for whoever watches over it: docs/watching.md."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from . import checks

PLAIN = "text/plain; charset=utf-8"
# What a proxy writes of those it speaks for.
BY_A_PROXY = (
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"),
    *("HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REQUEST_ID"),
)


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """That the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """503 when the site can answer nobody; each check by name to who may know.

    To them ``?strict`` is 503 for whatever is wrong, for monitors that read no JSON.
    """
    health = checks.look()
    if not may_know(request):
        said = "ok" if health.is_ready else "unavailable"
        status = 200 if health.is_ready else 503
        return HttpResponse(f"{said}\n", content_type=PLAIN, status=status)
    is_told = "strict" in request.GET and not health.is_well
    answer = {
        "status": health.status,
        "checks": {name: said or "ok" for name, said in health.checks.items()},
    }
    status = 503 if is_told or not health.is_ready else 200
    return JsonResponse(answer, status=status, json_dumps_params={"indent": 2})


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; to others there is nothing at this address."""
    if not (settings.METRICS and may_know(request)):
        raise Http404
    from .metrics import told  # where it is asked for

    return HttpResponse(told(), content_type=f"{PLAIN}; version=0.0.4")


def may_know(request: HttpRequest) -> bool:
    """Who brings the token, or asks on this machine itself, past every proxy."""
    given = request.META.get("HTTP_AUTHORIZATION", "")
    token = settings.MONITORING_TOKEN
    if token and constant_time_compare(given, f"Bearer {token}"):
        return True
    is_direct = not any(name in request.META for name in BY_A_PROXY)
    return is_direct and _is_own(request.META.get("REMOTE_ADDR", ""))


def _is_own(address: str) -> bool:
    """Of the machine itself; a socket in a folder gives none."""
    try:
        return not address or ip_address(address).is_loopback
    except ValueError:
        return False
