"""Asking what may hang: a disk over the network, a storage elsewhere."""

import threading
import time
from collections.abc import Callable

UNKNOWN = "not answered yet"


class Asked:
    """What a question was answered last, asked anew when that is old.

    It is asked in a thread, never in two at once, so that whoever asks waits no longer
    than they like. A thread that hangs is left behind, and said to hang.
    """

    def __init__(self, ask: Callable[[], str], *, every: float, limit: float):
        """``ask`` returns what is wrong, or "". Times are in seconds.

        ``every``: for how long an answer holds. ``limit``: when it is said to hang.
        """
        self.ask, self.every, self.limit = ask, every, limit
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._asked_at = 0.0
        self._answer = UNKNOWN

    def begin(self) -> None:
        """Ask, if it is time."""
        with self._lock:
            is_busy = self._thread is not None and self._thread.is_alive()
            now = time.monotonic()
            is_known = self._thread is not None and now - self._asked_at < self.every
            if is_busy or is_known:
                return
            self._asked_at = now
            self._thread = threading.Thread(target=self._do, daemon=True)
            self._thread.start()

    def _do(self) -> None:
        try:
            self._answer = self.ask()
        except Exception as error:  # each storage has exceptions of its own
            self._answer = type(error).__name__

    def answer(self, wait: float) -> str:
        """What is wrong, "", or UNKNOWN; waits so many seconds for it at most."""
        thread = self._thread
        if thread is None:
            return UNKNOWN
        thread.join(max(wait, 0))
        if thread.is_alive() and time.monotonic() - self._asked_at >= self.limit:
            return "does not answer"
        return self._answer
