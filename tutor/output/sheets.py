"""What can be looked up at any time, as rows of cells: the equations, the notation, the network, what is known."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, zip_longest

from tutor.engine import activations, losses
from tutor.engine.network import FIXED, NO_BIAS, SHARED, SOURCE_FIRST, Network
from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import cells, flow, tagged
from tutor.notation import charset, math, sentence
from tutor.notation.brackets import tall
from tutor.notation.columns import align
from tutor.notation.math import Symbol
from tutor.notation.number import parameter, screen
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import vector
from tutor.output import reference, view
from tutor.output.known import worksheet
from tutor.output.now import AT_THE_START, BEGINS, Text, renewed
from tutor.output.parameters import (
    BATCHES,
    BY_SOURCE,
    OTHER_SIGN,
    WITHOUT,
    activation,
    fixed,
    shared,
)
from tutor.quantity import Kind
from tutor.session import Session

Made = Callable[[Session, int], Rows]
"""What makes a sheet of so many columns."""

MARKS: tuple[tuple[str, str], ...] = (
    ("·", "a number that is not known yet; between two numbers: times"),
    ("?", "the number that is asked for"),
    ("▐ ▌", "around the number that is asked for; where there is room, a heavy frame"),
    ("━▶", "leads to it; the number on the wire is a weight"),
    ("▸", "where you are"),
)
"""What else stands in the drawing and in the table of what is known."""

ASCII_MARKS = (
    (".", "a number that is not known yet"),
    *MARKS[1:],
    ("*", "between two numbers: times"),
    ("$", "what stands here is longer"),
    ("s'2 d2", "sigma' and delta of layer 2, in a narrow map of the steps"),
)
"""In ASCII a dot is no sign of a product."""

COLOURS: tuple[tuple[Role, str], ...] = (
    (Role.INPUT, "orange: inputs"),
    (Role.WEIGHT, "blue: weights and biases"),
    (Role.ACTIVATION, "green: z, activations and slopes"),
    (Role.ERROR, "red: errors and gradients"),
)


TAG = 10
"""The columns of the tags before equations."""


def title(text: str) -> Row:
    """A heading within a sheet."""
    return (Cell(f" {text}", Role.PLAIN, Emphasis.STRONG),)


def equations(session: Session, columns: int, *, flat: bool = False) -> Rows:
    """The four equations and those that lead to them, then the activations and the loss of this lesson.

    Args:
        session: the lesson.
        columns: the columns there are.
        flat: whether each is to stand on one line, for want of rows.
    """
    network = session.lesson.network
    rows: list[Row] = []
    for tag, source, words in reference.equations(network):
        rows += [() for _ in rows[:1] if tag]
        rows += _equation(tag, source, columns, flat)
        rows += tagged("", (Cell(words, Role.EMPHASIS),), columns, TAG)
    own = list(dict.fromkeys(map(activations.of, network.layers)))
    names = [each.name if each.name in activations.ACTIVATIONS else "own" for each in own]
    column = max(TAG, *(len(name) + 2 for name in names))
    parts: list[Rows] = [((), title("In this lesson"))]
    for name, each in zip(names, own, strict=True):
        parts.append(_equation(name, each.equation, columns, flat, column))
        parts.append(_equation("", each.slope_equation, columns, flat, column))
    parts.append(_equation("loss", losses.of(network).equation, columns, flat, column))
    return (*rows, *_listed_below(parts))


def _equation(tag: str, source: str, columns: int, flat: bool, column: int = TAG) -> Rows:
    """A tag and an equation, which has a column of its own."""
    return tagged(tag, view.formula(source), columns, column) if flat else view.displayed(tag, source, columns, column)


def _listed_below(parts: Sequence[Rows]) -> Rows:
    """Equations under one another, a blank row before and after each that has several."""
    rows = list(parts[0])
    for before, part in pairwise(parts):
        rows += [() for _ in part[:1] if len(part) > 1 or (len(before) > 1 and before is not parts[0])]
        rows += part
    return tuple(rows)


def notation(session: Session, columns: int) -> Rows:
    """Every symbol, the marks of the drawing, the colour code, and what the signs beside an answer say."""
    rows = _listed(
        [(view.formula(source), words) for source, words in reference.notation(session.lesson.network)], columns
    )
    rows += [(), title("Written out")]
    for source, words in reference.written_out(session.lesson.network):
        rows += [(), *view.displayed("", source, columns, 3)]
        rows += tagged("", (Cell(words, Role.EMPHASIS),), columns, 3)
    rows += [(), title("In the drawing")]
    marks = ASCII_MARKS if charset.ascii() else MARKS
    rows += _listed([((Cell(f"  {mark}"),), words) for mark, words in marks], columns)
    rows += [(), title("Colours, beside the letters")]
    rows += [(Cell("   ■ ", role), Cell(words)) for role, words in COLOURS]
    rows += [(), title("Signs beside an answer")]
    rows += [(Cell(f"   {sign.glyph} "), Cell(sign.words)) for sign in view.all_signs()]
    return tuple(rows)


def _listed(pairs: Sequence[tuple[Row, str]], columns: int) -> list[Row]:
    """Names in one column, words in the next."""
    column = max(width(named) for named, _ in pairs) + 3
    rows: list[Row] = []
    for named, words in pairs:
        lead = (Cell(" "), *named, Cell(" " * (column - width(named) - 1)))
        rows += flow((*lead, Cell(words)), columns, column)
    return rows


def network(session: Session, columns: int) -> Rows:
    """The lesson's own numbers: input, weights, biases, targets, how the update goes; first, any later weights."""
    given = session.lesson.network
    rows: list[Row] = []
    if now := renewed(session):
        rows += [title(f"{BEGINS.format(now.update)} with"), *_layers(given, columns, now.text), title(AT_THE_START)]
    rows += [] if given.further else [*_matrix(given, Kind.A, 0, columns), ()]
    rows += _layers(given, columns)
    if given.further:
        rows += [row for s in range(1, len(given.samples) + 1) for row in _sample(given, s, columns)]
    else:
        rows += _matrix(given, Kind.Y, given.depth, columns)
    rows += [(), *view.displayed("loss", losses.of(given).equation, columns, 7)]
    return (*rows, *_settings(given, columns))


