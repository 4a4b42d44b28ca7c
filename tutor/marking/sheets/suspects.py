"""What is suspected behind a wrong number on a sheet: one mistake at one quantity, or the same wherever it can be.

A learner who leaves out every bias makes one mistake, not five.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from tutor.engine.arrays import places
from tutor.marking.marker import Marker
from tutor.marking.mistakes import anywhere
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.sheets.replay import Cause
from tutor.quantity import Quantity

MOST_SUSPECTS = 1500
"""The most mistakes that are looked at; in a very wide network those nearest to the rows."""

ACCIDENTS = frozenset(mistake.code for mistake in anywhere.MISTAKES)
"""What can happen to any number happens to one, and not everywhere."""


class Made(NamedTuple):
    """A mistake as it is made at one quantity."""

    mistake: Mistake
    slip: Slip
    at: Quantity


class Suspect(NamedTuple):
    """The same mistake at one quantity or at several, nearest first."""

    made: tuple[Made, ...]

    def behind(self, q: Quantity, hidden: Collection[Quantity]) -> Made:
        """Where it was made for one row: at the row itself, or at the nearest place behind it."""
        for made in self.made:
            if made.at == q:
                return made
        return next((made for made in self.made if made.at in hidden), self.made[0])


def suspects(marker: Marker, quantities: Sequence[Quantity]) -> list[Suspect]:
    """Every mistake at each of some quantities, and every mistake made at all of them that it can be made at.

    Args:
        marker: the marking of the lesson.
        quantities: the wrong rows and what is hidden behind them, nearest first.
    """
    alone = list(islice(_alone(marker, quantities), MOST_SUSPECTS))
    everywhere: dict[tuple[int, int], list[Made]] = {}
    ways: dict[tuple[int, Quantity], int] = {}
    for suspect in alone:
        (made,) = suspect.made
        if made.mistake.code not in ACCIDENTS:
            way = ways[id(made.mistake), made.at] = ways.get((id(made.mistake), made.at), -1) + 1
            everywhere.setdefault((id(made.mistake), way), []).append(made)
    return alone + [Suspect(tuple(made)) for made in everywhere.values() if len(made) > 1]


def causes(rows: Sequence[Suspect | None]) -> dict[Quantity, list[Cause]]:
    """What the suspects of the rows of a replay do there, each rule once for all of its rows."""
    grouped: dict[Quantity, dict[int, tuple[Slip, list[int]]]] = {}
    for row, suspect in enumerate(rows):
        for _, slip, at in () if suspect is None else suspect.made:
            grouped.setdefault(at, {}).setdefault(id(slip), (slip, []))[1].append(row)
    return {q: [Cause(slip.tree, places(at)) for slip, at in slips.values()] for q, slips in grouped.items()}


def _alone(marker: Marker, quantities: Sequence[Quantity]) -> Iterator[Suspect]:
    for q in quantities:
        for mistake, slip in marker.question(q).slips:
            yield Suspect((Made(mistake, slip, q),))
