"""What every front says alike: what each word that acts does, how to type an answer, that one is the same again."""

from tutor.event import Word

WORDS: dict[Word, str] = {
    Word.HINT: "a hint for this step; the next time, the next one",
    Word.SHOW: "the equation; again, the equation with its numbers; again, the result",
    Word.KNOWN: "all that is known so far",
    Word.NETWORK: "the network: its weights, biases, inputs and targets",
    Word.NEXT: "pass this question by, and go on",
    Word.BACK: "go back to the step before",
    Word.HELP: "what can be typed, and what it does",
    Word.QUIT: "stop here",
}
"""In the order in which help lists them."""

ANSWERS = (
    "An answer is a number such as -0.0794, 5e-3 or 1/4, or arithmetic such as 0.7*0.5 + 0.1.",
    "Several numbers at once, as in 0.5; 0.25, go into the first question of a step.",
    "An answer carries {significant} significant figures; trailing zeros count.",
)
"""How to type an answer, for help; the lesson's significant figures are filled in."""

FIRST_STEP = "This is the first step."
"""To one who wants to go back from there."""

REPEATED = "It is the same as before, and counts as no new try."
"""After the verdict on a text that was sent before, with nothing else in between."""