def parameters(session: Session, l: int, columns: int) -> Rows:
    """The weights and the biases that the present update begins with in one layer; of the input its numbers."""
    given = session.lesson.network
    if l == 0:
        sample = session.step.sample if session.step else 1
        return _sample(given, sample, columns) if given.further else _matrix(given, Kind.A, 0, columns)
    now = renewed(session)
    return tuple(_layer(given, l, columns, now.text if now else None))


def _layers(given: Network, columns: int, text: Text | None = None) -> list[Row]:
    """Every layer with its activation; ``text`` says its numbers where they are no longer the lesson's own."""
    rows: list[Row] = []
    for l, layer in enumerate(given.layers, 1):
        said = cells(sentence.spans(activation(layer)))
        number = l + given.conventions.first_layer
        rows += flow((*title(f"Layer {number}"), Cell("  "), *(_dim(cell) for cell in said)), columns, 3)
        rows += (*_layer(given, l, columns, text), ())
    return rows


def _layer(given: Network, l: int, columns: int, text: Text | None = None) -> Iterable[Row]:
    """The weights and the biases of a layer."""
    biases = _matrix(given, Kind.B, l, columns, text) if given.layer(l).b else ()
    return _side_by_side(_matrix(given, Kind.W, l, columns, text), biases, columns)


def _dim(cell: Cell) -> Cell:
    return cell._replace(emphasis=Emphasis.DIM)


def _sample(given: Network, number: int, columns: int) -> Rows:
    """One of several samples, in a row."""
    each = given.samples[number - 1]
    parts = (("  x", each.x, Role.INPUT), ("   y", each.y, Role.PLAIN))
    row: list[Cell] = [Cell(f" sample {number}")]
    for name, values, role in parts:
        row += [Cell(f"{name} = [ "), Cell("  ".join(map(_number, values)), role), Cell(" ]")]
    return flow(row, columns, 3)


