"""The learners of a store: who they are, and what each is called."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

UNNAMED = "learner-"
"""What a learner without a name is called, before the first digits of what identifies them."""
DIGITS = 8


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


def people(db: sqlite3.Connection) -> tuple[Person, ...]:
    """All learners of a store, by what they are called."""
    found = (Person(*row) for row in db.execute("SELECT id, uid, name FROM learner"))
    return tuple(sorted(found, key=lambda person: (person.label.casefold(), person.label, person.uid)))


def named(db: sqlite3.Connection, name: str) -> tuple[Person, ...]:
    """The learners who are called so; several only where those without a name share their first digits."""
    return tuple(person for person in people(db) if person.label == name)


def nameless(db: sqlite3.Connection) -> Iterator[Person]:
    """The learners who gave no name: on one's own machine that is oneself."""
    return (person for person in people(db) if person.name is None)
