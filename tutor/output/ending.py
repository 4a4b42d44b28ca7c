"""What stands at the end of a lesson, whatever shows it: all numbers, the chain, the check, what they mean.

Nothing is printed here and nothing is laid out; numbers in text have the real minus sign, as on screens.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.solution import Overflow, Solution
from tutor.event import Outcome
from tutor.explain.paths import Chain, Path, chain
from tutor.explain.substitution import Line, Shown, Sign
from tutor.expression.evaluate import evaluate
from tutor.expression.tree import Name, Product
from tutor.lesson.schema import Lesson
from tutor.notation.math import Derivative, Math, Numeral, Operator, Row, Symbol
from tutor.notation.number import as_shown, parameter, scientific, screen, shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Naming, Quantity, Stage
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.engine.check import Gradient, GradientCheck

COLUMNS = (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA)
"""What every neuron has one of; an input has only its ``a``."""
MOST_NAMED = 5
"""No sentence names more gradients than these one by one."""


class Entry(NamedTuple):
    """One number of the table."""

    quantity: Quantity
    name: Math
    text: str
    """As screens write it."""


@dataclass(frozen=True, slots=True)
class PathText:
    """One path from the weight to the loss.

    Attributes:
        route: the neurons that it leads through, as part of a sentence: “neuron 1 of layer 1, then the output”.
        factors: its factors by name, as a product.
        numbers: the same product in numbers as shown.
        sign: ``≈`` where those numbers do not give the product as shown.
        product: what comes of it, as screens write it.
        share: its part of the gradient, ``40.4 %``; empty where the gradient is 0.
    """

    route: Sentence
    factors: Math
    numbers: Line
    sign: Sign
    product: str
    share: str


@dataclass(frozen=True, slots=True)
class ChainText:
    """The gradient of one weight as a sum over paths: a sentence before, the paths, a sentence after."""

    weight: Quantity
    before: Sentence
    paths: tuple[PathText, ...]
    after: Sentence


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a lesson.

    Attributes:
        neurons: a row for each neuron, layer by layer from the input: its numbers in the order of ``COLUMNS``.
        results: the loss and the gradients and updates that the lesson asks for.
        chain: the gradient that the lesson leads to, path by path.
        check: the gradient check, in sentences.
        meaning: what the sign of that gradient says, and what one update does.
    """

    neurons: tuple[tuple[Entry | None, ...], ...]
    results: tuple[Entry, ...]
    chain: ChainText
    check: tuple[Sentence, ...]
    meaning: tuple[Sentence, ...]


def ending(lesson: Lesson, solution: Solution) -> Ending:
    """Everything that the end of a lesson shows but for how it went, which ``went`` says."""
    weight = goal(lesson)
    return Ending(
        _neurons(lesson, solution),
        _results(lesson, solution),
        _chain(lesson, solution, weight),
        _check(lesson, weight),
        _meaning(lesson, solution, weight),
    )


def went(session: Session) -> Sentence:
    """How many questions went how, in one sentence."""
    counts = [(count, outcome) for outcome, count in session.outcomes().items() if count]
    total = sum(count for count, _ in counts)
    words = [f"{count} {'was' if count == 1 else 'were'} {_OUTCOMES.get(o, o.value)}" for count, o in counts]
    if len(words) > 1 or total == 1:
        return (f"Of {total} question{'' if total == 1 else 's'}, {_listed(words)}.",)
    if counts[0][1] is Outcome.OPEN:
        return (f"None of the {total} questions was done.",)
    return (f"All {words[0].replace(' ', ' questions ', 1)}.",)


_OUTCOMES = {Outcome.OPEN: "not done"}
"""Outcomes whose own words do not fit a sentence about the past."""


def goal(lesson: Lesson) -> Quantity:
    """The weight (kind ``W``) that the end is about: the traced one, else the first whose gradient is asked for."""
    if lesson.trace is not None:
        return lesson.trace
    asked = (q for q in lesson.questions if q.kind is Kind.DL_DW)
    first = min(asked, key=lambda q: (q.layer, q.j, q.k), default=Quantity(Kind.DL_DW, 1, 1, 1))
    return Quantity(Kind.W, first.layer, first.j, first.k)


def _entry(lesson: Lesson, solution: Solution, q: Quantity) -> Entry:
    text = as_shown(q, solution.value(q), lesson.marking.significant)
    return Entry(q, symbol(q, lesson.network.naming), screen(text))


def _neurons(lesson: Lesson, solution: Solution) -> tuple[tuple[Entry | None, ...], ...]:
    return tuple(
        tuple(_entry(lesson, solution, Quantity(kind, l, j)) if l > 0 or kind is Kind.A else None for kind in COLUMNS)
        for l, size in enumerate(lesson.network.sizes)
        for j in range(1, size + 1)
    )


