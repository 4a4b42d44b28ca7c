"""How fast bp-tutor is: ratios to a bare Textual app that is measured in alternation with it. A report, never a test.

Run it with the Python of an environment that bp-tutor is installed in, on Linux, on a machine that is otherwise quiet:
``python tests/bench/run.py [ROUNDS]``.
"""

import statistics
import sys
import time
from pathlib import Path

from terminal import Terminal

from tutor.engine.solution import solve
from tutor.expression.read import read
from tutor.lesson.locate import find
from tutor.lesson.read import read as read_lesson
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation.number import shown

BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))
ASK, UPDATE = [*BARE, "ask"], [*BARE, "update"]
LESSON = [str(Path(sys.executable).with_name("bp-tutor")), "learn", "worked-example", "--again"]
BARE_QUESTION, BARE_ECHO = "The question is here.", "The echo is 0."
QUESTION, VERDICT = "z₁⁽¹⁾ =", "✓ right"
F7, F8, BACKSPACE = "\x1b[18~", "\x1b[19~", "\x7f"
SIZES = (80, 24), (120, 40)
"""The sizes of the screens whose keys and steps are measured."""
PACE = 0.04
"""Seconds between two keys: time enough for all that a key sets off."""
SETTLED = 1.0
"""Seconds after which a launched app has done all that it does in the background."""


def row(what, bare, ours, compared, aim):
    """One line of the report."""
    print(f"{what:<34} {bare:>12} {ours:>12}   {compared:<17} {aim}")


def launches(rounds):
    """Launch to the first question on screen, and to the verdict of an answer typed as soon as it is there."""
    first, processor, verdict = ([], []), ([], []), ([], [])
    for command in ASK, LESSON:  # so that both find their files in memory
        with Terminal(command) as terminal:
            terminal.pause(2 * SETTLED)
    for _ in range(rounds):
        for side, (command, question, answer) in enumerate(
            ((ASK, BARE_QUESTION, BARE_ECHO), (LESSON, QUESTION, VERDICT))
        ):
            with Terminal(command) as terminal:
                first[side].append(terminal.wait_for(question))
                processor[side].append(terminal.cpu())  # much the same, but on a busy machine, too
                terminal.press("0\r")
                verdict[side].append(terminal.wait_for(answer))
    for what, spent in (("launch to first question", first), ("its processor time", processor)):
        for name, pick in (("median", statistics.median), ("best", min)):
            bare, ours = map(pick, spent)
            ratio = f"{ours / bare:.2f} times"
            row(f"{what}, {name}", f"{bare * 1e3:.0f} ms", f"{ours * 1e3:.0f} ms", ratio, "1.10, at most 1.2")
    for name, pick in (("median", statistics.median), ("best", min)):
        bare, ours = map(pick, verdict)
        more = f"{ours - bare:+.3f} s"
        row(f"launch to first verdict, {name}", f"{bare * 1e3:.0f} ms", f"{ours * 1e3:.0f} ms", more, "at most +0.2 s")


def cpu_of(terminal, keys):
    """The processor seconds that a sequence of keys takes, sent one after the other."""
    before = terminal.cpu()
    for key in keys:
        terminal.press(key)
        terminal.pause(PACE)
    return terminal.cpu() - before


def keys(what, pair, sequence, rounds, aim):
    """The processor time of a key, in two apps by turns."""
    spent = ([], [])
    for terminal in pair:
        cpu_of(terminal, sequence)  # caches fill
    for _ in range(rounds):
        for side, terminal in enumerate(pair):
            spent[side].append(cpu_of(terminal, sequence) / len(sequence))
    bare, ours = map(statistics.median, spent)
    row(what, f"{bare * 1e3:.2f} ms", f"{ours * 1e3:.2f} ms", f"{ours / bare:.2f} times", aim)


def screens(rounds, size):
    """What keys, steps and doing nothing cost on a lesson screen of so many columns and rows."""
    named = "at {}×{}".format(*size)
    with Terminal(ASK, *size) as ask, Terminal(UPDATE, *size) as update, Terminal(LESSON, *size) as lesson:
        ask.wait_for(BARE_QUESTION)
        update.wait_for(BARE_QUESTION)
        lesson.wait_for(QUESTION)
        for terminal in (ask, update, lesson):
            terminal.pause(SETTLED)
        keys(f"CPU of a key {named}", (ask, lesson), [*"0.123456", *[BACKSPACE] * 8], rounds, "at most 1.1")
        for key in (F8, F8, F8, F8):  # two steps of two questions are passed by
            lesson.press(key)
            lesson.pause(0.2)
        keys(f"CPU of a step {named}", (update, lesson), [F7, F8] * 8, rounds, "at most 1.5")
        before = [terminal.cpu() for terminal in (ask, lesson)]
        for _ in range(rounds * 10):
            for terminal in (ask, update, lesson):
                terminal.pause(0.05)
        bare, ours = (terminal.cpu() - spent for terminal, spent in zip((ask, lesson), before, strict=True))
        seconds = rounds * 10 * 0.15
        row(
            f"CPU of a second of nothing {named}",
            f"{bare / seconds * 1e3:.2f} ms",
            f"{ours / seconds * 1e3:.2f} ms",
            f"{ours / bare:.2f} times",
            "at most 1.5",
        )


def marking():
    """Reading and marking one answer, right and wrong, at every question of the worked example, all mistakes tried."""
    lesson = read_lesson(find("worked-example"))
    solution = solve(lesson.network)
    marker = Marker(lesson.network, lesson.marking.significant, solution.value)
    spent = []
    for question in lesson.questions:
        right = shown(solution.value(question))
        for text, verdict in ((right, Verdict.CORRECT), ("123.4", Verdict.WRONG)):
            assert marker.mark(question, read(text).values[0]).verdict is verdict
            best = float("inf")
            for _ in range(50):
                start = time.perf_counter()
                marker.mark(question, read(text).values[0])
                best = min(best, time.perf_counter() - start)
            spent.append(best)
    for name, value in (("median", statistics.median(spent)), ("slowest question", max(spent))):
        row(f"marking an answer, {name}", "", f"{value * 1e3:.3f} ms", "", "under 1 ms")


def main():
    """Print the report."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    row("", "bare app", "bp-tutor", "compared", "aim")
    launches(rounds)
    for size in SIZES:
        screens(rounds, size)
    marking()


if __name__ == "__main__":
    main()
