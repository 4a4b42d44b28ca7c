"""All the named mistakes, in the order in which codes are listed where several give the same number."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import formulas
from tutor.marking.mistakes import anywhere, forward, gradients, hidden_errors, loss, output_errors, slopes, update
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.quantity import Kind, Quantity

MISTAKES: tuple[Mistake, ...] = (
    *forward.MISTAKES,
    *loss.MISTAKES,
    *slopes.MISTAKES,
    *output_errors.MISTAKES,
    *hidden_errors.MISTAKES,
    *gradients.MISTAKES,
    *update.MISTAKES,
    *anywhere.MISTAKES,
)

BY_KIND: dict[Kind, tuple[Mistake, ...]] = {
    kind: tuple(mistake for mistake in MISTAKES if kind in mistake.kinds) for kind in Kind
}


def of(network: Network, q: Quantity) -> Iterator[tuple[Mistake, Slip]]:
    """Every way to make every mistake at one question, in the order of the table.

    Ways that are the right rule written down are left out, and so is the same way a second time. Mistakes of typing
    have none.
    """
    right = set(formulas(network, q))
    for mistake in BY_KIND[q.kind]:
        found = set(right)
        for slip in mistake.rule(network, q):
            if slip.tree not in found:
                found.add(slip.tree)
                yield mistake, slip