def _results(lesson: Lesson, solution: Solution) -> tuple[Entry, ...]:
    stages = {Stage.GRADIENTS, Stage.UPDATE}
    asked = [q for step in lesson.asked if step.stage in stages for q in step.questions]
    return tuple(_entry(lesson, solution, q) for q in (Quantity(Kind.LOSS), *asked))


# The chain


def _gradient(weight: Quantity) -> Quantity:
    return Quantity(Kind.DL_DW, weight.layer, weight.j, weight.k)


def _chain(lesson: Lesson, solution: Solution, weight: Quantity) -> ChainText:
    network, naming = lesson.network, lesson.network.naming
    found = chain(network, solution, weight)
    name = symbol(_gradient(weight), naming)
    many = len(found.paths) + found.omitted > 1
    before: Sentence = (
        name,
        " is a sum over every path from the weight to the loss. " if many else " is a product along the only path. ",
        "Its factors are what comes in over the weight, then by turns the slope of a neuron and the weight to the next"
        " one, and last how the loss changes with the output.",
    )
    paths = tuple(_path(lesson, path, weight) for path in found.paths)
    return ChainText(weight, before, paths, _total(found, name, lesson.marking.significant))


def _total(found: Chain, name: Math, significant: int) -> Sentence:
    total = screen(shown(found.total, significant))
    if found.omitted:
        listed = screen(shown(sum(path.product for path in found.paths), significant))
        return (
            f"These are the {len(found.paths)} largest paths; they add up to {listed}. With the other {found.omitted}"
            " the sum is ",
            name,
            f" = {total}.",
        )
    if len(found.paths) == 1:
        return ("So ", name, f" = {total}.")
    shares = "" if found.total == 0 else ", their shares to 100 %"
    return (f"The {len(found.paths)} products add up to ", name, f" = {total}{shares}.")


def _path(lesson: Lesson, path: Path, weight: Quantity) -> PathText:
    naming, significant = lesson.network.naming, lesson.marking.significant
    sizes = naming.sizes
    output = Quantity(Kind.A, len(sizes) - 1, path.neurons[-1])
    error = Derivative(Symbol("L"), symbol(output, naming))
    names: list[Math] = []
    leaves = []
    for factor in path.factors:
        q = factor.quantity
        names += [Operator("cdot"), error if q is None else symbol(q, naming)]
        text = shown(factor.value, significant) if q is None else as_shown(q, factor.value, significant)
        leaves.append(Name(Shown(text, q)))
    tree = Product(tuple(leaves))
    product = shown(path.product, significant)
    exact = shown(evaluate(tree, lambda of: float(of.text) if isinstance(of, Shown) else 0.0), significant) == product
    share = "" if path.share is None else screen(f"{100 * path.share + 0.0:.1f} %")
    route = _route(path.neurons, weight.layer or 1, sizes)
    return PathText(route, Row(tuple(names[1:])), Line("=", tree), "=" if exact else "≈", screen(product), share)


def _route(neurons: tuple[int, ...], first: int, sizes: tuple[int, ...]) -> Sentence:
    stops = []
    for l, j in enumerate(neurons, first):
        last = l == len(sizes) - 1
        one = "the output" if sizes[l] == 1 else f"output {j}"
        stops.append(one if last else f"neuron {j} of layer {l}")
    return (", then ".join(stops),)


# The check


def _check(lesson: Lesson, weight: Quantity) -> tuple[Sentence, ...]:
    from tutor.engine.check import gradient_check  # NumPy, which nothing before the end of a lesson may wait for

    try:
        check = gradient_check(lesson.network)
    except Overflow:
        return (("The gradients cannot be checked: a small change of a parameter makes the loss too large.",),)
    return _check_sentences(lesson, check, weight)


def _check_sentences(lesson: Lesson, check: "GradientCheck", weight: Quantity) -> tuple[Sentence, ...]:
    naming, gradients = lesson.network.naming, check.gradients
    traced = next(g for g in gradients if (g.layer, g.j, g.k) == (weight.layer, weight.j, weight.k))
    analytic, numerical = (
        screen(shown(value, lesson.marking.significant)) for value in (traced.analytic, traced.numerical)
    )
    return (
        (
            f"Each of the {len(gradients)} weights and biases was moved up and down by {_power(check.epsilon)}, and the"
            " loss computed afresh.",
        ),
        (
            symbol(_gradient(weight), naming),
            f" is {analytic} by backpropagation and {numerical} by that difference: {_compared(traced)}.",
        ),
        _agreement(check),
        *_unchecked(gradients, naming),
        *_disagreements(gradients, naming),
    )


def _compared(traced: "Gradient") -> str:
    """What the two numbers of one gradient have to do with each other."""
    if traced.below_floor:
        return "too small to be checked"
    if traced.straddles_kink:
        return "it lies on a kink, and cannot be checked"
    return f"relative error {_power(traced.relative_error)}"


def _power(value: float) -> str:
    return screen(scientific(value).replace(".00e", "e")) if value else "0"


