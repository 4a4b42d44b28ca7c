"""Going on with a lesson that was left: every answer, hint and reveal is given again to its own question.

Nothing is played again key by key, so a lesson whose steps or numbers have changed since goes on as well: what was
answered stands where the right answer is still made of the same numbers in the same way, and is asked again elsewhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.event import RESULT, State
from tutor.lesson.schema import Lesson
from tutor.marking.mark import Verdict
from tutor.progress.entry import Entry, What
from tutor.quantity import Quantity, is_parameter
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.engine.network import Network
    from tutor.progress.attempt import Past, Standing

ASKED = "show"
"""The word of an entry for a result that was asked for before any attempt: asking once more shows it."""
_ACTS = frozenset({What.HINT, What.SKIP, What.REVEAL, What.WORD})


class Resumed(NamedTuple):
    """What a learner is told when a lesson goes on where it was left; the place is the session's own."""

    answers: int = 0
    """How many questions have an answer that stands."""
    again: tuple[Quantity, ...] = ()
    """The questions that were answered and are asked again, in the lesson's order."""
    anew: bool = False
    """Whether so much has changed that the lesson begins anew; what was answered before is kept."""
    changed: bool = True
    """Whether it is the lesson's numbers that changed; else it is the rules of marking."""


class Found(NamedTuple):
    """A lesson that goes on."""

    session: Session
    drafts: dict[Quantity, str]
    """What was typed and not sent."""
    spoken: frozenset[Quantity]
    """The questions that have said what there is to say of their skill."""
    afresh: tuple[Quantity, ...]
    """The questions of which what was answered before counts no longer."""
    told: Resumed


def goes_on(standing: "Standing | None") -> bool:
    """Whether an attempt is one to go on with: it was begun, and never came to its end."""
    return standing is not None and not standing.finished


def resume(lesson: Lesson, past: "Past") -> Found | None:
    """Bring a lesson to where it was left.

    Args:
        lesson: the lesson as it is now.
        past: what was kept of it.

    Returns:
        None where nothing of it is as it was: then it begins anew.
    """
    same = unchanged(lesson, past)
    if not same:
        return None
    session = Session(lesson)
    entries = _since_asked_afresh(past.entries)
    stood = _stood(entries)
    _recall(session, (e if e.question in same or e.question is None else _void(e) for e in entries))
    states = session.states
    answered = {q for q in lesson.questions if states[q].correct or states[q].follows}
    again = tuple(q for q in lesson.questions if q in stood and not (q in answered or states[q].shown))
    _go_back(session, {*again, *(q for q in lesson.questions if q not in same and q not in _met(past))})
    return Found(
        session,
        {q: past.drafts[str(q)] for q in lesson.questions if q in same and _is_draft(q, past, states)},
        frozenset(e.question for e in entries if e.known is not None and e.question in same and e.question),
        tuple(q for q in lesson.questions if q not in same and q in _spent(entries)),
        Resumed(len(answered), again, changed=not same.issuperset(again)),
    )


def _is_draft(q: Quantity, past: "Past", states: Mapping[Quantity, State]) -> bool:
    """Whether something was typed and not sent at a question that is open; another window may have answered it."""
    return str(q) in past.drafts and not states[q].correct


def unchanged(lesson: Lesson, past: "Past") -> frozenset[Quantity]:
    """The questions of a lesson whose right answer is made as it was, of the same numbers.

    Args:
        lesson: the lesson as it is now.
        past: what was kept of it, with the lesson as it was.
    """
    from tutor.lesson.fingerprint import material, material_hash, read_material

    if material_hash(material(lesson)) == past.edition.material_hash:
        return frozenset(lesson.questions)
    then = read_material(past.edition.material)
    if then is None:
        return frozenset()
    numbers, names = _Alike(then.network, lesson.network, numbers=True), _Alike(then.network, lesson.network)
    return frozenset(
        q
        for step in lesson.asked
        for q in step.questions
        if then.expressions.get(q) is step.expression and (names if step.expression else numbers).hold(q)
    )


class _Alike:
    """Which quantities come about alike in two networks: their formulas and, back to the lesson's own, the numbers."""

    def __init__(self, then: "Network", now: "Network", *, numbers: bool = False) -> None:
        """Take two networks.

        Args:
            then: as it was.
            now: as it is.
            numbers: whether the lesson's own numbers have to be the same as well.
        """
        self._then, self._now, self._numbers = then, now, numbers
        self._found: dict[Quantity, bool] = {}

    def hold(self, q: Quantity) -> bool:
        """Whether a quantity comes about alike."""
        from tutor.expression.tokens import Unreadable

        seen, waiting = {q}, [q]
        for each in waiting:  # grows as it is walked
            try:
                alike = self._found.get(each) or self._made_alike(each)
                if alike and each not in self._found:
                    waiting += (p for p in self._priors(each) if p not in seen)
                    seen.update(waiting)
            except (LookupError, TypeError, ValueError, Unreadable):  # one of the networks has no such quantity
                alike = False
            if not alike:
                self._found[q] = False
                return False
        self._found.update(dict.fromkeys(seen, True))
        return True

    def _made_alike(self, q: Quantity) -> bool:
        """Whether a quantity is made of the same quantities in the same way, or is the same number of the lesson's."""
        from tutor.explain.formula import formulas

        if q in self._found:
            return self._found[q]
        if is_parameter(q):
            return not self._numbers or self._then.parameter(q) == self._now.parameter(q)
        return formulas(self._then, q) == formulas(self._now, q)

    def _priors(self, q: Quantity) -> tuple[Quantity, ...]:
        from tutor.explain.formula import priors

        return () if is_parameter(q) else priors(self._now, q)


