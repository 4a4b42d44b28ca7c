"""The end of a lesson as rows of cells: how it went, what it means, the chain, the check, the table of all numbers."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import zip_longest
from typing import NamedTuple

from tutor.event import PASSED, SHOWN, SIGNS, Outcome
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, trimmed, width
from tutor.explain.flow import cells, flow
from tutor.explain.labels import role
from tutor.explain.stepmap import label, turn_of
from tutor.lesson.schema import Lesson
from tutor.marking.mark import Verdict
from tutor.notation import math, sentence
from tutor.notation.charset import spelt
from tutor.notation.columns import align
from tutor.notation.printable import printable
from tutor.notation.role import GLUE, Role
from tutor.notation.sentence import Sentence
from tutor.output import gallery, view
from tutor.output.chain import PathText
from tutor.output.ending import Ending, Entry, Section, ending, goal, went
from tutor.output.known import COLUMNS
from tutor.output.pictures.shares import letter
from tutor.output.sheets import title
from tutor.output.words import turn
from tutor.quantity import Quantity
from tutor.session import Session

NEXT = "The next lesson is “{}”: ^l, then Enter."
WIDE, BETWEEN, MOST = 118, 3, 96
"""From this many columns on there are two, with so many between them, none of them wider than that."""
HIGH, LOW = 18, 8
"""The rows of the network, at most: where there are two columns, and where there is one."""
APART = f"{GLUE}{GLUE} "
"""Between two steps: a row ends at its last blank."""
GAP = 3
INDENT = 3
RIGHT = SIGNS[Verdict.CORRECT].glyph
KINDEST = {
    Outcome.AT_ONCE: RIGHT,
    Outcome.LATER: RIGHT,
    Outcome.HELPED: RIGHT,
    Outcome.SHOWN: SHOWN.glyph,
    Outcome.PASSED: PASSED.glyph,
}
"""What stands beside a right number at the end: how the question went. Where the learner's own number was right by
others of theirs nothing does: it is another one, and the sign would say of this one that it follows."""


def closing(session: Session, columns: int) -> Rows:
    """The end page of a lesson: in one column or, where there is room, with two below the network."""
    end = ending(session.lesson, session.numbers.solution)
    top = _top(session, columns)
    if columns < WIDE:
        return _stacked((*top, *_left(end, columns), *_right(session, end, columns), _numbers(session, end)))
    right = min((columns - BETWEEN) * 3 // 7, MOST)
    left = min(columns - BETWEEN - right, MOST)
    sides = [_stacked(_left(end, left)), _stacked(_right(session, end, right))]
    numbers = _numbers(session, end)
    lower = len(sides[0]) > len(sides[1]) and max(map(width, numbers.rows)) <= right
    sides[lower] = (*sides[lower], (), *_stacked((numbers,)))
    return (*_stacked(top), (), *_beside(sides[0], sides[1], left))


class _Part(NamedTuple):
    """One part of the page: its title and rows."""

    title: str
    rows: Rows


def _top(session: Session, columns: int) -> tuple[_Part, ...]:
    """What is seen first: that it is done and how it went, what the lesson says to it, and the network."""
    text, tallest = min(columns, MOST), max(session.lesson.network.sizes)
    drawn = HIGH if columns >= WIDE else min(LOW, 2 * tallest + 2)
    of = turn(session.lesson.network, goal(session.lesson).update)
    return (
        _Part("How it went", _went(session, columns)),
        _Part("", view.page(session, text)),
        _Part(
            f"The error on its way back{f' in {of}' if of else ''}",
            gallery.network(session, goal(session.lesson), columns, drawn),
        ),
    )


def _left(end: Ending, columns: int) -> tuple[_Part, ...]:
    """What is said: in one column before the pictures, of two in the one on the left."""
    return (
        _Part("What it means", tuple(row for said in end.meaning for row in _said(said, columns))),
        _Part("The chain of the gradient", _chain(end, columns)),
    )


def _right(session: Session, end: Ending, columns: int) -> tuple[_Part, ...]:
    """What is drawn, first what the lesson is about."""
    weight = end.chain.weight
    checked = (row for said in end.check for row in _said(said, columns))
    return (
        _Part("Path by path", gallery.shares(session, weight, len(end.chain.paths), columns)),
        _Part("What the updates do", gallery.descent(session, columns)),
        _Part("How the error shrinks", gallery.by_layer(session, columns)),
        _Part("The gradient, checked", (*checked, *gallery.vee(session, weight, columns))),
    )


def _numbers(session: Session, end: Ending) -> _Part:
    return _Part("All numbers", _tables(session, end))


def _stacked(parts: Iterable[_Part]) -> Rows:
    """Parts one below the other, a blank row between them; one without rows is not there."""
    rows: list[Row] = []
    for part in parts:
        if part.rows:
            rows += [()] if rows else []
            rows += [title(part.title)] if part.title else []
            rows += part.rows
    return tuple(rows)


def _beside(left: Rows, right: Rows, columns: int) -> Rows:
    """Two columns, a line between them."""
    line = Cell("│ ", Role.PLAIN, Emphasis.DIM)
    return tuple(trimmed((*pad(a, columns), Cell(" "), line, *b)) for a, b in zip_longest(left, right, fillvalue=()))


def _went(session: Session, columns: int) -> Rows:
    """How each question went: in a sentence, then the signs of every step; and what comes next."""
    right = all(KINDEST.get(state.outcome) == RIGHT for state in session.states.values())
    sign = Cell(f" {RIGHT if right else ' '} ", Role.ACTIVATION, Emphasis.STRONG)
    said = (cell._replace(emphasis=Emphasis.STRONG) for cell in cells(sentence.spans(went(session))))
    found = [*flow((sign, *said), columns - 1, INDENT), *_signs(session, columns)]
    for _, name in following(session.lesson):
        found += _said((NEXT.format(name),), columns)
    return tuple(found)


def _signs(session: Session, columns: int) -> Rows:
    """The signs of every step, each update and sample with its own."""
    row: list[Cell] = []
    before = ""
    for step in session.lesson.asked:
        signs = "".join(KINDEST.get(session.states[q].outcome, "·") for q in step.questions)
        turn = turn_of(session.lesson, step)
        if turn != before and turn:
            row.append(Cell(f"{turn}{GLUE}", Role.PLAIN, Emphasis.DIM))
        before = turn
        named = label(session.lesson, step).replace(" ", GLUE)
        row += [Cell(f"{named}{GLUE}", role(step.questions[0]))]
        row += [Cell(signs, Role.ACTIVATION if set(signs) == {RIGHT} else Role.PLAIN), Cell(APART)]
    return flow((Cell(" " * INDENT), *row), columns - 1, INDENT)


def following(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The name and title of the lesson that comes after a built-in one, if any does and can be read."""
    from tutor.lesson.locate import builtin, find
    from tutor.lesson.problems import LessonError
    from tutor.lesson.read import read

    names = list(builtin())
    if lesson.id in names[:-1]:
        with suppress(LessonError):  # “bp-tutor check” says what is wrong with it
            name = names[names.index(lesson.id) + 1]
            yield name, printable(read(find(name)).title)


