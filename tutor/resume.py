"""Going on with a lesson that was left: what is to be told of it."""

from typing import NamedTuple

from tutor.quantity import Quantity


class Resumed(NamedTuple):
    """What a learner is told when a lesson goes on where it was left; the place is the session's own."""

    answers: int = 0
    """How many questions have an answer that stands."""
    again: tuple[Quantity, ...] = ()
    """The questions that were answered and are asked again, because their numbers changed, in the lesson's order."""
    anew: bool = False
    """Whether so much has changed that the lesson begins anew; what was answered before is kept."""
