"""Lesson files as text: a valid one to start from, and one made from a network."""

import json

from tutor.engine.activations import PARAMETERS
from tutor.engine.network import SHARED, SOURCE_FIRST, Conventions, Descent

VALID = """\
format = 1
title = "A lesson"

[network]
activation = "sigmoid"
loss = "half-squared-error"
x = [1.0, 0.5]
y = [1.0]

[[network.layer]]
W = [[0.1, 0.2], [0.3, 0.4]]
b = [0.1, 0.2]

[[network.layer]]
W = [[0.5, 0.6]]
b = [0.3]
"""


def network_text(network, *layers, steps=""):
    """A file with these lines in [network], a [[network.layer]] for each of the others, and these steps."""
    tables = "".join(f"[[network.layer]]\n{layer}\n" for layer in layers)
    return f'format = 1\ntitle = "A test"\n[network]\n{network}\n{tables}{steps}'


def lesson_text(network, extra=""):
    """The smallest file that holds a network, whatever its conventions; each layer names its own activation."""
    lines = ["format = 1", 'title = "A test"', "[network]", f"loss = {json.dumps(network.loss)}"]
    samples = [([*sample.x], _target(network, sample.y)) for sample in network.samples]
    x, y = map(list, zip(*samples, strict=True)) if network.further else samples[0]
    lines += [f"x = {x}", f"y = {y}"]
    if network.learning_rate is not None:
        lines.append(f"learning_rate = {network.learning_rate}")
    lines += _changed(network.conventions._replace(class_target=False), Conventions())
    usual = Descent(updates=len(network.samples) if network.online else 1)
    lines += _changed(network.descent, usual)
    return "\n".join([*lines, *(line for layer in network.layers for line in _layer(network, layer)), extra, ""])


def _changed(values, usual):
    """A line for each value that is not the usual one."""
    return [
        f"{name} = {json.dumps(value)}" for name, value in values._asdict().items() if value != getattr(usual, name)
    ]


def _target(network, y):
    return y.index(1.0) + 1 if network.conventions.class_target else [*y]


def _layer(network, layer):
    conventions = network.conventions
    rows = zip(*layer.W, strict=True) if conventions.weights == SOURCE_FIRST else layer.W
    yield "[[network.layer]]"
    yield f"W = {[list(row) for row in rows]}"
    if layer.b:
        b = layer.b[0] if conventions.bias == SHARED else list(layer.b)
        yield f"{'theta' if layer.threshold else 'b'} = {b}"
    yield f"activation = {json.dumps(layer.activation)}"
    if layer.parameter is not None:
        yield f"{PARAMETERS[layer.activation].key} = {layer.parameter}"
