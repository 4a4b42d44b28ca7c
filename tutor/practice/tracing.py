"""Bayesian knowledge tracing: how likely it is that a skill is known, after what was seen of it.

Albert T. Corbett, John R. Anderson: Knowledge tracing: modeling the acquisition of procedural knowledge. User Modeling
and User-Adapted Interaction 4 (1995), 253-278. A skill is known or it is not; each opportunity to show it may make it
known, and nothing makes it unknown again (when to look once more is up to ``review``).

The figures are of this module, not fitted to anybody: there are no data yet. They lie in the ranges that are commonly
found for steps of a calculation, and the simulated class (tests/bench/classroom.py) does not depend on them finely:

* ``KNOWN`` 0.3: whoever practises has met the equations, and most have not used them.
* ``LEARNT`` 0.1: an opportunity makes an unknown skill known once in ten times; less would keep one wrong answer in
  mind for long, more would have the tutor believe in learning that it has not seen.
* ``GUESSED`` 0.05: answers are numbers of three figures, which are hardly guessed; what is right though the skill is
  unknown is a wrong rule that gives the right number here.
* ``SLIPPED`` 0.15: those who know how to do it still drop a sign or a digit by hand.
"""

KNOWN, LEARNT, GUESSED, SLIPPED = 0.3, 0.1, 0.05, 0.15


def traced(p: float, right: bool) -> float:
    """The probability that a skill is known after one more opportunity.

    Args:
        p: the probability before it.
        right: whether the answer was right, without help.
    """
    if_known, if_unknown = (1 - SLIPPED, GUESSED) if right else (SLIPPED, 1 - GUESSED)
    seen = p * if_known / (p * if_known + (1 - p) * if_unknown)
    return seen + (1 - seen) * LEARNT


def expected(p: float) -> float:
    """The probability that the next answer is right, where the skill is known with probability p."""
    return p * (1 - SLIPPED) + (1 - p) * GUESSED
