"""What happens in a lesson as entries of the log: what was typed and read, and all that its verdict rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from tutor.event import Answered, Event, Happening
from tutor.marking.mark import Mark
from tutor.practice.evidence import evidence
from tutor.practice.skill import Skill
from tutor.progress.entry import Answer, Entry, Place, Prior, What
from tutor.quantity import Quantity
from tutor.resume import ASKED
from tutor.session import Session

_WHATS = {
    Happening.HINT: What.HINT,
    Happening.REVEAL: What.REVEAL,
    Happening.PASSED: What.SKIP,
    Happening.ASK_AGAIN: What.WORD,
    Happening.BACK: What.WORD,
    Happening.LOOK: What.WORD,
    Happening.QUIT: What.WORD,
}
"""What is kept of each event that is no answer; of the others it is where they led to."""
_WORDS = {Happening.ASK_AGAIN: ASKED, Happening.BACK: "back"}


class Stamp(NamedTuple):
    """When something happened, and with what."""

    utc: int
    zone: int
    active: int
    elapsed: int
    batch: int


class Account:
    """What is told of one lesson.

    Attributes:
        spoken: the questions that have said what there is to say of their skill.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.spoken: set[Quantity] = set()

    def of(self, event: Event, stamp: Stamp, *, moved: bool) -> tuple[Entry, ...]:
        """What came of one input.

        Args:
            event: what the session said of it.
            stamp: when it was.
            moved: whether another question has the focus now.
        """
        found = tuple(self._entries(event, stamp))
        if moved or not found:
            found = (*found, self.focus(stamp))
        return (found[0], *(each._replace(active=0, elapsed=0) for each in found[1:]))

    def focus(self, stamp: Stamp) -> Entry:
        """Where the focus is now."""
        return self._entry(What.FOCUS, self.session.focus, stamp)

    def key(self, q: Quantity, stamp: Stamp) -> Entry:
        """The first key in the field of a question."""
        return self._entry(What.KEY, q, stamp)

    def draft(self, q: Quantity, text: str, stamp: Stamp) -> Entry:
        """What stands in a field and was not sent."""
        return self._entry(What.DRAFT, q, stamp)._replace(word=text)

    def test(self, skill: Skill, stamp: Stamp) -> Entry:
        """The learner asks to be tested out of a skill."""
        return self._entry(What.TEST, None, stamp)._replace(skill=skill)

    def afresh(self, q: Quantity, stamp: Stamp) -> Entry:
        """A question is asked again, as its numbers have changed."""
        return self._entry(What.AFRESH, q, stamp)

    def _entries(self, event: Event, stamp: Stamp) -> Iterator[Entry]:
        several = len(event.answers) > 1
        for answered in event.answers:
            yield self._answered(What.SUBMIT, answered, stamp, several=several)
        if what := _WHATS.get(event.what):
            word = _WORDS.get(event.what) or " ".join(filter(None, (event.word, event.text)))
            entry = self._entry(what, event.question, stamp)._replace(level=event.level, word=word)
            yield entry._replace(known=self._known(event.question, event.what, level=event.level))
        for answered in event.again:
            yield self._answered(What.AGAIN, answered, stamp, several=several)

    def _answered(self, what: What, answered: Answered, stamp: Stamp, *, several: bool) -> Entry:
        q = answered.question
        known = self._known(q, Happening.ANSWER, answered) if what is What.SUBMIT else None
        return self._entry(what, q, stamp)._replace(answer=self._answer(answered, several=several), known=known)

    def _entry(self, what: What, q: Quantity | None, stamp: Stamp) -> Entry:
        state = self.session.states.get(q) if q else None
        return Entry(
            what,
            stamp.utc,
            stamp.zone,
            stamp.active,
            stamp.elapsed,
            place_of(self.session),
            q,
            batch=stamp.batch,
            helped=state is not None and state.aided,
            skill=self._skill(q),
        )

    def _skill(self, q: Quantity | None) -> str:
        return (Skill.of(q, self.session.lesson.network.depth) if q else None) or ""

    def _known(
        self, q: Quantity | None, what: Happening, answered: Answered | None = None, *, level: int = 0
    ) -> bool | None:
        """What an event says of the skill of a question."""
        if q is None or not self._skill(q):
            return None
        found = evidence(
            what,
            answered.mark.verdict if answered else None,
            level=level,
            helped=self.session.states[q].aided,
            decided=q in self.spoken,
            repeated=answered is not None and answered.repeated,
        )
        if found is not None:
            self.spoken.add(q)
        return found

    def _answer(self, answered: Answered, *, several: bool) -> Answer:
        q, mark = answered.question, answered.mark
        return Answer(
            answered.text,
            mark.verdict,
            mark.number,
            self._read(answered, several=several),
            mark.mistakes,
            tuple(map(str, mark.follows)),
            tuple((band.low, band.high) for band in mark.bands),
            self._priors(q, mark),
            answered.repeated,
        )

    def _read(self, answered: Answered, *, several: bool) -> str:
        """What was read, in ASCII; nothing where nothing could be."""
        from tutor.expression import text
        from tutor.expression.read import Readable, read

        lesson = self.session.lesson
        if lesson.asked[self.session.step_of(answered.question)].expression:
            return self._expression(answered)
        if answered.mark.number is None:
            return ""
        # As one of several numbers, with which alone a comma may mean something else.
        found = read(f"{answered.text}; 0" if several else answered.text, functions=lesson.marking.functions)
        value = found.values[0] if isinstance(found, Readable) else None
        if value is None:
            return ""
        return text.plain(value.node) if value.decimal is None else str(value.decimal)

    def _expression(self, answered: Answered) -> str:
        from tutor.expression.text import plain
        from tutor.expression.tokens import Unreadable
        from tutor.marking.symbolic.names import Names
        from tutor.marking.symbolic.read import read

        try:
            return plain(read(answered.text, Names(self.session.lesson.network, answered.question)))
        except Unreadable:
            return ""

    def _priors(self, q: Quantity, mark: Mark) -> tuple[Prior, ...]:
        """What the right formula is made of, where a number was marked by it."""
        if mark.number is None:
            return ()
        from tutor.explain.formula import priors
        from tutor.notation.number import as_shown

        lesson, states, value = self.session.lesson, self.session.states, self.session.numbers.value
        found = []
        for p in priors(lesson.network, q):
            own = states[p].own if p in states else None
            shown = as_shown(p, value(p), lesson.marking.significant)
            found.append(Prior(str(p), value(p), shown, own.text if own else None))
        return tuple(found)


def place_of(session: Session) -> Place:
    """Where a lesson stands."""
    return Place(
        session.at,
        str(session.focus) if session.focus else "",
        session.reading,
        session.visited,
        sum(map(session.is_done, range(len(session.steps)))),
        len(session.steps),
    )
