"""Who a visitor is: an id that is handed in from outside, and the folder that goes with it."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tutor import crash
from tutor.paths import home

LONGEST = 200
"""The characters that an id may have."""
NAME = "learner.txt"
"""The file that tells, in the folder of a learner, who that is: the folder's own name tells nobody."""


class Unusable(Exception):  # noqa: N818 (no error of the program: a visitor to be told)
    """An id that cannot be used; the text says why, in a sentence."""


def identified(given: Sequence[str]) -> str | None:
    """The id among all that were given; None where there is none.

    Raises:
        Unusable: there are several, or it cannot be one.
    """
    ids = set(filter(None, given))
    if not ids:
        return None
    if len(ids) > 1:
        raise Unusable("Two different learners are named; one is needed.")
    (found,) = ids
    if len(found) > LONGEST:
        raise Unusable(f"The learner's id has {len(found)} characters; it may have {LONGEST}.")
    if not found.isprintable():
        raise Unusable("The learner's id has a character in it that cannot be shown.")
    return found


def folder(learner: str) -> Path:
    """The folder of one learner.

    Its name is made of hexadecimal digits, whatever the id is: it cannot lead elsewhere, and no two ids have the same,
    not even where a file system takes “ann” and “Ann” for one.
    """
    return home().absolute() / "learners" / hashlib.sha256(learner.encode()).hexdigest()


@contextmanager
def belongings(learner: str | None) -> Iterator[Path]:
    """A folder for one visit: that of the learner, or one that goes with a visitor whom nobody has named."""
    if learner is None:
        with _passing() as own:
            yield own
        return
    own = folder(learner)
    with suppress(OSError):  # where nothing can be kept, the lesson goes on all the same
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (own / NAME).exists():
            (own / NAME).write_text(learner + "\n", encoding="utf-8")
    yield own


@contextmanager
def _passing() -> Iterator[Path]:
    own = Path(mkdtemp(prefix="bp-tutor-visitor-"))
    try:
        yield own
    finally:
        if not os.path.lexists(own / crash.NAME):  # whoever runs the server was told that the report is there
            rmtree(own, ignore_errors=True)
