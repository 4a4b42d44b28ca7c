"""Practice line by line: one question after the other, why it comes now, and how the seven skills stand."""

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TextIO

from tutor.engine.network import Network
from tutor.errors import ExitStatus, TutorError
from tutor.event import Happening
from tutor.explain.task import task as task_of
from tutor.lesson.schema import Step
from tutor.notation import sentence
from tutor.notation.printable import printable
from tutor.output import aloud, skills, walked
from tutor.output.words import listed
from tutor.plain import Talk
from tutor.practice.course import Done, Practice, Walk
from tutor.practice.skill import Skill
from tutor.practice.tasks import Task
from tutor.recorder import Recorder, Watch
from tutor.session import Session
from tutor.stops import Stops
from tutor.voice import Voice, lines

if TYPE_CHECKING:
    from tutor.progress.journal import Journal

WELCOME = (
    "Practice, in new networks: one question at a time, with all that it needs.",
    "Type each number and press Enter. Type known for how the skills stand, help to learn what else can be typed, and "
    "quit to stop.",
    "",
    "How likely you know each of the seven skills, as far as your answers tell:",
)
STAND = "How the seven skills stand:"
MASTERED = "You have mastered {skill} already: there is nothing to be tested out of."
AGAIN = "The same networks come again with bp-tutor practice --seed {seed}{options}."
KEPT = "All of it is kept: {practice} goes on from there."


def run(
    practice: Practice,
    stdin: TextIO,
    stdout: TextIO,
    journal: "Journal | None" = None,
    *,
    test_out: Skill | None = None,
    watch: Watch | None = None,
) -> int:
    """Take a learner through practice.

    Args:
        practice: what is practised.
        stdin: where answers come from, one a line; its end ends the practice.
        stdout: where everything goes.
        journal: what is kept; None keeps nothing.
        test_out: the skill that the learner asks to be tested out of.
        watch: the clock.

    Returns:
        The exit status: 0, or that of an interruption.

    Raises:
        OSError: if ``stdout`` cannot be written to.
        TutorError: if ``stdin`` cannot be read, or no sound numbers are found for such a network.
    """
    sitting = _Sitting(practice, stdout, journal, watch or Watch())
    stops = Stops(lambda: sitting.busy)

    def ask() -> None:
        stops.check()
        sitting.ask()

    try:
        with stops:
            sitting.welcome(test_out)
            for line in () if sitting.over else lines(stdin, ask, sitting.say):
                if sitting.take(line) is Happening.QUIT or sitting.over:
                    break
            sitting.farewell("Done" if sitting.over else "Stopped")
    except KeyboardInterrupt:
        if not stops.hung_up:
            sitting.farewell("Interrupted")
        return stops.status
    finally:  # whatever ended it
        sitting.flush()
    return ExitStatus.DONE


class _Talk(Talk):
    """What is said at one question."""

    def __init__(self, recorder: Recorder, out: TextIO, sitting: "_Sitting") -> None:
        super().__init__(recorder, out)
        self._sitting = sitting

    def follow(self, before: "_Talk") -> None:
        """What is not being kept was said already."""
        self._trouble, self._lost = before._trouble, before._lost

    def end(self) -> None:
        """Say what is not being kept, once more, now that it is how it ended."""
        self.recorder.flush()
        self._lost = False
        self.tell_trouble()

    def heading(self, step: Step) -> str:
        """What the question is about."""
        return f"{sentence.speech(task_of(self.lesson.network, step))}."

    def say_known(self, _text: str) -> None:
        """Say what is given, and how the skills stand."""
        self.say("Given (for weights, biases and targets, type network):", *aloud.known(self.session), STAND)
        self._sitting.say_skills()


