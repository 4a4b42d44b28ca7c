"""New networks to practise with: numbers fit for hands, nothing degenerate, and every named mistake distinguishable.

The numbers are drawn from one generator, again and again until they are sound: first by what costs next to nothing,
then by what ``check`` warns an instructor of. The same seed gives the same network on every machine, since nothing but
``Random.random`` is asked, whose sequence Python promises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from random import Random
from typing import NamedTuple

from tutor.checking.confusions import confusions
from tutor.checking.others import STRAIGHT
from tutor.engine import activations, losses
from tutor.engine.network import Layer, Network, Numbers
from tutor.engine.solution import Overflow, Pass, Solution, solve
from tutor.errors import TutorError
from tutor.expression.functions import CALM
from tutor.lesson.rules import FIGURES
from tutor.lesson.schema import PRACTICE, Lesson, Marking
from tutor.lesson.steps import derived
from tutor.notation.number import scientific
from tutor.practice.skill import Skill
from tutor.practice.tasks import given_away
from tutor.practice.template import template
from tutor.quantity import Kind, Quantity

TENTHS = range(2, 10)
"""Inputs, weights and biases are so many tenths, above 0 or below: one digit, and no product with one is trivial."""
NEAREST = 0.1
"""No z lies nearer to 0, or to a kink."""
GENTLEST = 0.05
"""No slope is less: a neuron is saturated there, and nothing passes back."""
OFF = 0.2
"""No output is nearer to its target."""
FAR = 1.8
"""None is further from it."""
LEAST = 0.001
"""No error is less."""
PART = 0.1
"""No error of a layer is a smaller part of the largest."""
CHEAP = 4_000
"""How many draws are looked at, at most."""
COARSE, FINE = 240, 480
"""How many questions of those that look sound are tried at the figures wanted, and at one figure more: the fewer
questions a network has, the more likely it tells all mistakes apart at every one of them."""
LEFT = 0.6
"""Which part of the questions remains at least, where no draw tells every mistake apart at all of them."""
ERRORS = frozenset({Kind.DELTA, Kind.DL_DW, Kind.DL_DB})
"""What a neuron of ReLU that is not active makes 0."""


class _Draw(NamedTuple):
    """A network whose numbers look sound."""

    network: Network
    solution: Solution


def make(
    seed: int | str, *, size: Sequence[int] | None = None, activation: str | None = None, like: Lesson | None = None
) -> Lesson:
    """A whole lesson of a new network.

    Args:
        seed: which network; the same one gives the same.
        size: n_0 … n_L; those of ``like``, or else the usual ones, where there are none.
        activation: a built-in activation or a formula in z, of all hidden layers, and of the output where it can be.
        like: a lesson that says everything else: activations, loss, conventions and figures.

    Raises:
        TutorError: if no sound numbers are found for such a network.
        ValueError: if there can be no such network.
    """
    empty = template(size, activation, like)
    draws = _draws(empty, Random(str(seed)))
    wanted = like.marking.significant if like else Marking().significant
    finer = min(wanted + 1, FIGURES[-1])
    kept: list[_Draw] = []
    for figures, questions in ((wanted, COARSE), (finer, FINE)):
        for draw in islice(draws, max(1, questions // len(_asked(empty)))):
            kept.append(draw)
            lesson = _lesson(draw, figures, like)
            if _distinct(draw.solution, lesson) and not _confused(lesson, whether=True):
                return _hidden(lesson, draw.solution)
    return _thinned(kept, finer, like)


def _asked(network: Network) -> list[Quantity]:
    return [q for step in derived(network) for q in step.questions]


def _thinned(draws: Sequence[_Draw], figures: int, like: Lesson | None) -> Lesson:
    """The lesson that loses fewest questions when only those are asked at which every mistake is told."""
    if not draws:
        raise TutorError(
            "No numbers were found for such a network that are neither too large nor too small to work with. "
            "Choose another --activation."
        )
    best: Lesson | None = None
    for draw in draws[-2:]:
        whole = _lesson(draw, figures, like)
        left = _hidden(_without(whole, _confused(whole)), draw.solution)
        whole = _hidden(whole, draw.solution)
        if len(left.questions) >= LEFT * len(whole.questions) and _skills(left) == _skills(whole):
            best = max((best, left), key=lambda lesson: len(lesson.questions)) if best else left
    if best is None:
        raise TutorError(
            "No numbers were found with which every mistake can be told in such a network. "
            "Choose another --size or --activation, or another --seed."
        )
    return best


def _confused(lesson: Lesson, *, whether: bool = False) -> set[Quantity]:
    """The questions at which a mistake is marked right, or two are alike; at least one of them, to know whether."""
    found = confusions(lesson, whether=whether)
    return {q for where in (*found.passing.values(), *found.alike.values()) for q in where}


def _without(lesson: Lesson, questions: set[Quantity]) -> Lesson:
    """A lesson that does not ask some questions."""
    left = (step._replace(questions=tuple(q for q in step.questions if q not in questions)) for step in lesson.steps)
    return replace(lesson, steps=tuple(step for step in left if step.questions))


def _hidden(lesson: Lesson, solution: Solution) -> Lesson:
    """A lesson that asks for nothing that stands before the learner's eyes; which network it has does not change."""
    return _without(lesson, {q for q in lesson.questions if given_away(solution, q, lesson.marking.significant)})


