"""Sheets to measure marking with: a class on a lesson, who round in every way there is and make mistakes.

Three answers in ten are wrong: half of these by a rule that learners really apply, with what follows from it, half by
a number of no meaning. No two learners give the same numbers.
"""

import csv
from random import Random

from simulated import slips_backward, slips_forward  # noqa: F401 (they enter their rules)
from simulated.hand import HABITS, Learner, text_of
from simulated.slips import RULES, Made, group

from tutor.lesson.schema import Lesson

HEADER = ("learner", "quantity", "layer", "j", "k", "answer")
POOL = 400
"""So many learners are simulated; all others are one of these with other numbers of no meaning."""
WRONG = 0.12
"""How many answers are wrong in each of the two ways."""


def write(path, lesson: Lesson, rows: int, *, seed=1, shuffled=False, questions=None):
    """Write a sheet of about so many rows: whole learners, in the lesson's order, or all rows in any order.

    Args:
        path: the file.
        lesson: what is asked.
        rows: about how many.
        seed: another one gives another class.
        shuffled: whether rows are in any order.
        questions: what is on the sheet, where it is not all that the lesson asks.

    Returns:
        How many rows were written.
    """
    rng = Random(seed)
    questions = questions or lesson.questions
    pool = [_learner(lesson, questions, rng) for _ in range(POOL)]
    places = [(str(q.kind), q.layer or "", q.j or "", q.k or "") for q in questions]
    found = []
    for number in range(max(1, rows // len(places))):
        answers = rng.choice(pool)
        for place, answer in zip(places, answers, strict=True):
            if rng.random() < WRONG:
                answer = f"{float(answer) * rng.uniform(1.1, 3) + rng.uniform(0.01, 0.5):.4g}"  # noqa: PLW2901
            found.append((f"learner-{number:06}", *place, answer))
    if shuffled:
        rng.shuffle(found)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(found)
    return len(found)


def _learner(lesson, questions, rng):
    """The answers of one learner, who makes a mistake at some questions and goes on from there."""
    slips = {q: _mistake(lesson.network, q, rng) for q in lesson.questions if rng.random() < WRONG}
    learner = Learner(lesson.network, rng.choice(HABITS), rng, slips)
    for q in questions:
        learner.number(q)
    return [text_of(learner.written[q]) for q in questions]


def _mistake(network, q, rng):
    """One of the mistakes that are made at a question; where it cannot be made, the right rule."""
    # Two neurons that are both taken for the other would have no number.
    made = Made(rng.choice(sorted(RULES[group(network, q)].keys() - {"other-neuron"})), 0).at(q)

    def slip(learner):
        try:
            return made(learner)
        except (LookupError, ArithmeticError):
            return learner.right(q)

    return slip
