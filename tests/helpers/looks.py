"""What a front would show of a network at any question: for the tests of drawings."""

import os
from itertools import product
from pathlib import Path

from tutor.engine.solution import solve
from tutor.explain import spots
from tutor.explain.layout import Look
from tutor.explain.spots import Neuron, Wire
from tutor.lesson.steps import derived
from tutor.notation import number
from tutor.quantity import Kind


def questions(network):
    """Every question of the derived lesson, in order."""
    return [q for step in derived(network) for q in step.questions]


def look_at(network, focus, known=None, marks=None, solution=None):
    """The look at a question when everything before it is known; ``known`` puts other texts in the place of some."""
    solution = solution or solve(network)
    asked = questions(network)
    before = set(asked[: asked.index(focus)])
    known, marks = known or {}, marks or {}

    def value(q):
        if q in known or q not in before:
            return known.get(q)
        return number.screen(number.shown(solution.value(q)))

    layer = None if focus.kind is Kind.LOSS else focus.layer
    return Look(focus.kind, layer, focus, value, lambda q: marks.get(q, "✓" if q in before else ""))


def looks(network):
    """The look at every question of the derived lesson."""
    solution = solve(network)
    return [look_at(network, q, solution=solution) for q in questions(network)]


def assert_golden(folder, name, text):
    """Compare with a kept text, whole; with BP_TUTOR_GOLDENS=write it is kept anew, to be looked at."""
    path = Path(folder) / name
    if os.environ.get("BP_TUTOR_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def places(network):
    """Every neuron, wire and layer."""
    sizes = network.sizes
    return [
        *(spots.Layer(l) for l in range(len(sizes))),
        *(Neuron(l, j) for l, n in enumerate(sizes) for j in range(1, n + 1)),
        *(
            Wire(l, j, k)
            for l in range(1, len(sizes))
            for j, k in product(range(1, sizes[l] + 1), range(1, sizes[l - 1] + 1))
        ),
    ]
