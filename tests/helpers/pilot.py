"""What tests of the screens share: an app on a lesson, answers typed into it, the text that it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

from textual.pilot import Pilot
from textual.widgets import Input

from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.output.solution import rows
from tutor.progress.journal import Journal
from tutor.tui.app import TutorApp

WORKED = "worked-example"


def lesson(name: str = WORKED) -> Lesson:
    return read(find(name))


def small(sizes: tuple[int, ...], **more) -> Lesson:
    """A lesson on a network of these sizes, with weights that differ from each other."""
    layers = tuple(
        Layer(
            tuple(tuple(round(0.1 * (j + 2 * k + 1), 1) for k in range(before)) for j in range(n)),
            tuple(round(0.1 * j, 1) for j in range(n)),
            "sigmoid",
        )
        for before, n in pairwise(sizes)
    )
    x = tuple(round(0.5 + 0.25 * k, 2) for k in range(sizes[0]))
    network = Network(x, (0.0,) * sizes[-1], layers, "half-squared-error", 0.5)
    return Lesson("small", "A small network", network, derived(network), **more)


@asynccontextmanager
async def running(
    what: Lesson | None, size: tuple[int, int] = (80, 24), journal: Journal | None = None
) -> AsyncIterator[tuple[TutorApp, Pilot]]:
    """An app on a lesson, or on the list of lessons, painted once; at its end what waits is written."""
    app = TutorApp(what, journal=journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
    app.shelf.flush()
    if journal is not None:
        journal.close()


async def send(pilot: Pilot, text: str) -> None:
    """Put a text into the field with the focus, as if it were typed anew, and press Enter."""
    field = pilot.app.screen.focused
    assert isinstance(field, Input)
    field.value = ""  # what stands there may be the same text: typing it is still typing
    field.value = text
    await pilot.press("enter")


def key(what: Lesson) -> list[str]:
    """The answers that ``solve`` shows, in its order."""
    return [row.shown for row in rows(what, solve(what.network))]


def text(app: TutorApp) -> str:
    """What is on the screen, as plain lines."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
