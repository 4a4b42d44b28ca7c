"""What can be looked up at any time, as rows of cells: the equations, the notation, the network, what is known."""

from collections.abc import Callable, Iterable, Sequence

from tutor.engine import activations, losses
from tutor.engine.network import Network
from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import cells, flow, tagged
from tutor.explain.labels import align
from tutor.notation import math
from tutor.notation.number import parameter, screen
from tutor.notation.role import Role
from tutor.notation.symbols import vector
from tutor.output import view
from tutor.output.known import worksheet
from tutor.quantity import Kind
from tutor.session import Session

Made = Callable[[Session, int], Rows]
"""What makes a sheet of so many columns."""

EQUATIONS: tuple[tuple[str, str, str], ...] = (
    ("forward", r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}", "weights times what comes in, added up, plus the bias"),
    ("", r"a^{(l)} = \sigma(z^{(l)})", "what the neuron makes of its z"),
    (
        "BP1",
        r"\delta^{(L)} = \nabla_a L \odot \sigma'(z^{(L)})",
        "how the loss changes with the output, times its slope",
    ),
    (
        "BP2",
        r"\delta^{(l)} = ((W^{(l+1)})^T \delta^{(l+1)}) \odot \sigma'(z^{(l)})",
        "the errors of the next layer, back through the same weights, times the neuron's own slope",
    ),
    (
        "BP3",
        r"\partial L/\partial w_{jk}^{(l)} = a_k^{(l-1)} \delta_j^{(l)}",
        "what came in over the weight, times the error at its end",
    ),
    ("BP4", r"\partial L/\partial b_j^{(l)} = \delta_j^{(l)}", "a bias comes in with a factor of 1"),
    (
        "update",
        r"w_{jk}^{(l)} \leftarrow w_{jk}^{(l)} - \eta \cdot \partial L/\partial w_{jk}^{(l)}",
        "a step against the gradient; a bias likewise",
    ),
)
"""Every equation of a lesson, for any layer: its tag, the equation, the same in words."""

NOTATION: tuple[tuple[str, str], ...] = (
    ("l", "a layer: 0 is the input, the largest one the output"),
    ("x_k", "input k, which is what layer 0 passes on"),
    ("w_{jk}^{(l)}", "the weight into neuron j of layer l from neuron k of the layer before: row j, column k of W"),
    ("b_j^{(l)}", "the bias of neuron j"),
    ("z_j^{(l)}", "its weighted sum"),
    ("a_j^{(l)}", "its activation, which is what it passes on"),
    (r"\sigma", "the activation function: it makes a of z"),
    (r"\sigma'(z_j^{(l)})", "its slope: how much a small change of its z does to it"),
    (r"\delta_j^{(l)}", "its error: how the loss changes with its z"),
    (r"\partial L/\partial w_{jk}^{(l)}", "the gradient of a weight: how the loss changes with it"),
    ("L", "the loss; as the index of a layer, the last one"),
    ("y_j", "the target of output j"),
    (r"\nabla_a L", "how the loss changes with each activation of the output, one number for each"),
    (r"\eta", "the learning rate"),
    (r"\sum", "the sum of what follows, over all that is named below it"),
    (r"\odot", "times, element by element"),
    ("W^T", "W with its rows written as columns"),
)

MARKS: tuple[tuple[str, str], ...] = (
    ("·", "a number that is not known yet; between two numbers: times"),
    ("?", "the number that is asked for"),
    ("▐ ▌", "around the number that is asked for; where there is room, a heavy frame"),
    ("━▶", "leads to it; the number on the wire is a weight"),
    ("▸", "where you are"),
)
"""What else stands in the drawing and in the table of what is known."""

COLOURS: tuple[tuple[Role, str], ...] = (
    (Role.INPUT, "orange: inputs"),
    (Role.WEIGHT, "blue: weights and biases"),
    (Role.ACTIVATION, "green: z, activations and slopes"),
    (Role.ERROR, "red: errors and gradients"),
)


def title(text: str) -> Row:
    """A heading within a sheet."""
    return (Cell(f" {text}", Role.PLAIN, Emphasis.STRONG),)


