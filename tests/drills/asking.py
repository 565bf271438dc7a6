"""A visitor's browser, as little as the drills need: hundreds in one process."""

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 60  # seconds; whoever answers nothing for so long is hung
HOST = "localhost"


@dataclass
class Answer:
    """What came back, whole or not; times are of the clock that only goes on."""

    path: str
    begun: float
    ended: float = 0.0
    status: int = 0
    """0: none, the connection ended before."""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: str = ""
    """What was wrong with it, the answer itself aside."""

    @property
    def seconds(self) -> float:
        return self.ended - self.begun

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def field(self, name: str) -> str:
        """The value of the form's field."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>'.encode(), self.body)
        value = tag and re.search(rb'value="([^"]*)"', tag.group())
        return value.group(1).decode() if value else ""


class Browser:
    """Keeps its connection and its cookies; from an address of its own."""

    def __init__(self, port: int, number: int, session: str = "") -> None:
        self.port = port
        self.address = f"127.1.{number // 250}.{number % 250 + 1}"
        self.cookies: dict[str, str] = {"sessionid": session} if session else {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: Mapping) -> Answer:
        body = urlencode(
            {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}, True
        )
        return await self._ask("POST", path, body.encode())

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        answer = Answer(path, time.monotonic())
        is_kept = self.writer is not None
        try:
            async with asyncio.timeout(PATIENCE):
                await self._send(method, path, body)
                await self._read(answer)
        except TimeoutError:
            answer.fault = "hung"
        except (OSError, EOFError, ValueError) as error:
            answer.fault = f"broke off: {type(error).__name__}"
        if answer.fault:
            await self.close()
            # One that was kept may have been closed meanwhile (RFC 9112, 9.3.1).
            if is_kept and method == "GET" and answer.fault != "hung":
                return await self._ask(method, path, body)
        answer.ended = time.monotonic()
        return answer

    async def _send(self, method: str, path: str, body: bytes) -> None:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(self.address, 0)
            )
        head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
        if self.cookies:
            given = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            head.append(f"Cookie: {given}")
        if method == "POST":
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await self.writer.drain()

    async def _read(self, answer: Answer) -> None:
        assert self.reader is not None
        lines = (
            (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        )
        pairs = [line.partition(":") for line in lines[1:] if line]
        answer.headers = tuple((key.lower(), value.strip()) for key, _, value in pairs)
        for key, value in answer.headers:
            if key == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        if answer.header("transfer-encoding") == "chunked":
            answer.body = await self._chunks()
        else:
            length = int(answer.header("content-length") or 0)
            answer.body = await self.reader.readexactly(length)
        answer.status = int(lines[0].split()[1])
        if answer.header("connection") == "close":
            await self.close()

    async def _chunks(self) -> bytes:
        assert self.reader is not None
        parts = []
        while size := int(await self.reader.readline(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readline()
        await self.reader.readline()
        return b"".join(parts)

    async def close(self) -> None:
        writer, self.reader, self.writer = self.writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
