"""Bayesian knowledge tracing: how likely it is that a skill is known, after what was seen of it.

Albert T. Corbett, John R. Anderson: Knowledge tracing: modeling the acquisition of procedural knowledge. User Modeling
and User-Adapted Interaction 4 (1995), 253-278. A skill is known or it is not; each opportunity to show it may make it
known, and nothing makes it unknown again (when to look once more is up to ``review``).

The figures are the same for all skills and fitted to nobody: there are no data yet. They err on the side of asking
once more, since it costs a learner more to be called sure when they are not. The simulated class
(tests/bench/classroom.py) was the guide, and was run again on learners that the figures were not chosen by.

* ``KNOWN`` 0.15: whoever practises has met the equations, and few have used them: it takes five right answers in a
  row from there, or a test.
* ``LEARNT`` 0.01: learning is believed where it is seen. With 0.1 three right answers outweigh any number of wrong
  ones, and those who learn by and by are called sure at three answers out of four.
* ``GUESSED`` 0.3: a number of three figures is hardly guessed, but a rule that is half known, or wrong and right on
  these numbers, does give right answers, and the model has no other place for it. More than this makes a right answer
  say too little: tutors that use the model commonly stop there.
* ``SLIPPED`` 0.1: those who know how to do it still drop a sign or a digit by hand.
"""

KNOWN, LEARNT, GUESSED, SLIPPED = 0.15, 0.01, 0.3, 0.1
SUREST = 0.98
"""The probability never gets beyond this: the model forgets nothing, people do, and a wrong answer is to be heard."""


def traced(p: float, right: bool) -> float:
    """The probability that a skill is known after one more opportunity.

    Args:
        p: the probability before it.
        right: whether the answer was right, without help.
    """
    if_known, if_unknown = (1 - SLIPPED, GUESSED) if right else (SLIPPED, 1 - GUESSED)
    seen = p * if_known / (p * if_known + (1 - p) * if_unknown)
    return min(SUREST, seen + (1 - seen) * LEARNT)
