"""What every front says alike: what each word that acts does, how to type an answer, where in the lesson a step is."""

from collections.abc import Sequence

from tutor.engine.network import Network
from tutor.event import Word
from tutor.lesson.schema import Lesson

WORDS: dict[Word, str] = {
    Word.HINT: "a hint for this step; the next time, the next one",
    Word.SHOW: "the equation; again, the equation with its numbers; again, the result",
    Word.KNOWN: "all that is known so far",
    Word.NETWORK: "the network: its numbers and paths; network 2 1 is neuron 1 of layer 2",
    Word.DERIVE: "how the formula of this question comes about",
    Word.PICTURE: "a picture of this step, of what is known so far",
    Word.SCRATCH: "a line to calculate on, as in scratch 0.7*0.5; its result can go into the field",
    Word.NEXT: "pass this question by, and go on",
    Word.BACK: "go back to the step before",
    Word.HELP: "what can be typed, and what it does",
    Word.QUIT: "stop here",
}
"""In the order in which help lists them."""

ALOUD: dict[Word, str] = {Word.SCRATCH: "arithmetic worked out, as in scratch 0.7*0.5"}
"""Of these, what is said otherwise where everything is told line by line: there are no fields."""

ANSWERS = (
    "An answer is a number such as -0.0794, 5e-3 or 1/4, or arithmetic such as 0.7*0.5 + 0.1.",
    "Several numbers at once, as in 0.5; 0.25, go into the first question of a step.",
    "An answer carries {significant} significant figures; trailing zeros count.",
)
"""How to type an answer, for help; the lesson's significant figures are filled in."""

EXPRESSIONS = "Where an expression is asked for, type it in names, as in w11*d1*sigma'(z1); {more}."
"""How to type an expression, with what more can be said of a name."""

EQUALS = {"=": "Equals", "≈": "Is about"}
"""How a line of numbers begins where it is said, by its sign."""

NO_SCRATCH = "This lesson goes without the scratch line."
"""To one who asks for it where the lesson turns it off."""

LOADING = "One moment: the arithmetic is still loading …"
"""To one whose answer came before it could be marked."""

CHECKING = "One moment: every gradient is being checked …"
"""On the end page, until it can be made."""

MOUSE = "The mouse does all of this, too; text that is selected with it is copied by ctrl+c."
"""How the screens are used without keys."""

FIRST_STEP = "This is the first step."
"""To one who wants to go back from there."""

NO_WAY_BACK = "What was asked before in practice does not come back."
"""The same, at a question of practice."""
REPEATED = "It is the same as before, and counts as no new try."
"""After the verdict on a text that was sent before, with nothing else in between."""


def turn(network: Network, update: int, sample: int | None = None) -> str:
    """Which update and which sample: “update 2, sample 1”; what there is one of is not named.

    Args:
        network: says how many there are.
        update: the update, from 1.
        sample: the sample, from 1; None for what belongs to all of them.
    """
    several = sample is not None and bool(network.further)
    words = [f"update {update}"] if network.updates > 1 else []
    return ", ".join([*words, f"sample {sample}"] if several else words)


def listed(words: Sequence[str]) -> str:
    """Several things in one sentence: “one, two and three”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def answers(lesson: Lesson) -> tuple[str, ...]:
    """How to type an answer in a lesson."""
    said = [line.format(significant=lesson.marking.significant) for line in ANSWERS]
    if any(step.expression for step in lesson.steps):
        network = lesson.network
        more = ["w11(2) is of layer 2"]
        more += ["d1[2] of sample 2"] if network.further else []
        more += ["w11#1 a weight after update 1"] if network.updates > 1 else []
        said.append(EXPRESSIONS.format(more=listed(more)))
    return tuple(said)
