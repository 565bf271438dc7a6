"""How far it is, on a terminal; elsewhere nothing."""

import time
from types import TracebackType
from typing import Any

PAUSE = 0.1
"""Seconds between two words."""


class Progress:
    """Call it with what is counted, how many are done and of how many."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.is_shown, self.last = stream, stream.isatty(), 0.0

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if self.is_shown and (now - self.last > PAUSE or done == of):
            self.last = now
            self.stream.write(f"\r{what}: {done} of {of}   ")
            self.stream.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.is_shown and self.last:
            self.stream.write("\n")
