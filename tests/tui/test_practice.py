"""Practice on screens: what stands between two questions, and how one goes from one to the next."""

from contextlib import asynccontextmanager
from threading import Event

from helpers.pilot import running, text

from tutor.errors import TutorError
from tutor.notation.number import as_shown
from tutor.practice.course import Done, Practice
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.practice.wish import Wish
from tutor.progress.journal import Journal
from tutor.recorder import Watch
from tutor.shelf import Kind
from tutor.sitting import Sitting
from tutor.tui.app import TutorApp
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.practice import PracticeScreen, QuestionScreen


async def settled(app, pilot):
    """Wait until what is next is there."""
    await pilot.pause()
    while getattr(app.screen, "seeking", False):
        await pilot.pause(0.02)


@asynccontextmanager
async def practising(size=(80, 24), knowledge=Knowledge(), **more):  # noqa: B008 (it never changes)
    """The app on practice, and its pilot."""
    journal = Journal("tui")
    sitting = Sitting(Practice(knowledge, 1, Wish(size=(2, 2, 1))), journal, **more)
    app = TutorApp(journal=journal, sitting=sitting)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot, sitting
    journal.close()


def right(sitting):
    """The right answer of the present question."""
    session = sitting.recorder.session
    return as_shown(session.focus, session.numbers.value(session.focus), session.lesson.marking.significant)


async def test_seven_bars_and_the_reason_stand_before_the_question():
    async with practising() as (app, pilot, _):
        shown = text(app)
        for skill in ("z ", "a ", "σ′ ", "BP1", "BP2", "BP3", "BP4"):
            assert f"{skill:<5}" in shown
        assert "Question 1: z, since it has not been asked for yet." in shown
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)
        assert "z, since it has not been asked for yet." in text(app)


async def test_a_right_answer_leads_to_the_next_reason_and_counts():
    async with practising() as (app, pilot, sitting):
        await pilot.press("enter", *right(sitting), "enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, PracticeScreen)
        assert "1 asked    1 of 3 in a row" in text(app)
        assert "Question 2: a, since" in text(app)
        assert (sitting.answered, sitting.known) == (1, 1)
    assert Journal("tui").knowledge().opportunities(Skill.Z) == 1


async def test_the_first_key_of_an_answer_lands_in_its_field():
    async with practising() as (app, pilot, sitting):
        await pilot.press(*right(sitting))
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert "✓ right" in text(app)
        assert "Enter goes on." in text(app)


async def test_a_question_that_was_left_still_waits():
    async with practising() as (app, pilot, sitting):
        await pilot.press("enter", "7", "enter")
        await pilot.pause()
        asked = sitting.found
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert app.screen.chosen.kind is Kind.PRACTICE
        assert app.shelf.practise() is sitting
        assert sitting.under_way
        assert sitting.found is asked


async def test_a_question_says_why_at_any_time_and_what_it_was_when_it_is_passed_by():
    async with practising((120, 40)) as (app, pilot, sitting):
        result = right(sitting)
        await pilot.press("enter", "7", "enter", "f7")
        await pilot.pause()
        assert "What was asked before in practice does not come back." in " ".join(text(app).split())
        assert "the next question" in text(app)
        assert "the end" not in text(app)
        await pilot.press("f4")
        await pilot.pause()
        assert "z, since it has not been asked for yet." in text(app)
        await pilot.press("escape", "ctrl+l", "enter")
        await pilot.pause()
        assert "Question 1: z, which is not done yet." in text(app)
        await pilot.press("enter", "f8")
        await pilot.pause()
        assert "Passed by: z" in text(app)
        assert f" = {result.replace('-', '−')}." in text(app)


async def test_from_the_page_of_practice_one_comes_to_its_row():
    async with practising() as (app, pilot, _):
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert app.screen.chosen.kind is Kind.PRACTICE
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PracticeScreen)


async def test_who_asks_to_be_tested_out_of_what_is_mastered_is_told():
    known = Knowledge()
    for number in range(30):
        known = known.observe(Skill.Z, True, str(number), Watch().now())
    async with practising(knowledge=known, test_out=Skill.Z) as (app, _, sitting):
        assert "You have mastered z already" in text(app)
        assert sitting.found.skill is not Skill.Z


async def test_the_end_says_so_and_leads_to_the_lessons():
    known = Knowledge()
    for number in range(90):
        known = known.observe(tuple(Skill)[number % 7], True, str(number), Watch().now())
    async with practising(knowledge=known) as (app, pilot, sitting):
        assert isinstance(sitting.found, Done)
        assert "7 of 7 skills are mastered" in " ".join(text(app).split())
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_worked_example_is_walked_where_ten_questions_went_by():
    known = Knowledge()
    for number in range(9):
        known = known.observe(Skill.Z, False, str(number), 0)
    async with practising(knowledge=known) as (app, pilot, sitting):
        for _ in range(6):
            if sitting.found.skill is Skill.Z:
                break
            await pilot.press("enter", *right(sitting), "enter", "enter")
            await pilot.pause()
        await pilot.press("enter", "9", "9", "enter")
        await pilot.press("f8")
        await pilot.pause()
        assert "set aside for now" in " ".join(text(app).split())
        await pilot.press("enter")
        await pilot.pause()
        assert "Question " in text(app)
        assert sitting.found.skill is not Skill.Z


async def test_practice_fits_every_size():
    for size in ((30, 8), (60, 20), (200, 60)):
        async with practising(size) as (app, pilot, _):
            assert "Practice" in text(app)
            await pilot.resize_terminal(20, 5)
            await pilot.pause()
            assert "needs 30×8" in " ".join(text(app).split())


async def test_while_a_network_is_made_the_page_is_there_and_keys_wait(monkeypatch):
    made, make = Event(), Practice.prepare

    def late(self):
        made.wait(10)
        make(self)

    monkeypatch.setattr(Practice, "prepare", late)
    async with running(None) as (app, pilot):
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "A network is being made" in text(app)
        assert "BP4" in text(app)
        await pilot.press("enter", "0", ".")
        await pilot.pause()
        assert isinstance(app.screen, PracticeScreen)
        made.set()
        await settled(app, pilot)
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.focused.value == "0."


async def test_that_no_network_can_be_made_is_told_on_the_page(monkeypatch):
    def fails(_):
        raise TutorError("No numbers were found.")

    monkeypatch.setattr(Practice, "prepare", fails)
    async with practising() as (app, pilot, _):
        assert "No numbers were found." in text(app)
        assert "being made" not in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
