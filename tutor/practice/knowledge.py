"""What is known of a learner's seven skills: plain, unchanging state that follows from what was seen, in order."""

from collections.abc import Mapping
from typing import NamedTuple

from tutor.practice import tracing
from tutor.practice.review import Memory, reviewed
from tutor.practice.skill import Skill

SURE = 0.95
"""The probability at which a skill can count as mastered."""
IN_A_ROW = 3
"""So many right answers in a row, unassisted, on different numbers."""
LATER = 10
"""So many questions, of any skill, lie at the least between the last of them and the one that confirms it."""
LIMIT = 10
"""So many opportunities without three in a row, and a skill is not asked any more for now."""
TEST = 5
"""So many answers in a row, all right at once, test a learner out of a skill: that they ask for it counts as well."""
REMEMBERED = 12
"""So many of the latest numbers of a skill are remembered: right on the same numbers again says nothing."""

_FIGURES = (tracing.KNOWN, tracing.LEARNT, tracing.GUESSED, tracing.SLIPPED, tracing.SUREST, SURE)
MODEL = " ".join(map(str, (1, *_FIGURES, IN_A_ROW, LATER, LIMIT, TEST, REMEMBERED)))
"""The version of the model, with its figures: state that another one made is to be made anew from the log."""


class SkillState(NamedTuple):
    """What is known of one skill."""

    p: float = tracing.KNOWN
    """The probability that it is known."""
    opportunities: int = 0
    """Questions that have said something of it."""
    streak: int = 0
    """Right answers in a row, unassisted, on different numbers."""
    third: int | None = None
    """How many questions of any skill there had been when three in a row were reached; None while they are not."""
    tries: int = 0
    """Opportunities without three in a row, since they were last reached or the skill was taken up again."""
    asked: int = 0
    """How many questions of any skill there had been when it was last asked; 0: never."""
    recent: tuple[bool, ...] = ()
    """Its last three answers, the latest last: known or not."""
    seen: tuple[str, ...] = ()
    """The numbers that it was last asked with."""
    mastered: bool = False
    stuck: bool = False
    """Ten opportunities went by without three in a row. It is over with the next opportunity: see ``choice``."""
    testing: int | None = None
    """How many answers in a row were right since the learner asked to be tested out; None where they did not."""
    memory: Memory | None = None
    """What FSRS keeps; None until it is mastered for the first time."""

    @property
    def due(self) -> int | None:
        """When the mastered skill is to be looked at again: milliseconds since 1970, UTC. None if not mastered."""
        return self.memory.due if self.memory and self.mastered else None

    def is_due(self, now: int) -> bool:
        """Whether the mastered skill is to be looked at again.

        Args:
            now: milliseconds since 1970, UTC.
        """
        return self.mastered and self.memory is not None and self.memory.is_due(now)


FRESH = SkillState()


class Knowledge(NamedTuple):
    """What is known of one learner's skills."""

    questions: int = 0
    """Questions, of any skill, that have said something."""
    skills: Mapping[Skill, SkillState] = {}
    """The skills that something is known of."""

    def of(self, skill: Skill) -> SkillState:
        """What is known of one skill."""
        return self.skills.get(skill, FRESH)

    def opportunities(self, skill: Skill) -> int:
        """How many questions have said something of a skill."""
        return self.of(skill).opportunities

    def observe(self, skill: Skill, known: bool, numbers: str, utc_ms: int, helped: bool = False) -> "Knowledge":
        """What is known after a question has said something of a skill.

        Args:
            skill: the question's.
            known: what it said: see ``evidence``.
            numbers: names the numbers of the question, so that the same question of the same network has the same
                name, and any other another: the hash of the lesson's material with the question as ``str`` writes it.
            utc_ms: when: milliseconds since 1970, UTC.
            helped: whether help came before the first attempt: then it was not known.
        """
        questions = self.questions + 1
        after = _observed(self.of(skill), known and not helped, numbers, questions, utc_ms)
        return Knowledge(questions, {**self.skills, skill: after})

    def test_out(self, skill: Skill) -> "Knowledge":
        """What is known once the learner asks to be tested out of a skill: the next five answers at it decide."""
        before = self.of(skill)
        testing = None if before.mastered else 0
        return self._replace(skills={**self.skills, skill: before._replace(testing=testing, stuck=False, tries=0)})

    def dumps(self) -> str:
        """All of it as JSON in ASCII, for ``loads``."""
        import json  # not before the first answer is kept

        return json.dumps([self.questions, self.skills], separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> "Knowledge":
        """The state that ``dumps`` wrote.

        Raises:
            ValueError: if the text is not what ``dumps`` of the same ``MODEL`` writes.
        """
        import json

        try:
            questions, skills = json.loads(text)
            return cls(int(questions), {Skill(name): _state(values) for name, values in skills.items()})
        except (TypeError, AttributeError) as problem:
            raise ValueError(f"what is kept of the skills cannot be read: {problem}") from problem


def _state(values: list[object]) -> SkillState:
    """One skill's state from its JSON."""
    if len(values) != len(SkillState._fields):
        raise ValueError(f"a skill has {len(SkillState._fields)} values, found {len(values)}")
    kept = SkillState(*values)  # type: ignore[arg-type]  # what dumps wrote
    memory = None if kept.memory is None else Memory(*kept.memory)
    return kept._replace(recent=tuple(kept.recent), seen=tuple(kept.seen), memory=memory)


def _observed(before: SkillState, known: bool, numbers: str, questions: int, now: int) -> SkillState:
    """One skill's state after an opportunity; ``questions`` counts it."""
    common = before._replace(
        opportunities=before.opportunities + 1,
        tries=(0 if before.stuck else before.tries) + 1,
        stuck=False,
        asked=questions,
        recent=(*before.recent, known)[-IN_A_ROW:],
        seen=(*before.seen, numbers)[-REMEMBERED:],
    )
    if not known:
        after = _unknown(common, now)
    elif numbers in before.seen:
        after = common  # right on numbers that are known by heart
    else:
        after = _known(common, questions, now)
    return after._replace(stuck=after.tries >= LIMIT and not after.mastered)


def _unknown(before: SkillState, now: int) -> SkillState:
    """After an answer that was not right, or help: what was mastered is so no longer."""
    memory = reviewed(before.memory, False, now) if before.mastered else before.memory
    p = tracing.traced(before.p, False)
    return before._replace(p=p, streak=0, third=None, mastered=False, testing=None, memory=memory)


def _known(before: SkillState, questions: int, now: int) -> SkillState:
    """After an unassisted right answer on numbers that are new."""
    streak = before.streak + 1
    third = questions if streak == IN_A_ROW else before.third
    testing = None if before.testing is None else before.testing + 1
    p = tracing.traced(before.p, True)
    if testing == TEST:
        p = max(p, SURE)
    confirmed = third is not None and questions - third >= LATER and p >= SURE
    mastered = before.mastered or confirmed or testing == TEST
    after = before._replace(p=p, streak=streak, third=third, testing=testing, mastered=mastered)
    if third is not None:
        after = after._replace(tries=0)
    if not mastered:
        return after
    if not before.mastered or before.is_due(now):
        after = after._replace(memory=reviewed(before.memory, True, now))
    return after._replace(testing=None)
