"""The session: what each input does, one rule at a time."""

from copy import deepcopy
from dataclasses import replace

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, single

from tutor.engine.solution import solve
from tutor.event import Happening, Outcome, Word
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.lesson.schema import Lesson, Step
from tutor.notation.number import shown
from tutor.quantity import Kind, Quantity
from tutor.session import Session

TRACE = Quantity(Kind.W, 1, 1, 1)


@pytest.fixture
def session():
    return Session(lesson_of(REFERENCE, trace=TRACE))


def answers(session):
    """What solve shows, in its order."""
    value, figures = session.numbers.solution.value, session.lesson.marking.significant
    return [shown(value(q), figures) for q in session.lesson.questions]


def verdicts(event):
    return [answered.mark.verdict.value for answered in event.answers]


@pytest.mark.parametrize("name", builtin())
def test_typing_what_solve_shows_walks_the_whole_lesson(name):
    session = Session(read(builtin()[name]))
    for text in answers(session):
        assert verdicts(session.submit(text)) == ["correct"]
    session.submit("")
    assert session.finished
    assert session.outcomes()[Outcome.AT_ONCE] == len(session.lesson.questions)


def test_the_first_key_goes_on_from_a_done_step_and_an_answer_lands_in_the_next(session):
    session.submit("0")
    session.submit("0.25")
    assert (session.at, session.step_done) == (0, True)
    assert session.go_on()
    assert (session.at, session.focus) == (1, Quantity(Kind.A, 1, 1))
    assert not session.go_on()


def test_an_answer_sent_on_a_done_step_is_for_the_next(session):
    session.submit("0; 0.25")
    event = session.submit("0.5")
    assert event.question == Quantity(Kind.A, 1, 1)
    assert verdicts(event) == ["correct"]


def test_enter_on_an_open_field_does_nothing(session):
    for text in ("", "   ", "\t"):
        assert session.submit(text).what is Happening.NOTHING
    assert session.states[session.focus].attempts == 0


def test_enter_goes_on_from_a_done_step(session):
    session.submit("0; 0.25")
    assert session.submit("").what is Happening.MOVED
    assert session.at == 1


def test_a_wrong_answer_keeps_its_question_and_the_same_text_again_is_no_attempt(session):
    first = session.focus
    for _ in range(3):
        session.submit("0.3")
    session.submit("0.4")
    assert session.focus == first
    assert session.states[first].attempts == 2
    session.submit("0")
    assert session.states[first].outcome is Outcome.LATER


@pytest.mark.parametrize("text", ["0.3.4", "[bold]", "[/]", "[", "\x1b[31m", "z" * 10_001, "１", "log(2)"])
def test_what_cannot_be_read_is_no_attempt(session, text):
    first = session.focus
    assert verdicts(session.submit(text)) == ["unreadable"]
    assert (session.focus, session.states[first].attempts) == (first, 0)
    session.submit("0")
    assert session.states[first].outcome is Outcome.AT_ONCE


@pytest.mark.parametrize(
    ("text", "word"),
    [("hints", "hint"), ("quitt", "quit"), ("Nxt", "next"), ("shwo", "show")]
    + [(text, "quit") for text in ("exit", "Stop", " end ")]
    + [("skip", "next"), ("pass", "next"), ("prev", "back"), ("previous", "back")],
)
def test_a_misspelt_word_is_recognised_and_not_acted_on(session, text, word):
    event = session.submit(text)
    assert verdicts(event) == ["unreadable"]
    assert word in event.answers[0].mark.message[0]


def test_imprecise_is_no_attempt(session):
    session.submit("0; 0.25")
    session.submit("0.5")
    assert verdicts(session.submit("0.56")) == ["imprecise"]
    session.submit("0.562")
    assert session.states[Quantity(Kind.A, 1, 2)].outcome is Outcome.AT_ONCE


def test_a_vector_fills_the_step_and_the_focus_goes_to_the_first_that_is_not_done(session):
    event = session.submit("0; 0.4")
    assert verdicts(event) == ["correct", "wrong"]
    assert session.focus == Quantity(Kind.Z, 1, 2)
    assert session.states[Quantity(Kind.Z, 1, 2)].sent == "0.4"