def _met(past: "Past") -> Collection[Quantity]:
    """What the lesson asked for as it was."""
    from tutor.lesson.fingerprint import read_material

    then = read_material(past.edition.material)
    return then.expressions if then else ()


def _since_asked_afresh(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What still counts: of a question that was asked afresh, what happened since."""
    last = {e.question: i for i, e in enumerate(entries) if e.what is What.AFRESH}
    return tuple(e if i > last.get(e.question, -1) else _void(e) for i, e in enumerate(entries))


def _void(entry: Entry) -> Entry:
    """An entry of a question whose numbers have changed: hints and equations were shown all the same."""
    if entry.what in {What.HINT, What.SKIP} or (entry.what is What.REVEAL and entry.level == 1):
        return entry._replace(known=None)
    what = What.AFRESH if entry.what is What.SUBMIT else What.FOCUS
    return entry._replace(what=what, answer=None, known=None)


def _spent(entries: Iterable[Entry]) -> set[Quantity | None]:
    """The questions that something happened at which counts no longer once their numbers have changed."""
    kinds = {What.SUBMIT, What.REVEAL}
    return {e.question for e in entries if e.what in kinds or e.word == ASKED}


def _stood(entries: Iterable[Entry]) -> set[Quantity]:
    """The questions that were right, right by an earlier number, or shown."""
    for_good: set[Quantity] = set()
    follows: set[Quantity] = set()
    for entry in entries:
        q, verdict = entry.question, entry.answer.verdict if entry.answer else None
        if q is None:
            continue
        if verdict is Verdict.CORRECT or (entry.what is What.REVEAL and entry.level >= RESULT):
            for_good.add(q)
        elif verdict is Verdict.CONSISTENT:
            follows.add(q)
        elif verdict is Verdict.WRONG or entry.what is What.AGAIN:
            follows.discard(q)
    return for_good | follows


def _go_back(session: Session, unanswered: Collection[Quantity]) -> None:
    """Go back to the first question that is to be answered now, if it comes before the place where the lesson is."""
    questions = session.lesson.questions
    here = len(questions) if session.focus is None else questions.index(session.focus)
    first = next((q for q in questions[:here] if q in unanswered), None)
    if first is not None:
        session.place(session.step_of(first), first, reading=False)


def _recall(session: Session, entries: Iterable[Entry]) -> None:
    """Give a session all that happened in it again, and the place to which that led."""
    recall = _Recall(session)
    for batch in _batches(entries):
        recall.take(batch)


def _batches(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """What each input led to. Two windows may have numbered theirs alike: no time passes within one."""
    batch: list[Entry] = []
    for entry in entries:
        if batch and ((entry.batch, entry.utc) != (batch[-1].batch, batch[-1].utc) or entry.elapsed):
            yield tuple(batch)
            batch = []
        batch.append(entry)
    if batch:
        yield tuple(batch)


class _Recall:
    """What happened in a lesson, given again to the lesson as it is now."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.names = {str(q): q for q in session.lesson.questions}
        self.right: set[Quantity] = set()
        """The questions that had been answered right by then: asking for their result showed nothing new."""

    def take(self, batch: Sequence[Entry]) -> None:
        """Give what one input led to."""
        following = self._answers(batch)
        for entry in batch:
            self._other(entry)
            if entry.answer and entry.answer.verdict is Verdict.CORRECT and entry.question:
                self.right.add(entry.question)
        self._place(batch[-1], following, moved=batch[0].what is What.FOCUS)

    def _answers(self, batch: Sequence[Entry]) -> Collection[Quantity]:
        """Give answers again.

        Returns:
            Those that follow from earlier ones.
        """
        texts = {
            e.question: e.answer.typed
            for e in batch
            if e.what is What.SUBMIT and e.question in self.session.states and e.question and e.answer
        }
        if not texts:
            return ()
        self._come_to(next(iter(texts)))
        sent = sum(e.what in {What.SUBMIT, What.AFRESH} for e in batch)
        return self.session.recall_answers(texts, several=sent > 1).following

    def _other(self, entry: Entry) -> None:
        """Give again what is no answer: what was said stays said, and help that was given counts."""
        q, session = entry.question, self.session
        if q is None or q not in session.states or entry.what not in _ACTS:
            return
        self._come_to(q)
        state = session.states[q]
        if entry.what is What.HINT:
            session.recall_hint(q, entry.level)
        elif entry.what is What.SKIP:
            state.passed = state.passed or not state.done
        elif entry.what is What.WORD:
            state.asked_twice = state.asked_twice or entry.word == ASKED
        elif entry.level < RESULT or q not in self.right:
            session.recall_reveal(q, entry.level)

    def _come_to(self, q: Quantity) -> None:
        at = self.session.step_of(q)
        if at != self.session.at:
            self.session.place(at, q, reading=False)

    def _place(self, entry: Entry, following: Collection[Quantity], *, moved: bool) -> None:
        """Go where the lesson stood afterwards, as far as there is such a place now."""
        session, place = self.session, entry.place
        focus = self.names.get(place.focus)
        if focus is not None:
            at = session.step_of(focus)
        elif place.at >= place.steps:
            at = len(session.steps)
        else:
            return
        if moved or (at, focus, place.reading) != (session.at, session.focus, session.reading):
            session.place(at, focus, reading=place.reading)
        if session.focus in following:
            session.settled = session.focus
