"""What is logged, by Django, Gunicorn or anybody else: no keys of links, and briefly.

What is no fault of the code takes one line, with the request's id: the same that the
answer names in ``X-Request-ID``, so that a report, this log and the proxy's meet.

Whoever reads a log must not be able to open what an e-mail's link opens. The address
stands in the request's line, in the Referer of what the page fetches next, and in what
is said of errors.
"""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from gunicorn.glogging import Logger as GunicornLogger

from ethicaltrade.outages.database import is_outage

HEADER = "X-Request-ID"
IN_META = "HTTP_X_REQUEST_ID"  # request.headers would read all of them
ID = re.compile(r"[\w.:-]{8,64}", re.ASCII)
NOBODYS = "-"
# Kept when the answer has gone: Django and Gunicorn log it afterwards.
_request_id: ContextVar[str] = ContextVar("request_id", default=NOBODYS)

# A slash of a path, and as it stands in the query of the log-in (twice, at times).
SLASH = r"(?:/|%(?:25)*2F)"
# The paths in the apps' urls.py and subviews.py, in every language: of a registration,
# an application, an invitation, a changed address, a new password; and what a query
# names as a key.
KEY = re.compile(
    rf"""(
        (?:min-pamelding | my-registration | min-soknad | my-application
           | konto{SLASH}invita(?:sjon|tion) | konto{SLASH}email{SLASH}undo
           | reset{SLASH}key | reset{SLASH}confirm{SLASH}[^\s/%]+
        ){SLASH}+
        | (?:\b|%(?:25)*(?:3F|26))(?:key|token|secret|password)(?:=|%(?:25)*3D)
    )
    (?:(?!{SLASH}|%(?:25)*26)[^\s?&"'<>])+""",
    re.IGNORECASE | re.VERBOSE,
)
# What every record has; the rest was given by whoever logs.
OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def without_keys(text: str) -> str:
    return KEY.sub(r"\1…", text)


class RequestIdMiddleware:
    """Names each request; as the proxy does, where one is said to be there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get(IN_META, "")
        is_told = settings.TRUSTED_PROXY_COUNT and ID.fullmatch(given)
        request.id = given if is_told else uuid4().hex[:16]
        _request_id.set(request.id)
        response = self.get_response(request)
        response.headers[HEADER] = request.id
        return response


class OneLineFilter(logging.Filter):
    """For handlers: names the request; a traceback for faults of the code alone.

    Somebody refused, a host that is not ours, a database or files that are away: none.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if getattr(record, "status_code", 500) < 500 or is_outage(error):
            why = next(iter(str(error).splitlines()), "")
            message, name = record.getMessage(), type(error).__name__
            named = f"{name}: {why}" if why and why not in message else name
            record.msg, record.args = f"{message} ({named})", ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


class KeylessFilter(logging.Filter):
    """For handlers: takes the keys out of all that a record says."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # what is logged wrongly must not fail the request
            message = f"{record.msg!r} {record.args!r}"
        record.msg, record.args = without_keys(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        # An exception's own words, and the values around it, are not written again.
        record.exc_info = None
        for name in ("exc_text", "stack_info", *(set(vars(record)) - OWN)):
            value = getattr(record, name)
            if not isinstance(value, int | float | None):
                setattr(record, name, without_keys(str(value)))
        return True


class Logger(GunicornLogger):
    """Gunicorn's, for ``--logger-class``; of accesses and of errors."""

    def setup(self, cfg: Any) -> None:
        ours = f" %({{{HEADER.lower()}}}o)s"
        if ours not in cfg.access_log_format:
            cfg.set("access_log_format", cfg.access_log_format + ours)
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(OneLineFilter())
            handler.addFilter(KeylessFilter())