@pytest.mark.parametrize("text", ["1; 2; 3", "[1, 2, 3]", "0, 25, 1"])
def test_a_vector_of_another_length_fills_nothing_in(session, text):
    event = session.submit(text)
    assert verdicts(event) == ["unreadable"]
    assert "3 numbers for 2 questions" in event.answers[0].mark.message[0]
    assert not any(state.mark and state.mark.number is not None for state in session.states.values())


def test_a_vector_goes_in_the_first_field_only(session):
    session.submit("0")
    assert verdicts(session.submit("0; 0.25")) == ["unreadable"]


def test_next_passes_by_and_back_comes_back(session):
    first, second = session.step.questions
    assert session.act(Word.NEXT).what is Happening.PASSED
    assert session.focus == second
    session.submit("next")
    assert session.at == 1
    assert session.submit("back").what is Happening.BACK
    assert (session.at, session.focus) == (0, first)
    session.submit("0")
    assert session.states[first].outcome is Outcome.HELPED  # its number was given in the next step


@pytest.mark.parametrize("onward", ["", "0.8997"], ids=["Enter", "the next answer"])
def test_a_step_that_was_passed_by_is_met_again_in_its_turn(session, onward):
    for text in ("0; 0.25", "0.5; 0.5622", "", "next", "next", "back"):
        session.submit(text)
    assert session.step_passed
    session.submit("back")
    assert (session.at, session.step_passed) == (1, False)
    session.submit(onward)
    assert session.at == 2
    assert session.states[Quantity(Kind.Z, 2, 1)].correct is bool(onward)


def test_what_was_passed_by_without_a_number_is_given_to_the_steps_that_need_it(session):
    q = session.focus
    session.submit("0.3.4")
    session.act(Word.NEXT)
    assert session.value_text(q) is None
    session.act(Word.NEXT)
    assert session.value_text(q) == "0.0000"
    assert verdicts(session.submit("0.5")) == ["correct"]
    session.act(Word.BACK)
    assert session.value_text(q) is None
    assert session.states[q].helped


def test_a_wrong_number_that_was_passed_by_stands_for_the_steps_after_it(session):
    q = session.focus
    session.submit("0.3")
    session.act(Word.NEXT)
    session.act(Word.NEXT)
    assert session.value_text(q) == "0.3"
    assert not session.states[q].helped
    assert (session.states[q].sign.glyph, session.states[q].number_sign.glyph) == ("–", "✗")
    event = session.submit("0.5744")  # σ(0.3)
    assert verdicts(event) == ["consistent"]
    assert event.answers[0].mark.follows == (q,)
    assert session.focus == Quantity(Kind.A, 1, 2)
    assert session.states[event.question].outcome is Outcome.FOLLOWS


def test_right_numbers_are_right_beside_wrong_ones_too(session):
    session.submit("0.3")
    session.submit("next")
    session.submit("next")
    assert verdicts(session.submit("0.5")) == ["correct"]


def consistent(session):
    """Come to the activations with a wrong z, and answer the first of them by it."""
    for text in ("0.3", "next", "0.25", "", "0.5744"):
        session.submit(text)
    return Quantity(Kind.A, 1, 1)


def test_what_follows_is_done_and_the_next_number_goes_on(session):
    a = consistent(session)
    session.submit("0.5622")
    assert (session.step_done, session.step_sign(1), session.step_sign(0)) == (True, "↷", "–")
    session.submit("0.9517")  # 0.7 · 0.5744 + 0.8 · 0.5622 + 0.1
    assert session.at == 2
    assert session.states[a].done
    assert session.states[Quantity(Kind.Z, 2, 1)].outcome is Outcome.FOLLOWS


