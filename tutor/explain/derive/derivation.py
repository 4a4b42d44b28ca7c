"""How what a question asks for comes about: one entry a kind."""

from collections.abc import Callable

from tutor.engine.network import Network
from tutor.explain.derive.errors import hidden_parts, output_parts
from tutor.explain.derive.gradients import (
    activation_parts,
    bias_parts,
    loss_parts,
    update_parts,
    weight_parts,
    weighted_sum_parts,
)
from tutor.explain.derive.lines import Part
from tutor.explain.derive.slopes import slope_parts
from tutor.quantity import Kind, Quantity


def derivation(network: Network, q: Quantity) -> tuple[Part, ...]:
    """How one quantity comes about, in symbols, piece by piece."""
    return _KINDS[q.kind](network, q)


def _delta(network: Network, q: Quantity) -> tuple[Part, ...]:
    return output_parts(network, q) if q.layer == network.depth else hidden_parts(network, q)


_KINDS: dict[Kind, Callable[[Network, Quantity], tuple[Part, ...]]] = {
    Kind.Z: weighted_sum_parts,
    Kind.A: activation_parts,
    Kind.LOSS: loss_parts,
    Kind.SIGMA_PRIME: slope_parts,
    Kind.DELTA: _delta,
    Kind.DL_DW: weight_parts,
    Kind.DL_DB: bias_parts,
    Kind.W_NEW: update_parts,
    Kind.B_NEW: update_parts,
}
