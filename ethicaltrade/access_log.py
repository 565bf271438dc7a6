"""The access log, without the keys that some addresses carry.

Whoever reads a log must not be able to open what an e-mail's link opens: the address
stands in the request's line, and in the Referer of what the page fetches next.
"""

import re
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

# The paths in the apps' urls.py and routes.py, in every language: of a registration, an
# application, an invitation, a new password. Also as the query of the log-in has them.
KEY = re.compile(
    r"((?:min-pamelding|my-registration|min-soknad|my-application"
    r"|konto(?:/|%2F)invita(?:sjon|tion)|reset(?:/|%2F)key)(?:/|%2F))[^/\s?%\"]+",
    re.IGNORECASE,
)


def without_keys(text: str) -> str:
    return KEY.sub(r"\1…", text)


class Logger(GunicornLogger):
    """Gunicorn's, for ``--logger-class``."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            name: without_keys(value) if isinstance(value, str) else value
            for name, value in super().atoms(*args, **kwargs).items()
        }
