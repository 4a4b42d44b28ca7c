"""The list of lessons to choose from, and what each is about, as rows of cells."""

from itertools import groupby

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


def welcome(columns: int) -> Rows:
    """What stands above the list."""
    return ((Cell(" bp-tutor", Role.PLAIN, Emphasis.STRONG),), *flow((Cell(f" {WELCOME}"),), columns, 1))


def entry(lesson: Lesson, done: int | None, here: bool, columns: int, *, tall: bool = False) -> Rows:
    """One lesson of the list: its title, the network's sizes, its steps and how many of them are done.

    Args:
        lesson: the lesson.
        done: how many of its steps are done; None where it was not begun.
        here: whether it is the one that is highlighted.
        columns: the columns of the list.
        tall: whether what is said besides the title has a row of its own, with a blank one below it.
    """
    steps = len(lesson.asked)
    counted = f"{steps} steps" if done is None else f"{done} of {steps} done"
    bar = _bar(done, steps) if tall or columns >= SIZED + BAR else ()
    size = BAR + 2 if bar else 0
    sizes = _sizes(lesson.network.sizes)
    lead = Cell(" ▸ " if here else "   ", Role.PLAIN, Emphasis.STRONG)
    if tall:
        title = Cell(shortened(printable(lesson.title), columns - 4), Role.PLAIN, Emphasis.STRONG)
        facts = f"{sizes}{apart()}{counted}"
        gap = Cell(" " * max(1, columns - len(facts) - 3 - size))
        return ((lead, title), (Cell("   "), Cell(facts, Role.PLAIN, Emphasis.DIM), gap, *bar), ())
    facts = f"{sizes:>9}  " if columns >= SIZED else ""
    facts += f"{counted:>13}" if columns >= COUNTED else ""
    title = Cell(shortened(printable(lesson.title), columns - len(facts) - 5 - size), Role.PLAIN, Emphasis.STRONG)
    gap = Cell(" " * max(1, columns - width((title,)) - len(facts) - 4 - size))
    return ((lead, title, gap, *bar, Cell(f"{facts} ")),)


def _bar(done: int | None, steps: int) -> Row:
    """How far a lesson has come; blank where it was not begun, so that all bars stand in one column."""
    if done is None:
        return (Cell(" " * (BAR + 2)),)
    full = BAR * done // steps if steps else BAR
    return (Cell("━" * full, Role.ACTIVATION), Cell("─" * (BAR - full), Role.PLAIN, Emphasis.DIM), Cell("  "))


def _sizes(sizes: tuple[int, ...]) -> str:
    """The neurons of each layer; where that is long, how many layers there are: “8 layers”."""
    whole = "-".join(map(str, sizes))
    return whole if len(whole) <= WIDEST else f"{len(sizes)} layers"


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
