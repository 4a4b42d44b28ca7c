"""What a class did, as a page of text in 80 columns and as plain data for JSON."""

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Literal

from tutor.lesson.schema import Lesson
from tutor.marking.mark import Verdict
from tutor.notation.columns import columns
from tutor.notation.printable import printable
from tutor.output.listing import INDENT, WIDTH, because, counted, cut, fitted, headed, mistakes, ranked
from tutor.output.sheet.run import Totals
from tutor.output.sheet.summary import MOST_IN_NEED, PEN, RIGHT, InNeed, Made, Question, Summary
from tutor.quantity import ASKABLE, Quantity

FORMAT = 1
"""The version of the data's layout."""
MOST_CODES = 10
"""Of a longer list of mistakes the text has the commonest."""
MOST_LEARNERS = 20
"""Of a longer list of learners the text has those who need help most."""
LONGEST_NAME = 24

Style = Literal["screen", "ascii"]
_BARS: dict[Style, tuple[str, str]] = {"screen": ("■", "·"), "ascii": ("#", ".")}
SPECIMEN = "■·"
"""Letters of the screen style; where an output has none for them, the page is to be in ASCII."""
_BAR = 10
"""The columns of a bar."""


def page(lesson: Lesson, totals: Totals, summary: Summary, style: Style = "screen") -> Iterator[str]:
    """The summary, line by line."""
    title = cut(printable(lesson.title), WIDTH)
    yield title
    yield "=" * columns(title)
    yield from _head(totals, summary)
    if summary.questions:
        yield ""
        yield from _questions(lesson, summary, *_BARS[style])
    for heading, found in (
        ("Misconceptions: the same mistake at two quantities or more", summary.misconceptions),
        ("Slips: a mistake made once, or of the pen", summary.slips),
    ):
        if found.learners:
            yield from headed(heading)
            yield from _mistakes(found)
    if summary.helpless:
        yield from headed("Who needs help: a misconception, or fewer than half of the answers right")
        yield from _learners(summary)


def _head(totals: Totals, summary: Summary) -> Iterator[str]:
    right = sum(totals.verdicts[verdict] for verdict in RIGHT)
    others = [
        f"{totals.verdicts[verdict]:,} {verdict}"
        for verdict in Verdict
        if verdict not in RIGHT and totals.verdicts[verdict]
    ]
    if totals.errors:
        others.append(f"{totals.errors:,} in error")
    rows = f"{counted(totals.learners, 'learner')}, {counted(totals.rows, 'row')}: {right:,} right"
    yield from wrap(", ".join([rows, *others]) + ".", WIDTH)
    if summary.learners:
        yield f"{counted(summary.all_right, 'learner') if summary.all_right else 'Nobody'} had everything right."


def _questions(lesson: Lesson, summary: Summary, full: str, empty: str) -> Iterator[str]:
    """A line for each question."""
    found = in_order(lesson, summary)
    rights = [f"{question.right:,} of {question.answers:,}" for _, question in found]
    name = max(len("question"), *(len(str(q)) for q, _ in found))
    count = max(len("right"), *map(len, rights))
    lead = f"{'question':<{name}}  {'right':>{count}}    %  {'':<{_BAR}}  "
    yield f"{lead}what went wrong, and how often"
    for (q, question), right in zip(found, rights, strict=True):
        share = _share(question)
        filled = round(share * _BAR / 100)
        bar = f"{share:>3}  {full * filled}{empty * (_BAR - filled)}" if question.answers else " " * (_BAR + 5)
        yield f"{q!s:<{name}}  {right:>{count}}  {bar}  {fitted(_commonest(question), WIDTH - len(lead))}".rstrip()


def _share(question: Question) -> int:
    """How many of a hundred answers are right; 100 and 0 only where all are, or none."""
    if question.right in (0, question.answers):
        return 100 if question.right else 0
    return min(99, max(1, round(100 * question.right / question.answers)))


