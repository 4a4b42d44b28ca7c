"""Stores of made-up learners, written as the program writes them."""

from contextlib import closing
from itertools import count

from tutor.marking.mark import Verdict
from tutor.progress.attempt import Noted, Run
from tutor.progress.entry import Answer, Edition, Entry, Place, Prior, What
from tutor.progress.learner import Learner, Sitting
from tutor.progress.store import Store
from tutor.quantity import Kind, Quantity

Z, A, D = Quantity(Kind.Z, 1, 1), Quantity(Kind.A, 1, 1), Quantity(Kind.DELTA, 2, 1)
START = 1_764_500_000_000
"""2025-11-30 10:53:20 UTC."""

_uids = count(1)


def uid():
    """Another one with each call, the same ones in each run."""
    return f"{next(_uids) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"


def edition(lesson="one", **other):
    """A lesson of three questions."""
    facts = {"title": f"Lesson {lesson}", "material": f"[{lesson}]", "material_hash": f"m-{lesson}", "prose_hash": "p"}
    return Edition(lesson, **{**facts, **other})


class Lived:
    """What one learner does in one lesson, entry by entry; every entry takes a second."""

    def __init__(self, at=START):
        self.utc = at
        self.done = 0
        self.focus = str(Z)
        self.entries = []

    def add(self, what, question=None, *, focus=None, done=0, seconds=1, **other):
        self.utc += 1000 * seconds
        self.done += done
        self.focus = str(focus or question or self.focus)
        place = Place(self.done, self.focus, False, self.done, self.done, 3)
        times = {"utc": self.utc, "zone": 60, "active": 1000 * seconds, "elapsed": 1000 * seconds}
        self.entries.append(
            Entry(what, place=place, question=question, batch=len(self.entries) + 1, **{**times, **other})
        )
        return self

    def answer(self, question, typed, verdict=Verdict.CORRECT, mistakes=(), number=None, **other):
        """An answer that was sent; a right one is done with."""
        right = verdict in (Verdict.CORRECT, Verdict.CONSISTENT)
        number = float(typed) if number is None and verdict is not Verdict.UNREADABLE else number
        priors = (Prior("a(0,1)", 1.0, "1.0", None),)
        sent = Answer(typed, verdict, number, typed, mistakes, (), ((0.5, 0.6),), priors, other.pop("repeated", False))
        return self.add(What.SUBMIT, question, done=right, answer=sent, **other)


def keep(path, learner, lived, lesson="one", *, sitting=None, attempt=None, front="tui", seq=1, **other):
    """Write it into a store, in a sitting of its own unless told.

    Returns:
        The sitting's uid and the attempt's.
    """
    sitting = sitting or uid()
    run = Run(lesson, lambda: edition(lesson, **other), attempt or uid())
    noted = [Noted(run, seq + i, entry) for i, entry in enumerate(lived.entries)]
    with closing(Store(path)) as store, store.writing():
        Learner(store, Sitting(sitting, front, learner)).write(noted, {})
    return sitting, run.attempt
