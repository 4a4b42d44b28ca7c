"""The seven skills of a learner: bars for screens, sentences for listening, and why a question comes now."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, trimmed
from tutor.explain.flow import flow
from tutor.notation import charset, sentence
from tutor.notation.columns import columns as width
from tutor.notation.role import Role
from tutor.practice.choice import Choice
from tutor.practice.knowledge import IN_A_ROW, LIMIT, SURE, TEST, Knowledge, SkillState
from tutor.practice.review import DAY
from tutor.practice.skill import Skill
from tutor.practice.tracing import traced

FULL, EMPTY = "█", "░"
BAR = 20
"""The columns of a bar."""
NARROW = 77
"""With fewer columns a bar has half of them, and how often a skill was asked is left out."""
ASKED = 11
"""The columns of how often a skill was asked."""
ROLES = {
    **dict.fromkeys((Skill.Z, Skill.A, Skill.SIGMA_PRIME), Role.ACTIVATION),
    **dict.fromkeys((Skill.BP1, Skill.BP2, Skill.BP3, Skill.BP4), Role.ERROR),
}
"""The colour of each skill's bar, as its quantity has it."""
MEANT = {
    Skill.Z: "weighted sums",
    Skill.A: "activations",
    Skill.SIGMA_PRIME: "slopes",
    Skill.BP1: "errors of the output",
    Skill.BP2: "errors of hidden layers",
    Skill.BP3: "gradients of weights",
    Skill.BP4: "gradients of biases",
}
"""What each skill is about."""
SPOKEN = {Skill.SIGMA_PRIME: "sigma prime"}


class Standing(NamedTuple):
    """How one skill stands."""

    skill: Skill
    percent: int
    """How likely it is known."""
    asked: int
    status: str
    """The rest in a few words; it may be empty."""


def standings(knowledge: Knowledge, now: int) -> tuple[Standing, ...]:
    """How each of the seven skills stands.

    Args:
        knowledge: what is known of the learner.
        now: milliseconds since 1970, UTC.
    """
    states = ((skill, knowledge.of(skill)) for skill in Skill)
    return tuple(Standing(skill, round(100 * each.p), each.opportunities, status(each, now)) for skill, each in states)


def status(state: SkillState, now: int) -> str:
    """In a few words what is known of a skill beside its probability."""
    return next((say(state, now) for applies, say in _STATUS if applies(state)), "")


def _mastered(state: SkillState, now: int) -> str:
    if state.is_due(now):
        return "mastered; look again now"
    return f"mastered; again {_when(state.due - now)}" if state.due is not None else "mastered"


def _when(ahead: int) -> str:
    days = round(ahead / DAY)
    return f"in {days} days" if days > 1 else "tomorrow" if days == 1 else "today"


def _third(state: SkillState, _: int) -> str:
    enough = traced(state.p, True) >= SURE
    return f"{state.streak} in a row{'; one more later' if enough else ''}"


_STATUS: tuple[tuple[Callable[[SkillState], bool], Callable[[SkillState, int], str]], ...] = (
    (lambda state: state.mastered, _mastered),
    (lambda state: state.testing is not None, lambda state, _: f"test: {state.testing} of {TEST} right"),
    (lambda state: state.stuck, lambda *_: f"{LIMIT} without {IN_A_ROW} in a row"),
    (lambda state: state.third is not None, _third),
    (lambda state: state.streak > 0, lambda state, _: f"{state.streak} of {IN_A_ROW} in a row"),
    (lambda state: state.opportunities > 0, lambda *_: "the last was not known"),
)
"""What is said of a skill: the first that applies."""


# On screens


def rows(knowledge: Knowledge, now: int, columns: int, *, here: Skill | None = None) -> Rows:
    """A bar for each skill, with its number and how it stands.

    Args:
        knowledge: what is known of the learner.
        now: milliseconds since 1970, UTC.
        columns: the columns there are; 58 or more.
        here: the skill that is asked for now, which is marked.
    """
    return tuple(_row(each, columns, here=each.skill is here) for each in standings(knowledge, now))


def label(skill: Skill) -> str:
    """What a skill is called on screens, in the letters that there are."""
    return charset.spelt("σ′") if skill is Skill.SIGMA_PRIME else skill.value


def _row(standing: Standing, columns: int, *, here: bool) -> Row:
    wide = columns >= NARROW
    size = BAR if wide else BAR // 2
    full = round(size * standing.percent / 100)
    role = ROLES[standing.skill]
    name = label(standing.skill)
    widest = max(width(label(skill)) for skill in Skill)
    asked = f"{standing.asked} asked" if standing.asked else "not asked"
    asked = f"{asked:<{ASKED}}" if wide else ""
    return trimmed(
        (
            Cell("▸ " if here else "  ", Role.PLAIN, Emphasis.STRONG),
            Cell(name + " " * (widest - width(name) + 2), role, Emphasis.STRONG if here else Emphasis.NORMAL),
            Cell(FULL * full, role),
            Cell(EMPTY * (size - full), Role.PLAIN, Emphasis.DIM),
            Cell(f" {standing.percent:>3} %   {asked}"),
            Cell(standing.status),
        )
    )


def reason(choice: Choice, columns: int) -> Rows:
    """Why this question comes now, in as many rows as it takes."""
    return flow((Cell(f" {charset.spelt(choice.sentence)}", Role.PLAIN),), columns, 1)


# For listening


def said(knowledge: Knowledge, now: int) -> Iterator[str]:
    """A sentence for each skill: “z: 62 percent, 5 asked”."""
    return map(spoken, standings(knowledge, now))


def one_said(knowledge: Knowledge, skill: Skill, now: int) -> str:
    """How one skill stands, in a sentence."""
    return next(spoken(each) for each in standings(knowledge, now) if each.skill is skill)


def spoken(standing: Standing) -> str:
    """One skill in a sentence."""
    status = f"; {standing.status.replace(';', ',')}" if standing.status else ""
    asked = f"{standing.asked} asked" if standing.asked else "not asked yet"
    return f"{name_said(standing.skill)}, {MEANT[standing.skill]}: {standing.percent} percent, {asked}{status}."


def name_said(skill: Skill) -> str:
    """What a skill is called, to be read aloud."""
    return SPOKEN.get(skill, skill.value)


def reason_said(choice: Choice) -> str:
    """Why this question comes now, to be read aloud."""
    text = choice.sentence.replace("σ′", SPOKEN[Skill.SIGMA_PRIME]).replace(" %", " percent")
    return sentence.speech((text,))
