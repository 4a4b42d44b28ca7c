"""What a file is, seen from its bytes alone: a store of a newer version is not even opened."""

import os
from pathlib import Path

APPLICATION = 0x62707475
"""What SQLite keeps of whose file it is: ``bptu``."""
_MAGIC = b"SQLite format 3\0"
_HEADER, _WAL_HEADER, _FRAME = 100, 32, 24


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


def is_lost(path: Path) -> bool:
    """Whether a file has nothing in it, though there is more that was written ahead of it: SQLite would delete that."""
    try:
        return os.stat(path).st_size == 0 and os.stat(beside(path, "-wal")).st_size > _WAL_HEADER
    except OSError:
        return False


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
