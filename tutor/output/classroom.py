"""What a class did, as a page of text in 80 columns and as plain data for JSON."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from tutor.notation import charset
from tutor.notation.columns import columns
from tutor.notation.printable import printable
from tutor.output import skills
from tutor.output.listing import INDENT, WIDTH, because, counted, cut, fitted, headed, mistakes, ranked
from tutor.output.skills import EMPTY, FULL
from tutor.practice.skill import Skill
from tutor.progress.classroom import Asked, Classroom, Known, Pupil
from tutor.quantity import Quantity

FORMAT = 1
"""The version of the data's layout."""
MOST_QUESTIONS = 15
MOST_MISTAKES = 10
"""Of longer lists the text has these many; of learners it has all."""
_NAME = 19
_QUESTION = 28
"""The columns of a learner's name and of a question at the most."""
_CODE = 16
"""In fewer columns no mistake is told."""
_BAR = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADER = "  lessons   done  at once  hints  shown    time  last seen"


def page(found: Classroom, *, plain: bool = False) -> Iterator[str]:
    """The summary, line by line.

    Args:
        found: the class.
        plain: whether nothing is drawn: no bar, and no line under a heading.
    """
    yield "The class"
    if not plain:
        yield "========="
    for heading, part in _parts(found, plain):
        yield from ("", f"{heading}:") if plain else headed(heading)
        yield from part


def _parts(found: Classroom, plain: bool) -> Iterator[tuple[str, Iterator[str]]]:
    """The parts that there is something in, each with its heading."""
    everybody = counted(len(found.pupils), "learner")
    yield f"Who is where ({everybody})", map(_said, found.pupils) if plain else _pupils(found.pupils)
    if hardest := found.hardest():
        yield "Where the class is stuck: questions by how many were not right at once", _questions(hardest, plain)
    if found.mistakes:
        yield "Mistakes, and how many learners made them", _mistakes(found)
    if found.skills:
        yield "Skills: how likely they are known, on average of those who were asked", _skills(found, plain)


# Who is where


def _pupils(pupils: Sequence[Pupil]) -> Iterator[str]:
    """A row for each, and below it where they are and where they are stuck."""
    names = [cut(_name(pupil), _NAME) for pupil in pupils]
    widest = max([len("learner"), *map(columns, names)])
    yield f"{INDENT}{'learner':<{widest}}{_HEADER}"
    for name, pupil in zip(names, pupils, strict=True):
        yield f"{INDENT}{name}{' ' * (widest - columns(name))}{_row(pupil)}"
        if where := _where(pupil, WIDTH - 2 * len(INDENT)):
            yield f"{INDENT * 2}{where}"


def _name(pupil: Pupil) -> str:
    return charset.spelt(printable(pupil.learner))


def _row(pupil: Pupil) -> str:
    lessons = f"{pupil.finished} of {pupil.begun}"
    facts = f"{lessons:>9}  {pupil.done:>5,}  {_at_once(pupil):>7}  {pupil.hints:>5,}  {pupil.reveals:>5,}"
    return f"{facts}  {_time(pupil.milliseconds):>6}  {_day(pupil.utc)}".rstrip()


def _at_once(pupil: Pupil) -> str:
    return f"{_percent(pupil.at_once, pupil.tried)} %" if pupil.tried else ""


def _said(pupil: Pupil) -> str:
    """One learner in a sentence, to be read aloud."""
    facts = [
        f"{pupil.finished} of {counted(pupil.begun, 'lesson')} finished",
        f"{counted(pupil.done, 'question')} done",
        f"{_at_once(pupil)} right at once" if pupil.tried else "",
        counted(pupil.hints, "hint"),
        f"{pupil.reveals:,} shown",
        _time(pupil.milliseconds),
        f"last seen {_day(pupil.utc)}" if _day(pupil.utc) else "",
        _where(pupil, WIDTH),
    ]
    return f"{_name(pupil)}: {', '.join(filter(None, facts))}."


def _where(pupil: Pupil, room: int) -> str:
    """The step at which a learner is, and where they are stuck; empty at the end of a lesson with nothing open."""
    here, stuck = pupil.here, pupil.stuck
    said = ""
    if here and not here.finished:
        said = f"{_lesson(here.lesson)}, step {here.at + 1} of {here.steps}"
    if stuck is None:
        return said
    lesson = "" if here and stuck.lesson == here.lesson and said else f" of {_lesson(stuck.lesson)}"
    tries = "1 try" if stuck.tries == 1 else f"{stuck.tries:,} tries" if stuck.tries else counted(stuck.hints, "hint")
    said = cut(f"{said}{'; ' if said else ''}stuck at {stuck.question}{lesson} after {tries}", room)
    left = room - columns(said) - 2
    return f"{said}: {fitted(stuck.mistakes, left)}" if stuck.mistakes and left >= _CODE else said


def _lesson(id: str, room: int = 24) -> str:
    return cut(charset.spelt(printable(id)), room)


