"""The list of lessons to choose from, and what each is about, as rows of cells."""

from itertools import groupby
from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import flow, prose, tagged
from tutor.explain.labels import Look, role
from tutor.explain.layout import compact, full
from tutor.explain.stepmap import label, stage
from tutor.lesson.schema import Lesson
from tutor.notation.printable import printable
from tutor.notation.role import Role
from tutor.notation.sentence import apart
from tutor.output.view import TAG, shortened

WELCOME = "Learn backpropagation by computing it, number by number."
BEGIN, GO_ON, ANEW = "begin", "go on", "begin anew"
"""What choosing a lesson does, in a word or two."""
PRACTISE = "Practice: what helps most, in new networks"
"""The row of practice."""
FIRST = "Go on: "
"""Before the title of the lesson that was left last."""
ELSEWHERE = "This lesson is in a file of its own. To go on with it, start it with that file: bp-tutor learn FILE."
AGAIN = "Press a again to start over at step 1; your answers so far are kept."

WIDEST = 13
"""The columns of the sizes, where they are not told by their number alone."""
SIZED = 66
"""From this many columns on, a lesson's row has the sizes of its network."""
COUNTED = 40
"""From this many columns on, it has the number of its steps."""
BAR = 8
"""The columns of the bar that says how far a lesson has come."""
UNKNOWN = Look(None, None, None, lambda _: None, lambda _: "")
"""What a drawing shows of a lesson that nobody has begun: its own numbers."""
READ = 88
"""Longer lines are hard to read."""
LEAST = 58
"""The columns that a drawing takes at least."""


class Progress(NamedTuple):
    """How far the latest attempt at a lesson has come."""

    at: int
    """Index of the step where it stands; their number at the end."""
    done: int
    steps: int
    finished: bool = False

    @property
    def counted(self) -> str:
        """How many steps are done."""
        return "✓ done" if self.finished else f"{self.done} of {self.steps} done"

    @property
    def here(self) -> str:
        """The step where it stands."""
        return f"step {min(self.at + 1, self.steps)} of {self.steps}"


def welcome(columns: int, trouble: str = "") -> Rows:
    """What stands above the list; where something is not being kept, that is said there."""
    return (
        (Cell(" bp-tutor", Role.PLAIN, Emphasis.STRONG),),
        *flow((Cell(f" {printable(trouble) or WELCOME}"),), columns, 1),
    )


def opens(progress: Progress | None) -> str:
    """What choosing a lesson does, in a word or two."""
    return BEGIN if progress is None else ANEW if progress.finished else GO_ON


class Listed(NamedTuple):
    """What the list says of one lesson."""

    title: str
    progress: Progress | None = None
    """How far it has come; None where it was not begun."""
    sizes: str = ""
    """The neurons of each layer; nothing where they are not known."""
    steps: int = 0

    @classmethod
    def of(cls, lesson: Lesson, progress: Progress | None = None) -> "Listed":
        """What it says of a lesson that is here."""
        return cls(lesson.title, progress, _sizes(lesson.network.sizes), len(lesson.asked))

    @property
    def counted(self) -> str:
        """How many steps there are, and how many of them are done."""
        return f"{self.steps} steps" if self.progress is None else self.progress.counted


def entry(listed: Listed, here: bool, columns: int, *, tall: bool = False) -> Rows:
    """One lesson of the list: its title, the network's sizes, its steps and how many of them are done.

    Args:
        listed: the lesson.
        here: whether it is the one that is highlighted.
        columns: the columns of the list.
        tall: whether what is said besides the title has a row of its own, with a blank one below it.
    """
    bar = _bar(listed.progress) if tall or columns >= SIZED + BAR else ()
    if tall:
        return _tall(listed.title, apart().join(filter(None, (listed.sizes, listed.counted))), bar, here, columns)
    facts = f"{listed.sizes:>9}  " if columns >= SIZED else ""
    facts += f"{listed.counted:>13}" if columns >= COUNTED else ""
    room = columns - len(facts) - 5 - width(bar)
    named = Cell(shortened(printable(listed.title), room), Role.PLAIN, Emphasis.STRONG)
    gap = Cell(" " * max(1, room + 1 - width((named,))))
    return ((_lead(here), named, gap, *bar, Cell(f"{facts} ")),)


