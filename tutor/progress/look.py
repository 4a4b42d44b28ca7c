"""What a file is, seen from its bytes alone: a store of a newer version is not even opened."""

import os
import struct
from pathlib import Path

APPLICATION = 0x62707475
"""What SQLite keeps of whose file it is: ``bptu``."""
_MAGIC = b"SQLite format 3\0"
_HEADER, _WAL_HEADER, _FRAME = 100, 32, 24
_USUAL = 4096
"""The size of a page where what says it is damaged."""


def beside(path: Path, ending: str) -> Path:
    """A file of SQLite's beside a store: ``-wal``, ``-shm``."""
    return path.with_name(path.name + ending)


def identity(path: Path | str) -> tuple[int, int] | None:
    """Which file is at a path: its device and its number there; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def version(path: Path) -> int:
    """The version of a store, with what was written ahead of it; 0 where the file is none.

    Nothing is changed, and nobody is disturbed. But no connection of this process may have the file open: on POSIX to
    close a file lets go of all locks on it.
    """
    head = _read(path, _HEADER)
    if head[:16] != _MAGIC or int.from_bytes(head[68:72], "big") != APPLICATION:
        return 0
    size = int.from_bytes(head[16:18], "big")
    head = _first_page(_read(beside(path, "-wal")), 65536 if size == 1 else size) or head
    return int.from_bytes(head[60:64], "big")


def is_spoilt(path: Path) -> bool:
    """Whether the header of a store says what none does. SQLite would only read it, or refuse it, and not say why."""
    head = _read(path, _HEADER)
    if head[:16] != _MAGIC or int.from_bytes(head[68:72], "big") != APPLICATION:
        return False
    return head[18:20] not in (b"\1\1", b"\2\2") or int.from_bytes(head[44:48], "big") > 4


def is_lost(path: Path) -> bool:
    """Whether a file has nothing in it, though there is more that was written ahead of it: SQLite would delete that."""
    try:
        return os.stat(path).st_size == 0 and os.stat(beside(path, "-wal")).st_size > _WAL_HEADER
    except OSError:
        return False


def is_blank(path: Path) -> bool:
    """Whether there is no file, or one that nothing was ever written into."""
    try:
        return os.stat(path).st_size == 0 and not is_lost(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def has_more(path: Path, frames: int) -> bool:
    """Whether something that was committed stands behind so many frames of what was written ahead.

    SQLite stops reading at a frame that is damaged, says nothing, and writes over what follows.
    """
    wal = _read(beside(path, "-wal"))
    if len(wal) <= _WAL_HEADER:
        return False
    sound = checked(">" if wal[3] & 1 else "<", bytes(8), wal[:24]) == wal[24:32]
    # Behind the frames of now lie those of before the log was begun anew.
    salt = wal[16:24] if sound else wal[_WAL_HEADER + 8 : _WAL_HEADER + 16]
    size = int.from_bytes(wal[8:12], "big") if sound else _USUAL
    step = _FRAME + size
    behind = range(_WAL_HEADER + frames * step, len(wal) - step + 1, step)
    return any(wal[at + 8 : at + 16] == salt and any(wal[at + 4 : at + 8]) for at in behind)


def checked(order: str, before: bytes, data: bytes) -> bytes:
    """The running checksum of what is written ahead, after some more bytes.

    Args:
        order: of the bytes in a number, as ``struct`` has it.
        before: the checksum so far.
        data: some bytes, a multiple of eight.
    """
    first, second = struct.unpack(">II", before)
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one, other in zip(words, words, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return struct.pack(">II", first, second)


def _read(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _first_page(wal: bytes, size: int) -> bytes:
    """The start of the first page as it was last written ahead; empty where it was not."""
    salt, found = wal[16:24], b""
    for at in range(_WAL_HEADER, len(wal) - size, size + _FRAME):
        if wal[at + 8 : at + 16] != salt:
            break
        if wal[at : at + 4] == b"\0\0\0\1":
            found = wal[at + _FRAME : at + _FRAME + _HEADER]
    return found
