"""What comes of one answer. How it is decided stands in ``verdict.py``, which no screen waits for."""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tutor.notation.sentence import Sentence
from tutor.quantity import Quantity

if TYPE_CHECKING:
    from tutor.marking.band import Band


class Verdict(StrEnum):
    """What an answer is found to be."""

    CORRECT = "correct"
    IMPRECISE = "imprecise"
    CONSISTENT = "consistent"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    BLANK = "blank"


class Mark(NamedTuple):
    """What came of one answer.

    Attributes:
        verdict: what it was found to be.
        message: one sentence for the learner; empty where the verdict says it all.
        number: what was read; None where nothing could be.
        echo: whether to say what was read: it was not a plain decimal with a point.
        offset: where in the text reading stopped, for an unreadable answer.
        bands: the right answers, one band for each right form of the formula.
        mistakes: the codes of what explains a wrong answer, in order; on a sheet also where it was made.
        follows: the learner's wrong numbers that the answer follows from.
    """

    verdict: Verdict
    message: Sentence = ()
    number: float | None = None
    echo: bool = False
    offset: int | None = None
    bands: "tuple[Band[float], ...]" = ()
    mistakes: tuple[str, ...] = ()
    follows: tuple[Quantity, ...] = ()