def _commonest(question: Question) -> list[str]:
    """What went wrong, the commonest first; what has no name is left out."""
    others = {verdict.value: question.verdicts[verdict] for verdict in (Verdict.IMPRECISE, Verdict.UNREADABLE)}
    return [f"{what} {count:,}" for what, count in ranked(question.mistakes + Counter(others))]


def _mistakes(found: Made) -> Iterator[str]:
    """The commonest mistakes: by how many learners, at what, why they are wrong."""
    yield from mistakes(found.learners, found.places, MOST_CODES)
    yield from _more(len(found.learners) - MOST_CODES)


def _learners(summary: Summary) -> Iterator[str]:
    """Those who need help most, with what they have right and what they did."""
    in_need = summary.in_need()[:MOST_LEARNERS]
    names = [cut(printable(each.learner), LONGEST_NAME) for each in in_need]
    rights = [f"{each.right:,} of {each.asked:,} right" for each in in_need]
    widest, count = max(map(columns, names)), max(map(len, rights))
    for name, right, each in zip(names, rights, in_need, strict=True):
        lead = f"{INDENT}{name}{' ' * (widest - columns(name))}  {right:>{count}}  "
        yield (lead + fitted(_needs(each), WIDTH - columns(lead))).rstrip()
    held = "all" if summary.helpless <= MOST_IN_NEED else f"{MOST_IN_NEED:,}"
    yield from _more(summary.helpless - len(in_need), held)


def _needs(each: InNeed) -> list[str]:
    """What a learner did: misconceptions first."""
    blank = [f"{each.blank:,} blank"] if each.blank else []
    return [*each.misconceptions, *blank, *(code if code in PEN else f"{code} once" for code in each.slips)]


def _more(count: int, held: str = "all") -> Iterator[str]:
    """How many were left out, and how many the data have."""
    if count > 0:
        yield f"{INDENT}and {count:,} more; --format json has {held}"


def in_order(lesson: Lesson, summary: Summary) -> list[tuple[Quantity, Question]]:
    """The questions of a summary: those that the lesson asks, in its order, then the others by kind."""
    asked = {q: at for at, q in enumerate(lesson.questions)}

    def order(item: tuple[Quantity, Question]) -> tuple[int, ...]:
        q = item[0]
        return (asked.get(q, len(asked)), ASKABLE.index(q.kind), q.layer or 0, q.j or 0, q.k or 0)

    return sorted(summary.questions.items(), key=order)


def as_data(lesson: Lesson, totals: Totals, summary: Summary) -> dict[str, Any]:
    """The summary as plain data for JSON: nothing is cut but the list of learners, at ``MOST_IN_NEED``."""
    from tutor.marking.marker import RULES  # NumPy

    in_need = summary.in_need()
    return {
        "format": FORMAT,
        "rules": RULES,
        "id": lesson.id,
        "title": lesson.title,
        "rows": totals.rows,
        "rows_in_error": totals.errors,
        "verdicts": {verdict.value: totals.verdicts[verdict] for verdict in Verdict},
        "learners": summary.learners,
        "all_right": summary.all_right,
        "questions": [_question(q, question) for q, question in in_order(lesson, summary)],
        "misconceptions": _as_data(summary.misconceptions),
        "slips": _as_data(summary.slips),
        "need_help": [each._asdict() | {"share": round(each.share, 4)} for each in in_need],
        "need_help_more": summary.helpless - len(in_need),
    }


def _question(q: Quantity, question: Question) -> dict[str, Any]:
    return {
        "quantity": q.kind.value,
        "layer": q.layer,
        "j": q.j,
        "k": q.k,
        "answers": question.answers,
        "right": question.right,
        "verdicts": {verdict.value: question.verdicts[verdict] for verdict in Verdict},
        "mistakes": [{"mistake": code, "learners": count} for code, count in ranked(question.mistakes)],
    }


def _as_data(found: Made) -> list[dict[str, Any]]:
    return [
        {
            "mistake": code,
            "learners": count,
            "at": dict(ranked(found.places[code])),
            "because": because(code, found.places[code]),
        }
        for code, count in ranked(found.learners)
    ]
