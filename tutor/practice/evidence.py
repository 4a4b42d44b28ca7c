"""What the first thing at a question says of its skill: known, not known, or nothing yet."""

from tutor.event import Happening
from tutor.marking.mark import Verdict

KNOWN = frozenset({Verdict.CORRECT, Verdict.CONSISTENT})
"""Right, or right by an earlier number of the learner's own that is not: this step was done as it should be."""


def evidence(
    what: Happening,
    verdict: Verdict | None = None,
    *,
    level: int = 0,
    helped: bool = False,
    decided: bool = False,
    repeated: bool = False,
) -> bool | None:
    """What one thing that happened at a question says of the skill that the question asks for.

    A question speaks once: by the first readable attempt that is right or wrong or, before there is one, by a hint,
    the numbers or the result shown, or passing it by. ``imprecise``, ``unreadable`` and ``blank`` say nothing, and
    the question may still speak.

    Args:
        what: what happened.
        verdict: of an answer.
        level: which reveal; the equation (1) is free.
        helped: whether help came before, of whatever kind.
        decided: whether the question has spoken.
        repeated: whether an answer was the same text as the one before.

    Returns:
        True: known. False: not known. None: it says nothing.
    """
    if decided:
        return None
    if what is Happening.ANSWER:
        if repeated or verdict not in {*KNOWN, Verdict.WRONG}:
            return None
        return verdict in KNOWN and not helped
    unknown = what in {Happening.HINT, Happening.PASSED} or (what is Happening.REVEAL and level >= 2)
    return False if unknown else None
