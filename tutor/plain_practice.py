"""Practice line by line: one question after the other, why it comes now, and how the seven skills stand."""

from threading import Thread
from typing import TextIO

from tutor.engine.network import Network
from tutor.errors import ExitStatus
from tutor.event import Happening
from tutor.explain.task import task as task_of
from tutor.lesson.schema import Step
from tutor.notation import sentence
from tutor.output import aloud, practising, skills, walked
from tutor.output.words import listed
from tutor.plain import Talk
from tutor.practice.course import Done, Walk
from tutor.practice.tasks import Task
from tutor.recorder import Recorder
from tutor.sitting import Sitting
from tutor.stops import Stops
from tutor.voice import Voice, lines

WELCOME = (
    "Practice, in new networks: one question at a time, with all that it needs.",
    "Type each number and press Enter. Type known for how the skills stand, help to learn what else can be typed, and "
    "quit to stop.",
    "",
    "How likely you know each of the seven skills, as far as your answers tell:",
)
STAND = "How the seven skills stand:"


def run(sitting: Sitting, stdin: TextIO, stdout: TextIO) -> int:
    """Take a learner through practice.

    Args:
        sitting: what is practised.
        stdin: where answers come from, one a line; its end ends the practice.
        stdout: where everything goes.

    Returns:
        The exit status: 0, or that of an interruption.

    Raises:
        OSError: if ``stdout`` cannot be written to.
        TutorError: if ``stdin`` cannot be read, or no sound numbers are found for such a network.
    """
    told = _Telling(sitting, stdout)
    stops = Stops(lambda: sitting.busy)

    def ask() -> None:
        stops.check()
        told.ask()

    try:
        with stops:
            told.welcome()
            for line in () if sitting.over else lines(stdin, ask, told.say):
                if told.take(line) is Happening.QUIT or sitting.over:
                    break
            told.farewell("Done" if sitting.over else "Stopped")
    except KeyboardInterrupt:
        if not stops.hung_up:
            told.farewell("Interrupted")
        return stops.status
    finally:  # whatever ended it
        sitting.flush()
    return stops.status if stops.number else ExitStatus.DONE  # it may have come while the last was written


class _Talk(Talk):
    """What is said at one question."""

    def __init__(self, recorder: Recorder, out: TextIO, telling: "_Telling") -> None:
        super().__init__(recorder, out)
        self._telling = telling

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
        self.say(
            self._telling.reason,
            "Given (for weights, biases and targets, type network):",
            *aloud.known(self.session),
            STAND,
        )
        self._telling.say_skills()


class _Telling(Voice):
    """What is said from question to question."""

    def __init__(self, sitting: Sitting, out: TextIO) -> None:
        super().__init__(out)
        self._sitting = sitting
        self._talk: _Talk | None = None
        self._seed = ""

    def welcome(self) -> None:
        """Say what is to come and how the skills stand, and come to the first question."""
        self.say(*WELCOME)
        self.say_skills()
        if self._sitting.refused is not None:
            self.say("", practising.refused(self._sitting.refused))
        self.out.flush()  # the first network takes a while
        self._go_on()
        if self._talk is not None:
            self._talk.tell_trouble()

    def ask(self) -> None:
        """Ask the present question; the next network is made while the learner works."""
        if self._talk is not None:
            self._talk.ask()
        Thread(target=self._sitting.prepare, daemon=True).start()

    def take(self, line: str) -> Happening:
        """Hand one line to the present question; where that is done, come to the next."""
        talk = self._talk
        if talk is None:
            return Happening.NOTHING
        happened = talk.take(line)
        if talk.session.finished:
            self._say_skill()
            self._go_on()
        return happened

    # From question to question

    def _go_on(self) -> None:
        """Come to the next question, past any worked example, or to the end."""
        found = self._sitting.go_on()
        while isinstance(found, Walk):
            self.say("", *walked.said(walked.walked(found.lesson), found.skill))
            found = self._sitting.go_on()
        if isinstance(found, Done):
            self.say("", practising.ended(found.choice))
        elif self._sitting.recorder is not None:
            self._begin(found, self._sitting.recorder)

    def _begin(self, task: Task, recorder: Recorder) -> None:
        talk = _Talk(recorder, self.out, self)
        if self._talk is not None:
            talk.follow(self._talk)
        self._talk = talk
        self.say("", f"Question {self._sitting.practice.asked}. {skills.reason_said(task.choice)}.")
        if task.seed != self._seed:
            self._seed = task.seed
            self.say(_network(task.lesson.network, task.lesson.marking.significant))

    # How it stands

    @property
    def reason(self) -> str:
        """Why the present question is asked."""
        found = self._sitting.found
        return f"{skills.reason_said(found.choice)}." if isinstance(found, Task) else ""

    def say_skills(self) -> None:
        """Say how each of the seven skills stands."""
        self.say(*skills.said(self._sitting.knowledge, self._sitting.now))

    def _say_skill(self) -> None:
        """Say how the skill of the question stands that is done."""
        found = self._sitting.found
        if isinstance(found, Task):
            self.say(skills.one_said(self._sitting.knowledge, found.skill, self._sitting.now))
            self.say(*filter(None, (practising.failed(self._sitting.practice),)))

    def farewell(self, how: str) -> None:
        """Say how it went, how the skills stand, and how to go on."""
        sitting = self._sitting
        sitting.hear()
        self.say("", practising.went(how, sitting.answered, sitting.known), STAND)
        self.say_skills()
        self.say(practising.again(sitting.practice))
        if self._talk is not None:
            self._talk.end()
            if sitting.answered and sitting.kept:
                self.say(practising.going_on(sitting.learner))


def _network(network: Network, significant: int) -> str:
    """What a new network is like."""
    first, *layers = network.sizes
    several = f"layers of {listed([str(n) for n in layers])} neurons"
    neurons = several if len(layers) > 1 else f"{layers[0]} neuron{'' if layers[0] == 1 else 's'}"
    figures = "" if significant == 3 else f" Here an answer carries {significant} significant figures."
    kinds = listed(list(dict.fromkeys(layer.activation for layer in network.layers)))
    return f"A new network: {first} input{'' if first == 1 else 's'}, then {neurons}, with {kinds}.{figures}"
