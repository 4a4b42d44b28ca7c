"""Every size: nothing is cut, nothing is lost."""

import pytest
from helpers.pilot import lesson, running, send, small, text

from tutor.explain.cells import text as rows_text
from tutor.output.board import board

pytestmark = pytest.mark.exhaustive

SMALL = "bp-tutor needs 30×8; nothing is lost"


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60), (60, 20)])
async def test_everything_stands_on_the_screen(size):
    async with running(lesson(), size) as (app, pilot):
        await send(pilot, "9")
        shown = text(app)
        for part in ("step 1 of 14", "▸z¹", "layer 1", "Layer 1: each neuron's weighted sum", "W⁽¹⁾", "✗ not yet", "⏎"):
            assert part in shown
        assert max(map(len, shown.split("\n"))) <= size[0]
        assert shown.split("\n")[-1].startswith(" ⏎ answer")


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (40, 12), (30, 8)])
async def test_below_60_by_20_task_fields_message_and_keys_stay(size):
    async with running(lesson(), size) as (app, pilot):
        await send(pilot, "9")
        shown = text(app)
        for part in ("Layer 1: each neuron's", "z₁⁽¹⁾ =", "z₂⁽¹⁾ =", "✗", "Not yet", "⏎"):
            assert part in shown


@pytest.mark.parametrize("size", [(29, 24), (80, 7), (20, 5), (1, 1)])
async def test_below_30_by_8_one_line(size):
    async with running(lesson(), size) as (app, _pilot):
        shown = " ".join(text(app).split())
        assert SMALL.startswith(shown) or shown == SMALL or size[0] < 10
        assert "Layer" not in shown


async def test_resizing_in_the_middle_loses_nothing():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0")
        await pilot.press("0", ".")
        for size in ((20, 5), (200, 60), (40, 10), (120, 40), (10, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press("2", "5", "enter")
        assert app.screen.session.step_done
        assert text(app).count("✓ right") == 2


async def test_nothing_happens_unseen_while_the_window_is_too_small():
    async with running(lesson(), (20, 5)) as (app, pilot):
        await pilot.press("0", "enter", "ctrl+y", "ctrl+r", "f8")
        assert app.screen.recorder.events == []
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen.fields[0].value == "0"
        await pilot.press("enter")
        assert app.screen.session.states[app.screen.fields[0].question].correct


@pytest.mark.parametrize("place", ["home", "end"])
async def test_below_30_by_8_every_screen_says_so(place):
    async with running(small((1, 1)) if place == "end" else None) as (app, pilot):
        if place == "end":
            await pilot.press(*["f8"] * 9)
            await pilot.pause()
        await pilot.resize_terminal(24, 6)
        await pilot.pause()
        assert " ".join(text(app).split()) == SMALL
        await send(pilot, "back") if place == "end" else await pilot.press("enter")
        await pilot.pause()
        assert " ".join(text(app).split()) == SMALL
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert ("done" if place == "end" else "▸ One neuron") in text(app)
        assert text(app).split("\n")[-1].endswith("F1 help  ^q quit")


@pytest.mark.parametrize("size", [(30, 8), (45, 15), (60, 20)])
async def test_help_and_quit_stay_among_the_keys(size):
    async with running(lesson(), size) as (app, _pilot):
        keys = text(app).split("\n")[-1]
        assert keys.startswith(" ⏎ go on ")  # from the page that is read first
        assert keys.endswith("F1 help  ^q quit")


SAMPLED = [(60, 20), (250, 70), (80, 24), (111, 33), (112, 24), (97, 61), (200, 60), (120, 40)]


async def test_all_that_is_laid_out_stands_whole_on_the_screen_at_any_size():
    async with running(lesson("two-outputs")) as (app, pilot):
        for typed in ("9", "show"):
            await send(pilot, typed)
        for at, size in enumerate(SAMPLED):
            await pilot.resize_terminal(*size)
            if at == len(SAMPLED) // 2:
                await pilot.press("f6", "2", "escape")
                await send(pilot, "next")
            while app.screen._compositor.size != size:
                await pilot.pause()
            screen = app.screen
            found = board(screen.session, screen._view(app.size))
            lines = text(app).split("\n")
            placed = list(labels(found, size))
            assert [label for label, row, column in placed if not lines[row].startswith(label, column)] == [], size
            assert len(placed) > 10
            assert screen.max_scroll_x == screen.max_scroll_y == 0


def labels(found, size):
    """Every row of text of a board without the blanks at its ends, with its place on the screen."""
    rules = 1 if found.rules else 0
    top = len(found.head) + rules
    fields = top + len(found.drawing) + (rules if found.drawing else 0) + len(found.text)
    parts = [(found.head, 0, 0), (found.drawing, top, 0), (found.text, fields - len(found.text), 0)]
    parts += [(found.said, fields + found.visible, 0), (found.side, top, size[0] - found.side_width + 1)]
    parts += [(found.figure, found.framed.row, found.framed.column)] if found.framed else []
    for rows, down, right in parts:
        for i, line in enumerate(rows_text(rows).split("\n") if rows else ()):
            yield line.strip(), down + i, right + len(line) - len(line.lstrip())


async def test_wide_screens_show_what_is_known_beside_the_lesson():
    async with running(lesson(), (120, 40)) as (app, pilot):
        await send(pilot, "0; 0.25")
        assert "Known so far" in text(app)
        assert "Coming next" in text(app)
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert "Known so far" not in text(app)


async def test_long_prose_is_a_page_that_the_first_character_leaves():
    from dataclasses import replace

    what = small((2, 1))
    steps = (what.steps[0]._replace(before="\n\n".join(f"Paragraph {i}." for i in range(30))), *what.steps[1:])
    async with running(replace(what, steps=steps)) as (app, pilot):
        assert "Paragraph 0." in text(app)
        assert "⋮ pgdn" in text(app)
        await pilot.press(*["pagedown"] * 20)
        assert "Paragraph 29." in text(app)
        await pilot.press("0")
        assert "Paragraph" not in text(app)
        assert "layer 0" not in text(app)
        assert app.screen.focused.value == "0"
        await pilot.press("f4")
        await pilot.pause()
        assert "Paragraph 0." in text(app)


async def test_enter_leaves_a_page_too():
    from dataclasses import replace

    what = small((2, 1))
    steps = (what.steps[0]._replace(before="word " * 2000), *what.steps[1:])
    async with running(replace(what, steps=steps)) as (app, pilot):
        await pilot.press("enter")
        assert "Layer 1: the neuron's weighted sum" in text(app)
        assert "word word" not in text(app)
        assert app.screen.recorder.events == []
