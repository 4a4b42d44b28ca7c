"""A lesson line by line, for screen readers, pipes and plain terminals: it prints and asks, and decides nothing.

No cursor is moved, nothing is drawn or coloured; names are written as they are said, numbers in ASCII.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from tutor.errors import ExitStatus
from tutor.event import PASSED, SIGNS, Answered, Event, Happening, Sign, Word
from tutor.explain.labels import Look
from tutor.explain.said import sentences
from tutor.explain.task import task
from tutor.lesson.pages import Page
from tutor.lesson.schema import Lesson, Step
from tutor.marking.mark import Verdict
from tutor.notation import math, sentence
from tutor.notation.number import parameter, shown
from tutor.notation.printable import printable
from tutor.notation.symbols import symbol
from tutor.output import aloud, underway
from tutor.output.asked import asked
from tutor.output.farewell import stopped
from tutor.output.resumed import resumed
from tutor.output.words import FIRST_STEP, NO_SCRATCH, NO_WAY_BACK, REPEATED
from tutor.output.worked import said as numbers_said
from tutor.output.worked import worked
from tutor.quantity import Quantity
from tutor.recorder import Recorder
from tutor.recorder import open as opened
from tutor.session import Session
from tutor.stops import Stops
from tutor.voice import Voice, begun, lines

if TYPE_CHECKING:
    from tutor.progress.journal import Journal

ONWARD = frozenset({Happening.ANSWER, Happening.PASSED, Happening.MOVED})
"""What leads on to the next question, which is asked at once."""
KEPT_AGAIN = "All of it is kept again."


def run(lesson: Lesson, stdin: TextIO, stdout: TextIO, journal: "Journal | None" = None, *, again: bool = False) -> int:
    """Take a learner through a lesson.

    Args:
        lesson: the lesson.
        stdin: where answers come from, one a line; its end ends the lesson.
        stdout: where everything goes.
        journal: what is kept between runs; None keeps nothing.
        again: whether to start again what was begun.

    Returns:
        The exit status: 0, or that of an interruption.

    Raises:
        OSError: if ``stdout`` cannot be written to.
        TutorError: if ``stdin`` cannot be read.
    """
    return take(opened(lesson, journal, again=again), stdin, stdout)


def take(recorder: Recorder, stdin: TextIO, stdout: TextIO) -> int:
    """Take a learner through a lesson that is open; as ``run``."""
    talk = Talk(recorder, stdout)
    stops = Stops(lambda: recorder.busy)

    def ask() -> None:
        stops.check()
        talk.ask()

    try:
        with stops:
            talk.welcome()
            for line in lines(stdin, ask, talk.say):
                if talk.take(line) is Happening.QUIT or talk.session.finished:
                    break
            talk.farewell()
    except KeyboardInterrupt:
        if not stops.hung_up:
            talk.farewell("interrupted")
        return stops.status
    finally:  # whatever ended it
        recorder.flush()
    return stops.status if stops.number else ExitStatus.DONE  # it may have come while the last was written


def _words(sign: Sign) -> str:
    """The first of the words beside a sign: what follows is said in a sentence of its own."""
    return sign.words.partition(",")[0]


def _without(words: str, message: str) -> str:
    """A message without the words of its sign, which were said before it."""
    return message[len(words) + 1 :].lstrip() if message.casefold().startswith(f"{words}.") else message


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _echo(number: float, significant: int) -> str:
    """What was read, exactly where that is short."""
    rounded = shown(number, significant)
    return parameter(number) if float(rounded) == number else rounded


def _place(text: str, offset: int) -> str:
    """Where in an answer reading stopped, in words."""
    if offset >= len(text.rstrip()):
        return "That is at its end."
    return f"That is at character {offset + 1}: {printable(text[offset])}"


def _introduction(session: Session) -> tuple[str, ...]:
    """What a lesson is about, and how long it is."""
    lesson = session.lesson
    return (
        *(("", aloud.prose(lesson.about), "") if lesson.about.strip() else ()),
        f"{_counted(len(lesson.questions), 'question')} in {_counted(len(session.steps), 'step')}. "
        "Type each number and press Enter.",
        *underway.parts(lesson),
    )


class Talk(Voice):
    """What is said to one learner, and how far it got."""

    def __init__(self, recorder: Recorder, out: TextIO) -> None:
        super().__init__(out)
        self.recorder = recorder
        self.session = recorder.session
        self.lesson = recorder.session.lesson
        self._at = self._furthest = -1
        self._question: Quantity | None = None
        self._trouble, self._lost = "", False

    def name(self, q: Quantity) -> str:
        """A quantity by the name that is said."""
        return math.speech(symbol(q, self.lesson.network.naming))

    # The course of the lesson

    def welcome(self) -> None:
        """Say what is to come or, of a lesson that was left, where it goes on and what was not sent."""
        told = self.recorder.resumed
        self.say(printable(self.lesson.title))
        if told is None or told.anew:
            self.say(*_introduction(self.session))
        if told is not None:
            self.say("", sentence.speech(resumed(self.session, told)), *aloud.shown_before(self.session))
        for q, text in self.recorder.drafts.items():
            self.say(f"Typed for {self.name(q)} and not sent: {printable(text)}")
        self.say("Type help to learn what else can be typed, and quit to stop.")
        self.tell_trouble()

    def tell_trouble(self) -> None:
        """Say what is not being kept, when that begins and when it is over."""
        trouble, lost = self.recorder.trouble, bool(self.recorder.trouble) and not self.recorder.kept
        if trouble and (not self._trouble or (lost and not self._lost)):
            self.say(printable(trouble))
        elif self._lost and not lost:
            self.say(KEPT_AGAIN)
        self._trouble, self._lost = trouble, lost

    def take(self, line: str) -> Happening:
        """Hand one line to the recorder, say what came of it, and leave a question that is right for the next one.

        An answer to a question that is right already is for the next one, which is asked before the verdict is said.
        """
        if line.strip() and Word.of(line) is None and self.recorder.go_on():
            self.ask()
        event = self.recorder.submit(line)
        if say := _SAID.get(event.what):
            say(self, event)
        elif event.what is Happening.NOTHING and event.word in _IN_VAIN:
            self.say(NO_WAY_BACK if event.word is Word.BACK and self.lesson.why else _IN_VAIN[event.word])
        self.tell_trouble()
        if event.what in ONWARD and not self.session.reading:
            self.recorder.go_on()
        return event.what

    def ask(self) -> None:
        """Ask the question in focus; say first what is new: a page, a step, what goes into the question."""
        session, step = self.session, self.session.step
        q = session.focus
        if step is None or q is None:
            return
        if session.at != self._at:
            self._arrive(step)
        if q != self._question:
            self._question = q
            look = Look(step.kind, step.layer, q, session.value_text, self._sign)
            self.say(*sentences(self.lesson.network, look))
        state = session.states[q]
        if state.correct:
            self.say(f"{self.name(q)} = {aloud.spoken(session.numbers.text(q))}, right already. Press Enter to go on.")
        elif state.follows:
            self.say(
                f"{self.name(q)} = {aloud.value(self.session, q)}, {_FOLLOWS}. Press Enter to go on, or type it again."
            )
        elif state.done and state.sign:
            self.say(f"{self.name(q)} = ? It is {state.sign.words}: press Enter to go on, or type it.")
        else:
            self.say(f"{self.name(q)} = ?")
        self.out.flush()

    def _arrive(self, step: Step) -> None:
        """Say what the step is about and how its questions stand; read the page before it the first time.

        What belongs to the steps before is read before the heading. Nothing of a page waits for Enter.
        """
        session = self.session
        self._at = session.at
        page = session.page if self._at > self._furthest else Page()
        self._furthest = max(self._furthest, self._at)
        own = 1 if page.items and step.before else 0
        self._say_page((page.after, *page.items[: len(page.items) - own]))
        if session.reading:
            self.recorder.go_on()
        self.say("", self.heading(step))
        if own:
            self.say(aloud.prose(step.before), "")
        if any(session.states[q].sign for q in step.questions):
            self.say(*(self._standing(q) for q in step.questions if q != session.focus or not session.states[q].done))

    def heading(self, step: Step) -> str:
        """What stands above a step."""
        what = sentence.speech(asked(self.lesson.network, step))
        return f"Step {self._at + 1} of {len(self.session.steps)}, {step.stage}. {what}."

    def _standing(self, q: Quantity) -> str:
        """How a question stands that was left before; of the one that is asked also why its number is not right."""
        state = self.session.states[q]
        right = ", right already." if state.correct else ""
        why = state.mark.message if state.mark and state.mark.number is not None and q == self.session.focus else ()
        words = state.sign.words if state.sign else ""
        more = f". {_without(words, sentence.speech(why))}" if why and not state.done else ""
        return f"{self.name(q)} = {aloud.value(self.session, q) or '?'}{right}{aloud.open_still(self.session, q)}{more}"

    def _say_page(self, items: Iterable[str | Step]) -> None:
        for item in items:
            if item == "":
                continue
            self.say("")
            if isinstance(item, Step):
                self.say(f"Given. {sentence.speech(task(self.lesson.network, item))}.")
                self.say(*(f"{self.name(q)} = {aloud.spoken(self.session.numbers.text(q))}" for q in item.questions))
            else:
                self.say(aloud.prose(item))

    def _sign(self, q: Quantity) -> str:
        state = self.session.states.get(q)
        return state.number_sign.glyph if state is not None and state.number_sign is not None else ""

    # What comes of an input

    def answered(self, event: Event) -> None:
        """Say the verdict on each answer, and all that belongs to it."""
        for answer in event.answers:
            named = len(event.answers) > 1 and answer.mark.verdict is not Verdict.CORRECT
            said = " ".join(self._verdict(answer))
            self.say(f"{self.name(answer.question)}: {said}" if named else said[:1].upper() + said[1:])

    def _verdict(self, answer: Answered) -> Iterator[str]:
        mark = answer.mark
        words = _words(SIGNS[mark.verdict])
        message = _without(words, sentence.speech(mark.message))
        yield f"{words}."
        if mark.verdict is Verdict.CORRECT:
            yield f"{begun(self.name(answer.question))} = {aloud.spoken(self.session.numbers.text(answer.question))}."
        if message:
            yield message
        if mark.echo and mark.number is not None:
            yield f"It was read as {_echo(mark.number, self.lesson.marking.significant)}."
        if mark.offset is not None:
            yield _place(answer.text, mark.offset)
        if answer.repeated:
            yield REPEATED

    def hinted(self, event: Event) -> None:
        """Say the hint."""
        self.say(f"Hint {event.level}. {aloud.prose(event.hint)}")

    def revealed(self, event: Event) -> None:
        """Say the equation, the numbers or the result."""
        step, q = self.lesson.asked[event.step], event.question
        if q is None or step.kind is None:
            return
        if event.level == 1:
            self.say(*aloud.shown_equation(self.lesson, step))
            return
        put_in = worked(self.session, q)
        if event.level == 2:
            self.say(f"The numbers for {self.name(q)}:", *numbers_said(self.session, put_in))
            return
        self.say(f"The result: {self.name(q)} {aloud.spoken(put_in.sign)} {put_in.result}.")

    def asked_again(self, _event: Event) -> None:
        """Say what showing the result costs."""
        self.say("Try it first, or type show once more to have the result: it then counts as shown.")

    def passed(self, event: Event) -> None:
        """Say what was left open, and how to come back to it."""
        if event.question is not None:
            result = (
                f" = {self.session.numbers.text(event.question)}" if self.lesson.why else ""
            )  # it does not come back
            self.say(f"{PASSED.words.capitalize()}: {self.name(event.question)}{result.replace('−', '-')}.")

    def looked(self, event: Event) -> None:
        """Say what one of the words that only look asks for."""
        if event.word is not None:
            _LOOKS[event.word](self, event.text)

    def say_scratch(self, text: str) -> None:
        """Say what arithmetic comes to; without any, how to have it worked out."""
        from tutor.output import scratch  # most lessons are gone through without

        found = scratch.worked(self.lesson, text)
        where = () if found.offset is None else (_place(text, found.offset),)
        self.say(" ".join((scratch.said(found), *where)))

    def say_known(self, _text: str) -> None:
        """Say where the learner is, all that is known so far, how the steps went and what comes next."""
        known = "Known so far (for weights, biases and targets, type network):"
        self.say(underway.place(self.session), known, *aloud.known(self.session), *underway.steps(self.session))

    def say_derivation(self, _text: str) -> None:
        """Say how what is asked for comes about."""
        from tutor.output import derivation  # most lessons are gone through without

        self.say(*derivation.said(self.session))

    def say_picture(self, _text: str) -> None:
        """Say what the picture of the present step shows."""
        from tutor.output.pictures import step  # most lessons are gone through without

        self.say("The picture:", *map(sentence.speech, step.said(self.session)))

    def say_network(self, text: str) -> None:
        """Say the network's own numbers, or what looking around says of one place in it."""
        from tutor.output import heard, wanted  # most lessons are gone through without

        if not text:
            self.say(*aloud.network(self.session), *heard.traced(self.session))
            return
        found = wanted.wanted(self.session, text)
        self.say(*((found,) if isinstance(found, str) else heard.heard(self.session, found)))

    def say_help(self, _text: str) -> None:
        """Say what can be typed."""
        self.say(*aloud.helping(self.lesson))

    # The end

    def farewell(self, how: str = "stopped") -> None:
        """Say what the end of a lesson shows, or, where the lesson goes on, how to go on with it; and what is not kept.

        Args:
            how: stopped, or interrupted.
        """
        recorder = self.recorder
        recorder.flush()
        self._lost = False  # what began before is said once more, now that it is how it ended
        self.tell_trouble()
        if not self.session.finished:
            self.say("", *stopped(self.session, kept=recorder.kept, how=how, learner=recorder.learner))
            return
        self._say_page((self.session.page.after, *self.session.page.items))
        from tutor.output.parting import parting  # not before the end

        self.say(*parting(self.session))


_SAID: dict[Happening, Callable[[Talk, Event], None]] = {
    Happening.ANSWER: Talk.answered,
    Happening.HINT: Talk.hinted,
    Happening.REVEAL: Talk.revealed,
    Happening.ASK_AGAIN: Talk.asked_again,
    Happening.PASSED: Talk.passed,
    Happening.LOOK: Talk.looked,
}
"""What is said of each event; the others say nothing, and what is asked next tells where they led."""

_FOLLOWS = f"which {SIGNS[Verdict.CONSISTENT].words}"

_IN_VAIN: dict[Word | None, str] = {Word.BACK: FIRST_STEP, Word.SCRATCH: NO_SCRATCH}
"""What is said of a word that can do nothing where it was typed."""

_LOOKS: dict[Word, Callable[[Talk, str], None]] = {
    Word.SCRATCH: Talk.say_scratch,
    Word.KNOWN: lambda talk, text: talk.say_known(text),  # which practice says otherwise
    Word.NETWORK: Talk.say_network,
    Word.DERIVE: Talk.say_derivation,
    Word.PICTURE: Talk.say_picture,
    Word.HELP: Talk.say_help,
}
