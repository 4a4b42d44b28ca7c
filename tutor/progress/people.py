"""The learners of a store: who they are, and what each is called."""

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tutor.errors import TutorError
from tutor.notation.printable import printable

if TYPE_CHECKING:
    import sqlite3

LONGEST = 200
"""The characters that a name may have."""
UNNAMED = "learner-"
"""What a learner without a name is called, before the first digits of what identifies them."""
DIGITS = 8
_MOST = 10
"""So many are listed."""


class Person(NamedTuple):
    """One learner of a store."""

    id: int
    """The row."""
    uid: str
    """What identifies a learner who gave no name, in any store."""
    name: str | None

    @property
    def label(self) -> str:
        """What they are called."""
        return label(self.uid, self.name)


def label(uid: str, name: str | None) -> str:
    """What a learner is called: by name or, where they gave none, by the first digits of what identifies them."""
    return name if name is not None else UNNAMED + uid[:DIGITS]


def people(db: "sqlite3.Connection") -> tuple[Person, ...]:
    """All learners of a store, by what they are called."""
    found = (Person(*row) for row in db.execute("SELECT id, uid, name FROM learner"))
    return tuple(sorted(found, key=lambda person: (person.label.casefold(), person.label, person.uid)))


def named(db: "sqlite3.Connection", name: str) -> tuple[Person, ...]:
    """The learners who are called so; several only where those without a name share their first digits."""
    return tuple(person for person in people(db) if person.label == name)


def oneself(db: "sqlite3.Connection", name: str | None) -> Person | None:
    """The learner who is meant by a name; None where the store has nothing of them.

    Args:
        db: the store.
        name: what they are called; None for the one who gave no name or, in a store of one, for that one.

    Raises:
        TutorError: if none was named, and there are several who can be meant.
    """
    found = people(db)
    if name is not None:
        matching = tuple(person for person in found if person.label == name)
    else:
        matching = found if len(found) == 1 else tuple(person for person in found if person.name is None)
    if len(matching) == 1:
        return matching[0]
    if (name is not None and not matching) or not found:
        return None
    raise TutorError(f"There are several learners: {_listed(found)}. Say which one with --learner NAME.")


def _listed(found: tuple[Person, ...]) -> str:
    names = [f"“{printable(person.label)}”" for person in found[:_MOST]]
    more = [f"{len(found) - _MOST:,} more"] if len(found) > _MOST else []
    return ", ".join(names + more)


def spelled(name: str) -> str:
    """A name as it is kept: without space around it and, where letters can be put together in two ways, in one.

    Raises:
        ValueError: if it can be no name; the text says why.
    """
    with suppress(UnicodeError):  # a locale without letters hands over the bytes
        name = name.encode(errors="surrogateescape").decode(errors="replace")
    found = composed(name.strip())
    if not found:
        raise ValueError("there is no name in it; leave it out to go on without one")
    if len(found) > LONGEST:
        raise ValueError(f"a name may have {LONGEST} characters, this one has {len(found)}")
    if not found.isprintable():
        raise ValueError(f"“{printable(found)}” has a character in it that cannot be shown")
    return found


def composed(name: str) -> str:
    """A name with its letters put together in the one way in which all names are kept."""
    if name.isascii():
        return name
    from unicodedata import normalize  # most names need no table

    return normalize("NFC", name)


def name_of(given: str) -> str | None:
    """The name that is made of what was not given as one, as that of a file is; None where there is none in it."""
    shown = "".join(c if c.isprintable() else " " for c in composed(given))
    return shown.strip()[:LONGEST].strip() or None