def _agreement(check: "GradientCheck") -> Sentence:
    if check.worst_relative_error is None:
        return ("None of the gradients can be checked.",)
    total, agree = len(check.gradients), sum(g.passed and g.checkable for g in check.gradients)
    verdict = f"All {total}" if agree == total else f"{agree} of {total}"
    return (f"{verdict} gradients agree; the largest relative error is {_power(check.worst_relative_error)}.",)


def _unchecked(gradients: "tuple[Gradient, ...]", naming: Naming) -> list[Sentence]:
    """What such a difference says nothing about, and why."""
    said: list[Sentence] = []
    below = sum(g.below_floor for g in gradients)
    if below:
        are = "is" if below == 1 else "are"
        said.append((f"{below} {are} too small to be checked: the difference is lost in the rounding of the loss.",))
    kinked = [g for g in gradients if g.straddles_kink and not g.below_floor]
    if kinked:
        why = "on the way a neuron passes the kink of its activation, so the difference mixes two slopes"
        said.append((f"{len(kinked)} cannot be checked, since {why}: ", *_named(kinked, naming), "."))
    return said


def _disagreements(gradients: "tuple[Gradient, ...]", naming: Naming) -> list[Sentence]:
    """What does not agree though it can be checked, by name."""
    failed = [g for g in gradients if g.checkable and not g.passed]
    return [("Not in agreement: ", *_named(failed, naming), ": look at the network's numbers.")] if failed else []


def _named(gradients: "list[Gradient]", naming: Naming) -> Sentence:
    """The first few gradients by name, and how many more there are."""
    more = f" and {len(gradients) - MOST_NAMED} more" if len(gradients) > MOST_NAMED else ""
    return (*_names(gradients[:MOST_NAMED], naming), more)


def _names(gradients: "list[Gradient]", naming: Naming) -> list[str | Math]:
    parts: list[str | Math] = []
    for g in gradients:
        kind = Kind.DL_DB if g.k is None else Kind.DL_DW
        parts += [", ", symbol(Quantity(kind, g.layer, g.j, g.k), naming)]
    return parts[1:]


# What it means


def _meaning(lesson: Lesson, solution: Solution, weight: Quantity) -> tuple[Sentence, ...]:
    network, significant = lesson.network, lesson.marking.significant
    gradient = _gradient(weight)
    value = solution.value(gradient)
    w, name = symbol(weight, network.naming), symbol(gradient, network.naming)
    if value == 0:
        zero: Sentence = (
            name,
            " is zero: a small change of ",
            w,
            " leaves the loss as it is, and an update leaves ",
            w,
        )
        return ((*zero, " where it is."),)
    text = shown(value, significant)
    direction = "larger" if value < 0 else "smaller"
    sign: Sentence = (
        name,
        f" = {screen(text)} is {'negative' if value < 0 else 'positive'}: a {direction} ",
        w,
        " makes the loss smaller.",
    )
    return (sign, _update(lesson, solution, weight, text), _effect(lesson, solution))


def _update(lesson: Lesson, solution: Solution, weight: Quantity, gradient: str) -> Sentence:
    """What one step of gradient descent does to the weight; in η where the lesson has none."""
    network = lesson.network
    w, eta = symbol(weight, network.naming), Symbol("eta")
    old = screen(parameter(network.parameter(weight)))
    if network.learning_rate is not None:
        new = solution.value(Quantity(Kind.W_NEW, weight.layer, weight.j, weight.k))
        rate, before = parameter(network.learning_rate), network.parameter(weight)
        start: Sentence = ("One step of gradient descent with ", eta, f" = {screen(rate)} ")
        if new == before:
            return (*start, "leaves ", w, f" at {old}: the change is smaller than the last figure that it can carry.")
        return (*start, "takes ", w, f" from {old} to {screen(_apart(new, before, lesson.marking.significant))}.")
    grows = gradient.startswith("-")
    step = Row((Numeral(gradient.lstrip("-")), Operator("cdot"), eta))
    return (
        "One step of gradient descent takes ",
        w,
        f" from {old} to {old} {'+' if grows else '−'} ",
        step,
        f": it {'grows' if grows else 'shrinks'}, by as much as the learning rate ",
        eta,
        " allows.",
    )


def _apart(value: float, other: float, significant: int) -> str:
    """A number with as many figures as tell it from another one; every two floats differ within 17."""
    texts = (shown(value, figures) for figures in range(significant, 18))
    return next((text for text in texts if float(text) != other), parameter(value))


def _effect(lesson: Lesson, solution: Solution) -> Sentence:
    network, significant = lesson.network, lesson.marking.significant
    if len(network.y) > 1:
        return (f"If the step is small enough, the loss falls below {screen(shown(solution.loss, significant))}.",)
    output = Quantity(Kind.A, network.depth, 1)
    a, y = shown(solution.value(output), significant), parameter(network.y[0])
    name = symbol(output, network.naming)
    return (
        "A small step in that direction brings the output ",
        name,
        f" = {screen(a)} nearer to its target, {screen(y)}.",
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
