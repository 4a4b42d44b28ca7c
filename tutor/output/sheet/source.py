"""A sheet as text that can be read twice, whatever it comes from, and every way in which it cannot be read told.

Nothing is held in memory: what can be read only once, such as a pipe, is first copied to a temporary file that is gone
with this process.
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, BinaryIO

from tutor.errors import TutorError
from tutor.notation.printable import printable

STANDARD_INPUT = "-"
"""The name on a command line that means standard input."""

_LONGEST_NAME = 120
HOW_TO_SAVE = "save the sheet again as “CSV UTF-8”"
"""What to do about a file that is no text in UTF-8, in the words of spreadsheet programs."""

_NOT_CSV = (
    (b"PK\x03\x04", "a spreadsheet, not its text", f"open it and {HOW_TO_SAVE}"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet, not its text", f"open it and {HOW_TO_SAVE}"),
    (b"\xff\xfe", "text in UTF-16", HOW_TO_SAVE),
    (b"\xfe\xff", "text in UTF-16", HOW_TO_SAVE),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)
"""What a file can begin with that is no sheet, what it then is, and what to do."""


class Source:
    """The text of a sheet, which can be read from the start any number of times.

    Attributes:
        name: what messages call it.
        size: its bytes.
        marked: whether it begins with a byte order mark.
    """

    def __init__(self, name: str, content: BinaryIO) -> None:
        self.name = name
        self._content = content
        content.seek(0)
        start = content.read(4)
        for magic, found, advice in _NOT_CSV:
            if start.startswith(magic):
                raise self.problem(None, f"found {found}, expected CSV in UTF-8; {advice}")
        self.marked = start.startswith(b"\xef\xbb\xbf")
        self.size = content.seek(0, os.SEEK_END)
        self._stamp = self._changed_at()

    @contextmanager
    def text(self) -> Iterator[TextIOWrapper]:
        """The sheet from its start, as text without a byte order mark and with its line ends as they are."""
        self._content.seek(0)
        text = TextIOWrapper(self._content, encoding="utf-8-sig", newline="")
        try:
            yield text
        finally:
            text.detach()

    def read(self) -> int:
        """How many bytes were read since the start."""
        return self._content.tell()

    def place(self) -> float:
        """How far reading has come, from 0 to 1."""
        return self.read() / max(self.size, 1)

    def unchanged(self) -> None:
        """Make sure that it is still what it was at first.

        Raises:
            TutorError: it has been written to meanwhile, so what was read at first no longer holds.
        """
        if self._changed_at() != self._stamp:
            raise self.problem(None, "it was changed while it was marked; mark it again")

    def problem(self, line: int | None, what: str) -> TutorError:
        """A problem of this sheet, at a line where that is known."""
        return TutorError(f"{self.name}{'' if line is None else f':{line}'}: {what}.")

    def undecodable(self, error: UnicodeDecodeError, lines_before: int) -> TutorError:
        """A byte that is not UTF-8. Text is decoded by the piece: ``lines_before`` it had been given out."""
        before = error.object[: error.start]
        line = lines_before + 1 + max(before.count(b"\n"), before.count(b"\r"))
        byte = error.object[error.start]
        return self.problem(line, f"found the byte 0x{byte:02X}, which is not UTF-8; {HOW_TO_SAVE}")

    def _changed_at(self) -> tuple[int, int]:
        status = os.fstat(self._content.fileno())
        return status.st_mtime_ns, status.st_size


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open the sheet at a path, or standard input for ``-``.

    Raises:
        TutorError: it cannot be read, or cannot be a sheet; the text says why.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise TutorError("Standard input: it is closed; name a CSV file, or send one through a pipe.")
        with _kept("standard input", sys.stdin.buffer) as source:
            yield source
        return
    name = printable(path if len(path) <= _LONGEST_NAME else f"{path[:60]}…{path[-50:]}")
    with _file(path, name) as content:
        mode = os.fstat(content.fileno()).st_mode
        if stat.S_ISREG(mode):
            yield Source(name, content)
            return
        with _kept(name, content) as source:
            yield source


def _file(path: str, name: str) -> BinaryIO:
    """Open a file or a pipe, and nothing else."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise TutorError(f"{name}: found a folder, expected a CSV file; name the sheet in it.")
        opened = open(path, "rb")  # noqa: SIM115 (the caller closes it)
    except FileNotFoundError:
        raise TutorError(f"{name}: no such file; check the name of the sheet.") from None
    except PermissionError:
        raise TutorError(f"{name}: found a file that you may not read; ask its owner for permission.") from None
    except OSError as error:
        raise TutorError(f"{name}: it cannot be read ({error.strerror}); check the path.") from None
    except ValueError:  # a NUL or a lone surrogate in the path
        raise TutorError(f"{name}: no file can have such a path; check the name of the sheet.") from None
    if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and not opened.isatty() and path != os.devnull:
        opened.close()
        raise TutorError(f"{name}: found a device, expected a CSV file; check the name of the sheet.")
    return opened


@contextmanager
def _kept(name: str, stream: IO[bytes]) -> Iterator[Source]:
    """Copy what can be read only once."""
    try:
        copy = tempfile.TemporaryFile(prefix="bp-tutor-")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise no_room(error.strerror or str(error)) from None
    with copy:
        try:
            shutil.copyfileobj(stream, copy, 1 << 20)
            copy.flush()
        except OSError as error:
            raise no_room(error.strerror or str(error)) from None
        yield Source(name, copy)


def no_room(reason: str) -> TutorError:
    """What is said when a temporary file cannot be written."""
    return TutorError(
        f"A temporary file could not be written ({reason}); make room, or set TMPDIR to a folder that has some."
    )
