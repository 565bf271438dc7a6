"""What is logged, by Django, Gunicorn or anybody else, without the keys of links.

Whoever reads a log must not be able to open what an e-mail's link opens. The address
stands in the request's line, in the Referer of what the page fetches next, and in what
is said of errors.
"""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

# A slash of a path, and as it stands in the query of the log-in (twice, at times).
SLASH = r"(?:/|%(?:25)*2F)"
# The paths in the apps' urls.py and subviews.py, in every language: of a registration,
# an application, an invitation, a new password; and what a query names as a key.
KEY = re.compile(
    rf"""(
        (?:min-pamelding | my-registration | min-soknad | my-application
           | konto{SLASH}invita(?:sjon|tion)
           | reset{SLASH}key | reset{SLASH}confirm{SLASH}[^\s/%]+
        ){SLASH}
        | (?:\b|%(?:25)*(?:3F|26))(?:key|token|secret|password)(?:=|%(?:25)*3D)
    )
    (?:(?!{SLASH}|%(?:25)*26)[^\s?&"'<>])+""",
    re.IGNORECASE | re.VERBOSE,
)
# What every record has; the rest was given by whoever logs.
OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def without_keys(text: str) -> str:
    return KEY.sub(r"\1…", text)


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
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(KeylessFilter())