def _time(milliseconds: int) -> str:
    """How long, in six columns."""
    minutes = round(milliseconds / 60_000)
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.1f} h" if minutes < 6000 else f"{minutes // 60} h"


def _day(utc: int | None) -> str:
    """The day where the reader is; nothing where the clock was so wrong that there is none."""
    with suppress(OverflowError, ValueError, OSError):
        day = "" if utc is None else time.strftime("%Y-%m-%d", time.localtime(utc / 1000))
        return day if len(day) <= 10 else ""
    return ""


# Where the class is stuck


def _questions(hardest: Sequence[tuple[str, Quantity, Asked]], plain: bool) -> Iterator[str]:
    some = hardest[:MOST_QUESTIONS]
    names = [_named(lesson, question) for lesson, question, _ in some]
    missed = [f"{asked.missed:,} of {asked.tried:,}" for *_, asked in some]
    widest, count = max(map(columns, names)), max(map(len, missed))
    for name, part, (*_, asked) in zip(names, missed, some, strict=True):
        share = f"{_percent(asked.missed, asked.tried):>3} %"
        lead = f"{INDENT}{name}{' ' * (widest - columns(name))}  {part:>{count}}  {share}  {_bar(asked, plain)}"
        yield (lead + fitted(_went_wrong(asked), WIDTH - columns(lead))).rstrip()
    yield from _more(len(hardest) - len(some), "question")


def _named(lesson: str, question: Quantity) -> str:
    """A question and its lesson; of a long id the beginning."""
    name = f" {question}"
    return _lesson(lesson, max(8, _QUESTION - columns(name))) + name


def _bar(asked: Asked, plain: bool) -> str:
    if plain:
        return ""
    full = round(_BAR * asked.missed / asked.tried)
    return f"{FULL * full}{EMPTY * (_BAR - full)}  "


def _percent(part: int, whole: int) -> int:
    """A share in percent; 100 and 0 only where it is all, or nothing."""
    return 100 * part // whole if part in (0, whole) else min(99, max(1, round(100 * part / whole)))


def _went_wrong(asked: Asked) -> list[str]:
    """Of how many it is open, and what they did."""
    still = [f"{asked.open:,} open"] if asked.open else []
    return still + [f"{code} {count:,}" for code, count in ranked(asked.mistakes)]


def _mistakes(found: Classroom) -> Iterator[str]:
    yield from mistakes(found.mistakes, found.places, MOST_MISTAKES)
    yield from _more(len(found.mistakes) - MOST_MISTAKES, "mistake")


def _more(count: int, noun: str) -> Iterator[str]:
    if count > 0:
        yield f"{INDENT}and {counted(count, f'other {noun}')}; --format json has all"


def _skills(found: Classroom, plain: bool) -> Iterator[str]:
    widest = max(columns(skills.label(skill)) for skill in Skill)
    for skill in Skill:
        if known := found.skills.get(skill):
            name = skills.label(skill)
            full = round(_BAR * known.share)
            bar = "" if plain else f"{FULL * full}{EMPTY * (_BAR - full)}  "
            lead = f"{INDENT}{name}{' ' * (widest - columns(name))}  {bar}{round(100 * known.share):>3} %"
            yield f"{lead}  {counted(known.asked, 'learner')}, {', '.join(_status(known))}"


def _status(known: Known) -> Iterator[str]:
    yield f"mastered by {known.mastered:,}"
    if known.stuck:
        yield f"set aside for {known.stuck:,}"


# For programs


def as_data(found: Classroom) -> dict[str, Any]:
    """The summary as plain data for JSON: nothing is cut."""
    return {
        "format": FORMAT,
        "lessons": [{"lesson": lesson, "title": title} for lesson, title in found.titles.items()],
        "learners": [_pupil(pupil) for pupil in found.pupils],
        "questions": [
            {"lesson": lesson, **_quantity(question)}
            | {"tried": asked.tried, "not_right_at_once": asked.missed, "open": asked.open}
            | {"mistakes": [{"mistake": code, "learners": count} for code, count in ranked(asked.mistakes)]}
            for lesson, question, asked in found.hardest()
        ],
        "mistakes": [
            {"mistake": code, "learners": count, "at": dict(ranked(found.places[code]))}
            | {"because": because(code, found.places[code])}
            for code, count in ranked(found.mistakes)
        ],
        "skills": [
            {"skill": skill.value, "learners": known.asked, "known": round(known.share, 4)}
            | {"mastered": known.mastered, "set_aside": known.stuck}
            for skill, known in ((skill, found.skills[skill]) for skill in Skill if skill in found.skills)
        ],
    }


def _pupil(pupil: Pupil) -> dict[str, Any]:
    here, stuck = pupil.here, pupil.stuck
    return {
        "learner": pupil.learner,
        "lessons_begun": pupil.begun,
        "lessons_finished": pupil.finished,
        "questions_done": pupil.done,
        "questions_tried": pupil.tried,
        "right_at_once": pupil.at_once,
        "hints": pupil.hints,
        "reveals": pupil.reveals,
        "seconds": round(pupil.milliseconds / 1000, 1),
        "last_seen": _moment(pupil.utc),
        "at": here and here._asdict(),
        "stuck": stuck
        and {"lesson": stuck.lesson, **_quantity(stuck.question)}
        | {"tries": stuck.tries, "hints": stuck.hints, "mistakes": list(stuck.mistakes)},
        "mastered": [skill.value for skill in pupil.mastered],
    }


def _quantity(q: Quantity) -> dict[str, Any]:
    return {"quantity" if name == "kind" else name: value for name, value in q._asdict().items()}


def _moment(utc: int | None) -> str | None:
    """When it was, in UTC; None where no calendar has it."""
    with suppress(OverflowError):
        return None if utc is None else (_EPOCH + timedelta(milliseconds=utc)).isoformat(timespec="seconds")
    return None
