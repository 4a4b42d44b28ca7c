"""Does practice work? Seven kinds of simulated learners practise by four policies. In simulation, and said as such.

``python tests/bench/classroom.py --seed 1 --learners 200`` prints, for each kind of learner, how many questions were
asked, how many of the skills called mastered are not, and how many that are were not called so. The learners
(``simulated/pupils.py``) are none of the tutor's own model and share no figures with it; the tutor's knowledge and
choice are its own. The tutor's figures were chosen on other seeds than numbers: any number is a class it has not seen.
A report, never a test.
"""

import argparse
import statistics
import time

from simulated.pupils import KINDS, TRUE
from simulated.school import MOST, POLICIES, teach, tested

OURS, FIXED, STRICT = "practice", "fixed, networks", "fixed, one each"
FALSE, RARELY, HELPLESS = 0.10, 0.02, ("never", "reveals")
"""The aims: of the skills called mastered so few are not; of those who never learn, still fewer."""
FEWER = 0.85
"""The aim: so many of a fixed order's questions, in the median of the kinds of learners."""
ABOUT = f"""Truth: a skill is mastered where the learner, asked now, would be right with probability {TRUE} or more,
carelessness apart. Fixed order asks new networks, wholly, until each skill was once mastered or set aside by the same
rule as in practice: "networks" all questions of a network of the usual size, "one each" one for each skill (the
strictest reading). "p alone" is the weakest first until p >= 0.95, at most {MOST} questions. "false" is the part of
the skills called mastered that are not, "missed" the part of those mastered that are not called so.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--learners", type=int, default=200, help="of each kind")
    given = parser.parse_args()
    start = time.perf_counter()
    print(ABOUT)
    classes = {name: teach(kind, f"{given.seed} {name}", given.learners) for name, kind in KINDS.items()}
    print("\n".join([*_table(classes), "", *_tests(given), "", *_aims(classes)]))
    print(f"\n{given.learners} learners of each kind, seed {given.seed}, {time.perf_counter() - start:.0f} s")


def _table(classes):
    """A row for each kind of learner, and in it for each policy the questions asked, false and missed."""
    yield " " * 11 + "".join(f"| {name:<21}" for name in POLICIES)
    yield " " * 11 + "|  asked  false missed  " * len(POLICIES)
    for kind, tallies in classes.items():
        cells = (f"| {tally.asked:6.1f} {tally.false:6.1%} {tally.missed:6.1%} " for tally in tallies.values())
        yield f"{kind:<11}" + " ".join(cells)


def _tests(given):
    """What comes of asking to be tested out of a skill at once."""
    yield "Tested out of a skill before anything was learnt: passed, and of these not mastered"
    for name, kind in KINDS.items():
        passed, false = tested(kind, f"{given.seed} {name}", given.learners)
        yield f"{name:<11}{passed:6.1%} {false:6.1%}"


def _aims(classes):
    """Each aim with what was found."""
    for fixed in (FIXED, STRICT):
        ratios = {kind: tallies[OURS].asked / tallies[fixed].asked for kind, tallies in classes.items()}
        longer = max(tallies[OURS].longer(tallies[fixed]) for tallies in classes.values())
        yield f"Practice asks of what {fixed!r} asks: " + ", ".join(f"{kind} {r:.0%}" for kind, r in ratios.items())
        yield _aim("never more questions than it", max(ratios.values()), 1.0)
        yield _aim("in the median column at most", statistics.median(ratios.values()), FEWER)
        yield f"  single learners who are asked more than by it: at most {longer:.0%} of a kind"
    false = {kind: tallies[OURS].false for kind, tallies in classes.items()}
    yield _aim("falsely called mastered, in any column", max(false.values()), FALSE)
    yield _aim("falsely called, never and reveals", max(false[kind] for kind in HELPLESS), RARELY)


def _aim(what, found, most):
    return f"  {what}: {found:.1%} (aim {most:.0%}), {'met' if found <= most else 'MISSED'}"


if __name__ == "__main__":
    main()
