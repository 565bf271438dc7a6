"""A site in a process of its own, which is asked for pages and says what they took.

It imports nothing of this project, so that others can be measured in the same way:

    python asked.py < lines

The first line is JSON: ``settings`` (a module), ``host``, ``addresses`` by name,
``cookies`` by name for those that somebody who is logged in asks for, and ``changed``
settings. The answer is a line of JSON by name: ``status``, ``bytes``, ``calls`` (Python
functions) and ``queries``. Each further line asks for a round, and is answered by the
processor's milliseconds by name.
"""

import gc
import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

WARM = 3  # times that a page is asked for before it is measured


def start(spec: dict[str, Any]) -> Callable:
    """The project's WSGI application, with the settings that are changed."""
    sys.path.insert(0, os.getcwd())
    os.environ["DJANGO_SETTINGS_MODULE"] = spec["settings"]
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    for name, value in spec.get("changed", {}).items():
        setattr(settings, name, value)
    application = get_wsgi_application()
    logging.disable(logging.CRITICAL)
    return application


def asker(
    application: Callable, host: str, address: str, cookie: str = ""
) -> Callable[[], tuple[int, int]]:
    """What asks for the page, as a server would, and returns its status and bytes."""
    path, _mark, query = address.partition("?")
    name, _mark, port = host.partition(":")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": name,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if cookie:
        environ["HTTP_COOKIE"] = cookie

    def ask() -> tuple[int, int]:
        said = []
        body = application(
            environ | {"wsgi.input": io.BytesIO()},
            lambda status, headers, *_rest: said.append(status),
        )
        length = sum(map(len, body))
        if hasattr(body, "close"):
            body.close()
        return int(said[0].split()[0]), length

    return ask


def calls_of(ask: Callable[[], object]) -> int:
    """How many Python functions a call of `ask` calls."""
    count = 0

    def note(_frame, event: str, _argument) -> None:
        nonlocal count
        count += event == "call"

    gc.disable()  # what it throws away may have functions of its own
    sys.setprofile(note)
    try:
        ask()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def queries_of(ask: Callable[[], object]) -> int:
    from django.db import connection

    count = 0

    def note(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return count


def milliseconds_of(ask: Callable[[], object]) -> float:
    """Of the processor, in this process alone."""
    start = time.process_time()
    ask()
    return (time.process_time() - start) * 1000


def main() -> None:
    spec = json.loads(sys.stdin.readline())
    application, cookies = start(spec), spec.get("cookies", {})
    askers = {
        name: asker(application, spec["host"], address, cookies.get(name, ""))
        for name, address in spec["addresses"].items()
    }
    found = {}
    for name, ask in askers.items():
        for _time in range(WARM):
            status, length = ask()
        found[name] = {
            "status": status,
            "bytes": length,
            "queries": queries_of(ask),
            "calls": calls_of(ask),
        }
    print(json.dumps(found), flush=True)
    while sys.stdin.readline():
        found = {name: milliseconds_of(ask) for name, ask in askers.items()}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
