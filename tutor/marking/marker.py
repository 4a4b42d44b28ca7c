"""The marking of one lesson: what is worked out for an answer, in floats or arrays alike, and the mark that comes."""

from collections.abc import Callable, Container, Mapping
from typing import Any, NamedTuple

from tutor.engine.network import Network
from tutor.expression.functions import CALM, T
from tutor.expression.read import Unreadable, Value
from tutor.marking import said
from tutor.marking.band import Band, Bands, band, held
from tutor.marking.guess import Guess, guess, near
from tutor.marking.mark import Mark, Verdict
from tutor.marking.paper import Known, Numbers, Own, Paper, memory_unit
from tutor.marking.question import Question
from tutor.marking.verdict import Doubt, Explained, Finding, explain, settle
from tutor.notation.number import as_shown, shown
from tutor.quantity import Kind, Quantity, is_parameter

RULES = "1"
"""The version of the marking rules: another one may mark the same answer otherwise."""

ZEROABLE = frozenset({Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.W_NEW, Kind.B_NEW})
"""Kinds of which 0 may be right by the learner's own rounding; in the others such a 0 has lost its figures."""

EASY = frozenset({0.0, 1.0})
"""The magnitudes of answers that say nothing of where they came from."""

NUDGE = 0.1
"""An answer that follows from a number is another one where the number is another by this part of itself."""

EMPTY: Mapping[Any, Any] = {}


class Hidden(NamedTuple):
    """What lies behind a quantity of which only some numbers are on a sheet.

    Attributes:
        missing: what it is made of and is not on the sheet, nearest first.
        frontier: the numbers on the sheet that it goes back to.
    """

    missing: tuple[Quantity, ...]
    frontier: tuple[Quantity, ...]


