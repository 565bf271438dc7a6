"""A circuit breaker: what is away is not waited for by everyone, again and again.

Source: Michael Nygard, Release It!, "Circuit Breaker". It is each process's own; all of
its threads share it.
"""

import logging
import threading
import time
from functools import cache

from django.dispatch import Signal

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds
changed = Signal()
"""A server is away (``is_open``), or back: sent with its ``name`` by each process."""


class FilesAwayError(OSError):
    """Where the files lie nobody answers; another time somebody may."""


class Breaker:
    """Closed, everybody may try. After a failure nobody may, but one each pause."""

    def __init__(self, name: str):
        self.name = name
        self._lock = threading.Lock()
        self._next_try_at: float | None = None

    @classmethod
    @cache
    def of(cls, name: str) -> "Breaker":
        """The one of this process for a server."""
        return cls(name)

    @property
    def is_open(self) -> bool:
        """Whether the server was away when it was last asked."""
        return self._next_try_at is not None

    def may_try(self) -> bool:
        """Whether to ask the server now: the others go without while one tries."""
        with self._lock:
            if self._next_try_at is None:
                return True
            now = time.monotonic()
            if now < self._next_try_at:
                return False
            self._next_try_at = now + PAUSE
            return True

    def failed(self, error: Exception) -> None:
        with self._lock:
            is_news = self._next_try_at is None
            self._next_try_at = time.monotonic() + PAUSE
        if is_news:  # once, not at every try
            changed.send(Breaker, name=self.name, is_open=True)
            logger.error("%s is away: %s: %s", self.name, type(error).__name__, error)

    def succeeded(self) -> None:
        if self._next_try_at is None:
            return
        with self._lock:
            self._next_try_at = None
        changed.send(Breaker, name=self.name, is_open=False)
        logger.info("%s is back", self.name)
