"""What can still be read of a damaged SQLite file: page by page, without the trees that should lead to the pages.

After the file format as it is described on sqlite.org/fileformat2.html; tables are named by nobody here, so whoever
asks has to know a row by its shape.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mode
from typing import BinaryIO, NamedTuple

from tutor.progress.look import checked

Value = None | int | float | str | bytes

_USUAL = 4096
"""The size of a page where the header does not say it."""
_LONGEST = 2**24
"""No row is longer, in bytes."""
_INTERIOR, _LEAF = {2: 12, 5: 12}, {10: 8, 13: 8}
"""The kinds of a page in a tree of an index and of a table, and where its cells are listed."""
_NUMBERS = (0, 1, 2, 3, 4, 6, 8, *[0] * 6)
"""How many bytes an integer of each type has."""
_BROKEN = (LookupError, ValueError, struct.error)
"""What reading something that is none of it comes to."""


class Row(NamedTuple):
    """One row of a table, or one record of an index that begins with a text."""

    rowid: int | None
    """None in an index; a table without row ids is one."""
    values: tuple[Value, ...]
    """A column that stands for the row id is None."""


def rows(path: Path) -> Iterator[Row]:
    """All rows that can be read, in no order; what is in the write-ahead log counts as in the file.

    Args:
        path: the file; it and its ``-wal`` are only read.

    Raises:
        OSError: if the file cannot be opened.
    """
    with path.open("rb") as file:
        logged = _logged(path.with_name(path.name + "-wal"))
        pages = _Pages(file, logged)
        for number in range(1, pages.count + 1):
            yield from _rows(pages, number)


class _Pages:
    """The pages of a file as they stand after all that was committed."""

    def __init__(self, file: BinaryIO, logged: tuple[int, dict[int, bytes]]) -> None:
        self.size, self._logged = logged
        self._file = file
        header = file.read(100)
        stated = int.from_bytes(header[16:18], "big")
        self.size = self.size or (stated if _is_size(stated) else _USUAL)
        length = file.seek(0, 2)
        self.count = max([-(-length // self.size), *self._logged])

    def __getitem__(self, number: int) -> bytes:
        """One page; zeros where the medium does not give it."""
        if (found := self._logged.get(number)) is not None:
            return found
        found = b""
        with suppress(OSError):
            self._file.seek((number - 1) * self.size)
            found = self._file.read(self.size)
        return found.ljust(self.size, b"\0")


def _is_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0


# The write-ahead log


def _logged(path: Path) -> tuple[int, dict[int, bytes]]:
    """The size of a page and the latest committed pages of a write-ahead log; (0, {}) without one.

    SQLite itself stops at the first frame that is damaged; here only that frame is left out.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return 0, {}
    size = int.from_bytes(data[8:12], "big")
    size = size if _is_size(size) else _USUAL
    starts = range(32, len(data) - size - 23, 24 + size)
    if not starts:
        return 0, {}
    # Frames of before the log was begun anew lie behind those of now. One of three may be damaged.
    salt = mode([data[16:24], *(data[start + 8 : start + 16] for start in starts[:2])])
    order = ">" if data[3] & 1 else "<"
    kept: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    before = data[24:32]
    for start in starts:
        head, page = data[start : start + 24], data[start + 24 : start + 24 + size]
        if head[8:16] != salt:
            before = head[16:24]
            continue
        if checked(order, before, head[:8] + page) == head[16:24]:
            waiting[int.from_bytes(head[:4], "big")] = page
        if any(head[4:8]):
            kept |= waiting
            waiting = {}
        before = head[16:24]
    return size, kept


# Pages


def _rows(pages: _Pages, number: int) -> Iterator[Row]:
    """The rows of one page; of one whose kind is damaged, what they are as either kind."""
    page = pages[number]
    at = 100 if number == 1 else 0
    kind = page[at]
    if kind == 5 or not any(page):
        return
    for tried in (kind,) if kind in (2, 10, 13) else (13, 10):
        for cell in _cells(page, at, tried):
            with suppress(*_BROKEN):
                yield _row(pages, page, cell, tried)


def _cells(page: bytes, at: int, kind: int) -> Sequence[int]:
    """Where the cells of a page begin, as far as they are where cells can be."""
    listed = at + (_INTERIOR | _LEAF)[kind]
    most = (len(page) - listed) // 2
    count = int.from_bytes(page[at + 3 : at + 5], "big")
    if count <= most:
        found = struct.unpack_from(f">{count}H", page, listed)
        return [cell for cell in found if listed <= cell < len(page) - 3]
    # The list ends where the first of the cells begins.
    cells: list[int] = []
    for i, cell in enumerate(struct.unpack_from(f">{most}H", page, listed)):
        if not listed + 2 * i < cell < len(page) - 3 or listed + 2 * i >= min(cells, default=len(page)):
            break
        cells.append(cell)
    return cells


def _row(pages: _Pages, page: bytes, at: int, kind: int) -> Row:
    """The row of one cell.

    Raises:
        IndexError, ValueError, struct.error: if it is none.
    """
    if kind == 2:
        at += 4
    length, at = _varint(page, at)
    rowid = None
    if kind == 13:
        rowid, at = _varint(page, at)
        rowid -= (rowid >> 63) << 64
    if length > _LONGEST:
        raise ValueError("no row is so long")
    most = pages.size - 35 if kind == 13 else (pages.size - 12) * 64 // 255 - 23
    if length <= most:
        payload = page[at : at + length]
    else:
        least = (pages.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (pages.size - 4)
        here = here if here <= most else least
        payload = page[at : at + here] + _overflow(pages, page[at + here : at + here + 4], length - here)
    if len(payload) != length:
        raise ValueError("the page ends before the row does")
    if kind != 13 and payload[1] < 13:
        raise ValueError("an index of numbers is of no use")
    return Row(rowid, _values(payload))


def _overflow(pages: _Pages, after: bytes, length: int) -> bytes:
    """What of a row stands on pages of its own."""
    parts = []
    while length > 0:
        number = int.from_bytes(after, "big")
        if not 1 < number <= pages.count:
            raise ValueError("there is no such page")
        page = pages[number]
        after = page[:4]
        parts.append(page[4 : 4 + length])
        length -= pages.size - 4
    return b"".join(parts)


def _values(payload: bytes) -> tuple[Value, ...]:
    """The values of a record."""
    at, start = (payload[0], 1) if payload[0] < 0x80 else _varint(payload, 0)
    head = payload[start:at]
    found: list[Value] = []
    keep, number = found.append, int.from_bytes
    for code in head if max(head) < 0x80 else _varints(head):
        if code > 12:
            end = at + ((code - 12) >> 1)
            keep(payload[at:end].decode() if code & 1 else payload[at:end])
            at = end
        elif size := _NUMBERS[code]:
            end = at + size
            keep(number(payload[at:end], "big", signed=True))
            at = end
        elif code == 7:
            keep(*struct.unpack_from(">d", payload, at))
            at += 8
        else:
            keep(_CONSTANTS[code])
    if at != len(payload):
        raise ValueError("the row is longer than its values")
    return tuple(found)


_CONSTANTS = {0: None, 8: 0, 9: 1}
"""The values that are types by themselves; three more types are none."""


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An integer of one to nine bytes, and where it ends."""
    value = 0
    if data[at] < 0x80:
        return data[at], at + 1
    for end in range(at, at + 8):
        byte = data[end]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, end + 1
    return value << 8 | data[at + 8], at + 9