def _settings(given: Network, columns: int) -> Iterable[Row]:
    """How the update goes, and what the lesson writes otherwise than most."""
    descent, conventions = given.descent, given.conventions
    named = (
        ("learning rate η", given.learning_rate),
        ("momentum μ", descent.momentum),
        ("weight decay λ", descent.l2),
    )
    for name, value in named:
        if value is not None:
            yield (Cell(f" {charset.spelt(name)} = {_number(value)}"),)
    said: list[Sentence] = [(BATCHES[descent.batch],)] if given.further else []
    said += [(f"{given.updates} updates.",)] if given.updates > 1 else []
    said += [(WITHOUT,)] if conventions.bias == NO_BIAS else []
    said += [(shared(given),)] if conventions.bias == SHARED else []
    said += [(fixed(given),)] if conventions.bias == FIXED and given.learning_rate is not None else []
    said += [(BY_SOURCE,)] if conventions.weights == SOURCE_FIRST else []
    said += [(Symbol("delta"), OTHER_SIGN)] if not given.true_sign else []
    for each in said:
        yield from flow((Cell(" "), *cells(sentence.spans(each))), columns, 1)


def _number(value: float) -> str:
    return screen(parameter(value))


def _matrix(given: Network, kind: Kind, l: int, columns: int, text: Text | None = None) -> Rows:
    """A matrix or vector between tall brackets; a row that is too long wraps."""
    role = {Kind.A: Role.INPUT, Kind.Y: Role.PLAIN}.get(kind, Role.WEIGHT)
    numbers = _texts(given, kind, l, text) if text else [[*map(_number, row)] for row in _values(given, kind, l)]
    texts = [align([row[k] for row in numbers]) for k in range(len(numbers[0]))]
    named = cells(math.spans(vector(kind, l, given.naming)))
    rows: list[Row] = []
    for i, (left, right) in enumerate(zip(*(tall(bracket, len(numbers)) for bracket in "[]"), strict=True)):
        lead: Row = named if i == 0 else (Cell(" " * width(named)),)
        body = "  ".join(column[i] for column in texts)
        rows += flow(
            (Cell("   "), *lead, Cell(f" {left} "), Cell(body, role), Cell(f" {right}")), columns, width(named) + 6
        )
    return tuple(rows)


def _texts(given: Network, kind: Kind, l: int, text: Text) -> Sequence[Sequence[str]]:
    """Weights or biases as ``text`` says them, in the places of the lesson's own."""
    layer = given.layer(l)
    if kind is Kind.B:
        return [[text(kind, l, j, None)] for j in range(1, len(layer.b) + 1)]
    rows = [[text(kind, l, j, k) for k in range(1, len(row) + 1)] for j, row in enumerate(layer.W, 1)]
    return list(zip(*rows, strict=True)) if given.conventions.weights == SOURCE_FIRST else rows


def _values(given: Network, kind: Kind, l: int) -> tuple[tuple[float, ...], ...]:
    if kind is Kind.W:
        W = given.layer(l).W
        return tuple(zip(*W, strict=True)) if given.conventions.weights == SOURCE_FIRST else W
    vectors = {Kind.A: given.x, Kind.Y: given.y}
    return tuple((value,) for value in (vectors[kind] if kind in vectors else given.layer(l).b))


def _side_by_side(left: Rows, right: Rows, columns: int) -> Iterable[Row]:
    """Two matrices beside each other where both fit, else one below the other."""
    if not right:
        return left
    widest = max(map(width, left))
    if len(left) < len(right) or widest + max(map(width, right)) > columns:
        return (*left, *right)
    return tuple((*a, Cell(" " * (widest - width(a))), *b) for a, b in zip_longest(left, right, fillvalue=()))


def known(session: Session, columns: int) -> Rows:
    """All that is known so far."""
    return worksheet(session, columns, every=True)


def text(session: Session, columns: int) -> Rows:
    """What was said before the present step: of a question of practice, why it is asked."""
    if session.lesson.why:
        return flow((Cell(f" {charset.spelt(session.lesson.why)}"),), columns, 1)
    return view.page(session, columns) or ((Cell(" Nothing was said before this step.", Role.PLAIN, Emphasis.DIM),),)