def test_the_last_question_of_a_step_goes_on_as_well_when_it_follows(session):
    session.submit("0; 0.3")
    session.submit("next")
    session.submit("0.5")
    assert verdicts(session.submit("0.5744")) == ["consistent"]
    assert (session.focus, session.answering) == (Quantity(Kind.A, 1, 2), False)
    assert session.go_on()
    assert session.at == 2
    session.act(Word.BACK)
    assert (session.focus, session.answering) == (Quantity(Kind.A, 1, 2), True)
    session.submit("")
    assert session.at == 2


def test_what_followed_is_open_again_when_the_number_before_it_is_put_right(session):
    a = consistent(session)
    session.submit("back")
    assert verdicts(session.submit("0")) == ["correct"]
    state = session.states[a]
    assert (state.done, state.sent, state.attempts, state.number_sign.glyph) == (False, "0.5744", 1, "✗")
    assert state.mark.message[0] == "This follows from your earlier "
    assert session.step_sign(1) == ""
    session.submit("")
    assert (session.at, session.focus) == (1, a)
    assert session.submit("0.5744").answers[0].repeated
    assert verdicts(session.submit("0.5745")) == ["wrong"]
    assert verdicts(session.submit("0.5")) == ["correct"]
    assert (state.outcome, state.attempts) == (Outcome.LATER, 3)


def test_what_followed_is_marked_again_down_the_chain(session):
    a, z = consistent(session), Quantity(Kind.Z, 2, 1)
    for text in ("0.5622", "0.9517"):
        session.submit(text)
    for text in ("back", "back", "0"):
        session.submit(text)
    assert (session.states[a].done, session.states[z].done) == (False, True)  # z still follows from the a there is
    assert "0.5744" in str(session.states[z].mark.message)
    session.submit("")
    assert session.focus == a
    session.submit("0.5")
    assert not session.states[z].done
    session.submit("")
    assert (session.at, session.focus) == (2, z)


def test_what_has_too_few_figures_for_the_right_number_is_open_again_as_well():
    session = Session(read(builtin()["a-neuron"]))
    for text in ("0.8", "0.701", "next", "next", "0.21"):
        session.submit(text)
    state = session.states[Quantity(Kind.SIGMA_PRIME, 1, 1)]
    assert state.sign.glyph == "↷"
    for text in ("back", "back", "0.69"):
        session.submit(text)
    state = session.states[Quantity(Kind.SIGMA_PRIME, 1, 1)]
    assert (state.sign.glyph, state.done, state.attempts) == ("≈", False, 1)


def test_what_followed_is_open_again_when_the_result_is_shown(session):
    a = consistent(session)
    session.submit("back")
    for _ in range(3):
        session.submit("show")
    assert not session.states[a].done
    assert "earlier" in str(session.states[a].mark.message)


def test_what_was_sent_since_keeps_its_mark_when_the_number_before_is_put_right(session):
    a = consistent(session)
    session.look_at(a)
    session.submit("0.5.7")
    session.submit("back")
    session.submit("0")
    state = session.states[a]
    assert (state.sent, state.sign.glyph, state.number_sign.glyph, state.done) == ("0.5.7", "?", "✗", False)


def test_a_number_that_was_put_right_in_a_vector_opens_what_followed(session):
    a = consistent(session)
    session.submit("back")
    assert verdicts(session.submit("0; 0.25")) == ["correct", "correct"]
    assert not session.states[a].done


def test_what_cannot_be_read_takes_nothing_back(session):
    a = consistent(session)
    session.look_at(a)
    session.submit("0.5.7")
    assert session.states[a].done
    assert session.value_text(a) == "0.5744"
    assert session.states[a].number_sign.glyph == "↷"


def test_a_wrong_nought_leaves_nothing_to_compute_and_its_question_open(session):
    for text in ("0", "0.5", "next", "0.5; 0.5622", "0", "next", "1.2122", ""):
        session.submit(text)
    event = session.submit("0.5")  # σ(0)
    assert verdicts(event) == ["wrong"]
    assert event.answers[0].mark.mistakes == ()
    assert "nothing to compute" in str(event.answers[0].mark.message)
    assert not session.states[event.question].done


