"""What one learner did and knows, as lines of text: for a terminal, to print, and to be read aloud."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from textwrap import wrap

from tutor.event import Outcome
from tutor.explain.cells import text
from tutor.notation import charset
from tutor.notation.columns import columns
from tutor.notation.printable import printable
from tutor.output import skills
from tutor.output.listing import INDENT, WIDTH, counted, cut, fitted, headed, mistakes
from tutor.output.skills import EMPTY, FULL
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.progress.report import Practised, Report, Stuck, Taking

BAR = 20
"""The columns of a bar."""
MOST_MISTAKES = 10
MOST_STUCK = 5
"""Of longer lists these many are told."""


def page(name: str | None, report: Report, knowledge: Knowledge, now: int, *, plain: bool = False) -> Iterator[str]:
    """The report, line by line.

    Args:
        name: what the learner is called; None for oneself.
        report: what they did.
        knowledge: what is known of their skills.
        now: milliseconds since 1970, UTC.
        plain: whether nothing is drawn: no bar, and no line under a heading.
    """
    title = "Your progress" if name is None else cut(printable(f"Progress of {name}"), WIDTH)
    yield title
    if not plain:
        yield "=" * columns(title)
    for heading, part in _parts(report, knowledge, now, plain):
        yield from ("", f"{heading}:") if plain else headed(heading)
        yield from part


def _parts(report: Report, knowledge: Knowledge, now: int, plain: bool) -> Iterator[tuple[str, Iterator[str]]]:
    """The parts of the report that there is something in, each with its heading."""
    if report.lessons:
        yield "Lessons", chain.from_iterable(_lesson(taking, plain) for taking in report.lessons)
    if report.practised.networks:
        yield "Practice", _practised(report.practised)
    if report.mistakes:
        yield "Mistakes, and how often", _mistakes(report)
    if knowledge.questions:
        yield "Skills", _skills(knowledge, now, plain)


def _mistakes(report: Report) -> Iterator[str]:
    yield from mistakes(report.mistakes, report.places, MOST_MISTAKES)
    if (more := len(report.mistakes) - MOST_MISTAKES) > 0:
        yield f"{INDENT}and {counted(more, 'other')}; --format csv has all"


def nothing(name: str | None, path: Path, *, own: bool = True) -> str:
    """What is said where nothing is kept.

    Args:
        name: what the learner is called; None for oneself.
        path: the store.
        own: whether it is where this learner's lessons are kept.
    """
    whom = "you" if name is None else f"“{printable(name)}”"
    if not own:
        return f"Nothing is kept of {'anybody' if name is None else whom} in {printable(str(path))}."
    return (
        f"Nothing is kept of {whom} yet. What is done in a lesson is kept in {printable(str(path))}; "
        "begin one with: bp-tutor learn a-neuron"
    )


def _lesson(taking: Taking, plain: bool) -> Iterator[str]:
    tail = f" ({printable(taking.lesson)})"
    yield cut(printable(taking.title), max(WIDTH - columns(tail), WIDTH // 2)) + tail
    filled = round(BAR * taking.done / taking.steps) if taking.steps else 0
    steps = "all steps done" if taking.finished else f"{taking.done} of {counted(taking.steps, 'step')} done"
    facts = [steps, _time(taking.milliseconds), _day(taking.utc)]
    if taking.attempts > 1:
        facts.append(f"begun {taking.attempts} times")
    bar = "" if plain else f"{FULL * filled}{EMPTY * (BAR - filled)}  "
    yield f"{INDENT}{bar}{', '.join(filter(None, facts))}"
    if went := _outcomes(taking.outcomes):
        yield from _wrapped(f"{went}.")
    for stuck in taking.stuck[:MOST_STUCK]:
        yield f"{INDENT}{_stuck(stuck)}"
    if (more := len(taking.stuck) - MOST_STUCK) > 0:
        yield f"{INDENT}and {counted(more, 'other open question')}"


def _stuck(stuck: Stuck) -> str:
    said = f"Not right yet: {stuck.question}, after {'1 try' if stuck.attempts == 1 else f'{stuck.attempts} tries'}"
    room = WIDTH - len(INDENT) - len(said) - 2
    made = [f"{code} {count:,}" for code, count in stuck.mistakes]
    return f"{said}: {fitted(made, room)}" if made else said


def _practised(practised: Practised) -> Iterator[str]:
    questions = counted(sum(practised.outcomes.values()), "question")
    networks = counted(practised.networks, "network")
    yield from _wrapped(f"{questions} on {networks}, {_time(practised.milliseconds)}.")
    yield from _wrapped(f"{_outcomes(practised.outcomes)}.")


def _skills(knowledge: Knowledge, now: int, plain: bool) -> Iterator[str]:
    if plain:
        yield from map(INDENT.__add__, skills.said(knowledge, now))
    else:
        yield from text(skills.rows(knowledge, now, WIDTH)).splitlines()
    states = {skill: knowledge.of(skill) for skill in Skill}
    for said, found in (
        ("Mastered", [skill for skill, state in states.items() if state.mastered]),
        ("To be looked at again", [skill for skill, state in states.items() if state.is_due(now)]),
        ("Set aside after ten questions without three in a row", [s for s, state in states.items() if state.stuck]),
    ):
        if found:
            yield from _wrapped(f"{said}: {', '.join(map(skills.label, found))}.")


def _outcomes(outcomes: Counter[Outcome]) -> str:
    """“9 right at once, 1 shown”; what is open is told by itself."""
    return ", ".join(f"{outcomes[each]:,} {each}" for each in Outcome if outcomes[each])


def _time(milliseconds: int) -> str:
    """How long, in the two largest units."""
    seconds = round(milliseconds / 1000)
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"


def _day(utc: int) -> str:
    """The day where the reader is; nothing where the clock was so wrong that there is none."""
    with suppress(OverflowError, ValueError, OSError):
        return f"last on {time.strftime('%Y-%m-%d', time.localtime(utc / 1000))}"
    return ""


def _wrapped(said: str) -> Iterator[str]:
    yield from wrap(charset.spelt(said), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