class _Sitting(Voice):
    """One learner's practice, question after question.

    Attributes:
        over: whether no question helps any more.
    """

    def __init__(self, practice: Practice, out: TextIO, journal: "Journal | None", watch: Watch) -> None:
        super().__init__(out)
        self.over = False
        self._practice, self._journal, self._watch = practice, journal, watch
        self._talk: _Talk | None = None
        self._seed = ""
        self._decided = self._known = 0

    def welcome(self, test_out: Skill | None) -> None:
        """Say what is to come and how the skills stand, and come to the first question."""
        self.say(*WELCOME)
        self.say_skills()
        if test_out is not None and self._practice.knowledge.of(test_out).mastered:
            self.say("", MASTERED.format(skill=skills.name_said(test_out)))
            test_out = None
        if test_out is not None:
            self._practice.test_out(test_out)
        self._go_on()
        if self._talk is not None and test_out is not None:
            self._talk.recorder.test_out(test_out)
        if self._talk is not None:
            self._talk.tell_trouble()

    def ask(self) -> None:
        """Ask the present question; the next network is made while the learner works."""
        if self._talk is not None:
            self._talk.ask()
        Thread(target=self._prepare, daemon=True).start()

    def _prepare(self) -> None:
        with suppress(TutorError):  # which is told when that network is needed
            self._practice.prepare()

    def take(self, line: str) -> Happening:
        """Hand one line to the present question; where that is done, come to the next."""
        talk = self._talk
        if talk is None:
            return Happening.NOTHING
        before = len(talk.recorder.events)
        happened = talk.take(line)
        for event in talk.recorder.events[before:]:
            known = self._practice.saw(event, self._watch.now())
            self._decided += known is not None
            self._known += known is True
        if talk.session.finished:
            talk.recorder.flush()
            self._say_skill()
            self._go_on()
        return happened

    # From question to question

    def _go_on(self) -> None:
        """Come to the next question, past any worked example, or to the end."""
        found = self._practice.next(self._watch.now())
        while isinstance(found, Walk):
            self.say("", *walked.said(walked.walked(found.lesson), found.skill))
            found = self._practice.next(self._watch.now())
        if isinstance(found, Done):
            self.over = True
            end = skills.reason_said(found.choice)
            self.say("", f"{end[:1].upper()}{end[1:]}{'' if end.endswith('.') else '.'}")
            return
        self._begin(found)

    def _begin(self, task: Task) -> None:
        recorder = Recorder(Session(task.lesson), self._journal, seed=task.seed, watch=self._watch)
        talk = _Talk(recorder, self.out, self)
        if self._talk is not None:
            talk.follow(self._talk)
        self._talk = talk
        self.say("", f"Question {self._practice.asked}. {skills.reason_said(task.choice)}.")
        if task.seed != self._seed:
            self._seed = task.seed
            self.say(_network(task.lesson.network, task.lesson.marking.significant))

    # How it stands

    def say_skills(self) -> None:
        """Say how each of the seven skills stands."""
        self.say(*skills.said(self._practice.knowledge, self._watch.now()))

    def _say_skill(self) -> None:
        """Say how the skill of the question stands that is done."""
        task = self._practice.task
        if task is not None:
            self.say(skills.one_said(self._practice.knowledge, task.skill, self._watch.now()))

    def farewell(self, how: str) -> None:
        """Say how it went, how the skills stand, and how to go on."""
        count = self._decided
        went = f"{count} question{'' if count == 1 else 's'} answered, {self._known} of them known at once"
        self.say("", f"{how}: {went}." if count else f"{how}.", STAND)
        self.say_skills()
        practice = self._practice
        self.say(printable(AGAIN.format(seed=practice.seed, options=practice.wish.options)))
        if self._talk is not None:
            self._talk.end()
            if self._decided and self._talk.recorder.kept:
                self.say(KEPT.format(practice=_command(self._talk.recorder.learner)))

    @property
    def busy(self) -> bool:
        """Whether something is being written just now."""
        return self._talk is not None and self._talk.recorder.busy

    def flush(self) -> None:
        """Keep what waits."""
        if self._talk is not None:
            self._talk.recorder.flush()


def _command(learner: str | None) -> str:
    """What to type to go on."""
    if learner is None:
        return "bp-tutor practice"
    from shlex import quote  # most learners have no name

    return f"bp-tutor practice --learner {printable(quote(learner))}"


def _network(network: Network, significant: int) -> str:
    """What a new network is like."""
    first, *layers = network.sizes
    several = f"layers of {listed([str(n) for n in layers])} neurons"
    neurons = several if len(layers) > 1 else f"{layers[0]} neuron{'' if layers[0] == 1 else 's'}"
    figures = "" if significant == 3 else f" Here an answer carries {significant} significant figures."
    kinds = listed(list(dict.fromkeys(layer.activation for layer in network.layers)))
    return f"A new network: {first} input{'' if first == 1 else 's'}, then {neurons}, with {kinds}.{figures}"
