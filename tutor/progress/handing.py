"""A store with one learner's part of another, to hand in."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tutor.errors import TutorError
from tutor.notation.printable import printable
from tutor.progress.forget import forget
from tutor.progress.people import Person, people
from tutor.progress.store import Store, unusable


def copy(store: Store, person: Person, target: Path) -> None:
    """Write a new file with all that is kept of one learner, and nothing of anybody else.

    It stands in a folder that nobody else can look into until it is whole.

    Raises:
        TutorError: there is such a file already, or it cannot be written.
    """
    if os.path.lexists(target):
        raise _there(target)
    try:
        with TemporaryDirectory(prefix=".bp-tutor-", dir=target.parent) as folder:
            whole = Path(folder, "copy.db")
            with closing(sqlite3.connect(whole)) as db:
                store.db.backup(db)
            with closing(Store(whole, create=False)) as copied:
                forget(copied, *(each for each in people(copied.db) if each.uid != person.uid))
                copied.db.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read anywhere
            _place(whole, target)
    except FileExistsError:
        raise _there(target) from None
    except (OSError, sqlite3.Error) as error:
        raise unusable(target, error) from None


def _place(whole: Path, target: Path) -> None:
    """Put a file where it belongs, but over no other."""
    try:
        os.link(whole, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(whole, target)


def _there(target: Path) -> TutorError:
    return TutorError(f"{printable(str(target))} is there already, and is left as it is. Name a new file.")
