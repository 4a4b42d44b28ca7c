"""What a learner is given: neither asked before it is needed nor one of the lesson's own numbers."""

from collections.abc import Iterator

from tutor.lesson.schema import Lesson
from tutor.quantity import Kind, Quantity, is_parameter


def given(lesson: Lesson) -> Iterator[frozenset[Quantity]]:
    """For each asked step in turn, every quantity given by then: shown by a step, or needed and not asked before.

    Steps are gone through as they are asked for: a wide layer has many priors.
    """
    asked: set[Quantity] = set()
    known: set[Quantity] = set()
    for step in lesson.steps:
        if step.given:
            known.update(step.questions)
        if not step.asked:
            continue
        if (step.kind, step.layer, step.update) != (Kind.Z, 1, 1):  # that is made of the lesson's own numbers alone
            from tutor.explain.formula import priors  # so that the first question needs no formula

            for q in step.questions:
                known.update(p for p in priors(lesson.network, q) if p not in asked and not is_parameter(p))
        asked.update(step.questions)
        yield frozenset(known)