def _said(said: Sentence, columns: int) -> Rows:
    return flow((Cell(" " * INDENT), *cells(sentence.spans(said))), columns - 1, INDENT)


def _chain(end: Ending, columns: int) -> Rows:
    """Each path: its route and share, its factors by name, its factors in numbers."""
    rows = [*_said(end.chain.before, columns)]
    alone = len(end.chain.paths) == 1
    for i, path in enumerate(end.chain.paths):
        rows += [(), *_path(path, "" if alone else letter(i), columns)]
    return (*rows, (), *_said(end.chain.after, columns))


def _path(path: PathText, letter: str, columns: int) -> Rows:
    named = (Cell(f"{letter}{GLUE}{GLUE}", Role.PLAIN, Emphasis.STRONG),) if letter else ()
    share = (Cell(f"  {path.share}", Role.PLAIN, Emphasis.STRONG),) if path.share else ()
    product = Cell(path.product, Role.ERROR, Emphasis.STRONG)
    inner = " " * (INDENT + 3)
    return (
        *flow((Cell(" " * INDENT), *named, *cells(sentence.spans(path.route)), *share), columns - 1, INDENT + 3),
        *flow((Cell(inner), *cells(math.spans(path.factors))), columns - 1, INDENT + 5),
        *flow((Cell(inner), *view.numbers(path.numbers), Cell(f" {path.sign} "), product), columns - 1, INDENT + 5),
    )


def _tables(session: Session, end: Ending) -> Rows:
    """Every pass and what came of it."""
    rows: list[Row] = []
    for section in end.sections:
        rows += [()] if rows else []
        rows += [(Cell(f"   {section.heading}", Role.EMPHASIS),)] if section.heading else []
        rows += _table(session, section) if section.neurons else []
        rows += [()] if section.neurons and section.results else []
        rows += _results(session, section) if section.results else []
    return tuple(rows)


def _table(session: Session, section: Section) -> Rows:
    """A row for each neuron, with the sign of how each answer went."""
    columns = [_column(session, list(column)) for column in zip(*section.neurons, strict=True)]
    widths = [max(6, *map(width, column)) for column in columns]
    heads = [
        pad((Cell(spelt(COLUMNS[kind]), role(Quantity(kind, 1, 1)), Emphasis.STRONG),), w)
        for kind, w in zip(COLUMNS, widths, strict=True)
    ]
    rows = [_row(" l", heads)]
    first = session.lesson.network.conventions.first_layer
    before = -1
    for i, neuron in enumerate(section.neurons):
        layer = next(entry.quantity.layer or 0 for entry in neuron if entry is not None)
        rows += [()] if before not in (layer, -1) else []
        lead = f" {layer + first}" if layer != before else ""
        rows.append(_row(lead, [pad(column[i], w) for column, w in zip(columns, widths, strict=True)]))
        before = layer
    return tuple(rows)


def _row(lead: str, found: list[Row]) -> Row:
    row: list[Cell] = [Cell(f" {lead:<{INDENT + 2}}", Role.PLAIN, Emphasis.DIM)]
    for cell in found:
        row += [*cell, Cell(" " * GAP)]
    return trimmed(row)


def _column(session: Session, entries: list[Entry | None]) -> list[Row]:
    """Numbers on their decimal points, each with the sign of how it went."""
    texts = align([entry.text if entry else "" for entry in entries])
    return [_number(session, entry, text) if entry else () for entry, text in zip(entries, texts, strict=True)]


def _number(session: Session, entry: Entry, text: str) -> Row:
    state = session.states.get(entry.quantity)
    sign = KINDEST.get(state.outcome, "") if state else ""
    return (Cell(text, role(entry.quantity)), *((Cell(f" {sign}", Role.PLAIN, Emphasis.DIM),) if sign else ()))


def _results(session: Session, section: Section) -> Rows:
    """The loss, the gradients and the new parameters, one a row."""
    names = [cells(math.spans(entry.name)) for entry in section.results]
    widest = max(map(width, names))
    numbers = _column(session, list(section.results))
    return tuple(
        (Cell(" " * INDENT), *pad(named, widest + GAP), *number) for named, number in zip(names, numbers, strict=True)
    )
