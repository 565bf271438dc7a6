"""What a page points to is indexed once, when all of it is saved.

Wagtail reads the page and indexes it anew for the page and for each row below it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_saved: ContextVar[list[Any] | None] = ContextVar("saved", default=None)


@contextmanager
def indexed_once(page: Any) -> Iterator[None]:
    """Inside it nothing is indexed; at its end, each page that was saved inside."""
    # Not before the models are there.
    from wagtail import signal_handlers

    if (saved := _saved.get()) is not None:
        saved.append(page)
        yield
        return
    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    saved = [page]
    token = _saved.set(saved)
    try:
        with signal_handlers.disable_reference_index_auto_update():
            yield
    finally:
        _saved.reset(token)
    for each in saved:
        signal_handlers.update_reference_index_on_save(each)
