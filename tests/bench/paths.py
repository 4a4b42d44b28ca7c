"""How long the strongest paths of a weight take, as text: the processor's time, best of five. A report, never a test.

Run it with the Python of an environment that bp-tutor is installed in: ``python tests/bench/paths.py [PATHS]``.
"""

import random
import sys
import time
from itertools import pairwise

from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.explain.paths import chain
from tutor.lesson.schema import Lesson
from tutor.notation import math
from tutor.output.chain import chain_text
from tutor.quantity import Kind, Quantity

AIM = 20.0
SIZES = (64, 64, 64, 64, 10)
OUTPUTS = (("tanh", "half-squared-error"), ("softmax", "cross-entropy"))
WEIGHTS = (Quantity(Kind.W, 1, 7, 9), Quantity(Kind.W, 2, 3, 4), Quantity(Kind.W, 4, 5, 6))


def network(rng, output, loss):
    """A network of random weights."""
    layers = [
        Layer(
            tuple(tuple(rng.uniform(-0.2, 0.2) for _ in range(before)) for _ in range(here)),
            tuple(rng.uniform(-0.2, 0.2) for _ in range(here)),
            "tanh",
        )
        for before, here in pairwise(SIZES)
    ]
    layers[-1] = layers[-1]._replace(activation=output)
    x = tuple(rng.uniform(-1, 1) for _ in range(SIZES[0]))
    return Network(x, (1.0, *(0.0,) * (SIZES[-1] - 1)), tuple(layers), loss)


def milliseconds(run):
    """The processor's time for something, best of five."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best * 1e3


def main():
    """Print how long the search takes, and how long with its text."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"the {most} strongest paths of a weight of {list(SIZES)}, its solution given; aim: under {AIM:.0f} ms")
    for output, loss in OUTPUTS:
        lesson = Lesson("bench", "Bench", network(random.Random(3), output, loss), ())
        solution = solve(lesson.network)

        def text(weight, lesson=lesson, solution=solution):
            for path in chain_text(lesson, solution, weight, most).paths:
                math.screen(path.factors)
                path.numbers.text("screen")

        for weight in WEIGHTS:
            found = milliseconds(lambda w=weight, n=lesson.network, s=solution: chain(n, s, w, most))
            said = milliseconds(lambda w=weight, say=text: say(w))
            print(f"{output:>8}  {weight!s:<10} found {found:6.2f} ms   as text {said:6.2f} ms")


if __name__ == "__main__":
    main()
