"""The map of a lesson's steps in one line: what is done, where we are, what is to come."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.explain import cells
from tutor.explain.cells import Cell, Emphasis, Row
from tutor.explain.labels import BRIEF, role
from tutor.explain.parts import anchored
from tutor.lesson.schema import Lesson, Step
from tutor.notation import charset, math
from tutor.notation.symbols import BIASES, symbol
from tutor.quantity import MATRICES, PER_SAMPLE, Kind, Naming, Stage

LETTERS: dict[Kind, str] = {
    Kind.Z: "z",
    Kind.A: "a",
    Kind.LOSS: "L",
    Kind.SIGMA_PRIME: "σ′",
    Kind.DELTA: "δ",
    Kind.DL_DW: "∂L/∂W",
    Kind.DL_DB: "∂L/∂b",
    Kind.W_NEW: "new W",
    Kind.B_NEW: "new b",
}
"""How each kind is written on the map, before its layer."""

BRACKETED = frozenset({Kind.DL_DW, Kind.DL_DB, Kind.W_NEW, Kind.B_NEW})
"""The kinds whose layer stands in brackets, as everywhere else: W² would be a square."""

RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

LEAST = 3
"""The columns that a step takes at least."""
HERE, FOLDED = "▸", "…"


class _Place(NamedTuple):
    """One step on the map: what stands before it unless it comes first, its sample or update, and what it shows."""

    before: Row
    of: Row
    own: Row


def step_map(lesson: Lesson, marks: Sequence[str], at: int, width: int) -> Row:
    """Draw the map of the steps that ask something, never wider than ``width``.

    Where there is room, the stages are named; where there is too little, the steps around the present one stay.

    Args:
        lesson: the lesson.
        marks: for each asked step the sign of how it is done, such as ``✓``; nothing where it is open.
        at: the index of the present step among them; behind the last one at the lesson's end.
        width: the columns there are.
    """
    steps = lesson.asked
    if not steps:
        return ()
    here, naming = min(at, len(steps) - 1), lesson.network.naming
    reach = width // LEAST + 1
    around = range(max(0, here - reach), min(len(steps), here + reach + 1))
    shapes = ((True, False), (False, False), (False, True)) if charset.ascii() else ((True, False), (False, False))
    for named, brief in shapes:
        near = [_place(lesson, naming, i, marks[i], i == at, named=named, brief=brief) for i in around]
        whole = _drawn(near, 0, len(near))
        if len(near) == len(steps) and cells.width(whole) <= width:
            return whole
    far = [_Place((), (), ())] * len(steps)  # what is further off than there are columns is never drawn
    return _folded([*far[: around.start], *near, *far[around.stop :]], here, width)


def label(lesson: Lesson, step: Step, brief: bool = False) -> str:
    """Name a step: z², σ′³, ∂L/∂W⁽¹⁾₂ for one row of several, ∂L/∂w₁₁⁽¹⁾ for one weight of several.

    In ASCII the layer of z2 and sigma'3 stands behind the letter; ``brief`` makes the letters short.
    """
    return _label(step, lesson.network.naming, brief, charset.style())


@lru_cache(maxsize=512)  # the map is drawn at every step, with the same names
def _label(step: Step, naming: Naming, brief: bool, _style: charset.Style) -> str:
    first = step.questions[0]
    if first.layer is None:
        return LETTERS[first.kind]
    if first.kind in MATRICES and len(step.questions) == 1 and naming.sizes[first.layer - 1] > 1:
        return math.screen(symbol(first, naming._replace(updates=1)))
    neurons = {q.j for q in step.questions}
    counts = naming.biases if first.kind in BIASES else naming.sizes
    index = str(first.j).translate(LOWERED) if len(neurons) == 1 and counts[first.layer] > 1 else ""
    number = str(first.layer + naming.first_layer)
    layer = f"({number})" if first.kind in BRACKETED else number
    letters = LETTERS[first.kind]
    if first.kind in BIASES and first.layer in naming.thresholds:
        letters = letters.replace("b", "θ")
    if charset.ascii() and first.kind not in BRACKETED:
        letters = BRIEF.get(first.kind, letters) if brief else letters
        return charset.spelt(f"{letters}{layer}{index}")
    return charset.spelt(f"{letters}{layer.translate(RAISED)}{index}")


def turn_of(lesson: Lesson, step: Step) -> str:
    """Which update and sample a step belongs to, as far as there are several: “#2”, “[3]”, “#2[3]”."""
    network = lesson.network
    if network.updates == 1 and not network.further:
        return ""
    q = anchored(network, step.questions[0])
    update = f"#{q.update}" if network.updates > 1 else ""
    alone = q.kind in PER_SAMPLE or len(network.in_update(q.update)) == 1
    return update + (f"[{q.sample}]" if len(network.samples) > 1 and alone else "")


def stage(lesson: Lesson, step: Step) -> str:
    """The word for the stage of a step: “gradient” where the lesson asks for one only."""
    asked = sum(len(other.questions) for other in lesson.asked if other.stage is Stage.GRADIENTS)
    return "gradient" if step.stage is Stage.GRADIENTS and asked == 1 else str(step.stage)


def _place(lesson: Lesson, naming: Naming, i: int, mark: str, here: bool, *, named: bool, brief: bool) -> _Place:
    """One step: a blank or ``▸``, its name, its mark or a blank, so that nothing moves from step to step."""
    step, last = lesson.asked[i], lesson.asked[i - 1] if i else None
    emphasis = Emphasis.STRONG if here else Emphasis.NORMAL if mark else Emphasis.DIM
    own = [
        Cell(HERE if here else " ", emphasis=Emphasis.STRONG),
        Cell(_label(step, naming, brief, charset.style()), role(step.questions[0]), emphasis),
        Cell(mark or " ", emphasis=emphasis),
    ]
    before: list[Cell] = []
    of = turn_of(lesson, step)
    moved = last is not None and turn_of(lesson, last) != of
    if last is None or moved or last.stage is not step.stage:
        before += [Cell(" │", emphasis=Emphasis.DIM)] if last else []
        before += [Cell(f" {of}", emphasis=Emphasis.DIM)] if of and (moved or last is None) else []
        before += [Cell(f" {stage(lesson, step)} ", emphasis=Emphasis.DIM)] if named else []
    elif last.layer != step.layer:
        before.append(Cell(" "))
    return _Place(tuple(before), (Cell(f" {of}", emphasis=Emphasis.DIM),) if of else (), tuple(own))


def _drawn(places: Sequence[_Place], start: int, stop: int) -> Row:
    """The steps from ``start`` to before ``stop``, with … where others are left out."""
    folded = Cell(f" {charset.spelt(FOLDED)}", emphasis=Emphasis.DIM)
    row: list[Cell] = [folded] if start else []
    for i, place in enumerate(places[start:stop]):
        row += [*(place.before if i or not start else place.of), *place.own]
    row += [folded] if stop < len(places) else []
    return cells.trimmed(row)


def _folded(places: Sequence[_Place], at: int, width: int) -> Row:
    """As many steps around the present one as there is room for, as far as possible alike on both sides."""
    start, stop = at, at + 1
    while True:
        ahead, back = (start, min(stop + 1, len(places))), (max(start - 1, 0), stop)
        wider = (ahead, back) if stop - at <= at - start + 1 else (back, ahead)
        fitting = [(a, b) for a, b in wider if (a, b) != (start, stop) and cells.width(_drawn(places, a, b)) <= width]
        if not fitting:
            break
        start, stop = fitting[0]
    row = _drawn(places, start, stop)
    return row if cells.width(row) <= width else ()
