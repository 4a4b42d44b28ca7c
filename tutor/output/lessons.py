"""The list of lessons to choose from, as rows of cells."""

from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.explain.flow import flow, prose
from tutor.lesson.schema import Lesson
from tutor.notation.printable import printable
from tutor.notation.role import Role
from tutor.output.view import shortened

WELCOME = "Learn backpropagation by computing it, number by number."

WIDEST = 13
"""The columns of the sizes, where they are not told by their number alone."""


def welcome(columns: int) -> Rows:
    """What stands above the list."""
    return ((Cell(" bp-tutor", Role.PLAIN, Emphasis.STRONG),), *flow((Cell(f" {WELCOME}"),), columns, 1))


def entry(lesson: Lesson, done: int | None, here: bool, columns: int) -> Row:
    """One lesson of the list: its title, the network's sizes, its steps and how many of them are done."""
    steps = f"{len(lesson.asked)} steps" if done is None else f"{done} of {len(lesson.asked)} done"
    facts = f"{_sizes(lesson.network.sizes):>9}  {steps:>13}" if columns >= 60 else ""
    title = shortened(printable(lesson.title), columns - len(facts) - 5)
    gap = " " * max(1, columns - len(title) - len(facts) - 4)
    return (Cell(" ▸ " if here else "   "), Cell(title, Role.PLAIN, Emphasis.STRONG), Cell(f"{gap}{facts} "))


def _sizes(sizes: tuple[int, ...]) -> str:
    """The neurons of each layer; where that is long, how many layers there are: “8 layers”."""
    whole = "-".join(map(str, sizes))
    return whole if len(whole) <= WIDEST else f"{len(sizes)} layers"


def about(lesson: Lesson, columns: int) -> Rows:
    """What a lesson is about, and for whom."""
    rows: list[Row] = [*prose(lesson.about, columns)]
    facts = " · ".join(f"{name} {printable(fact)}" for name, fact in _facts(lesson) if fact)
    if facts:
        rows += [(), *flow((Cell(f" {facts}", Role.PLAIN, Emphasis.DIM),), columns, 1)]
    return tuple(rows)


def _facts(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """What else a lesson's file says of it, with what stands before that."""
    return ("level:", lesson.level), ("by", lesson.author), ("course:", lesson.course)