def equations(session: Session, columns: int) -> Rows:
    """The four equations and those that lead to them, then the activations and the loss of this lesson."""
    column = 10
    rows: list[Row] = []
    for tag, source, words in EQUATIONS:
        rows += [() for _ in rows[:1] if tag]
        rows += tagged(tag, view.formula(source), columns, column)
        rows += tagged("", (Cell(words, Role.EMPHASIS),), columns, column)
    network = session.lesson.network
    rows += [(), title("In this lesson")]
    for activation in dict.fromkeys(map(activations.of, network.layers)):
        rows += tagged(activation.name, view.formula(activation.equation), columns, column)
        rows += tagged("", view.formula(activation.slope_equation), columns, column)
    return (*rows, *tagged("loss", view.formula(losses.of(network).equation), columns, column))


def notation(_session: Session, columns: int) -> Rows:
    """Every symbol, the marks of the drawing, the colour code, and what the signs beside an answer say."""
    rows = _listed([(view.formula(source), words) for source, words in NOTATION], columns)
    rows += [(), title("In the drawing")]
    rows += _listed([((Cell(f"  {mark}"),), words) for mark, words in MARKS], columns)
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
    """The lesson's own numbers: input, weights, biases, targets, learning rate."""
    given = session.lesson.network
    rows: list[Row] = [*_matrix(given, Kind.A, 0, columns), ()]
    for l, layer in enumerate(given.layers, 1):
        rows.append((*title(f"Layer {l}"), Cell(f"  {layer.activation}", Role.PLAIN, Emphasis.DIM)))
        rows += _side_by_side(_matrix(given, Kind.W, l, columns), _matrix(given, Kind.B, l, columns), columns)
        rows.append(())
    rows += _matrix(given, Kind.Y, given.depth, columns)
    loss: Row = (Cell(" loss  "), *view.formula(losses.of(given).equation))
    rate = given.learning_rate
    return (*rows, (), loss, *(((Cell(f" learning rate η = {_number(rate)}"),),) if rate is not None else ()))


def _number(value: float) -> str:
    return screen(parameter(value))


def _matrix(given: Network, kind: Kind, l: int, columns: int) -> Rows:
    """A matrix or vector between tall brackets; a row that is too long wraps."""
    role = {Kind.A: Role.INPUT, Kind.Y: Role.PLAIN}.get(kind, Role.WEIGHT)
    numbers = _values(given, kind, l)
    texts = [align([_number(row[k]) for row in numbers]) for k in range(len(numbers[0]))]
    named = cells(math.spans(vector(kind, l, given.naming)))
    rows: list[Row] = []
    for i in range(len(numbers)):
        left, right = _brackets(i, len(numbers))
        lead: Row = named if i == 0 else (Cell(" " * width(named)),)
        body = "  ".join(column[i] for column in texts)
        rows += flow(
            (Cell("   "), *lead, Cell(f" {left} "), Cell(body, role), Cell(f" {right}")), columns, width(named) + 6
        )
    return tuple(rows)


def _brackets(row: int, rows: int) -> tuple[str, str]:
    if rows == 1:
        return "[", "]"
    return ("⎡", "⎤") if row == 0 else ("⎣", "⎦") if row == rows - 1 else ("⎢", "⎥")


def _values(given: Network, kind: Kind, l: int) -> tuple[tuple[float, ...], ...]:
    if kind is Kind.W:
        return given.layer(l).W
    vectors = {Kind.A: given.x, Kind.Y: given.y}
    return tuple((value,) for value in (vectors[kind] if kind in vectors else given.layer(l).b))


def _side_by_side(left: Rows, right: Rows, columns: int) -> Iterable[Row]:
    """Two matrices beside each other where both fit, else one below the other."""
    widest = max(map(width, left))
    if len(left) != len(right) or widest + max(map(width, right)) > columns:
        return (*left, *right)
    return tuple((*a, Cell(" " * (widest - width(a))), *b) for a, b in zip(left, right, strict=True))


def known(session: Session, columns: int) -> Rows:
    """All that is known so far."""
    return worksheet(session, columns)


def text(session: Session, columns: int) -> Rows:
    """What was said before the present step."""
    return view.page(session, columns) or ((Cell(" Nothing was said before this step.", Role.PLAIN, Emphasis.DIM),),)
