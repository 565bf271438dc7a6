"""Where pages are kept: in this process, and behind it in a cache that others share.

Both are bounded, and hold what is right alone: each page says of which generation it
is. The shared one has so many places; a page goes into the place its address has, and
puts out what stood there.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock
from zlib import crc32

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.utils import timezone

from .kept import Kept

ALIAS = "pages"
MOST = 24 * 2**20
"""In bytes, of the packed pages in this process: some 1,500 of them."""
PLACES = 4096
WITH_QUERY = 512
"""Places apart, so that whoever makes up queries puts out no page."""
PATIENCE = 3.0
"""In seconds: so long one waits for a page that another makes."""
GLANCE = 0.02
CODE = (".html", ".json", ".mo", ".py", ".txt")

_here: OrderedDict[str, Kept] = OrderedDict()
_size = 0
_passed_on: tuple[int, set[str]] = (0, set())
"""The addresses of a generation whose answers cannot be kept."""
_lock = Lock()
_in_the_making: dict[str, Event] = {}


def get(address: str, generation: int) -> Kept | None:
    with _lock:
        kept = _here.get(address)
        if kept is not None:
            _here.move_to_end(address)
    if kept is None and (shared := _shared()):
        found = shared.get(_place(address))
        if found is not None and found[:2] == (release(), address):
            kept = Kept(*found[2])
            if kept.generation == generation:
                _put_here(address, kept)
    if kept is None or kept.generation != generation:
        return None
    return kept if kept.until > timezone.now().timestamp() else None


def put(address: str, kept: Kept) -> None:
    _put_here(address, kept)
    if shared := _shared():
        left = int(kept.until - timezone.now().timestamp()) + 1
        shared.set(_place(address), (release(), address, tuple(kept)), left)


def _put_here(address: str, kept: Kept) -> None:
    global _size
    with _lock:
        newest = next(reversed(_here.values()), kept)
        if newest.generation != kept.generation:  # all of it is over
            _here.clear()
            _size = 0
        old = _here.pop(address, None)
        _size += kept.size - (old.size if old else 0)
        _here[address] = kept
        while _size > MOST:
            _address, last = _here.popitem(last=False)
            _size -= last.size


def pass_on(address: str, generation: int) -> None:
    """Remember that the address's answer cannot be kept: nobody need wait for it."""
    global _passed_on
    with _lock:
        if _passed_on[0] != generation or len(_passed_on[1]) >= PLACES:
            _passed_on = (generation, set())
        _passed_on[1].add(address)


def is_passed_on(address: str, generation: int) -> bool:
    return _passed_on[0] == generation and address in _passed_on[1]


@contextmanager
def turn(address: str) -> Iterator[bool]:
    """One makes the page; the others wait, then look. True for the one.

    Who has waited in vain makes it as well.
    """
    with _lock:
        other = _in_the_making.get(address)
        if other is None:
            made = _in_the_making[address] = Event()
    if other is not None:
        other.wait(PATIENCE)
        yield False
        return
    shared, place = _shared(), f"making:{_place(address)}"
    try:
        if shared is None or shared.add(place, 1, PATIENCE):
            yield True
            return
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and shared.has_key(place):
            time.sleep(GLANCE)
        shared = None  # the place is another process's
        yield False
    finally:
        if shared is not None:
            shared.delete(place)
        with _lock:
            del _in_the_making[address]
        made.set()


def size() -> int:
    """In bytes, of what this process keeps."""
    return _size


def forget() -> None:
    """Begin anew, as a process that has just started."""
    global _size, _passed_on
    with _lock:
        _here.clear()
        _size, _passed_on = 0, (0, set())


def _shared():
    """None where the processes share nothing."""
    shared = caches[ALIAS]
    return None if isinstance(shared, DummyCache) else shared


def _place(address: str) -> str:
    number = crc32(address.encode())
    if address.endswith("?"):
        return f"page:{number % PLACES}"
    return f"query:{number % WITH_QUERY}"


@cache
def release() -> str:
    """Names the code: what an earlier release kept says what that one said."""
    base = Path(settings.BASE_DIR)
    ours = {name.partition(".")[0] for name in settings.INSTALLED_APPS}
    folders = [base / name for name in sorted({*ours, "templates", "locale"})]
    files = [path for folder in folders for path in sorted(folder.rglob("*.*"))]
    files.append(Path(settings.STATIC_ROOT) / "staticfiles.json")
    digest = sha256(f"{settings.BASE_URL} {settings.STATIC_URL}".encode())
    for path in files:
        if path.suffix in CODE and path.exists():
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