class Marker:
    """Marks the answers to one lesson's questions."""

    def __init__(
        self,
        network: Network,
        significant: int,
        exact: Callable[[Quantity], float],
        messages: Mapping[str, str] = EMPTY,
    ) -> None:
        """Take what a lesson says.

        Args:
            network: the network that is asked about.
            significant: the significant figures that an answer must carry.
            exact: the exact value of any quantity.
            messages: the lesson's own sentence for some codes.
        """
        self.network = network
        self.significant = significant
        self.messages = messages
        self._exact = exact
        self._known: dict[Quantity, Known] = {}
        self._questions: dict[Quantity, Question] = {}

    def known(self, q: Quantity) -> Known:
        """What the lesson says of a quantity."""
        found = self._known.get(q)
        if found is None:
            exact = self._exact(q)
            given = is_parameter(q)
            found = self._known[q] = Known(exact, exact if given else float(shown(exact, self.significant)), given)
        return found

    def question(self, q: Quantity) -> Question:
        """A question, made ready for marking."""
        found = self._questions.get(q)
        if found is None:
            found = self._questions[q] = Question(self.network, q, self.significant, self.known, self.question)
        return found

    def hidden(self, q: Quantity, sheet: Container[Quantity]) -> Hidden:
        """What lies behind a quantity where only some numbers are on a sheet."""
        missing: dict[Quantity, None] = {}
        frontier: dict[Quantity, None] = {}
        waiting = [q]
        for each in waiting:  # grows as it is walked: the nearest come first
            for p in self.question(each).priors:
                if p in sheet:
                    frontier[p] = None
                elif p not in missing:
                    missing[p] = None
                    waiting.append(p)
        return Hidden(tuple(missing), tuple(frontier))

    def bands(self, question: Question, paper: Paper[T]) -> tuple[Band[T], ...]:
        """The right answers: one band for each right form, and one for a value that none of them comes to."""
        beyond: tuple[Band[Any], ...] = question.beyond
        return tuple(band(paper.f, form, paper.rights, self.significant) for form in question.forms) + beyond

    def carried(self, question: Question, paper: Paper[T]) -> tuple[Band[T], ...]:
        """What the right forms give on the learner's own wrong numbers."""
        return tuple(band(paper.f, form, paper.carrieds, self.significant) for form in question.forms)

    def carried_value(self, question: Question, paper: Paper[T]) -> T:
        """What the first form gives on all that is on paper."""
        found: Guess[T] = guess(paper.f, question.forms[0], paper.number, self.significant)
        return found.value

    def worked(self, q: Quantity, paper: Paper[T]) -> Any:  # noqa: ANN401 (T, or a float where all have the same)
        """What the numbers on paper give for one that is not; the one that is shown where none goes into it."""
        question = self.question(q)
        if not any(p in paper.own for p in question.priors):
            return self.known(q).shown
        return self.carried_value(question, paper)

    def guesses(self, question: Question, paper: Paper[T]) -> tuple[Guess[T], ...]:
        """What each slip gives on all that is on paper."""
        return tuple(guess(paper.f, slip.tree, paper.number, self.significant) for _, slip in question.slips)

    def _near(self, question: Question, paper: Paper[float], answer: Value) -> list[tuple[int, Guess[float]]]:
        """What the slips give near an answer."""
        return [
            (order, each)
            for guesses in (self.guesses(question, paper), question.slip_guesses)
            for order, each in enumerate(guesses)
            if near(CALM, each, answer.number, answer.place)
        ]

    def mark(
        self,
        q: Quantity,
        answer: Value,
        own: Mapping[Quantity, Own] = EMPTY,
        *,
        earlier: Mapping[Quantity, float] = EMPTY,
        seen: Container[str] = (),
    ) -> Mark:
        """Mark one readable answer.

        Args:
            q: the quantity that is asked for.
            answer: what was read.
            own: the learner's own numbers of other quantities.
            earlier: wrong numbers that they had for some before they put them right.
            seen: codes that were named to them before: those are said shorter.
        """
        question = self.question(q)
        paper = self._paper(own)
        bands = self.bands(question, paper)
        if held(bands, answer.number):
            return self.right(question, answer, bands, own)
        doubt = Doubt(
            self.carried(question, paper) if question.wrong(own) else (),
            self.carried_value(question, paper),
            self._near(question, paper, answer),
        )
        finding = self.find(question, answer, bands, doubt, own)
        if finding.verdict is Verdict.WRONG and not finding.codes and not finding.follows:
            finding = finding._replace(corrected=self._corrected(question, answer, own, earlier))
        return self.doubtful(self.case(question, answer, own, seen), bands, finding)

    def find(
        self, question: Question, answer: Value, bands: Bands, doubt: Doubt, own: Mapping[Quantity, Own]
    ) -> Finding:
        """Decide on an answer that is in no band and whose priors are all known."""
        wrong = question.wrong(own)
        return settle(question, answer, doubt, wrong, own) or explain(question, answer, bands, doubt, own)

    def at_the_question(
        self, question: Question, answer: Value, bands: Bands, own: Mapping[Quantity, Own]
    ) -> tuple[Explained, ...]:
        """The mistakes made at a question itself, on their own numbers and, where there is none, on those shown."""
        paper = self._paper(own)
        doubt = Doubt((), self.carried_value(question, paper), self._near(question, paper, answer))
        return explain(question, answer, bands, doubt, own).slips

    def right(self, question: Question, answer: Value, bands: Bands, own: Mapping[Quantity, Own]) -> Mark:
        """The mark of an answer that is in a band, unless it is a 0 that has lost its figures."""
        if answer.number == 0.0 and question.q.kind not in ZEROABLE and (lost := self._lost(question, own)):
            message = said.lost(lost, self.network.naming)
            return Mark(Verdict.IMPRECISE, message, answer.number, answer.echo, bands=bands)
        return Mark(Verdict.CORRECT, (), answer.number, answer.echo, bands=bands)

    def case(
        self, question: Question, answer: Value, own: Mapping[Quantity, Own], seen: Container[str] = ()
    ) -> said.Case:
        """What a sentence about an answer can speak of."""
        return said.Case(question, answer, self.significant, lambda p: self.text(p, own), self.messages, seen)

    def doubtful(self, case: said.Case, bands: Bands, finding: Finding) -> Mark:
        """The mark of an answer that is in no band."""
        answer = case.answer
        return Mark(
            finding.verdict,
            said.of(finding, case),
            answer.number,
            answer.echo,
            bands=bands,
            mistakes=finding.codes,
            follows=finding.follows,
        )

    def text(self, q: Quantity, own: Mapping[Quantity, Own]) -> str:
        """A number as the learner has it on paper, in ASCII: as they typed it, else as it is shown."""
        found = own.get(q)
        return as_shown(q, self.known(q).exact, self.significant) if found is None else found.text

    def _paper(self, own: Mapping[Quantity, Own]) -> Paper[float]:
        return Paper(CALM, self.known, {q: self._numbers(each) for q, each in own.items()}, self.worked)

    def _numbers(self, own: Own) -> Numbers[float]:
        return Numbers(own.number, own.correct, memory_unit(CALM, own.place, own.number, self.significant))

    def _lost(self, question: Question, own: Mapping[Quantity, Own]) -> Quantity | None:
        """The prior whose figures the learner's own number has lost, where 0 is right by it alone; else None."""
        if held(self.bands(question, self._paper({})), 0.0):
            return None
        return next((p for p in question.priors if p in own), None)

    def _corrected(
        self, question: Question, answer: Value, own: Mapping[Quantity, Own], earlier: Mapping[Quantity, float]
    ) -> tuple[Quantity, ...]:
        """The priors that have been put right by now, where the answer follows from what they were before.

        One alone, if one explains it. What would be the same with other numbers, as the slope 1 of a line is, does not
        follow from them, and neither does what comes easily to mind.
        """
        before = {p: earlier[p] for p in question.priors if p in earlier}
        if not before or abs(answer.number) in EASY:
            return ()
        alone = tuple({p: number} for p, number in before.items())
        for some in alone if len(alone) == 1 else (*alone, before):
            others = {p: number + NUDGE * (abs(number) or 1.0) for p, number in some.items()}
            if self._carries(question, answer, own, some) and not self._carries(question, answer, own, others):
                return tuple(some)
        return ()

    def _carries(
        self, question: Question, answer: Value, own: Mapping[Quantity, Own], before: Mapping[Quantity, float]
    ) -> bool:
        """Whether the answer is right for some wrong numbers in place of the learner's own."""
        wrong = {p: Own(number, correct=False, text="") for p, number in before.items()}
        return held(self.carried(question, self._paper({**own, **wrong})), answer.number)


def unreadable(refusal: Unreadable) -> Mark:
    """The mark of an answer that could not be read: no attempt, never wrong."""
    return Mark(Verdict.UNREADABLE, (refusal.message,), offset=refusal.offset)
