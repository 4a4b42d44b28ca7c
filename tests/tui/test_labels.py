"""Every label of the drawing is found whole on the screen, at its place, whatever size the window is given."""

import random

import pytest
from helpers.pilot import key, lesson, running, small, text

from tutor.event import Word
from tutor.explain.moves import Chosen
from tutor.explain.spots import Neuron, Wire

pytestmark = pytest.mark.exhaustive

LESSONS = {
    "worked-example": lambda: lesson("worked-example"),
    "two-outputs": lambda: lesson("two-outputs"),
    "softmax": lambda: lesson("softmax"),
    "three-updates": lambda: lesson("three-updates"),
    "eights": lambda: small((8, 8, 8, 8)),
}
SIZES = 5
"""How many sizes each lesson is looked at in."""


def sizes(seed):
    """The smallest and the largest size, and some between them, in no order."""
    draw = random.Random(seed)
    between = [(draw.randint(60, 250), draw.randint(20, 70)) for _ in range(SIZES - 2)]
    return draw.sample([(60, 20), (250, 70), *between], SIZES)


def assert_whole(app, pane, picture, top):
    """Each label stands on the screen where the picture says, and none is without its place."""
    lines = [line.ljust(app.size.width) for line in text(app).split("\n")]
    region = pane.content_region
    found = [spot for spot in picture.spots if spot.label]
    for spot in found:
        start = region.x + spot.start
        shown = lines[region.y + top + spot.row][start : start + len(spot.label)]
        assert shown == spot.label, f"{app.size}: {spot}\n{text(app)}"
    return len(found)


def go_on(screen, answers, many):
    """Answer one question, pass by the others, and show what comes of it; the last one, which ends all, stays open."""
    for passed in range(min(many, len(answers) - 1)):
        text = answers.pop(0)
        screen.recorder.act(Word.NEXT) if passed else screen.recorder.submit(text)
        if screen.session.step_done:
            screen.session.go_on()
    screen.show()


@pytest.mark.parametrize("name", LESSONS)
async def test_every_label_is_found_whole_while_the_window_changes(name):
    what = LESSONS[name]()
    answers = key(what)
    many = max(1, (len(answers) - 1) // SIZES)
    async with running(what) as (app, pilot):
        screen = app.screen
        seen = 0
        for size in sizes(name):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            pane = screen.query_one("#above")
            board = pane.board
            seen += assert_whole(app, pane, board.picture, len(board.head) + board.rules)
            go_on(screen, answers, many)
            await pilot.pause()
            board = pane.board
            seen += assert_whole(app, pane, board.picture, len(board.head) + board.rules)
        assert seen > 2 * SIZES * len(what.network.sizes)


async def test_every_label_is_found_whole_on_the_way_around():
    what = LESSONS["eights"]()
    depth = what.network.depth
    choices = [
        Chosen(Neuron(depth, 1), "backward"),
        Chosen(Neuron(1, 2)),
        Chosen(Wire(1, 2, 1), "backward"),
        Chosen(Wire(1, 1, 1), "forward", (*(1,) * depth,), 1, "A"),
    ]
    async with running(what) as (app, pilot):
        go_on(app.screen, key(what), 12)
        await pilot.press("ctrl+g")
        await pilot.pause()
        screen = app.screen
        for i, size in enumerate(sizes("around")):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            screen.go_to(choices[i % len(choices)])
            await pilot.pause()
            assert assert_whole(app, screen.query_one("#network"), screen.spread.picture, 0)
