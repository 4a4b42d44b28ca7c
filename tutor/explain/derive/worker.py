"""The process that SymPy runs in: a tree comes in, shorter equal forms go out, one a line, each shorter than before.

It reads ``{"tree": …, "names": […], "seconds": …}``, the tree in the grammar of answers, and writes ``{"tree": …}``. It
ends by itself, if whoever started it has not ended it by then.
"""

import json
import math
import signal
import sys
from collections.abc import Iterator

from tutor.explain.derive.shorter import bounded, equal, length
from tutor.expression.grammar import parse
from tutor.expression.text import plain
from tutor.expression.tree import Node

ALONE = 2
"""The seconds after its time after which the process ends whatever happens."""
MEMORY = 2**30
"""The bytes that it may take."""


def shorter(node: Node, names: tuple[str, ...]) -> Iterator[Node]:
    """Equal forms of a tree, each shorter than the one before, in the functions that learners know."""
    from tutor.explain.derive.symbolic import Foreign, expression, forms, tree

    best = length(node)
    for found in forms(expression(node)):
        try:
            candidate = tree(found)
        except Foreign:
            continue
        size = length(candidate)
        if size < best and equal(node, candidate, names):
            best = size
            yield candidate


def main() -> None:
    """Read one tree, write what is found."""
    asked = json.loads(sys.stdin.read())
    _limit(asked["seconds"])
    names = tuple(asked["names"])
    node = parse(asked["tree"], names=names)
    if bounded(node):
        for found in shorter(node, names):
            print(json.dumps({"tree": plain(found)}), flush=True)


def _limit(seconds: float) -> None:
    """Make an end certain, where the system can."""
    if alarm := getattr(signal, "alarm", None):
        alarm(math.ceil(seconds) + ALONE)  # nobody catches it, and so it ends the process within whatever it computes
    try:
        import resource
    except ImportError:  # not everywhere
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
