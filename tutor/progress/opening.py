"""Opening a store to look into it, or to take something out of it; what runs keep in one is the journal's."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tutor import paths
from tutor.errors import TutorError
from tutor.notation.printable import printable
from tutor.progress.journal import FILE
from tutor.progress.look import identity
from tutor.progress.rescue import finish, set_aside
from tutor.progress.store import FAILURES, Store, Unusable, unusable

_RECOVER = "What can be read of it is put into a new one by: bp-tutor progress --merge FILE --store NEW.db"


def own() -> Path:
    """Where the user's own store is, if there is one.

    Raises:
        TutorError: there is no place for one.
    """
    try:
        path = paths.home() / FILE
    except RuntimeError as error:
        raise TutorError(f"There is no folder for what is kept ({error}); name one in BP_TUTOR_HOME.") from None
    with suppress(OSError):
        finish(path)
    return path


@contextmanager
def opened(path: Path, *, mend: bool) -> Iterator[Store]:
    """A store that is there already.

    Args:
        path: its file.
        mend: whether, if it is damaged, what can be read of it is to take its place, as when a lesson begins. Whatever
            is wrong with another store that is read meanwhile, this one stays where it is.

    Raises:
        TutorError: there is none, or it cannot be read; the text says what to do.
    """
    if not path.exists():
        raise TutorError(f"{printable(str(path))}: there is no such file. Name a store, as --copy and --merge make it.")
    seen = identity(path)
    try:
        with closing(Store(path, create=False)) as store:
            yield store
    except (Unusable, *FAILURES) as problem:
        error = problem if isinstance(problem, Unusable) else unusable(Path(os.path.realpath(path)), problem)
        if not error.damaged or error.path != Path(os.path.realpath(path)):
            raise TutorError(f"{error}.") from None
        if not mend:
            raise TutorError(
                f"{error}. What can be read of it: bp-tutor progress --merge FILE --store NEW.db"
            ) from None
        rescued = set_aside(path, seen)
        raise TutorError(f"{rescued.sentence if rescued else error} Do this again.") from None
