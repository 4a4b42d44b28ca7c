"""Which quantity of a network a row of a sheet is about, or the one reason why it is about none."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from tutor.engine.network import Network
from tutor.notation.printable import printable
from tutor.quantity import ASKABLE, MATRICES, NEW, PER_SAMPLE, Kind, Quantity, is_parameter

PLACE = ("quantity", "layer", "j", "k", "sample", "update")
"""The columns that together say what is asked."""

_KINDS: dict[str, Kind] = {kind.casefold(): kind for kind in Kind}
_BIASES = frozenset({Kind.DL_DB, Kind.B_NEW})
_WHOLE = re.compile(r"0*([0-9]{1,6})(?:\.0*)?")
"""A whole number as spreadsheets write it, 2.0 and 02 included."""


class _Misplaced(Exception):  # noqa: N818 (a row is misplaced, the program is not)
    """Why a row is about no quantity."""


def quantity(network: Network, place: Mapping[str, str]) -> Quantity | str:
    """The quantity that a row asks for, or why it asks for none.

    Args:
        network: the lesson's network.
        place: a cell for each of ``PLACE``.
    """
    try:
        return _quantity(network, place)
    except _Misplaced as reason:
        return str(reason)


def _quantity(network: Network, place: Mapping[str, str]) -> Quantity:
    kind = _kind(place["quantity"])
    if kind in NEW.values() and network.learning_rate is None:
        raise _Misplaced(f"This lesson has no learning rate, so there is no {kind}.")
    update = _counted("update", place["update"], network.updates) or 1
    sample = _sample(network, kind, update, place["sample"])
    if kind is Kind.LOSS:
        for column in ("layer", "j", "k"):
            if place[column].strip():
                raise _Misplaced(f"The loss is one number for the network: leave {column} empty.")
        return Quantity(kind, sample=sample, update=update)
    layer = _within("layer", place["layer"], network.depth, _layers(network), kind)
    j = _destination(network, kind, layer, place["j"])
    if kind not in MATRICES:
        if place["k"].strip():
            raise _Misplaced(f"{kind} has no k: leave k empty.")
        return Quantity(kind, layer, j, None, sample, update)
    before = network.sizes[layer - 1]
    k = _within("k", place["k"], before, f"layer {layer - 1} has {_neurons(before)}", kind)
    return Quantity(kind, layer, j, k, sample, update)


def _layers(network: Network) -> str:
    """The layers that there are, which sheets count otherwise than the screen where that begins with 1."""
    counted = ", counted with the input as layer 0" if network.conventions.first_layer else ""
    return f"this network has layers 1 to {network.depth}{counted}"


def _destination(network: Network, kind: Kind, layer: int, cell: str) -> int:
    """The neuron; of a kind of which each bias has one, the bias. That of a layer's only bias may be left empty."""
    here = network.sizes[layer]
    if kind not in _BIASES:
        return _within("j", cell, here, f"layer {layer} has {_neurons(here)}", kind)
    biases = len(network.layer(layer).b)
    if not biases:
        raise _Misplaced(f"This network has no biases, so there is no {kind}.")
    if biases == 1 and not cell.strip():
        return 1
    there = f"layer {layer} has one bias for all neurons" if biases < here else f"layer {layer} has {_neurons(here)}"
    return _within("j", cell, biases, there, kind)


def _sample(network: Network, kind: Kind, update: int, cell: str) -> int:
    """The sample that a quantity carries: its own, or where it belongs to a whole update that of the update."""
    there = len(network.samples)
    if kind in PER_SAMPLE:
        turn = network.in_update(update)
        sample = _counted("sample", cell, there) or turn[0]
        if sample not in turn:
            raise _Misplaced(f"Update {update} goes by sample {turn[0]} alone: there is no {kind} of sample {sample}.")
        return sample
    carried = 1 if kind in NEW.values() else network.of_update(update)
    if _counted("sample", cell, there) not in (None, carried, network.of_update(update)):
        online = network.online and kind not in NEW.values()
        whose = f"belongs to sample {carried}" if online else "belongs to all samples together"
        raise _Misplaced(f"In update {update} {kind} {whose}: leave sample empty.")
    return carried


def _counted(column: str, cell: str, there: int) -> int | None:
    """A sample or an update that the lesson has; None where the cell is empty."""
    index = _index(column, cell)
    if index is None or 1 <= index <= there:
        return index
    if there == 1:
        raise _Misplaced(f"This lesson has one {column}: leave {column} empty, or write 1.")
    raise _Misplaced(f"There is no {column} {index}: this lesson has {column}s 1 to {there}.")


def _kind(cell: str) -> Kind:
    name = cell.strip()
    kind = _KINDS.get(name.casefold())
    if kind in ASKABLE:
        return kind
    if kind is not None and is_parameter(Quantity(kind)):
        raise _Misplaced(f"{kind} is given by the lesson and never asked.")
    if not name:
        raise _Misplaced(f"No quantity is named: write {_either()}.")
    near = get_close_matches(name.casefold()[:40], [kind.casefold() for kind in ASKABLE], n=1)
    what = f"There is no quantity “{_short(name)}”"
    raise _Misplaced(f"{what}: did you mean {_KINDS[near[0]]}?" if near else f"{what}: write {_either()}.")


def _within(column: str, cell: str, most: int, there: str, kind: Kind) -> int:
    """An index that has to be there, from 1 to ``most``."""
    index = _index(column, cell)
    if index is None:
        raise _Misplaced(f"{column} is empty: {kind} needs one; {there}.")
    if index == 0 and column == "layer" and kind is Kind.A:
        raise _Misplaced("The a of layer 0 is the input: it is given by the lesson and never asked.")
    if not 1 <= index <= most:
        raise _Misplaced(f"There is no {column} {index}: {there}.")
    return index


def _index(column: str, cell: str) -> int | None:
    """A whole number; None where the cell is empty."""
    text = cell.strip()
    if not text:
        return None
    match = _WHOLE.fullmatch(text)
    if match is None:
        raise _Misplaced(f"{column} is “{_short(text)}”: write a whole number.")
    return int(match[1])


def _neurons(count: int) -> str:
    return "1 neuron" if count == 1 else f"{count} neurons"


def _either() -> str:
    *others, last = ASKABLE
    return f"{', '.join(others)} or {last}"


def _short(text: str) -> str:
    return printable(text if len(text) <= 40 else f"{text[:39]}…")