def test_the_shown_value_takes_the_place_of_a_wrong_one(session):
    q = session.focus
    session.submit("0.3")
    for _ in range(3):
        session.submit("show")
    assert (session.states[q].own, session.states[q].earlier) == (None, 0.3)
    session.submit("0.4")
    assert session.states[q].own is None
    session.submit("")
    session.submit("next")
    event = session.submit("0.5744")
    assert verdicts(event) == ["wrong"]
    assert "earlier" in str(event.answers[0].mark.message)


def test_a_shown_result_gives_the_right_numbers_before_it_away(session):
    a = consistent(session)
    z = Quantity(Kind.Z, 1, 1)
    session.look_at(a)
    for _ in range(2):
        session.submit("show")
    assert not session.states[z].helped
    session.submit("show")
    assert session.states[z].helped


def test_a_mistake_that_was_named_before_is_said_shorter(session):
    for text in ("0; 0.25", "0.5; 0.5622"):
        session.submit(text)
    long = session.submit("0.7997").answers[0].mark
    again = session.submit("0.7997").answers[0]
    assert long.mistakes == ("bias-omitted",)
    assert (again.repeated, again.mark) == (True, long)
    session.submit("next")
    second = session.submit("1.0122").answers[0].mark
    assert second.mistakes == ("bias-omitted",)
    assert "show" in str(second.message)
    assert "show" not in str(long.message)


def test_a_sentence_that_has_become_shorter_stays_so(session):
    def long(text):
        mark = session.submit(text).answers[0].mark
        assert mark.mistakes == ("bias-omitted",)
        return "show" not in str(mark.message)

    for text in ("0; 0.25", "0.5; 0.5622"):
        session.submit(text)
    assert [long(text) for text in ("0.7997", "0.7997", "0.79970", "0.7997", "0.7997")] == [True, True, *[False] * 3]
    session.submit("next")
    session.submit("123")
    assert not long("1.0122")


def test_nobody_is_sent_for_an_equation_that_is_shown(session):
    session.submit("0; 0.05")
    session.submit("0.25")
    session.submit("0.5; 0.5622")
    assert "Type show" in str(session.submit("0.7997").answers[0].mark.message)
    session.submit("show")
    assert session.equation_shown
    message = str(session.submit("0.7997").answers[0].mark.message)
    assert "Type show" not in message
    assert "Look at the equation" in message


def test_in_a_vector_a_mistake_is_said_whole_only_once(session):
    session.submit("0; 0.25")
    session.submit("0.5; 0.5622")
    first, second = (answer.mark for answer in session.submit("0.7997; 1.0122").answers)
    assert first.mistakes == second.mistakes == ("bias-omitted",)
    assert ("show" in str(first.message), "show" in str(second.message)) == (False, True)


def test_a_lesson_can_say_a_mistake_in_its_own_words():
    lesson = replace(lesson_of(REFERENCE), messages={"bias-omitted": "Where is {bias.name}?"})
    session = Session(lesson)
    session.submit("0; 0.05")
    assert session.states[session.focus].mark.message[0] == "Where is "


def test_what_was_passed_by_can_all_be_answered_after_back(session):
    second = session.step.questions[1]
    session.act(Word.NEXT)
    session.act(Word.NEXT)
    session.act(Word.BACK)
    assert verdicts(session.submit("0")) == ["correct"]
    assert session.focus == second
    assert session.answering
    assert session.submit("0.25").question == second
    session.submit("")
    assert session.at == 1


def test_a_wrong_answer_takes_a_question_up_again(session):
    session.act(Word.NEXT)
    session.act(Word.NEXT)
    session.act(Word.BACK)
    session.submit("0.9")
    assert not session.step_done
    assert session.states[session.focus].outcome is Outcome.OPEN
    assert session.submit("").what is Happening.NOTHING


def test_a_step_is_marked_right_only_where_all_of_it_was_right(session):
    session.submit("0; 0.25")
    session.submit("0.5")
    session.act(Word.NEXT)
    for _ in range(4):
        session.act(Word.SHOW)
    session.submit("next")
    session.submit("0.9")
    session.submit("next")
    assert [session.step_sign(i) for i in range(5)] == ["✓", "–", "▢", "", ""]


