"""Every command once: its key, what the keys line and the palette say of it, what it does."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

from tutor.event import Word
from tutor.notation.charset import spelt
from tutor.output.words import WORDS


class Command(NamedTuple):
    """One command of a screen.

    Attributes:
        key: the key, as Textual names it; several are parted by commas.
        cap: the key, as the keys line writes it.
        label: what it does, in a word or two.
        help: what it does, in a clause.
        action: the action that it runs; empty where the key belongs to a widget, or is two keys.
        word: the word that does the same when it is typed.
        stays: whether it is on the keys line before others are.
        ways: where there is no action, what a click runs instead: one action, or one for each arrow of the cap.
    """

    key: str
    cap: str
    label: str
    help: str
    action: str = ""
    word: Word | None = None
    stays: bool = False
    ways: tuple[str, ...] = ()

    @property
    def clicks(self) -> tuple[str, ...]:
        """What a click on its cap runs, one action or one for each arrow; on its label and in the palette the last."""
        found = self.ways or (self.action,)
        return tuple(action if action.startswith("app.") else f"screen.{action}" for action in found if action)

    @property
    def sheet(self) -> str:
        """The sheet that it may open, by name."""
        return self.action.partition("'")[2].rstrip("')")

    @property
    def binding(self) -> Binding:
        """The key's binding."""
        return Binding(self.key, self.action, self.label, show=False, tooltip=self.help, id=f"bp.{self.label}")


def _word(word: Word, key: str, cap: str, *, stays: bool = False) -> Command:
    return Command(key, cap, word.value, WORDS[word], f"word('{word.value}')", word, stays)


ENTER = Command("enter", "⏎", "answer", "send the answer; on a step that is done, go on", stays=True, ways=("enter",))
GO_ON = ENTER._replace(label="go on ")
"""The same where it goes on, as wide, so that nothing moves."""
FIELD = Command("up,down", "↑↓", "field", "to another field of the step", ways=("field(-1)", "field(1)"))
HINT = _word(Word.HINT, "ctrl+y", "^y")
SHOW = _word(Word.SHOW, "ctrl+r", "^r")
KNOWN = _word(Word.KNOWN, "ctrl+o", "^o")
NETWORK = _word(Word.NETWORK, "ctrl+g", "^g")._replace(
    help="look around in the network: its neurons, weights and paths"
)
DERIVE = _word(Word.DERIVE, "f9", "F9")
PICTURE = _word(Word.PICTURE, "f5", "F5")
SCRATCH = _word(Word.SCRATCH, "f6", "F6")
HELP = _word(Word.HELP, "f1", "F1", stays=True)
QUIT = _word(Word.QUIT, "ctrl+q", "^q", stays=True)
EQUATIONS = Command("f2", "F2", "equations", "the four equations, and those that lead to them", "sheet('equations')")
NOTATION = Command("f3", "F3", "notation", "what the symbols and colours mean", "sheet('notation')")
TEXT = Command("f4", "F4", "text", "what was said before this step, once more", "sheet('text')")
BACK = _word(Word.BACK, "f7", "F7")
NEXT = _word(Word.NEXT, "f8", "F8")
LESSONS = Command("ctrl+l", "^l", "lessons", "the list of lessons; this one waits where it is", "lessons")
PALETTE = Command("ctrl+p", "^p", "all", "all that can be done here, the lessons, the colours", "app.command_palette")
MORE = Command("pageup,pagedown", "pgdn", "more", "the rest of what was said, or of a page", ways=("scroll(1)",))
SCROLL = Command("up,down", "↑↓", "scroll", "up and down this page", ways=("scroll_page(-4)", "scroll_page(4)"))
CHOOSE = Command("up,down", "↑↓", "choose", "to another lesson", ways=("choose(-1)", "choose(1)"))
OPEN = Command(
    "enter",
    "⏎",
    "begin",
    "begin the lesson, go on with it, or begin it anew once it is done",
    stays=True,
    ways=("begin",),
)
START_AGAIN = Command("a", "a", "again", "begin the lesson again at its first step; what was done is kept", "again")
GO = Command(
    "left,up,down,right",
    "←↑↓→",
    "go",
    "to the next neuron or wire; above the first neuron of a layer, to the layer itself",
    ways=tuple(f"go('{direction}')" for direction in ("left", "up", "down", "right")),
    stays=True,
)
TURN = Command("tab", "tab", "turn", "look forward, at what goes in, or backward, at the errors", "turn", stays=True)
PATH = Command("p", "p", "path", "the next path of the traced weight to the loss", "path", stays=True)
PARAMETERS = Command("w", "w", "numbers", "all weights, biases, inputs and targets", "sheet('parameters')")
CLOSE = Command("escape", "esc", "close", "back to where you were; so do Enter, ^g and q", "close", stays=True)

LESSON = (
    ENTER, FIELD, HINT, SHOW, KNOWN, NETWORK, HELP, QUIT, SCRATCH, PICTURE, EQUATIONS, NOTATION, NEXT, BACK, TEXT,
    DERIVE,
    LESSONS, PALETTE, MORE,
)  # fmt: skip
"""The commands of a lesson; those that come first stay on a narrow keys line."""
END = (SCROLL, LESSONS, KNOWN, NETWORK, EQUATIONS, BACK, HELP, QUIT, NOTATION, PICTURE, DERIVE, PALETTE)
AROUND = (GO, TURN, PATH, PARAMETERS, CLOSE, HELP, QUIT, KNOWN, EQUATIONS, NOTATION, MORE, LESSONS, PALETTE)
PRACTICE = (
    Command("enter", "⏎", "go on", "to the question, or to what comes after an example", "go_on", stays=True),
    SCROLL, LESSONS._replace(help="the list of lessons; practice waits where it is"), HELP, QUIT, EQUATIONS, NOTATION,
    PALETTE,
)  # fmt: skip
"""The commands of the page between two questions of practice."""
SHEET = (
    Command("up,down", "↑↓", "scroll", "up and down this sheet; pgup and pgdn by more", ways=("turn(-4)", "turn(4)")),
    Command(
        "escape", "esc", "close", "close this sheet; so do Enter, the space bar, q and its own key", ways=("dismiss",)
    ),
)
"""The commands of a sheet, besides those of the screen below it."""
HOME = (CHOOSE, OPEN, START_AGAIN, HELP, QUIT, EQUATIONS, NOTATION, PALETTE)


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of those that a screen runs itself; the app has those of its own already."""
    return [command.binding for command in commands if command.action and not command.action.startswith("app.")]


def line(commands: Iterable[Command], columns: int) -> list[Command]:
    """The keys line: as many commands as fit, in their order; those that stay come before the others."""
    commands = [command._replace(cap=spelt(command.cap)) for command in commands]
    kept: set[Command] = set()
    room = columns
    for command in sorted(commands, key=lambda command: not command.stays):
        room -= len(command.cap) + 1 + len(command.label) + 2
        if room < 0:
            break
        kept.add(command)
    return [command for command in commands if command in kept]
