"""What is logged, by Django, Gunicorn or anybody else: nothing of people, and briefly.

What is no fault of the code takes one line, with the request's id: the same that the
answer names in ``X-Request-ID``, so that a report, this log and the proxy's meet. It
goes on to the tasks that the request leaves to the worker.

Whoever reads a log must not be able to open what an e-mail's link opens, nor learn who
was here. An address stands in the request's line, in the Referer of what the page
fetches next, and in what is said of errors: each handler takes out what is not for a
log (:mod:`ethicaltrade.discretion`).
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4
from weakref import ReferenceType, ref

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from gunicorn.glogging import Logger as GunicornLogger

from ethicaltrade.discretion import discreet
from ethicaltrade.outages.database import is_outage
from ethicaltrade.settings.watching import LOG_FORMAT

HEADER = "X-Request-ID"
IN_META = "HTTP_X_REQUEST_ID"  # request.headers would read all of them
ID = re.compile(r"[\w.:-]{8,64}", re.ASCII)
NOBODYS = "-"
# Kept when the answer has gone: Django and Gunicorn log it afterwards.
_request_id: ContextVar[str] = ContextVar("request_id", default=NOBODYS)
_request: ContextVar[ReferenceType | None] = ContextVar("request", default=None)

# What every record has; the rest was given by whoever logs.
OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# What a line in JSON has of it; anything else may be a person's.
SAID = (
    *("request_id", "user", "status_code", "method", "path", "status"),
    *("bytes", "milliseconds"),
)
HEX = re.compile(r"[0-9a-f]{16}")


class RequestIdMiddleware:
    """Names each request; as the proxy does, where one is said to be there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get(IN_META, "")
        is_told = settings.TRUSTED_PROXY_COUNT and ID.fullmatch(given)
        request.id = given if is_told else uuid4().hex[:16]
        _request_id.set(request.id)
        _request.set(ref(request))
        response = self.get_response(request)
        response.headers[HEADER] = request.id
        return response


def request_id() -> str:
    """Of the request that is answered, or was last; NOBODYS before the first."""
    return _request_id.get()


def user_id() -> int | None:
    """Of who is logged in, where the request has asked for them; nobody is fetched."""
    request = (_request.get() or (lambda: None))()
    return getattr(getattr(request, "_cached_user", None), "pk", None)


# Tasks, which are run later and elsewhere


def task_id() -> UUID:
    """A new task's id, which begins as that of the request that leaves it behind."""
    begins = _request_id.get().replace("-", "")[:16]
    return UUID(begins + uuid4().hex[16:]) if HEX.fullmatch(begins) else uuid4()


@contextmanager
def of_task(task: UUID) -> Iterator[None]:
    """What is logged meanwhile has the request's id."""
    token = _request_id.set(task.hex[:16])
    try:
        yield
    finally:
        _request_id.reset(token)


# What is written


class OneLineFilter(logging.Filter):
    """For handlers: names the request; a traceback for faults of the code alone.

    Somebody refused, a host that is not ours, a database or files that are away: none.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "request_id"):
            record.request_id = _request_id.get()
        record.user = user_id()
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


class DiscreetFilter(logging.Filter):
    """For handlers: takes out of all that a record says what is not for a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # what is logged wrongly must not fail the request
            message = f"{record.msg!r} {record.args!r}"
        record.msg, record.args = discreet(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        # An exception's own words, and the values around it, are not written again.
        record.exc_info = None
        for name in ("exc_text", "stack_info", *(set(vars(record)) - OWN)):
            value = getattr(record, name)
            if not isinstance(value, int | float | None):
                setattr(record, name, discreet(str(value)))
        return True


def json_formatter() -> logging.Formatter:
    """A line of JSON for each record; a traceback is a part of its line."""
    import structlog  # where it is asked for

    processors = structlog.processors
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            processors.TimeStamper(fmt="iso", key="time"),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=SAID),
            _folded,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            processors.EventRenamer("message"),
            processors.JSONRenderer(ensure_ascii=False),
        ],
        use_get_message=True,
    )


def _folded(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    if traceback := event["_record"].exc_text:
        event["exception"] = traceback
    return {key: value for key, value in event.items() if value is not None}


class Logger(GunicornLogger):
    """Gunicorn's, for ``--logger-class``; of accesses and of errors.

    Its line is the only one of a request that went well.
    """

    def setup(self, cfg: Any) -> None:
        ours = f" %({{{HEADER.lower()}}}o)s"
        if ours not in cfg.access_log_format:
            cfg.set("access_log_format", cfg.access_log_format + ours)
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(OneLineFilter())
            handler.addFilter(DiscreetFilter())
            if LOG_FORMAT == "json":
                handler.setFormatter(json_formatter())

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Without the name that a browser sends with a password."""
        return {**super().atoms(*args), "u": "-"}

    def access(self, resp: Any, req: Any, environ: dict, request_time: Any) -> None:
        """In JSON by what it says; where from and by which browser is left out."""
        if LOG_FORMAT != "json" or not self.access_log_enabled:
            super().access(resp, req, environ, request_time)
            return
        atoms = self.atoms(resp, req, environ, request_time)
        said = {
            "request_id": atoms.get(f"{{{HEADER.lower()}}}o", NOBODYS),
            "method": atoms["m"],
            "path": environ["RAW_URI"],
            "status": int(atoms["s"]),
            "bytes": atoms["B"],
            "milliseconds": atoms["M"],
        }
        self.access_log.info("%(method)s %(path)s %(status)s", said, extra=said)
