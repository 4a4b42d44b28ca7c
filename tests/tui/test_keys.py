"""What each key does in a field, and that words do the same."""

import pytest
from helpers.pilot import lesson, running, send, small, text
from textual.events import Key

from tutor.event import Happening, Word
from tutor.tui.commands import END, HOME, LESSON
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.sheet import Sheet

pytestmark = pytest.mark.exhaustive


async def test_enter_on_an_empty_field_does_nothing():
    async with running(lesson()) as (app, pilot):
        before = text(app)
        await pilot.press("enter", "enter")
        assert app.screen.recorder.events == []
        assert app.screen.session.at == 0
        assert text(app) == before


async def test_wrong_answer_stays_selected_so_that_typing_replaces_it():
    async with running(lesson()) as (app, pilot):
        await pilot.press("9", "enter")
        field = app.screen.focused
        assert field.value == "9"
        assert field.question == app.screen.session.focus
        assert "✗ not yet" in text(app)
        await pilot.press("0", "enter")
        assert app.screen.session.states[field.question].correct
        assert "✓ right" in text(app)


@pytest.mark.parametrize("typed", ["1", "0.70x", "1/3"])
async def test_same_text_sent_again_is_selected_again(typed):
    async with running(lesson()) as (app, pilot):
        for _ in range(3):
            await pilot.press(*typed, "enter")
            assert app.screen.focused.value == typed
        await pilot.press("end", "enter")
        await pilot.press("0", "enter")
        assert app.screen.session.states[app.screen.fields[0].question].correct


async def test_keys_of_words_leave_what_was_begun():
    async with running(lesson()) as (app, pilot):
        await pilot.press("0", ".", "ctrl+y", "ctrl+r", "ctrl+r", "f7", "ctrl+o")
        await pilot.pause()
        await pilot.press("escape", "5")
        assert app.screen.focused.value == "0.5"


async def test_last_hint_says_so_when_another_one_is_asked_for():
    async with running(lesson()) as (app, pilot):
        while "That was the last hint; show gives the equation." not in text(app):
            before = text(app)
            await pilot.press("ctrl+y")
            assert text(app) != before
        await pilot.press("ctrl+r", "ctrl+y")
        assert "That was the last hint; show gives the numbers." in text(app)
        await pilot.press("ctrl+r")
        assert "That was the last hint" not in text(app)


@pytest.mark.parametrize("word", ["f7", "back"])
async def test_back_at_the_first_step_says_so(word):
    async with running(lesson()) as (app, pilot):
        await (pilot.press(word) if word == "f7" else send(pilot, word))
        assert "This is the first step." in text(app)
        assert app.screen.focused.value == ""
        await pilot.press("0", "enter")
        assert "This is the first step." not in text(app)


async def test_wrong_number_after_the_result_was_shown_is_told():
    async with running(lesson()) as (app, pilot):
        await pilot.press("9", "enter", "ctrl+r", "ctrl+r", "ctrl+r")
        assert app.screen.focused.value == "0.0000"
        await pilot.press("7", "enter")
        assert app.screen.focused.value == "7"
        assert "Not yet." in text(app)
        assert "The result is shown; Enter goes on." in " ".join(text(app).replace("┃", "").split())
        attempts = app.screen.session.states[app.screen.focused.question].attempts
        await pilot.press("enter")
        assert app.screen.session.focus == app.screen.fields[1].question
        assert app.screen.fields[0].value == "0.0000"
        assert app.screen.session.states[app.screen.fields[0].question].attempts == attempts


async def test_enter_goes_on_from_a_step_whose_last_result_is_shown():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 7")
        await pilot.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert "This step is done. Enter goes on." in text(app)
        await pilot.press("enter")
        assert app.screen.session.at == 1


async def test_result_that_cannot_be_had_at_once_is_not_promised():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+r", "ctrl+r")
        assert "^r shows it after a try, or pressed twice; it then counts as shown" in text(app)
        await pilot.press("9", "enter")
        assert "^r shows it; the answer then counts as shown" in text(app)


async def test_ctrl_c_says_once_and_quietly_how_to_quit():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+c", "ctrl+c")
        await pilot.pause()
        assert text(app).count("ctrl+q quits.") == 1
        assert not app._notifications
        await pilot.press("9", "enter", "ctrl+c")  # the answer is selected
        assert app.clipboard == "9"
        assert "ctrl+q quits." not in text(app)


async def test_ctrl_c_on_the_list_of_lessons():
    async with running(None) as (app, pilot):
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert "ctrl+q quits." in text(app)
        await pilot.press("down")
        await pilot.pause()
        assert "ctrl+q quits." not in text(app)


async def test_first_key_of_an_answer_goes_on_and_lands_in_the_next_field():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press("0", ".", "5")
        assert app.screen.session.at == 1
        assert app.screen.focused is app.screen.fields[0]
        assert app.screen.focused.value == "0.5"
        assert app.screen.fields[1].value == ""


