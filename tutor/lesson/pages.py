"""What is to be read between the steps that ask something."""

from typing import NamedTuple

from tutor.lesson.schema import Lesson, Step


class Page(NamedTuple):
    """What is to be read before a step: prose (Markdown) and given steps, in order."""

    items: tuple[str | Step, ...] = ()


def pages(lesson: Lesson) -> tuple[Page, ...]:
    """The page before each asked step, and last the one before the end. Many are empty."""
    found: list[Page] = []
    items: list[str | Step] = []
    for step in lesson.steps:
        if not step.asked:
            items.append(step if step.questions else step.say)
            continue
        items.append(step.before)
        found.append(Page(tuple(filter(None, items))))
        items = [step.after]
    return (*found, Page(tuple(filter(None, items))))
