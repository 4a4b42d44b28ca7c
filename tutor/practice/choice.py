"""Which question next, and why: where it helps most, with the skills mixed.

A skill is *open* while it is neither mastered nor set aside. First comes what the learner asked to be tested out of,
then what is due to be looked at again; then the open skills. Where three in a row were right and one more will do, a
skill rests until ten questions later, and is then confirmed before all others; of the others the one that is known
least is asked, but none of the last two questions' skills where there is another: mixed practice is harder and lasts
longer. What was never asked comes before what was; where failing has made skills less known than they are to begin
with, they take turns, so that none that fails pushes the others out. Nothing is asked twice running while anything else
helps; a skill that rests is asked only where nothing else is left. There is no chance in it: the same knowledge leads
to the same question.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from tutor.practice.knowledge import LATER, SURE, TEST, Knowledge, SkillState
from tutor.practice.skill import Skill
from tutor.practice.tracing import KNOWN, traced

APART = 2
"""A skill of one of so many questions before is asked only where no other helps."""


class Why(StrEnum):
    """Why a skill is asked for now."""

    TEST = "test"
    """The learner asked to be tested out of it."""
    REVIEW = "review"
    """It is mastered, and due to be looked at again."""
    CLOCK = "clock"
    """It is mastered, and the clock was set back since: nobody can say how long ago."""
    CONFIRM = "confirm"
    """Three in a row were right, ten or more questions ago: one more masters it."""
    NEW = "new"
    """Nothing is known of it yet."""
    WEAK = "weak"
    """One of the last questions at it was not known."""
    GROW = "grow"
    """The last answers at it were right, and they are too few to be sure."""
    WAIT = "wait"
    """It rests until it can be confirmed, and there is nothing else to ask."""
    DONE = "done"
    """No question helps any more."""


class Choice(NamedTuple):
    """Which skill is asked for, and why, with the figures."""

    skill: Skill | None
    """None: nothing helps any more."""
    why: Why
    state: SkillState = SkillState()
    """What is known of the skill."""
    later: int = 0
    """How many questions, of any skill, lie from the third in a row to the one that comes."""
    mastered: tuple[Skill, ...] = ()
    """At the end: the skills that are mastered."""
    aside: tuple[Skill, ...] = ()
    """At the end: the skills that are asked no more in this practice."""

    @property
    def sentence(self) -> str:
        """The reason in plain words, to stand behind the question."""
        if self.skill is None:
            return _done(self)
        return f"{self.skill.label}, {_SAID[self.why](self)}"


def choose(
    knowledge: Knowledge,
    now: int,
    offered: Collection[Skill] = tuple(Skill),
    *,
    last: Skill | None = None,
    began: int = 0,
) -> Choice:
    """The next question.

    Args:
        knowledge: what is known of the learner.
        now: milliseconds since 1970, UTC; only what is due depends on it.
        offered: the skills that can be asked for.
        last: the skill of the question before, in this practice.
        began: ``knowledge.questions`` when this practice began: a skill that was set aside before that is taken up
            again.
    """
    states = {skill: knowledge.of(skill) for skill in Skill if skill in offered}
    for why, found in (
        (Why.TEST, [skill for skill, state in states.items() if state.testing is not None]),
        (Why.REVIEW, [skill for skill, state in states.items() if state.is_due(now)]),
    ):
        if found:
            state = states[found[0]]
            back = why is Why.REVIEW and now < (state.due or 0)
            return Choice(found[0], Why.CLOCK if back else why, state)
    aside = tuple(skill for skill, state in states.items() if set_aside(state, began))
    left = {skill: state for skill, state in states.items() if not state.mastered and skill not in aside}
    if not left:
        return Choice(None, Why.DONE, mastered=tuple(s for s in states if states[s].mastered), aside=aside)
    return _open(left, knowledge.questions + 1, last)


def set_aside(state: SkillState, began: int = 0) -> bool:
    """Whether a skill is asked no more in this practice; a later one takes it up again.

    Args:
        state: what is known of it.
        began: ``Knowledge.questions`` when the practice began.
    """
    return state.stuck and state.asked > began


def _open(left: Mapping[Skill, SkillState], coming: int, last: Skill | None) -> Choice:
    """The choice among open skills; ``coming`` is the number of the question that is chosen."""
    later = {skill: coming - state.third for skill, state in left.items() if state.third is not None}
    enough = [skill for skill in later if traced(left[skill].p, True) >= SURE]
    ready = [skill for skill in enough if later[skill] >= LATER]
    learning = [skill for skill in left if skill not in enough]
    useful = [skill for skill in (*ready, *learning) if skill is not last] or ready + learning
    lately = {skill for skill in left if left[skill].asked and coming - left[skill].asked <= APART}
    skill = min(useful or enough, key=lambda one: (one not in ready, one is last, one in lately, *_turn(left[one])))
    why = _why(left[skill], useful=bool(useful), ready=skill in ready)
    return Choice(skill, why, left[skill], later.get(skill, 0))


def _turn(state: SkillState) -> tuple[bool, float, int]:
    """Whose turn it is among skills that would all help: the least comes first."""
    return state.opportunities > 0, max(state.p, KNOWN), state.asked


def _why(state: SkillState, useful: bool, ready: bool) -> Why:
    """Why an open skill is asked for."""
    if ready:
        return Why.CONFIRM
    if not useful:
        return Why.WAIT
    if not state.opportunities:
        return Why.NEW
    return Why.GROW if all(state.recent) else Why.WEAK


def _weak(choice: Choice) -> str:
    wrong, of = choice.state.recent.count(False), len(choice.state.recent)
    part = _NUMBERS[wrong] if wrong < of else "both" if of == 2 else "all"
    found = "the last one was" if of == 1 else f"{part} of the last {_NUMBERS[of]} {_were(wrong)}"
    return f"since {found} not known; {_known(choice)}"


def _grow(choice: Choice) -> str:
    right = len(choice.state.recent)
    found = "the last one was" if right == 1 else f"the last {_NUMBERS[right]} were"
    if choice.state.streak < right:
        return f"since {found} right, but the same numbers again count for nothing; {_known(choice)}"
    return f"since {found} right, and that is not enough to be sure; {_known(choice)}"


def _known(choice: Choice) -> str:
    return f"you know it with {choice.state.p:.0%}".replace("%", " %")


def _ago(questions: int) -> str:
    return "1 question ago" if questions == 1 else f"{questions} questions ago"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


_NUMBERS = ("none", "one", "two", "three")
_SAID: dict[Why, Callable[[Choice], str]] = {
    Why.TEST: lambda choice: f"since you asked to be tested: {choice.state.testing} of {TEST} are right so far",
    Why.REVIEW: lambda _: "since you have it mastered for a while, and it is time to look at it again",
    Why.CLOCK: lambda _: "since you have it mastered, and the clock was set back: nobody can say how long ago that was",
    Why.CONFIRM: lambda choice: f"to confirm it: three in a row were right, the third {_ago(choice.later)}",
    Why.NEW: lambda _: "since it has not been asked for yet",
    Why.WEAK: _weak,
    Why.GROW: _grow,
    Why.WAIT: lambda choice: (
        f"since nothing else is left: the third in a row was right {_ago(choice.later)},"
        f" and one more counts after {LATER}"
    ),
}


def _done(choice: Choice) -> str:
    mastered, of = len(choice.mastered), len(choice.mastered) + len(choice.aside)
    if not of:
        return "there is nothing to ask: all that could be asked is mastered, and given"
    found = f"no question helps any more for now: {mastered} of {of} skills {'is' if mastered == 1 else 'are'} mastered"
    aside = ", ".join(skill.label for skill in choice.aside)
    return f"{found}; {aside}: a worked example helps more" if aside else found
