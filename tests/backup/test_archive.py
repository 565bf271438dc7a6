"""No byte of a backup can be changed, left out or added without being noticed."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethicaltrade.backup import archive
from ethicaltrade.backup.errors import AlteredError, BackupError, LockedError

from .conftest import KEY

FILES = {"about.json": b"{}", "files/default/blå.webp": bytes(range(256)) * 5}


def made(key=""):
    parts = (p for name, text in FILES.items() for p in archive.member(name, text))
    return b"".join(archive.written(parts, key))


def read(data, *keys):
    members = archive.members(io.BytesIO(data), keys)
    return {name: b"".join(archive.read_all(of)) for name, _size, of in members}


WHOLE = {key: made(key) for key in ("", KEY)}
somewhere = st.integers(min_value=0, max_value=2**20)
kinds = pytest.mark.parametrize("key", ["", KEY], ids=["open", "locked"])


@kinds
def test_what_was_written_is_read(key):
    assert read(WHOLE[key], key) == FILES


def test_any_tar_opens_one_that_is_not_locked():
    with tarfile.open(fileobj=io.BytesIO(WHOLE[""])) as opened:
        assert opened.getnames() == [*FILES, archive.SEAL]


@kinds
@given(place=somewhere, bit=st.integers(min_value=0, max_value=7))
def test_byte_that_is_changed_is_noticed(key, place, bit):
    data = bytearray(WHOLE[key])
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(BackupError):
        read(bytes(data), key)


@kinds
@given(place=somewhere)
def test_backup_that_is_cut_off_is_noticed(key, place):
    with pytest.raises(BackupError):
        read(WHOLE[key][: place % len(WHOLE[key])], key)


@kinds
def test_what_is_added_is_noticed(key):
    with pytest.raises(AlteredError):
        read(WHOLE[key] + b"\0", key)


@given(
    sizes=st.lists(st.integers(min_value=0, max_value=3_000), max_size=9),
    piece=st.integers(min_value=1, max_value=1_000),
)
def test_lock_takes_parts_of_any_size(sizes, piece):
    parts = [bytes([number % 251]) * size for number, size in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("ethicaltrade.backup.locking.PIECE", piece)
        locked = io.BytesIO(b"".join(archive.locked(parts, KEY)))
        locked.read(len(archive.MAGIC))
        assert b"".join(archive.unlocked(locked.read, [KEY])) == b"".join(parts)


def test_another_key_and_none_are_told():
    with pytest.raises(LockedError, match="another key"):
        read(WHOLE[KEY], "another-key-0123456789-0123456789")
    with pytest.raises(LockedError, match="not set"):
        read(WHOLE[KEY])
    assert read(WHOLE[KEY], "another-key-0123456789-0123456789", KEY) == FILES


def test_nothing_of_what_is_locked_can_be_read():
    assert FILES["files/default/blå.webp"][:100] not in WHOLE[KEY]
    assert b"about.json" not in WHOLE[KEY]
    assert made(KEY) != WHOLE[KEY], "each with a key of its own"
