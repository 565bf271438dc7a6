"""Somebody at the other end: asks over https, fills in forms, has an app for codes."""

import base64
import hashlib
import hmac
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup

from .around import NAME
from .machine import Machine


@dataclass
class Answer:
    """What came back; ``address`` is where it came from in the end."""

    address: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """With cookies, as a browser has them."""

    server: Machine
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, data: dict[str, str] | None = None) -> Answer:
        """One request, without going where it leads."""
        trusted = self.server.root / "etc/ssl/certs/ca-certificates.crt"
        context = ssl.create_default_context(cafile=str(trusted))
        connection = http.client.HTTPConnection(NAME)
        headers = {"Referer": f"https://{NAME}/"}
        if self.cookies:
            pairs = [f"{name}={value}" for name, value in self.cookies.items()]
            headers["Cookie"] = "; ".join(pairs)
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with self.server.network():
            plain = socket.create_connection(("127.0.0.1", 443), timeout=60)
        connection.sock = context.wrap_socket(plain, server_hostname=NAME)
        body = None if data is None else urlencode(data)
        connection.request("GET" if data is None else "POST", address, body, headers)
        response = connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        answer = Answer(address, response.status, response.headers, response.read())
        connection.close()
        return answer

    def follow(self, answer: Answer) -> Answer:
        while answer.status in (301, 302, 303):
            leads = urlsplit(urljoin(answer.address, answer.headers["Location"]))
            answer = self.ask(leads._replace(scheme="", netloc="").geturl())
        return answer

    def get(self, address: str) -> Answer:
        return self.follow(self.ask(address))

    def send(self, answer: Answer, typed: dict[str, str], select: str = "") -> Answer:
        """The form of the page that has these fields, filled in and sent."""
        for form in answer.page.select(select or "form[method=post]"):
            fields = {
                field["name"]: field.get("value", "")
                for field in form.select("input[name]")
                if field.get("type") not in ("checkbox", "radio", "submit")
            }
            if set(typed) <= set(fields):
                action = urljoin(answer.address, form.get("action") or "")
                return self.follow(self.ask(action, fields | typed))
        raise AssertionError(f"{answer.address} has no form with {set(typed)}")


def code_of(secret: str) -> str:
    """What an app for codes shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = (int(time.time()) // 30).to_bytes(8)
    sum_ = hmac.digest(key, counter, hashlib.sha1)
    start = sum_[-1] & 15
    number = int.from_bytes(sum_[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def mailed(emails: list, address: str) -> str:
    """The code in the newest e-mail to somebody, which a worker sends."""
    for _try in range(300):
        for email in reversed(list(emails)):
            text = email.get_body(("plain",)).get_content()
            found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text, re.MULTILINE)
            if found and address in email["To"]:
                emails.clear()
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"No e-mail with a code has come to {address}")


@contextmanager
def readers(server: Machine, addresses: list[str], count: int = 4) -> Iterator[list]:
    """Some who ask all the time; of each answer its status, or error, and seconds."""
    answers: list[tuple[object, float]] = []
    is_over = threading.Event()

    def read() -> None:
        # A session of somebody's: nginx gives nothing that it has kept.
        visitor = Visitor(server, {"__Host-sessionid": "somebody"})
        while not is_over.is_set():
            for address in addresses:
                began = time.monotonic()
                try:
                    said: object = visitor.ask(address).status
                except OSError as error:
                    said = error
                answers.append((said, time.monotonic() - began))
                is_over.wait(0.2)

    threads = [threading.Thread(target=read) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
