"""Whether the steps that a lesson spells out come in an order in which none gives away what a later one asks."""

from collections.abc import Callable, Sequence

from tutor.engine.network import FIXED, SHARED
from tutor.lesson.frame import Frame
from tutor.lesson.positions import KeyPath
from tutor.lesson.problems import Severity
from tutor.lesson.schema import Step
from tutor.lesson.tables import Fault, Report
from tutor.quantity import Kind, Quantity, beside

MOST = 300_000
"""How many needs of questions are looked at; what comes behind them in a lesson that has more is not warned of."""


def in_order(report: Report, steps: Sequence[tuple[int, Step]], frame: Frame) -> None:
    """Warn of a question whose answer an earlier step has to show, or gives away by what it has to show."""
    needed: dict[Quantity, tuple[int, Quantity]] = {}
    """The first step that needs a quantity, and what that step shows of it."""
    looked_at = 0
    for index, step in steps:
        for question in step.questions:
            first, shown = needed.get(question, (index, question))
            if step.asked and first != index:
                found = f"{question}, which step[{first + 1}] needs and therefore shows"
                if shown != question:
                    found = f"{question}, from which {shown} comes, which step[{first + 1}] needs and therefore shows"
                advice = "move this step before that one"
                path: KeyPath = ("step", index, "ask")
                report.note(Fault("order", path, found, "a step before it", advice, severity=Severity.WARNING))
                break
        for question in step.questions:
            wanted = needs(question, frame)
            looked_at += len(wanted)
            if looked_at > MOST:
                return
            for need in wanted:
                needed.setdefault(need, (index, need))
                if need.kind in (Kind.A, Kind.SIGMA_PRIME):
                    needed.setdefault(beside(need, Kind.Z, need.layer, need.j), (index, need))


def needs(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    """What a quantity is computed from, as far as it could be asked for."""
    return _NEEDS[question.kind](question, frame)


def _layer_of(question: Quantity, frame: Frame, kind: Kind, layer: int) -> list[Quantity]:
    """One kind for a whole layer; nothing for layer 0, which is never asked for."""
    return [beside(question, kind, layer, j) for j in range(1, (frame.sizes[layer] or 0) + 1)] if layer else []


def _turns(question: Quantity, frame: Frame) -> list[Quantity]:
    """The same for each sample that an update goes by."""
    samples = [question.sample] if frame.online else range(1, (frame.samples or 1) + 1)
    return [question._replace(sample=sample) for sample in samples]


def _parameters(question: Quantity, found: Sequence[Quantity]) -> list[Quantity]:
    """Weights and biases that can have been asked for: those that an update before has made."""
    return list(found) if question.update > 1 else []


def _z(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    l, j = question.layer or 1, question.j
    sources = range(1, (frame.sizes[l - 1] or 0) + 1)
    own = [beside(question, Kind.W, l, j, k) for k in sources]
    own += [beside(question, Kind.B, l, 1 if frame.bias == SHARED else j)] if frame.bias != FIXED else []
    return [*_layer_of(question, frame, Kind.A, l - 1), *_parameters(question, own)]


def _of_z(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    if frame.whole and question.layer == len(frame.sizes) - 1:
        return _layer_of(question, frame, Kind.Z, question.layer)
    return [beside(question, Kind.Z, question.layer, question.j)]


def _loss(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    last = len(frame.sizes) - 1
    return [need for turn in _turns(question, frame) for need in _layer_of(turn, frame, Kind.A, last)]


def _delta(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    l, j, last = question.layer or 1, question.j, len(frame.sizes) - 1
    slope = [] if frame.short and l == last else [beside(question, Kind.SIGMA_PRIME, l, j)]
    if l < last:
        behind = _layer_of(question, frame, Kind.DELTA, l + 1)
        through = [beside(question, Kind.W, l + 1, error.j, j) for error in behind]
        return [*slope, *behind, *_parameters(question, through)]
    outputs = _layer_of(question, frame, Kind.A, l) if frame.whole else [beside(question, Kind.A, l, j)]
    return [*slope, *outputs]


def _dL_dW(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    l, turns = question.layer or 1, _turns(question, frame)
    sources = [beside(turn, Kind.A, l - 1, question.k) for turn in turns] if l > 1 else []
    return [*(beside(turn, Kind.DELTA, l, question.j) for turn in turns), *sources]


def _dL_db(question: Quantity, frame: Frame) -> Sequence[Quantity]:
    l, turns = question.layer or 1, _turns(question, frame)
    if frame.bias == SHARED:
        return [need for turn in turns for need in _layer_of(turn, frame, Kind.DELTA, l)]
    return [beside(turn, Kind.DELTA, l, question.j) for turn in turns]


def _new(gradient: Kind) -> Callable[[Quantity, Frame], Sequence[Quantity]]:
    def new(question: Quantity, frame: Frame) -> Sequence[Quantity]:
        update = question.update
        own = question._replace(kind=gradient, sample=frame.of_update(update))
        return [own, question._replace(update=update - 1)] if update > 1 else [own]

    return new


_NEEDS: dict[Kind, Callable[[Quantity, Frame], Sequence[Quantity]]] = {
    Kind.Z: _z,
    Kind.A: _of_z,
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _of_z,
    Kind.DELTA: _delta,
    Kind.DL_DW: _dL_dW,
    Kind.DL_DB: _dL_db,
    Kind.W_NEW: _new(Kind.DL_DW),
    Kind.B_NEW: _new(Kind.DL_DB),
}
