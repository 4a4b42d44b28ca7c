"""A network, from the ``[network]`` table of a file in which there is no fault."""

from collections.abc import Mapping
from typing import Any

from tutor.engine.activations import PARAMETERS
from tutor.engine.network import ONLINE, SOURCE_FIRST, Conventions, Descent, Layer, Network, Sample
from tutor.lesson import values

CONVENTIONS = ("weights", "bias", "error_sign", "first_layer")
DESCENT = ("updates", "momentum", "l2", "batch")


def network_of(raw: Mapping[str, Any], table: Mapping[str, Any]) -> Network:
    """The network of a table as parsed, and as read: its keys fit together."""
    x, y = table["x"], table["y"]
    layers = tuple(_layer(table, layer) for layer in table["layer"])
    by_class = values.by_class(raw)
    if by_class:
        y = [
            _one_hot(int(number), len(layers[-1].W))
            for row in y
            for number in (row if isinstance(row, tuple) else (row,))
        ]
    first, *further = map(Sample, x, y)
    descent = {name: table[name] for name in DESCENT if name in table}
    if descent.get("batch") == ONLINE:
        descent.setdefault("updates", len(x))  # one pass over the samples
    return Network(
        x=first.x,
        y=first.y,
        layers=layers,
        loss=table["loss"],
        learning_rate=table.get("learning_rate"),
        further=tuple(further),
        conventions=Conventions(**{name: table[name] for name in CONVENTIONS if name in table}, class_target=by_class),
        descent=Descent(**descent),
    )


def _layer(table: Mapping[str, Any], layer: Mapping[str, Any]) -> Layer:
    W = layer["W"]
    activation = layer.get("activation") or table["activation"]
    needed = PARAMETERS.get(activation)
    return Layer(
        W=tuple(zip(*W, strict=True)) if table.get("weights") == SOURCE_FIRST else W,
        b=layer.get("b") or layer.get("theta") or (),
        activation=activation,
        parameter=None if needed is None else layer.get(needed.key),
        threshold="theta" in layer,
    )


def _one_hot(number: int, outputs: int) -> tuple[float, ...]:
    return tuple(float(j == number) for j in range(1, outputs + 1))
