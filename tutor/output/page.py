"""The worked solution as a page of text to print: 80 columns, in the letters that there are."""

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import TextWrapper

from tutor.engine.solution import Solution, solve
from tutor.lesson.schema import Lesson, Step
from tutor.notation import charset, math, sentence, tex
from tutor.notation.math import Math, Symbol
from tutor.notation.number import screen
from tutor.notation.printable import printable
from tutor.notation.sentence import Sentence
from tutor.output.asked import asked, expression
from tutor.output.chain import PathText
from tutor.output.ending import Ending, Section, ending
from tutor.output.parameters import parameters
from tutor.output.pictures.shares import letter
from tutor.output.solution import Row, rows

WIDTH = 80
INDENT = "  "
HEADERS: tuple[Math, ...] = (
    Symbol("z"),
    Symbol("a"),
    tex.parse(r"\sigma'(z)"),
    Symbol("delta"),
)
"""Above the columns of the table, in the order of ``known.COLUMNS``."""


class _Wrapper(TextWrapper):
    """Breaks lines at spaces and after the sign of a product, and nowhere else."""

    wordsep_simple_re = re.compile(r"(\s+|(?<=[·*]))")


def _lines(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """A text in lines of at most ``WIDTH`` columns, in the letters that there are."""
    later = first if rest is None else rest
    wrapper = _Wrapper(
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(charset.written(text))


def _say(*sentences: Sentence, indent: str = "") -> Iterator[str]:
    """Sentences, each from a new line."""
    for each in sentences:
        yield from _lines(sentence.screen(each), indent, indent + INDENT)


def page(lesson: Lesson) -> Iterator[str]:
    """The whole worked solution, line by line.

    Raises:
        Overflow: if the network is too large for float64, before the first line.
    """
    solution = solve(lesson.network)
    return _page(lesson, solution, ending(lesson, solution))


def _page(lesson: Lesson, solution: Solution, end: Ending) -> Iterator[str]:
    title = _lines(printable(lesson.title))
    yield from title
    yield "=" * max(map(len, title), default=0)
    about = ", ".join(filter(None, (lesson.author, lesson.course)))
    yield from _lines(printable(about))
    yield from ("", "The network", "-----------")
    yield from _say(*parameters(lesson.network))
    worked = {step: list(found) for step, found in groupby(rows(lesson, solution), lambda row: row.step)}
    for step in lesson.steps:
        if step.questions:
            yield ""
            found = worked.get(step) or [Row(lesson, solution, 0, step, q) for q in step.questions]
            yield from _step(lesson, step, found)
    yield from ("", "All numbers", "-----------")
    for section in end.sections:
        yield from _section(section, lesson.network.conventions.first_layer)
    yield from ("", "The gradient, path by path", "--------------------------")
    yield from _say(end.chain.before)
    for at, path in enumerate(end.chain.paths):
        yield from _path(letter(at), path)
    yield from _say(end.chain.after)
    yield from ("", "Gradient check", "--------------")
    yield from _say(*end.check)
    yield from ("", "What it means", "-------------")
    yield from _say(*end.meaning)


def _step(lesson: Lesson, step: Step, found: list[Row]) -> Iterator[str]:
    """One step: what it is about, the equation and its words, and every question worked out."""
    count = f"Step {found[0].number} of {len(lesson.asked)}" if step.asked else "Given"
    heading = f"{count}, {step.stage}. {sentence.screen(asked(lesson.network, step))}"
    lines = _lines(heading)
    yield from lines
    yield "-" * max(map(len, lines))
    equation = found[0].equation
    for tag, source in zip((equation.tag, *([""] * len(equation.tex))), equation.tex, strict=False):
        yield from _lines(math.screen(tex.parse(source)), f"{INDENT}{tag + INDENT if tag else ''}", INDENT * 3)
    yield from _lines(equation.words, INDENT)
    for row in found:
        yield ""
        yield from _worked(row)


def _worked(row: Row) -> Iterator[str]:
    """One question: its name, the numbers line by line, the result."""
    worked, name = row.substitution, math.screen(row.name)
    texts = [(line.sign, line.text(charset.style())) for line in worked.lines]
    if row.step.expression:
        texts.insert(0, ("=", expression(row.lesson.network, row.question, charset.style())))
    result = screen(worked.result)
    if texts[-1][1] != result:
        texts.append((worked.sign, result))
    for i, (sign, text) in enumerate(texts):
        lead = INDENT + (name if i == 0 else " " * len(name))
        yield from _lines(text, f"{lead} {charset.spelt(sign)} ", " " * (len(lead) + 3) + INDENT)


def _path(called: str, path: PathText) -> Iterator[str]:
    yield ""
    yield from _say((f"Path {called}, through ", *path.route, ":"))
    yield from _lines(math.screen(path.factors), INDENT, INDENT * 2)
    sign = charset.spelt(path.sign)
    product = f"{path.numbers.text(charset.style())} {sign} {screen(path.product)}"
    yield from _lines(product, f"{INDENT}= ", INDENT * 3)
    if path.share:
        yield from _lines(f"This is {screen(path.share)} of the gradient.", INDENT)


def _section(section: Section, first_layer: int) -> Iterator[str]:
    """A row a neuron; then the loss, the gradients and the updates, one a line."""
    if section.heading:
        yield from ("", f"{sentence.text(section.heading)}:")
    if section.neurons:
        heads = [f"{math.screen(head):>12}" for head in HEADERS]
        yield f"{'layer':>5}{'neuron':>8}{''.join(heads)}".rstrip()
    for row in section.neurons:
        place = next(entry.quantity for entry in row if entry is not None)
        numbers = [f"{'' if entry is None else screen(entry.text):>12}" for entry in row]
        yield f"{(place.layer or 0) + first_layer:>5}{place.j:>8}{''.join(numbers)}".rstrip()
    if section.neurons and section.results:
        yield ""
    for entry in section.results:
        yield f"{INDENT}{math.screen(entry.name)} = {screen(entry.text)}"