async def test_letters_that_may_become_a_word_do_not_go_on():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press("s")
        assert app.screen.session.at == 0
        await pilot.press("q")
        assert app.screen.session.at == 1
        assert app.screen.focused.value == "sq"


async def test_nothing_is_taken_away_from_a_right_answer():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press("backspace", "delete", "ctrl+u")
        assert app.screen.fields[1].value == "0.25"
        await pilot.press("enter")
        assert app.screen.session.at == 1


async def test_arrows_move_between_fields_and_keep_what_was_begun():
    async with running(lesson()) as (app, pilot):
        await pilot.press("1", "down", "2")
        assert [field.value for field in app.screen.fields] == ["1", "2"]
        assert app.screen.session.focus == app.screen.fields[1].question
        await pilot.press("up", "up")
        assert app.screen.focused is app.screen.fields[0]
        assert app.screen.session.focus == app.screen.fields[0].question
        await pilot.press("tab")
        assert app.screen.session.focus == app.screen.fields[1].question
        assert app.screen.recorder.events == []


KEYS = [
    ("ctrl+y", "hint"),
    ("ctrl+r", "show"),
    ("f8", "next"),
    ("ctrl+o", "known"),
    ("ctrl+g", "network"),
    ("f9", "derive"),
    ("f1", "help"),
]


@pytest.mark.parametrize(("pressed", "word"), KEYS)
async def test_key_and_word_give_the_same_event_and_the_same_screen(pressed, word):
    seen = []
    for by_key in (True, False):
        async with running(lesson()) as (app, pilot):
            recorder = app.screen.recorder
            await (pilot.press(pressed) if by_key else send(pilot, word))
            await pilot.pause()
            seen.append((recorder.events, text(app)))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 1


async def test_back_and_next_by_key():
    async with running(lesson()) as (app, pilot):
        session = app.screen.session
        await pilot.press("f8", "f8")
        assert session.at == 1
        assert "step 2 of 14" in text(app)
        await pilot.press("f7")
        assert session.at == 0
        assert "– passed by" in text(app)


async def test_result_needs_asking_twice_and_stands_in_the_field():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert app.screen.recorder.events[-1].what is Happening.ASK_AGAIN
        assert "Try it once first" in text(app)
        await pilot.press("ctrl+r")
        assert app.screen.fields[0].value == "0.0000"
        assert "▢ shown" in text(app)


@pytest.mark.parametrize("pressed", ["ctrl+q", "quit"])
async def test_quit_ends_with_status_0(pressed):
    async with running(lesson()) as (app, pilot):
        recorder = app.screen.recorder
        await (pilot.press(pressed) if "+" in pressed else send(pilot, pressed))
        await pilot.pause()
        assert app.return_code == 0
        assert [event.what for event in recorder.events] == [Happening.QUIT]


async def test_lessons_key_leads_home_and_the_lesson_waits():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0")
        recorder = app.screen.recorder
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.recorder is recorder
        assert app.screen.fields[0].value == "0"


@pytest.mark.parametrize("command", [c for c in LESSON if c.action.startswith("sheet")], ids=lambda c: c.label)
@pytest.mark.parametrize("closing", ["escape", "own"])
async def test_sheet_opens_and_closes_and_the_answer_begun_stays(command, closing):
    async with running(lesson()) as (app, pilot):
        await pilot.press("0", ".", command.key)
        await pilot.pause()
        assert isinstance(app.screen, Sheet)
        await pilot.press(command.key if closing == "own" else closing)
        await pilot.pause()
        assert not isinstance(app.screen, Sheet)
        await pilot.press("5")
        assert app.screen.focused.value == "0.5"


async def test_an_expression_fits_its_field_and_a_longer_one_is_marked_where_it_is_cut():
    async with running(lesson()) as (app, pilot):
        fits = "0.7*0.5 + 0.8*0.5622 + 0.1"
        await pilot.press(*fits)
        await pilot.pause()
        assert f" ▸ z₁⁽¹⁾ =  {fits}" in text(app)
        await pilot.press(*fits)
        await pilot.pause()
        assert "z₁⁽¹⁾ =  …" in text(app)
        assert " + 0.1\n" in text(app)
        await pilot.press("home")
        await pilot.pause()
        assert "z₁⁽¹⁾ =  0.7*0.5 +" in text(app)
        assert "…\n" in text(app)
        await pilot.press("end", "down")
        await pilot.pause()
        assert "z₁⁽¹⁾ =  0.7*0.5 +" in text(app)
        assert "…\n" in text(app)


async def test_what_is_typed_over_a_sheet_lands_in_the_field():
    from textual import events

    async with running(lesson()) as (app, pilot):
        await pilot.press("f1", "0", ".", "5")
        await pilot.pause()
        assert not isinstance(app.screen, Sheet)
        assert app.screen.focused.value == "0.5"
        await pilot.press("f2")
        await pilot.pause()
        app.screen.focused.post_message(events.Paste("7"))
        await pilot.pause()
        await pilot.pause()
        assert not isinstance(app.screen, Sheet)
        assert app.screen.focused.value == "0.57"