def practice(listed: Listed, here: bool, columns: int, *, tall: bool = False) -> Rows:  # noqa: ARG001 (as the others)
    """The row of practice."""
    named = Cell(shortened(listed.title, columns - 4), Role.PLAIN, Emphasis.STRONG)
    return ((_lead(here), named),)


def going_on(listed: Listed, here: bool, columns: int, *, tall: bool = False) -> Rows:
    """The first row of the list: the lesson that was left last, and the step where it goes on."""
    where = listed.progress.here if listed.progress else ""
    if tall:
        return _tall(f"{FIRST}{listed.title}", where, _bar(listed.progress), here, columns)[:-1]
    title = shortened(printable(listed.title), columns - len(where) - len(FIRST) - 6)
    return ((_lead(here), Cell(f"{FIRST}{title}", Role.PLAIN, Emphasis.STRONG), Cell(f", {where} ")),)


def _tall(title: str, facts: str, bar: Row, here: bool, columns: int) -> Rows:
    named = Cell(shortened(printable(title), columns - 4), Role.PLAIN, Emphasis.STRONG)
    gap = Cell(" " * max(1, columns - len(facts) - 3 - width(bar)))
    return ((_lead(here), named), (Cell("   "), Cell(facts, Role.PLAIN, Emphasis.DIM), gap, *bar), ())


def _lead(here: bool) -> Cell:
    return Cell(" ▸ " if here else "   ", Role.PLAIN, Emphasis.STRONG)


def _bar(progress: Progress | None) -> Row:
    """How far a lesson has come; blank where it was not begun, so that all bars stand in one column."""
    if progress is None:
        return (Cell(" " * (BAR + 2)),)
    full = BAR if progress.finished or not progress.steps else BAR * progress.done // progress.steps
    return (Cell("━" * full, Role.ACTIVATION), Cell("─" * (BAR - full), Role.PLAIN, Emphasis.DIM), Cell("  "))


def _sizes(sizes: tuple[int, ...]) -> str:
    """The neurons of each layer; where that is long, how many layers there are: “8 layers”."""
    whole = "-".join(map(str, sizes))
    return whole if len(whole) <= WIDEST else f"{len(sizes)} layers"


def elsewhere(columns: int) -> Rows:
    """What is said of a lesson that was begun, where nobody knows its file."""
    return flow((Cell(f" {ELSEWHERE}"),), columns, 1)


def about(lesson: Lesson, columns: int) -> Rows:
    """What a lesson is about, and for whom."""
    rows: list[Row] = [*prose(lesson.about, columns)]
    facts = apart().join(f"{name} {printable(fact)}" for name, fact in _facts(lesson) if fact)
    if facts:
        rows += [(), *flow((Cell(f" {facts}", Role.PLAIN, Emphasis.DIM),), columns, 1)]
    return tuple(rows)


def preview(lesson: Lesson, columns: int, rows: int) -> Rows:
    """What a lesson is about; above it the network and below it the steps, where there is room for them."""
    said = about(lesson, min(columns, READ))
    steps = _steps(lesson, columns)
    drawn = _drawn(lesson, columns, rows - len(said) - 1)
    found: Rows = (*drawn, (), *said) if drawn else said
    return (*found, (), *steps) if len(found) + 1 + len(steps) <= rows else found


def _steps(lesson: Lesson, columns: int) -> Rows:
    """What is asked for, a row a stage."""
    rows: list[Row] = []
    for name, steps in groupby(lesson.asked, key=lambda step: stage(lesson, step)):
        asked = tuple(Cell(f"{label(lesson, step)}  ", role(step.questions[0])) for step in steps)
        rows += tagged(name, asked, columns, TAG)
    return tuple(rows)


def _drawn(lesson: Lesson, columns: int, rows: int) -> Rows:
    """The network as the lesson gives it, as large as there is room for; nothing where there is none."""
    network = lesson.network
    if columns < LEAST or rows <= max(network.sizes):
        return ()
    picture = full(network, UNKNOWN, columns, rows) or compact(network, UNKNOWN, columns, 1 + max(network.sizes))
    return picture.rows


def _facts(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """What else a lesson's file says of it, with what stands before that."""
    return ("level:", lesson.level), ("by", lesson.author), ("course:", lesson.course)
