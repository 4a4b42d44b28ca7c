"""What was left goes on: the lesson at its very question with what was typed, the list with how far each has come."""

import pytest
from helpers.lesson_files import lesson_text
from helpers.pilot import key, lesson, running, send, small, text

from tutor.lesson.read import read
from tutor.marking.mark import Verdict
from tutor.paths import home
from tutor.progress.journal import Journal
from tutor.recorder import Recorder
from tutor.recorder import open as opened
from tutor.tui.screens.end import EndScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.lesson import LessonScreen


def journal():
    return Journal("tui")


def left(name="worked-example", answers=0, typed=""):
    """Take a lesson so far, and leave it with something typed."""
    kept = journal()
    recorder = opened(lesson(name), kept)
    for answer in key(lesson(name))[:answers]:
        recorder.submit("")  # leaves a page, or a step that is done
        recorder.submit(answer)
    recorder.submit("")
    recorder.touch(recorder.session.focus, typed)
    recorder.flush()
    kept.close()


def beside(app, name):
    """The row of the screen that a field stands in."""
    return next(row for row in text(app).split("\n") if name in row and "=" in row and "▸" in row)


async def test_a_lesson_goes_on_at_its_question_with_what_was_typed_and_no_verdict_beside_it():
    what = lesson()
    async with running(what, journal=journal()) as (app, pilot):
        for answer in key(what)[:8]:
            await send(pilot, answer)
        await pilot.press("enter")
        await send(pilot, "9")
        await pilot.press("ctrl+y", *"0.62")
        question, hints = app.screen.session.focus, app.screen.session.hints_shown
        assert len(hints) == 1
    async with running(what, journal=journal()) as (app, pilot):
        screen = app.screen
        assert screen.session.focus == question
        assert screen.session.hints_shown == hints
        assert screen.session.states[question].mark.verdict is Verdict.WRONG
        assert screen.focused.value == "0.62"
        assert "Welcome back to step 5 of 14; your 8 answers stand." in text(app)
        assert "not yet" not in beside(app, "z⁽³⁾")
        await pilot.press("1", "5")
        assert screen.focused.value == "0.6215"
        await pilot.press("enter")
        await pilot.pause()
        assert screen.session.states[question].correct
        assert "Welcome back" not in text(app)
        assert not screen.recorder.drafts


async def test_what_was_typed_in_a_step_before_is_there_when_one_goes_back():
    left(answers=4, typed="0.9")
    async with running(lesson(), journal=journal()) as (app, pilot):
        await pilot.press("f7")
        await pilot.pause()
        assert app.screen.focused.value != "0.9"
        await pilot.press("f8")
        await pilot.pause()
        assert app.screen.focused.value == "0.9"
        await pilot.press("end", *["backspace"] * 3, *"hint", "enter")  # a word is nothing to be kept
        await pilot.pause()
        assert app.screen.focused.value == ""
        assert not app.screen.recorder.drafts


async def test_result_that_is_shown_takes_the_place_of_what_was_typed():
    async with running(lesson(), journal=journal()) as (app, pilot):
        await pilot.press(*"0.1", *["ctrl+r"] * 4)
        assert app.screen.focused.value == "0.0000"
        assert not app.screen.recorder.drafts


async def test_what_is_typed_is_written_at_a_pause_and_not_at_each_key(monkeypatch):
    monkeypatch.setattr("tutor.tui.screens.lesson.PAUSE", 0.4)
    flushes = []
    flush = Recorder.flush
    monkeypatch.setattr(Recorder, "flush", lambda self: (flushes.append(self), flush(self))[0])
    async with running(lesson(), journal=journal()) as (app, pilot):
        await pilot.press(*"0.12")
        assert not flushes
        await pilot.pause(0.6)
        assert len(flushes) == 1
        other = journal()  # as after kill -9: nothing more was said to the first
        assert list(other.latest("worked-example").drafts.values()) == ["0.12"]
        other.close()
        assert app.screen._pausing is None


