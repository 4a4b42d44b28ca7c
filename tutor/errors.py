"""What can go wrong through no fault of the program, and the exit status that tells it."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit status of every command."""

    DONE = 0
    """It did what was asked."""
    INPUT = 1
    """Something is wrong with what the user gave; one clear message stands on standard error."""
    USAGE = 2
    """The command line itself is wrong."""
    INTERRUPTED = 130
    """Ctrl+C, as shells have it."""


class TutorError(Exception):
    """Something the user can mend. The text says where, what was found, what was expected and what to do."""