def _skills(lesson: Lesson) -> set[Skill | None]:
    return {Skill.of(q, lesson.network.depth) for q in lesson.questions}


def _lesson(draw: _Draw, significant: int, like: Lesson | None) -> Lesson:
    """The lesson of a network; it does not ask for what leaves nothing to work out."""
    network = draw.network
    sizes = ", ".join(map(str, network.sizes[:-1]))
    title = f"Practice in a network of {sizes} and {network.sizes[-1]}"
    marking = (like.marking if like else Marking())._replace(significant=significant)
    lesson = Lesson(PRACTICE, title, network, derived(network), marking=marking)
    return _without(lesson, {q for q in lesson.questions if _idle(draw, q)})


def _idle(draw: _Draw, q: Quantity) -> bool:
    """Whether a question leaves nothing to work out: of the identity, or behind a neuron that is not active."""
    if q.kind in (Kind.A, Kind.SIGMA_PRIME) and q.layer is not None:
        return activations.of(draw.network.layer(q.layer)).linear
    return q.kind in ERRORS and draw.solution.value(q) == 0.0


# Drawing


def _draws(empty: Network, random: Random) -> Iterator[_Draw]:
    """Networks whose numbers look sound, as far as that is cheap to say."""
    for _ in range(CHEAP):
        network = _drawn(empty, random)
        try:
            solution = solve(network)
        except Overflow:
            continue
        if _looks_sound(solution):
            yield _Draw(network, solution)


def _drawn(empty: Network, random: Random) -> Network:
    """A network with numbers drawn layer by layer; where it matters, each z on the side of 0 where it belongs."""
    x = _numbers(random, len(empty.x))
    layers: list[Layer] = []
    a: Numbers = x
    for l, shape in enumerate(empty.layers, 1):
        shared = _numbers(random, 1) if len(shape.b) < len(shape.W) and shape.b else ()
        neurons = [_neuron(empty, l, a, shared, random) for _ in shape.W]
        b = shared or tuple(bias for _, own in neurons for bias in own)
        layer = shape._replace(W=tuple(w for w, _ in neurons), b=b)
        layers.append(_sided(layer, a, _asleep(empty, l, random)))
        a = _forward(layers[-1], a) if l < empty.depth else ()
    return empty._replace(x=x, y=_targets(empty, random), layers=tuple(layers))


def _neuron(empty: Network, l: int, a: Numbers, shared: Numbers, random: Random) -> tuple[Numbers, Numbers]:
    """The weights of a neuron, and its bias where it has one of its own: no two of one magnitude."""
    own = 1 if empty.layer(l).b and not shared else 0
    numbers = _numbers(random, len(a) + own)
    return numbers[: len(a)], numbers[len(a) :]


def _numbers(random: Random, count: int) -> Numbers:
    """Numbers of one decimal, above 0 or below, no two of one magnitude."""
    left = list(TENTHS)
    drawn = (left.pop(_below(random, len(left))) for _ in range(count))
    return tuple((tenths if _below(random, 2) else -tenths) / 10 for tenths in drawn)


def _below(random: Random, n: int) -> int:
    """A whole number from 0, below n."""
    return int(random.random() * n)