def test_next_goes_forward_by_one_step_where_one_went_back(session):
    for _ in range(6):
        session.act(Word.NEXT)
    assert session.at == 3
    for _ in range(3):
        session.act(Word.BACK)
    assert session.at == 0
    assert [session.act(Word.NEXT) and session.at for _ in range(3)] == [1, 2, 3]


def test_enter_after_back_returns_to_where_one_was(session):
    session.submit("0; 0.25")
    session.submit("0.5")
    session.submit("back")
    assert session.at == 0
    session.submit("")
    assert (session.at, session.focus) == (1, Quantity(Kind.A, 1, 2))


def test_back_at_the_first_step_does_nothing(session):
    assert session.act(Word.BACK).what is Happening.NOTHING


def test_reveals_come_in_order_and_the_result_needs_an_attempt_or_asking_twice(session):
    q = session.focus
    assert [session.submit("show").level for _ in range(2)] == [1, 2]
    assert session.states[q].helped
    assert session.submit("show").what is Happening.ASK_AGAIN
    assert not session.states[q].done
    assert session.submit("show").level == 3
    assert session.states[q].outcome is Outcome.SHOWN
    assert session.focus == q
    assert verdicts(session.submit("0")) == ["correct"]
    assert session.states[q].outcome is Outcome.SHOWN


def test_the_equation_alone_is_no_help(session):
    q = session.focus
    session.act(Word.SHOW)
    session.submit("0")
    assert session.states[q].outcome is Outcome.AT_ONCE


def test_after_an_attempt_the_result_is_shown_at_the_first_asking(session):
    session.submit("0.3")
    assert [session.act(Word.SHOW).level for _ in range(3)] == [1, 2, 3]


def test_the_equation_is_for_the_step_and_the_numbers_for_the_question(session):
    first, second = session.step.questions
    session.act(Word.SHOW)
    session.act(Word.SHOW)
    session.look_at(second)
    assert session.equation_shown
    assert session.states[second].reveal == 0
    assert session.act(Word.SHOW).level == 2
    assert session.states[first].reveal == 2


def test_hints_come_in_order_the_lessons_own_first_and_are_no_attempt():
    questions = (Quantity(Kind.Z, 1, 1),)
    step = Step(Kind.Z, 1, questions, hints=("Our own.",))
    session = Session(Lesson("one", "One", single([[0.5]], [0.1], [1.0], [1.0]), (step,)))
    said = [session.submit("hint") for _ in range(4)]
    assert said[0].hint == "Our own."
    assert [event.level for event in said] == [1, 2, 3, 3]
    assert session.states[questions[0]].attempts == 0
    session.submit("0.6")
    assert session.states[questions[0]].outcome is Outcome.HELPED


@pytest.mark.parametrize("word", [Word.KNOWN, Word.NETWORK, Word.DERIVE, Word.SCRATCH, Word.HELP])
def test_looking_changes_nothing(session, word):
    before = deepcopy(session.states), session.at, session.focus
    assert session.submit(f"  {word.value.upper()} ").what is Happening.LOOK
    assert (session.states, session.at, session.focus) == before
    assert session.states[session.focus].sent == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [("scratch", ""), ("  Scratch  0.7*0.5 + 1 ", "0.7*0.5 + 1"), ("scratch\t(1", "(1"), ("SCRATCH x y", "x y")],
)
def test_arithmetic_behind_a_word_is_no_answer(session, typed, text):
    event = session.submit(typed)
    assert (event.what, event.word, event.text) == (Happening.LOOK, Word.SCRATCH, text)
    assert session.states[session.focus].mark is None


@pytest.mark.parametrize("typed", ["scratch0.5", "scratches 1", "0.5 scratch", "hint 0.5", "scratch*2"])
def test_what_only_looks_like_a_word_is_an_answer(session, typed):
    assert session.submit(typed).what is Happening.ANSWER


