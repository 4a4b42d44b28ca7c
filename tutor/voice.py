"""What goes line by line: lines that are said, and lines that are typed, bounded, whatever comes."""

from collections.abc import Callable, Iterator
from typing import TextIO

from tutor.errors import TutorError
from tutor.notation import charset

LONGEST = 20_000
"""Of a longer line only so many characters are kept: more than an answer can have, so that it is still refused."""
ENDLESS = 2**24
"""A line that has no end by then is the end of the input."""


class Voice:
    """Where lines are said: wrapped where that is a terminal."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self._terminal = out.isatty()

    def say(self, *lines: str) -> None:
        """Print lines; an article that begins one gets a capital, a name does not."""
        for line in lines:
            said = charset.written(begun(line))
            print(_wrapped(said) if self._terminal else said, file=self.out)


def begun(line: str) -> str:
    """A line as it begins: with a capital where that is an article; a name keeps its letter."""
    return "The " + line[4:] if line.startswith("the ") else line


def _wrapped(text: str) -> str:
    """A text in lines that end at blanks, as wide as the terminal; elsewhere a line stays whole."""
    from shutil import get_terminal_size
    from textwrap import TextWrapper

    columns = max(20, get_terminal_size().columns - 1)
    wrapper = TextWrapper(columns, replace_whitespace=False, break_long_words=False, break_on_hyphens=False)
    return "\n".join(part for line in text.split("\n") for part in wrapper.wrap(line) or [""])


def lines(stdin: TextIO, ask: Callable[[], None], say: Callable[[str, str], None]) -> Iterator[str]:
    """What is typed, line by line; bounded, whatever comes.

    Args:
        stdin: where it comes from.
        ask: asks for each.
        say: prints lines.

    Raises:
        TutorError: if ``stdin`` cannot be read.
    """
    while True:
        ask()
        try:
            line, seen = _line(stdin)
        except OSError as problem:
            raise TutorError(f"Standard input could not be read: {problem.strerror or problem}.") from problem
        if seen >= ENDLESS:
            say("", f"This line has no end within {ENDLESS:,} characters, so nothing more is read.")
        if not line or seen >= ENDLESS:
            return
        yield line.removesuffix("\n")


def _line(stdin: TextIO) -> tuple[str, int]:
    """What is kept of one line, and how many characters of it were read."""
    line = chunk = stdin.readline(LONGEST)
    seen = len(chunk)
    while chunk and not chunk.endswith("\n") and seen < ENDLESS:
        chunk = stdin.readline(LONGEST)
        seen += len(chunk)
    return line, seen
