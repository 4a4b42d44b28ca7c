"""When a mastered skill is looked at again: FSRS decides, without chance and in UTC.

The package ``fsrs`` is loaded when a card is made or reviewed, which is rare: a skill's card is made when the skill is
mastered, and reviewed when it is due, or when an answer at the mastered skill was wrong.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from fsrs import Card

DAY = 86_400_000
"""Milliseconds."""
MOST = 36_500 * DAY
"""More time than this between two reviews is an error of the clock."""


class Memory(NamedTuple):
    """What FSRS keeps of one skill. Times are milliseconds since 1970, UTC."""

    stability: float
    """Days after which the skill is still there with a probability of 0.9."""
    difficulty: float
    """From 1 to 10."""
    reviewed: int
    due: int

    def is_due(self, now: int) -> bool:
        """Whether it is to be looked at again.

        A review more than a day ahead of the clock was made by a clock that has been set back since: nobody can say
        how long ago it was, so it is due.
        """
        return now >= self.due or now < self.reviewed - DAY


def reviewed(memory: Memory | None, known: bool, now: int) -> Memory:
    """What is kept after a review.

    Args:
        memory: what was kept before; None makes the skill's card.
        known: whether the answer was right: Good, else Again.
        now: when, in milliseconds since 1970, UTC. Where the clock was set back, no time has passed since the review
            before, and the next is counted from the clock as it is.
    """
    from fsrs import Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    # Only the time between two reviews counts, so that no clock can show what no calendar has.
    at = _time(min(max(0, now - memory.reviewed), MOST) if memory else 0)
    card, _ = scheduler.review_card(_card(memory), Rating.Good if known else Rating.Again, at)
    if card.stability is None or card.difficulty is None:
        raise AssertionError("a card that was reviewed has both")
    return Memory(card.stability, card.difficulty, now, now + round((card.due - at).total_seconds() * 1000))


def _card(memory: Memory | None) -> "Card":
    """The card as FSRS has it, with the last review at time 0; a new one where nothing is kept."""
    from fsrs import Card, State

    if memory is None:
        return Card(card_id=1, due=_time(0))
    return Card(1, State.Review, None, memory.stability, memory.difficulty, _time(0), _time(0))


def _time(ms: int) -> "datetime":
    from datetime import UTC, datetime, timedelta

    return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
