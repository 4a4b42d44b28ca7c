"""The session as a state machine: whatever is done in whatever order, these things hold."""

from helpers.journals import Memory, same
from helpers.lessons import lesson_of
from helpers.networks import networks
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tutor import recorder
from tutor.event import Happening, Outcome, Word
from tutor.explain.formula import formulas
from tutor.expression.evaluate import evaluate
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation.number import screen, shown

WORDS = [word for word in Word if word is not Word.QUIT]


class Learner(RuleBasedStateMachine):
    @initialize(network=networks(widest=3, deepest=2))
    def begin(self, network):
        self.journal = Memory()
        self.recorder = recorder.open(lesson_of(network), self.journal)
        self.session = self.recorder.session
        lesson = self.session.lesson
        self.marker = Marker(network, lesson.marking.significant, self.session.numbers.value)
        self.solved, self.shown = set(), set()

    def right(self):
        session = self.session
        if session.focus is None:
            return "0"
        return shown(session.numbers.solution.value(session.focus), session.lesson.marking.significant)

    @rule()
    def answer_right(self):
        self.recorder.go_on()
        q, text = self.session.focus, self.right()
        event = self.recorder.submit(text)
        if q is not None:
            assert [a.mark.verdict.value for a in event.answers] == ["correct"]
            assert self.session.states[q].correct

    @rule(data=st.data())
    def answer_by_a_mistake(self, data):
        self.recorder.go_on()
        q = self.session.focus
        if q is None:
            return
        slips = self.marker.question(q).slip_guesses
        value = data.draw(st.sampled_from(slips)).value if slips else 0.0
        event = self.recorder.submit(shown(value, 4) if abs(value) < 1e6 else "0")
        for mark in (answer.mark for answer in event.answers):
            assert mark.verdict is Verdict.WRONG or not mark.mistakes
            assert not mark.follows or mark.verdict is not Verdict.CORRECT

    @rule()
    def answer_by_what_stands_there(self):
        self.recorder.go_on()
        q = self.session.focus
        if q is None:
            return
        numbers = {p: state.own.number for p, state in self.session.states.items() if state.own is not None}
        exact = self.session.numbers.value
        value = evaluate(formulas(self.session.lesson.network, q)[0], lambda p: numbers.get(p, exact(p)))
        event = self.recorder.submit(shown(value, 6) if abs(value) < 1e6 else "0")
        if event.answers and event.answers[0].mark.verdict is Verdict.CONSISTENT:
            assert self.session.states[q].done
            assert self.session.states[q].own.correct is False
            assert self.session.focus != q or not self.session.answering

    @rule(text=st.sampled_from(["123.4", "-9e5", "0.31337", "1/7", "[", "[bold]", "", "  ", "1;2", "1;2;3", "２"]))
    def answer_anyhow(self, text):
        attempts = sum(state.attempts for state in self.session.states.values())
        event = self.recorder.submit(text)
        if not text.strip():
            assert event.what in {Happening.NOTHING, Happening.MOVED}
            assert sum(state.attempts for state in self.session.states.values()) == attempts

    @rule()
    def answer_twice(self):
        first = self.recorder.submit("77.7")
        q = self.session.focus
        before = q and self.session.states[q].attempts
        event = self.recorder.submit("77.7")
        asked = [answer.question for answer in (*first.answers, *event.answers)]
        if asked == [q, q]:  # not where it followed from a 77.7 before it, and the focus went on
            assert event.answers[0].repeated
            assert self.session.states[q].attempts == before

    @rule(word=st.sampled_from(WORDS), typed=st.booleans())
    def act(self, word, typed):
        before = self.session.at
        event = self.recorder.submit(word.value) if typed else self.recorder.act(word)
        if word is Word.BACK:
            assert self.session.at == max(before - 1, 0)
        assert event.what is not Happening.ANSWER

    @rule(data=st.data())
    def move_focus(self, data):
        if self.session.step is not None:
            q = data.draw(st.sampled_from(self.session.step.questions))
            self.recorder.look_at(q)
            assert self.session.focus == q

    @rule(text=st.sampled_from(["", "0.1", "hint"]))
    def type_and_leave(self, text):
        if self.session.focus is not None:
            self.recorder.touch(self.session.focus, text)

    @rule()
    def leave_and_go_on(self):
        self.recorder.flush()
        past = self.journal.latest("test")
        if past is None or past.standing.finished:
            return
        again = recorder.open(self.session.lesson, self.journal)
        assert same(again.session, self.session)
        assert again.drafts == self.recorder.drafts
        assert (again.resumed.again, again.resumed.anew) == ((), False)
        self.recorder, self.session = again, again.session

    @invariant()
    def once_solved_or_shown_stays_so(self):
        if not hasattr(self, "session"):
            return
        states = self.session.states
        assert all(states[q].correct for q in self.solved)
        assert all(states[q].outcome is Outcome.SHOWN for q in self.shown)
        self.solved = {q for q, state in states.items() if state.correct}
        self.shown = {q for q, state in states.items() if state.shown}

    @invariant()
    def every_number_that_stands_there_says_whose_it_is(self):
        if not hasattr(self, "session"):
            return
        for q, state in self.session.states.items():
            text = self.session.value_text(q)
            assert not state.correct or state.own is None or state.own.correct
            if state.correct or state.shown:
                assert text == self.session.numbers.text(q)
            elif state.own is not None:
                assert text == screen(state.own.text)
                assert state.number_sign.glyph in "✗≈↷"

    @invariant()
    def what_follows_has_a_wrong_number_before_it(self):
        if not hasattr(self, "session"):
            return
        states = self.session.states
        for state in states.values():
            if state.own is not None and not state.own.correct and state.mark.number == state.own.number:
                owns = [states[p].own for p in state.mark.follows]
                assert all(own is not None and not own.correct for own in owns)
                assert not state.follows or state.mark.verdict is not Verdict.WRONG

    @invariant()
    def the_focus_is_on_a_question_of_the_step(self):
        if hasattr(self, "session"):
            session = self.session
            assert (session.focus is None) == session.finished
            assert session.finished or session.focus in session.step.questions
            assert sum(session.outcomes().values()) == len(session.lesson.questions)


Learner.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLearner = Learner.TestCase
