"""The gradient of one weight as a sum over paths, in sentences and numbers."""

from dataclasses import dataclass

from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.explain.paths import Chain, Path, chain, ends_in_z
from tutor.explain.substitution import Line, Shown, Sign
from tutor.expression.evaluate import evaluate
from tutor.expression.tree import Name, Node, Number, Product, Quotient
from tutor.lesson.schema import Lesson
from tutor.notation.math import Math, Numeral, Operator, Row
from tutor.notation.number import as_shown, screen, shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity


@dataclass(frozen=True, slots=True)
class PathText:
    """One path from the weight to the loss.

    Attributes:
        route: the neurons that it leads through, as part of a sentence: “neuron 1 of layer 1, then the output”.
        factors: its factors by name, as a product.
        numbers: the same product in numbers as shown.
        sign: ``≈`` where those numbers do not give the product as shown.
        product: what comes of it, as screens write it.
        share: its part of the gradient, ``40.4 %``; empty where the gradient is 0, and where there is one path.
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


def gradient(weight: Quantity) -> Quantity:
    """The gradient of a weight: the first, unless it is a gradient that says in which update."""
    return weight if weight.kind is Kind.DL_DW else Quantity(Kind.DL_DW, weight.layer, weight.j, weight.k)


def chain_text(lesson: Lesson, solution: Solution, weight: Quantity, most: int = 64) -> ChainText:
    """The gradient of a weight (kind ``W``, or the gradient itself), path by path."""
    network, naming = lesson.network, lesson.network.naming
    found = chain(network, solution, weight, most)
    name = symbol(gradient(weight), naming)
    several = len(network.in_update(gradient(weight).update)) > 1
    if len(found.paths) + found.omitted > 1:
        what = " is a sum over every path from the weight to the loss" + (" of each sample. " if several else ". ")
    else:
        what = " is a product along the only path. "
    before: Sentence = (
        name,
        what,
        f"Its factors are what comes in over the weight{_factors(network, weight.layer or 1)}.",
        *(
            (f" Each path counts 1/{found.over}, since the loss is the mean over the samples.",)
            if found.over > 1
            else ()
        ),
    )
    alone = len(found.paths) + found.omitted == 1
    paths = tuple(_path(lesson, path, weight, found.over, alone=alone) for path in found.paths)
    return ChainText(weight, before, paths, _total(found, name, lesson.marking.significant))


def _factors(network: Network, layer: int) -> str:
    """The factors of a path from a weight into a layer, after what comes in over it."""
    short, last = ends_in_z(network), "how the loss changes with the output"
    if short:
        last = "the error of the output" if network.true_sign else "how the loss changes with the output's z"
    if layer < network.depth:
        return f", then by turns the slope of a neuron and the weight to the next one, and last {last}"
    return f" and {last}" if short else f", the slope of the output, and {last}"


def _total(found: Chain, name: Math, significant: int) -> Sentence:
    total = screen(shown(found.total, significant))
    penalty = ""
    if found.penalty is not None:
        penalty = f" Weight decay adds {screen(shown(found.penalty, significant))}."
    if found.omitted:
        listed = screen(shown(sum(path.product for path in found.paths), significant))
        return (
            f"These are the {len(found.paths)} largest paths; they add up to {listed}.{penalty} With the other"
            f" {found.omitted} the sum is ",
            name,
            f" = {total}.",
        )
    if len(found.paths) == 1:
        return (f"{penalty.lstrip()} So " if penalty else "So ", name, f" = {total}.")
    if penalty:
        paths = screen(shown(sum(path.product for path in found.paths), significant))
        return (f"The {len(found.paths)} products add up to {paths}.{penalty} So ", name, f" = {total}.")
    shares = "" if found.total == 0 else ", their shares to 100 %"
    return (f"The {len(found.paths)} products add up to ", name, f" = {total}{shares}.")


def _path(lesson: Lesson, path: Path, weight: Quantity, over: int, *, alone: bool) -> PathText:
    naming, significant = lesson.network.naming, lesson.marking.significant
    names: list[Math] = []
    leaves: list[Node] = []
    if over > 1:
        names += [Operator("cdot"), Numeral(f"1/{over}")]
        leaves.append(Quotient(Number(1.0, "1"), Number(float(over), str(over))))
    for factor in path.factors:
        q = factor.quantity
        names += [Operator("cdot"), factor.name(naming)]
        text = shown(factor.value, significant) if q is None else as_shown(q, factor.value, significant)
        leaves.append(Name(Shown(text, q)))
    tree = Product(tuple(leaves))
    product = shown(path.product, significant)
    exact = shown(evaluate(tree, lambda of: float(of.text) if isinstance(of, Shown) else 0.0), significant) == product
    share = "" if path.share is None or alone else screen(f"{100 * path.share + 0.0:.1f} %")
    route = _route(lesson.network, path, weight.layer or 1)
    return PathText(route, Row(tuple(names[1:])), Line("=", tree), "=" if exact else "≈", screen(product), share)


def _route(network: Network, path: Path, first: int) -> Sentence:
    sizes, shift = network.sizes, network.conventions.first_layer
    stops = []
    for l, j in enumerate(path.neurons, first):
        last = l == len(sizes) - 1
        one = "the output" if sizes[l] == 1 else f"output {j}"
        stops.append(one if last else f"neuron {j} of layer {l + shift}")
    return (", then ".join(stops) + (f", in sample {path.sample}" if network.further else ""),)
