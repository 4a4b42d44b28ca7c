"""Lesson files as text: a valid one to start from, and one made from a network."""

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


def lesson_text(network, extra=""):
    """The smallest file that holds a network; each layer names its own activation."""
    lines = ["format = 1", 'title = "A test"', "[network]", f'loss = "{network.loss}"']
    lines += [f"x = {list(network.x)}", f"y = {list(network.y)}"]
    if network.learning_rate is not None:
        lines.append(f"learning_rate = {network.learning_rate}")
    for layer in network.layers:
        rows = [list(row) for row in layer.W]
        lines += ["[[network.layer]]", f"W = {rows}", f"b = {list(layer.b)}", f'activation = "{layer.activation}"']
    return "\n".join([*lines, extra, ""])
