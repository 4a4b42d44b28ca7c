"""The yardstick of marking: simulated learners, and what this project and the rules of others make of their answers.

``python tests/bench/learners.py --seed 1 --networks 20`` prints how many honest answers are refused, how many
mistakes are accepted and named, and how many wrong numbers are given a name that nobody deserves. The learners
(``simulated/hand.py``, ``simulated/slips.py``) share no code with the marking. A report, never a test.
"""

import argparse
import sys
import time

from simulated.nets import ACTIVATIONS, MIXED, OTHERS
from simulated.report import failures, report
from simulated.run import Plan, run


def main():
    known = (*ACTIVATIONS, *OTHERS, *MIXED)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", type=int, default=20, help="how many of each activation")
    parser.add_argument(
        "--activation", choices=known, action="append", help="one or more; all but the rarer ones alone if not given"
    )
    parser.add_argument("--deepest", type=int, default=4, help="the most layers, at least 2")
    parser.add_argument("--widest", type=int, default=4, help="the most neurons in a layer")
    parser.add_argument("--mistakes", type=int, default=120, help="for each network")
    parser.add_argument("--randoms", type=int, default=40, help="for each network")
    parser.add_argument("--sparse", type=int, default=20, help="mistakes for each network and selection of questions")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth habit of honest learners")
    parser.add_argument("--tutor", type=float, default=0.1, help="the part of honest lessons marked one by one as well")
    parser.add_argument("--no-sheets", action="store_true", help="only the tutor's way")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print up to N cases of each failure")
    given = parser.parse_args()
    plan = Plan(
        seed=given.seed,
        networks=given.networks,
        activations=tuple(given.activation or (*ACTIVATIONS, *MIXED)),
        deepest=given.deepest,
        widest=given.widest,
        mistakes=given.mistakes,
        randoms=given.randoms,
        sparse=given.sparse,
        every=given.every,
        tutor=given.tutor,
        sheets=not given.no_sheets,
        keep=given.failures,
    )
    started = time.perf_counter()
    result = run(plan, lambda n: print(f"\r{n} of {plan.networks}", end="", file=sys.stderr, flush=True))
    print(file=sys.stderr)
    print(
        f"seed {plan.seed}, {plan.networks} networks of each of {', '.join(plan.activations)}; "
        f"{time.perf_counter() - started:.0f} s\n"
    )
    print(report(result))
    if plan.keep:
        print(failures(result))


if __name__ == "__main__":
    main()