async def test_who_only_looks_leaves_nothing_behind():
    async with running(lesson("a-layer"), journal=journal()) as (_app, pilot):
        await pilot.press("enter", "f1", "escape", "ctrl+o", "escape", "ctrl+l")
        await pilot.pause()
        await pilot.press("enter", "ctrl+q")
        await pilot.pause()
    assert not journal().standings()


async def test_going_on_survives_other_sizes_sheets_and_a_look_around():
    left(answers=4, typed="0.7")
    async with running(lesson(), (120, 40), journal=journal()) as (app, pilot):
        for keys in (["f1", "escape"], ["ctrl+g", "escape"], ["f2", "f3", "escape"]):
            await pilot.press(*keys)
        for size in ((80, 24), (40, 12), (10, 3), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert app.screen.focused.value == "0.7"
        assert app.screen.focused.question == app.screen.session.focus


async def test_home_names_what_was_left_last_first_and_enter_goes_on_there():
    left(answers=2)
    left("softmax", answers=2)
    left(answers=4, typed="0.8")
    async with running(None, journal=journal()) as (app, pilot):
        rows = text(app).split("\n")
        assert rows[3] == " ▸ Go on: Backpropagation in a [3, 2, 2, 1] network, step 3 of 14"
        assert "2 of 14 done" in next(row for row in rows if "3-2-2-1" in row)
        assert "1 of 4 done" in next(row for row in rows if "Softmax" in row)
        assert "⏎ go on" in rows[-1]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.session.at == 2
        assert app.screen.focused.value == "0.8"


async def test_finished_lesson_is_marked_and_begins_anew():
    what = small((1, 1))
    async with running(what, journal=journal()) as (app, pilot):
        await pilot.press(*["f8"] * (len(what.questions) + 1))
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
    async with running(what, journal=journal()) as (app, pilot):
        assert app.screen.session.at == 0
        assert "Welcome" not in text(app)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "✓ done" in next(row for row in text(app).split("\n") if "A small network" in row)
        assert "⏎ begin anew" in text(app)
        assert "Go on" not in text(app)


async def test_starting_again_is_asked_once_and_what_was_done_counts_until_something_is_done():
    left("a-layer", answers=2)
    before = journal().standings()["a-layer"]
    async with running(None, journal=journal()) as (app, pilot):
        assert "a again" in text(app)
        await pilot.press("a")
        await pilot.pause()
        assert "Press a again to start over at step 1" in text(app)
        await pilot.press("down", "up", "a")  # another key is a no
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("a")
        await pilot.pause()
        assert app.screen.session.at == 0
        assert not any(state.attempts for state in app.screen.session.states.values())
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "⏎ go on" in text(app)
        assert "Go on: A layer, step 2 of 4" in text(app)
        await pilot.press("a", "a")
        await pilot.pause()
        await send(pilot, "7")
    after = journal().standings()["a-layer"]
    assert after.attempt != before.attempt
    assert (after.answers, after.place.at) == (1, 0)


async def test_lesson_from_a_file_that_is_not_known_here_is_told_as_such(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(lesson_text(small((1, 1)).network), encoding="utf-8")
    what = read(path)
    async with running(what, journal=journal()) as (_app, pilot):
        await send(pilot, "7")
    async with running(None, journal=journal()) as (app, pilot):
        assert "Go on" not in text(app)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert what.title in next(row for row in text(app).split("\n") if "▸" in row)
        assert "This lesson is in a file of its own." in text(app)


async def test_what_is_not_kept_is_said_once_in_a_lesson_and_stands_on_home():
    (home() / "progress.db").mkdir(parents=True)
    async with running(lesson(), journal=journal()) as (app, pilot):
        shown = [text(app)]
        for answer in key(lesson())[:4]:
            await send(pilot, answer)
            shown.append(text(app))
        assert sum("not being kept" in each for each in shown) == 1
        assert app.screen.session.at == 1
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "Your last 4 answers are not being kept." in text(app)


@pytest.mark.parametrize("name", ["worked-example", "softmax"])
async def test_what_is_not_kept_is_said_before_the_first_answer_whatever_stands_there(name):
    (home() / "progress.db").mkdir(parents=True)
    async with running(lesson(name), journal=journal()) as (app, _pilot):
        assert "not being kept" in text(app)