async def test_key_of_another_sheet_turns_to_it():
    async with running(lesson()) as (app, pilot):
        await pilot.press("f1")
        await pilot.pause()
        await pilot.press("down", "down", "f2")
        await pilot.pause()
        assert "BP1" in text(app)
        assert "The equations" in text(app)
        assert app.screen.query_one("#paper").scroll_y == 0
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "Known so far" in text(app)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert not isinstance(app.screen, Sheet)


async def test_help_can_be_read_on_a_small_screen():
    async with running(lesson(), (30, 8)) as (app, pilot):
        await pilot.press("f1")
        await pilot.pause()
        assert "An answer is a number" in text(app)
        await pilot.press(*["down"] * 20)
        await pilot.pause()
        assert "⏎     answer: send the" in text(app)


def test_every_word_has_a_key():
    assert {command.word for command in LESSON if command.word} == set(Word)


def test_no_key_is_one_that_a_field_or_a_browser_takes():
    taken = {f"ctrl+{letter}" for letter in "tnwadekuvxcijmhbsz"}
    keys = {key for command in (*LESSON, *END, *HOME) for key in command.key.split(",")}
    assert not keys & taken


async def test_a_step_of_nine_fields_scrolls_to_the_one_in_question():
    async with running(small((1, 9))) as (app, pilot):
        await pilot.press(*["down"] * 8)
        await pilot.pause()
        assert "▸ z₉⁽¹⁾" in text(app)
        assert app.screen.focused is app.screen.fields[8]


async def follow(pilot):
    """Answer the second activation, the last question of its step, by a wrong z that was passed by."""
    for answer in ("0; 0.3", "next", "0.5", "0.5744"):
        await send(pilot, answer)
    await pilot.pause()


async def test_first_key_goes_on_from_an_answer_that_follows():
    async with running(lesson()) as (app, pilot):
        await follow(pilot)
        assert app.screen.session.step_done
        assert "Right for your z₂⁽¹⁾ = 0.3 (not right yet)." in text(app).replace("\xa0", " ")
        await pilot.press("backspace")
        assert app.screen.focused.value == "0.5744"
        await pilot.press("7")
        await pilot.pause()
        assert "step 3 of 14" in text(app)
        assert app.screen.focused.value == "7"


async def test_enter_is_said_to_go_on_once_a_step_is_done():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0")
        before = text(app).split("\n")[-1]
        assert before.startswith(" ⏎ answer  ")
        await send(pilot, "0.25")
        await pilot.pause()
        assert text(app).split("\n")[-1] == before.replace("answer", "go on ")
        await pilot.press("enter")
        await pilot.pause()
        assert text(app).split("\n")[-1] == before


async def test_no_scrollbar_stands_beside_fields_that_are_all_in_sight():
    async with running(lesson(), (100, 30)) as (app, pilot):
        await send(pilot, "0; 0.25")
        await send(pilot, "")
        form = app.screen.query_one("#form")
        await pilot.pause()
        assert form.has_class("-spaced")
        assert not form.show_vertical_scrollbar
    async with running(small((1, 9)), (100, 30)) as (app, _pilot):
        assert app.screen.query_one("#form").show_vertical_scrollbar


async def test_an_answer_that_followed_is_open_again_once_the_number_before_it_is_right():
    async with running(lesson()) as (app, pilot):
        await follow(pilot)
        await pilot.press("f7")
        await send(pilot, "0.25")
        await pilot.press("enter")
        await pilot.pause()
        assert "step 2 of 14" in text(app)
        told = " ".join(text(app).replace("┃", " ").split())
        assert "This follows from your earlier z₂⁽¹⁾. Take the one that you put right." in told
        assert app.screen.focused.value == "0.5744"
        await pilot.press(*"0.5622", "enter")
        await pilot.pause()
        assert app.screen.session.step_sign(1) == "✓"


async def test_an_answer_that_follows_can_be_typed_again_when_one_comes_back_to_it():
    async with running(lesson()) as (app, pilot):
        await follow(pilot)
        await pilot.press("f7", "f8")
        await pilot.pause()
        assert "↷ follows from yours" in text(app)
        assert app.screen.focused.value == "0.5744"
        await pilot.press(*"0.5622", "enter")
        await pilot.pause()
        assert app.screen.session.states[app.screen.session.step.questions[1]].correct


async def test_the_arrows_lead_back_to_an_answer_that_follows():
    async with running(lesson()) as (app, pilot):
        await follow(pilot)
        await pilot.press("up", "down", *"0.57")
        assert app.screen.focused.value == "0.57"
        assert app.screen.session.at == 1


async def test_key_that_comes_to_a_sheet_after_it_was_closed_does_nothing():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+o")
        await pilot.pause()
        sheet = app.screen
        await pilot.press("escape")
        await pilot.pause()
        for key in ("7", "ctrl+o"):
            sheet.on_key(Key(key, key if len(key) == 1 else None))
        assert not isinstance(app.screen, Sheet)
        assert app.screen.focused.value == ""