def _sided(layer: Layer, a: Numbers, asleep: int) -> Layer:
    """The same neurons, turned round where their z has to be on the other side of 0.

    Args:
        layer: whose neurons.
        a: what comes in.
        asleep: which neuron's z is to be below 0, from 1; that of all others above.
    """
    if layer.activation not in STRAIGHT or layer.activation == "identity" or len(layer.b) != len(layer.W):
        return layer
    wanted = [-1.0 if j == asleep else 1.0 for j in range(1, len(layer.W) + 1)]
    signs = [side if z > 0 else -side for side, z in zip(wanted, _sums(layer, a), strict=True)]
    return layer._replace(
        W=tuple(tuple(sign * w for w in row) for sign, row in zip(signs, layer.W, strict=True)),
        b=tuple(sign * b for sign, b in zip(signs, layer.b, strict=True)),
    )


def _asleep(empty: Network, l: int, random: Random) -> int:
    """Which neuron of a layer is not active: one in the first layer that has others beside it; 0 for none."""
    wide = (at for at in range(1, empty.depth) if len(empty.layer(at).W) > 1)
    return 1 + _below(random, len(empty.layer(l).W)) if l == next(wide, None) else 0


def _sums(layer: Layer, a: Numbers) -> Numbers:
    sign = -1.0 if layer.threshold else 1.0
    biases = layer.b if len(layer.b) == len(layer.W) else (layer.b or (0.0,)) * len(layer.W)
    return tuple(
        sum(w * each for w, each in zip(row, a, strict=True)) + sign * b for row, b in zip(layer.W, biases, strict=True)
    )


def _forward(layer: Layer, a: Numbers) -> Numbers:
    value = activations.of(layer).value
    return tuple(value(CALM, z) for z in _sums(layer, a))


def _targets(empty: Network, random: Random) -> Numbers:
    """Targets: of classes one is right; of probabilities 1; else one decimal."""
    loss, n = losses.of(empty), len(empty.y)
    if loss.partner == "softmax":
        right = _below(random, n)
        return tuple(float(j == right) for j in range(n))
    if loss.at is not None:
        return (1.0,) * n
    return tuple(abs(y) if _positive(empty) else y for y in (_numbers(random, 1)[0] for _ in range(n)))


def _positive(empty: Network) -> bool:
    """Whether no output can be below 0."""
    return empty.layers[-1].activation in {"sigmoid", "softplus", "relu"}


# Whether numbers are sound


def _looks_sound(solution: Solution) -> bool:
    """Whether there is nothing degenerate in the numbers of a network."""
    network, found = solution.network, solution.first
    outputs = zip(found.a[-1], network.y, strict=True)
    return all(OFF <= abs(a - y) <= FAR for a, y in outputs) and all(
        _layer_is_sound(network, l, found) for l in range(1, network.depth + 1)
    )


def _layer_is_sound(network: Network, l: int, found: Pass) -> bool:
    """No z at 0 or at a kink, no neuron saturated, no error vanishing."""
    activation = activations.of(network.layer(l))
    z, slopes, errors = found.z[l - 1], found.sigma_prime[l - 1], found.delta[l - 1]
    if any(abs(each - at) < NEAREST for each in z for at in (0.0, *activation.kinks)):
        return False
    if network.layer(l).activation in STRAIGHT:
        if network.layer(l).activation == "relu" and not _awake(network, l, z):
            return False
        errors = tuple(error for error in errors if error != 0.0)
    elif any(abs(slope) < GENTLEST for slope in slopes):
        return False
    sizes = [abs(error) for error in errors]
    return bool(sizes) and min(sizes) >= max(LEAST, PART * max(sizes))


def _awake(network: Network, l: int, z: Numbers) -> bool:
    """Whether as many neurons are active as are to be."""
    wide = next((at for at in range(1, network.depth) if len(network.layer(at).W) > 1), None)
    return sum(each > 0.0 for each in z) == len(z) - (l == wide)


def _distinct(solution: Solution, lesson: Lesson) -> bool:
    """Whether the answers of a kind differ between neurons; a straight activation may say the same of several."""
    seen: set[tuple[Kind, str]] = set()
    for q in lesson.questions:
        if q.kind in (Kind.A, Kind.SIGMA_PRIME) and lesson.network.layer(q.layer or 1).activation in STRAIGHT:
            continue
        answer = q.kind, scientific(solution.value(q), lesson.marking.significant)
        if answer in seen:
            return False
        seen.add(answer)
    return True
