"""The keyboard promise: what solve shows, typed in its order, walks the whole lesson and is all correct."""

import pytest
from helpers.pilot import key, lesson, running, send, small, text

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.event import Happening, Outcome
from tutor.lesson.locate import builtin
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.tui.screens.end import EndScreen


async def walk(what, answers, size=(80, 24)):
    async with running(what, size) as (app, pilot):
        session = app.screen.session
        events = app.screen.recorder.events
        for answer in answers:
            await send(pilot, answer)
        assert {answered.mark.verdict.value for event in events for answered in event.answers} == {"correct"}
        assert session.outcomes()[Outcome.AT_ONCE] == len(what.questions)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
        return [event.what for event in events]


@pytest.mark.parametrize("name", builtin())
async def test_typing_what_solve_shows_walks_a_lesson(name):
    what = lesson(name)
    happened = await walk(what, key(what))
    assert happened == [Happening.ANSWER] * len(what.questions)


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", [(30, 8), (59, 19), (200, 60)])
async def test_the_walk_works_at_every_size(size):
    what = small((2, 2, 1))
    await walk(what, key(what), size)


BATCH = Network(
    (1.0,),
    (0.5,),
    (Layer(((0.8,),), (0.3,), "tanh", threshold=True),),
    "half-squared-error",
    0.5,
    (Sample((-2.0,), (0.0,)),),
    Conventions("source-destination", "shared", "target-minus-output", 1),
    Descent(2, 0.9, 0.1),
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_walk_goes_through_every_sample_and_update(size):
    what = Lesson("batch", "Two samples, twice", BATCH, derived(BATCH))
    async with running(what, size) as (app, _):
        assert "Update 1 · Sample 1 · Layer 2: the neuron's weighted sum" in text(app)
    await walk(what, key(what), size)


async def test_the_walk_works_where_answers_repeat():
    what = small((1, 1))  # its ∂L/∂w is x·δ, its ∂L/∂b is δ; more of its answers are alike
    await walk(what, key(what))


async def test_keys_typed_in_one_burst_go_where_they_belong():
    what = small((2, 2, 1))
    async with running(what) as (app, pilot):
        from textual import events

        for char in "".join(answer + "\r" for answer in key(what)):
            name = "enter" if char == "\r" else char
            app.post_message(events.Key(name, char))
        await pilot.pause(0.5)
        await pilot.pause()
        assert app.screen.session.outcomes()[Outcome.AT_ONCE] == len(what.questions)


async def test_a_whole_vector_answers_a_step():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        session = app.screen.session
        assert session.step_done
        assert [field.value for field in app.screen.fields] == ["0", "0.25"]


async def test_pasted_lines_are_several_numbers():
    from textual import events

    async with running(lesson()) as (app, pilot):
        app.screen.focused.post_message(events.Paste("0.0\n0.25\n"))
        await pilot.pause()
        assert app.screen.focused.value == "0.0; 0.25"
        await pilot.press("enter")
        assert app.screen.session.step_done


async def test_end_page_shows_everything_and_enter_does_nothing_there():
    what = small((2, 2, 1))
    async with running(what, (80, 200)) as (app, pilot):
        for answer in key(what):
            await send(pilot, answer)
        await pilot.press("enter")
        await pilot.pause()
        events = list(app.screen.recorder.events)
        await send(pilot, "")
        await send(pilot, "0.5")
        assert app.screen.recorder.events == events
        shown = text(app)
        for part in ("How it went", "were right at once", "path", "relative error", "All numbers", "One step of"):
            assert part in shown


@pytest.mark.parametrize("typed", ["next", "hint", "show", "5", "f8"])
async def test_what_does_nothing_at_the_end_is_told_so(typed):
    from textual.widgets import Input

    what = small((1, 1))
    async with running(what) as (app, pilot):
        await pilot.press(*["f8"] * len(what.questions))
        await pilot.pause()
        await (pilot.press("ctrl+c") if typed == "f8" else send(pilot, typed))
        await pilot.pause()
        assert ("ctrl+q quits." if typed == "f8" else "The lesson is over; back leads to its last step") in text(app)
        assert app.screen.query_one(Input).value == ""
        assert text(app).split("\n")[-1].endswith("F1 help  ^q quit")


async def test_back_from_the_end_returns_to_the_last_step():
    what = small((1, 1))
    async with running(what) as (app, pilot):
        for answer in key(what):
            await send(pilot, answer)
        await pilot.press("enter")
        await pilot.pause()
        await send(pilot, "back")
        await pilot.pause()
        assert app.screen.session.at == len(what.asked) - 1
        assert "step 9 of 9" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