def test_a_lesson_can_turn_the_scratch_line_off(session):
    what = session.lesson
    session = Session(replace(what, marking=what.marking._replace(scratch=False)))
    for event in (session.submit("scratch 0.5"), session.act(Word.SCRATCH)):
        assert (event.what, event.word) == (Happening.NOTHING, Word.SCRATCH)


@pytest.mark.parametrize("text", ["s", " SCR", "scratch", "scratch 0.7*", "hint"])
def test_what_can_still_become_a_word(text):
    assert Word.begun(text)


@pytest.mark.parametrize("text", ["", " ", "0", "sq", "scratch0", "hint 0"])
def test_what_can_become_no_word_any_more(text):
    assert not Word.begun(text)


def test_what_is_known_grows_with_what_is_answered(session):
    z1, a1, w = Quantity(Kind.Z, 1, 1), Quantity(Kind.A, 1, 1), Quantity(Kind.W, 2, 1, 2)
    assert (session.value_text(z1), session.value_text(w)) == (None, "0.8")
    session.submit("0.3")
    assert session.value_text(z1) == "0.3"
    session.submit("1/3")
    assert session.value_text(z1) == "0.3333"
    session.submit("0")
    assert session.value_text(z1) == "0.0000"
    assert session.value_text(a1) is None
    assert session.value_text(Quantity(Kind.DL_DW, 1, 1, 2)) is None


def test_what_no_step_asked_is_given_when_it_is_needed():
    network = REFERENCE
    steps = (Step(Kind.A, 2, (Quantity(Kind.A, 2, 1),)), Step(Kind.DELTA, 3, (Quantity(Kind.DELTA, 3, 1),)))
    session = Session(Lesson("few", "Few", network, steps))
    assert session.value_text(Quantity(Kind.Z, 2, 1)) == "0.8997"
    assert session.value_text(Quantity(Kind.SIGMA_PRIME, 3, 1)) is None
    session.submit("0.7109")
    session.submit("")
    assert session.value_text(Quantity(Kind.SIGMA_PRIME, 3, 1)) == "0.2273"


def test_pages_stand_before_their_steps_and_the_first_key_leaves_them():
    z, a = Quantity(Kind.Z, 1, 1), Quantity(Kind.A, 1, 1)
    steps = (
        Step(None, say="Welcome."),
        Step(Kind.Z, 1, (z,), before="First z.", after="That was z."),
        Step(Kind.A, 1, (a,), given=True),
        Step(Kind.LOSS, None, (Quantity(Kind.LOSS),)),
        Step(None, say="Goodbye."),
    )
    session = Session(Lesson("pages", "Pages", single([[0.5]], [0.1], [1.0], [1.0]), steps))
    assert session.reading
    assert session.page.items == ("Welcome.", "First z.")
    assert session.go_on()
    assert not session.reading
    session.submit("0.6")
    assert session.submit("").what is Happening.MOVED
    assert session.reading
    assert (session.page.after, session.page.items) == ("That was z.", (steps[2],))
    assert session.value_text(a) == "0.6000"
    session.submit("0.08")
    assert not session.reading
    session.submit("")
    assert session.finished
    assert session.page.items == ("Goodbye.",)
    assert session.submit("5").what is Happening.NOTHING
    assert session.act(Word.SHOW).what is Happening.NOTHING


def test_the_key_of_next_leaves_a_page_and_passes_nothing_by():
    z = Quantity(Kind.Z, 1, 1)
    network = single([[0.5]], [0.1], [1.0], [1.0])
    session = Session(Lesson("page", "Page", network, (Step(Kind.Z, 1, (z,), before="Read this."),)))
    assert session.act(Word.NEXT).what is Happening.MOVED
    assert (session.reading, session.states[z].passed) == (False, False)
    assert session.act(Word.NEXT).what is Happening.PASSED


def test_nothing_is_solved_before_an_answer(session):
    session.submit("hint")
    session.value_text(Quantity(Kind.W, 1, 1, 1))
    assert "solution" not in vars(session.numbers)
    session.submit("0")
    assert session.numbers.solution == solve(REFERENCE)
