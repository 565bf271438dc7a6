"""Faults of the code, told to Sentry where SENTRY_DSN names one, like the log discreet.

What is told: where in the code, the method and the path, the request's id, and who was
logged in by number. Never: the values of variables, bodies, cookies, headers, queries.
"""

import logging
from typing import Any

from ethicaltrade import logs
from ethicaltrade.discretion import discreet
from ethicaltrade.outages.database import is_outage

KEPT_OF_REQUEST = ("method", "url")
LEFT_OUT = ("breadcrumbs", "extra", "user", "modules")


def start(dsn: str, **more: Any) -> None:
    """``more``: options of sentry_sdk's, such as ``transport``."""
    import sentry_sdk  # where it is asked for
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    of_django = DjangoIntegration(
        middleware_spans=False, signals_spans=False, cache_spans=False
    )
    options: dict[str, Any] = {
        "integrations": [of_django, LoggingIntegration(None, logging.ERROR)],
        "auto_enabling_integrations": False,
        "auto_session_tracking": False,
        "before_send": told,
        "include_local_variables": False,
        "max_breadcrumbs": 0,
        "max_request_body_size": "never",
        "send_default_pii": False,
        "shutdown_timeout": 2,  # seconds
    }
    sentry_sdk.init(dsn, **{**options, **more})


def told(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """The event without what is nobody's business; None where it is no fault of code.

    A database that is away is told once, by its breaker, and not by all who wanted it.
    """
    error = (hint.get("exc_info") or (None, None))[1]
    if error is not None and is_outage(error):
        return None
    kept = {name: value for name, value in event.items() if name not in LEFT_OUT}
    if request := kept.get("request"):
        kept["request"] = {
            name: request[name].partition("?")[0]
            for name in KEPT_OF_REQUEST
            if name in request
        }
    kept = _discreet(kept)
    kept["tags"] = {**(kept.get("tags") or {}), "request_id": logs.request_id()}
    if user := logs.user_id():
        kept["user"] = {"id": str(user)}
    return kept


def _discreet(value: Any) -> Any:
    """With every text in it cleaned."""
    if isinstance(value, str):
        return discreet(value)
    if isinstance(value, dict):
        return {name: _discreet(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_discreet(each) for each in value]
    return value
