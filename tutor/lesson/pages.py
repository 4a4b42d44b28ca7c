"""What is to be read between the steps that ask something."""

from typing import NamedTuple

from tutor.lesson.schema import Lesson, Step


class Page(NamedTuple):
    """What is to be read between two steps.

    Attributes:
        items: before the later one: prose (Markdown) and given steps, in order, with what these say themselves.
        after: what the earlier one says when it is done (Markdown).
    """

    items: tuple[str | Step, ...] = ()
    after: str = ""


def pages(lesson: Lesson) -> tuple[Page, ...]:
    """The page before each asked step, and last the one before the end. Many are empty."""
    found: list[Page] = []
    items: list[str | Step] = []
    after = ""
    for step in lesson.steps:
        if not step.asked:
            items += [step.before, step, step.after] if step.questions else [step.say]
            continue
        items.append(step.before)
        found.append(Page(tuple(filter(None, items)), after))
        items, after = [], step.after
    return (*found, Page(tuple(filter(None, items)), after))
