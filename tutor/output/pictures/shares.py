"""The paths of a weight as bars: how much of its gradient comes over each, to the left where it counts against it."""

from tutor.engine.solution import Solution
from tutor.explain.cells import Cell, Emphasis, Rows
from tutor.explain.paths import Chain, Path, chain
from tutor.lesson.schema import Lesson
from tutor.notation.number import screen
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output.pictures.bars import Bar, bars
from tutor.output.pictures.paper import number, picture
from tutor.quantity import Kind, Quantity

ABOUT: Sentence = (
    "What the weight does to the loss over each path: to the right the loss grows with the weight, to the left it"
    " falls. Together they are the gradient.",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(at: int) -> str:
    """The letter of a path, counted from 0: A to Z, then AA, AB and on."""
    before, own = divmod(at, len(LETTERS))
    return (letter(before - 1) if before else "") + LETTERS[own]


def shares(
    lesson: Lesson, solution: Solution, weight: Quantity, columns: int, rows: int, *, titled: bool = False
) -> Rows:
    """The products of a weight's paths as bars.

    Args:
        lesson: the lesson.
        solution: its numbers.
        weight: the weight (kind ``W``), or its gradient, which says in which update.
        columns: how wide the picture is at most.
        rows: how high.
        titled: whether a title above says already that these are the paths.
    """
    found = chain(lesson.network, solution, weight)
    what = "" if titled else ", path by path"
    caption = (*_gradient(lesson, weight), f" = {number(found.total, lesson.marking.significant)}{what}")
    return picture(caption, columns, rows, lambda c, r: _bars(found, c, r, lesson.marking.significant))


def _gradient(lesson: Lesson, weight: Quantity) -> Sentence:
    return (symbol(weight._replace(kind=Kind.DL_DW), lesson.network.naming),)


def _bars(found: Chain, columns: int, rows: int, figures: int) -> Rows:
    return bars([_bar(i, path, figures) for i, path in enumerate(found.paths)], columns, rows)


def _bar(at: int, path: Path, figures: int) -> Bar:
    share = "" if path.share is None else _percent(path)
    name = (Cell(letter(at).ljust(2), Role.PLAIN, Emphasis.STRONG), Cell(share.rjust(9)))
    return Bar(name, path.product, number(path.product, figures), Role.ERROR)


def _percent(path: Path) -> str:
    return screen(f"{100 * (path.share or 0.0) + 0.0:.1f} %")


def said(lesson: Lesson, solution: Solution, weight: Quantity) -> tuple[Sentence, ...]:
    """The same in sentences: each path's product and its share."""
    found = chain(lesson.network, solution, weight)
    every: list[Sentence] = [ABOUT]
    for i, path in enumerate(found.paths):
        share = "" if path.share is None else f", {_percent(path).replace(' %', ' percent')} of "
        gradient = _gradient(lesson, weight) if share else ()
        every.append((f"Path {letter(i)}: {number(path.product, lesson.marking.significant)}{share}", *gradient, "."))
    if found.omitted:
        every.append((f"{found.omitted} more paths are smaller.",))
    return tuple(every)
