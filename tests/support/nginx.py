"""nginx as ``docs/nginx.conf`` sets it up, on this machine's own ports."""

import getpass
import http.client
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.db import connections

from .mail_server import free_port

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "nginx.conf"
PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """
daemon off;
master_process {master};
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {example}
}}
"""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Nginx:
    port: int
    folder: Path
    process: subprocess.Popen

    def lead_to(self, site: int) -> None:
        """To another port, from the next request on."""
        (self.folder / "upstream").write_text(f"server 127.0.0.1:{site};")
        self.process.send_signal(signal.SIGHUP)

    @property
    def link(self) -> Path:
        return self.folder / "pages"

    def get(self, address: str, **headers: str) -> Answer:
        """``Accept_Encoding`` is the header with hyphens for its underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        method = named.pop("method", "GET")
        connection.request(method, address, headers={"Host": "localhost", **named})
        response = connection.getresponse()
        told = {
            header: ", ".join(response.headers.get_all(header, []))
            for header in response.headers
        }
        answer = Answer(response.status, told, response.read())
        connection.close()
        return answer


def example(folder: Path, port: int, more: str) -> str:
    """The example with what is this machine's; each of these stands in it.

    ``more`` is put before its first location.
    """
    text = EXAMPLE.read_text()
    for there, here in (
        ("/var/cache/ethicaltrade", f"{folder}/cache"),
        ("include /etc/nginx/ethicaltrade.upstream;", f"include {folder}/upstream;"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("listen [::]:443 ssl http2;", ""),
        ("ssl_certificate /etc/ssl/certs/www.example.org.pem;", ""),
        ("ssl_certificate_key /etc/ssl/private/www.example.org.key;", ""),
        ("root /run/ethicaltrade/pages;", f"root {folder}/pages;"),
        ("/srv/ethicaltrade/current/docs/errors", str(EXAMPLE.parent / "errors")),
        ("location / {", f"{more}\n    location / {{"),
    ):
        assert there in text, there
        text = text.replace(there, here)
    return text


@contextmanager
def nginx(
    folder: Path, site: int, more: str = "", *, master: str = "off"
) -> Iterator[Nginx]:
    """In front of what answers at the port ``site``; skips where there is no nginx.

    ``more`` are locations besides those of the example; ``master``: "on" for one that
    can be led to another port without a gap.
    """
    if PROGRAM is None:
        pytest.skip("nginx is not installed: apt install nginx")
    port = free_port()
    text = example(folder, port, more)
    around = AROUND.format(folder=folder, example=text, master=master)
    if os.geteuid() == 0:
        around = f"user {getpass.getuser()};{around}"
    (folder / "upstream").write_text(f"server 127.0.0.1:{site};")
    config = folder / "nginx.conf"
    config.write_text(around)
    with subprocess.Popen([PROGRAM, "-c", config, "-p", folder]) as process:
        try:
            wait_for(port, process)
            yield Nginx(port, folder, process)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _try in range(3000):  # a minute, on a machine that has more to do
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            connection.connect()
        except OSError:
            assert process.poll() is None, "nginx did not start"
            time.sleep(0.02)
        else:
            connection.close()
            return
    pytest.fail("nginx takes no connections")


@dataclass
class Behind:
    """What answers behind nginx, and how often it was asked, by address."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 50

    def process_request_thread(self, request, client_address):
        """A thread that ends gives its connection to the database back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@contextmanager
def behind(application: Callable) -> Iterator[Behind]:
    """Serve a WSGI application in threads of this process."""
    with _Server(("127.0.0.1", 0), _Quiet) as server:
        found = Behind(server.server_port)

        def counted(environ: dict, start_response: Callable):
            query = environ.get("QUERY_STRING")
            path = environ["PATH_INFO"]
            found.asked[f"{path}?{query}" if query else path] += 1
            return application(environ, start_response)

        server.set_app(counted)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
