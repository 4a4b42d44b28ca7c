"""What is said of an answer that is not simply right: one sentence, in the numbers of this question and learner."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

from tutor.engine import losses
from tutor.engine.network import Network
from tutor.explain.formula import formulas, names
from tutor.expression.read import Value
from tutor.expression.tree import Neg, Node, Product, Sum
from tutor.marking.mark import Verdict
from tutor.marking.mistakes.shapes import SQUARES
from tutor.marking.mistakes.wording import say
from tutor.marking.question import Question
from tutor.marking.verdict import Explained, Finding
from tutor.notation.number import screen
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Naming, Quantity

SMALL = 0.05
"""Below this a wrong 0 is likely to be a number rounded to decimals that it has no figures in."""

TERMS = "Go through the terms one by one, with their signs"
FACTORS = "Check each factor, and the sign"
OLD = "Begin with the old number"
STEP = f"{OLD}, and take off the learning rate times its gradient."
LOOK_AGAIN: dict[Kind, str] = {
    Kind.A: "Check the z that goes in, and each part of the formula.",
    Kind.LOSS: "Check the difference, the square and the factor in front.",
    Kind.SIGMA_PRIME: "Check which number you put in: the slope can be had from a, or from z.",
    Kind.DL_DW: "Check the two factors, and the sign.",
    Kind.DL_DB: "Check the equation: it has one term only.",
    Kind.W_NEW: STEP,
    Kind.B_NEW: STEP,
}
"""Where to look again after a wrong answer that nothing explains."""
LOGARITHM = "Check what goes into the logarithm, and each sign."
FORMULA = "Check the a and y that go in, and each part of the formula."
EACH_SAMPLE = "Work it out for each sample, then add up{}."
SLOPE_OF_Z = "Put z into the slope of the activation."
DIFFERENCE = "Here the error is {} alone, without a slope."
LEFT = " as update {} left {}"
"""Which weights an update after the first goes by."""
MOMENTUM = f"{STEP[:-1]}; then add the momentum times the last step."

PENALTY = " The penalty on the weights belongs to it, too."

POINTER = " Type show for the equation."
"""What a mistake that was named before is followed by."""


class Case(NamedTuple):
    """What a sentence is about."""

    question: Question
    answer: Value
    significant: int
    text: Callable[[Quantity], str]
    """A number as the learner has it, in ASCII."""
    messages: Mapping[str, str]
    """The lesson's own sentence for some codes."""
    seen: Container[str]
    """The codes that were named to the learner before."""


def of(finding: Finding, case: Case) -> Sentence:
    """The sentence for a finding."""
    match finding.verdict:
        case Verdict.CONSISTENT:
            return ("Right for your ", *_wrongly(finding.follows, case), ".")
        case Verdict.IMPRECISE:
            return _imprecise(finding, case)
    if finding.follows:
        return (
            "This follows from your ",
            *_named(finding.follows, case),
            ", which leaves nothing to compute: find that first.",
        )
    if finding.codes:
        return _mistaken(finding, case)
    if finding.corrected:
        names = _joined([(symbol(p, case.question.network.naming),) for p in finding.corrected])
        right = "the one" if len(finding.corrected) == 1 else "those"
        return ("This follows from your earlier ", *names, f". Take {right} that you put right.")
    return _unexplained(case)


def lost(q: Quantity, naming: Naming) -> Sentence:
    """What is said of a 0 that comes of a prior with too few figures."""
    return ("Not quite zero: carry more figures of ", symbol(q, naming), ".")


def _imprecise(finding: Finding, case: Case) -> Sentence:
    figures = f"Give {case.significant} significant figures."
    if not finding.follows:
        return (f"Right so far. {figures}",)
    return ("Right so far for your ", *_wrongly(finding.follows, case), f". {figures}")


def _unexplained(case: Case) -> Sentence:
    if case.answer.number == 0.0 and abs(case.question.right) < SMALL:
        return (f"Small, but not zero. Count {case.significant} figures from the first that is not 0.",)
    network, q = case.question.network, case.question.q
    look = where_to_look(network, q)
    if q.kind in (Kind.W_NEW, Kind.B_NEW) and q.update > 1:
        before = q._replace(update=q.update - 1)
        left = LEFT.format(before.update, "it")
        return ("Not yet. Begin with ", symbol(before, network.naming), f",{left}{look.removeprefix(OLD)}")
    return (f"Not yet. {look}",)


def where_to_look(network: Network, q: Quantity) -> str:
    """Where to look again, as it is true of this lesson."""
    penalized = network.descent.l2 is not None and q.kind in (Kind.LOSS, Kind.DL_DW)
    return _where(network, q) + (PENALTY if penalized else "")


def _where(network: Network, q: Quantity) -> str:
    """Where to look in the formula, but for the penalty on the weights."""
    right = formulas(network, q)[0]
    match q.kind:
        case Kind.LOSS | Kind.DL_DW | Kind.DL_DB if len(network.in_update(q.update)) > 1:
            return EACH_SAMPLE.format(" and divide by how many there are" if network.mean else "")
        case Kind.LOSS if network.loss not in SQUARES:
            return LOGARITHM if network.loss in losses.LOSSES else FORMULA
        case Kind.SIGMA_PRIME if not any(p.kind is Kind.A for form in formulas(network, q) for p in names(form)):
            return SLOPE_OF_Z
        case Kind.DELTA if q.layer == network.depth and losses.short(network):
            return DIFFERENCE.format("output minus target" if network.true_sign else "target minus output")
        case Kind.Z | Kind.DELTA:
            return _weighed(network, q, right)
        case Kind.DL_DB if isinstance(right.operand if isinstance(right, Neg) else right, Sum):
            return f"{TERMS}."
        case Kind.W_NEW | Kind.B_NEW if network.descent.momentum is not None and q.update > 1:
            return MOMENTUM
        case _:
            return LOOK_AGAIN[q.kind]


def _weighed(network: Network, q: Quantity, right: Node) -> str:
    """Where to look at what is made of weights: term by term where there are several, and at which weights."""
    output = q.kind is Kind.DELTA and q.layer == network.depth
    total = right.factors[0] if isinstance(right, Product) and not output else right
    look, and_ = (TERMS, "with") if isinstance(total, Sum) else (FACTORS, "take")
    if output or q.update == 1:
        return f"{look}."
    return f"{look}, and {and_} the weights{LEFT.format(q.update - 1, 'them')}."


def _mistaken(finding: Finding, case: Case) -> Sentence:
    """The mistake's sentence; where two codes give the number, both, shorter."""
    found: dict[str, Explained] = {}
    for slip in finding.slips:
        found.setdefault(slip.code, slip)
    for mistake in finding.misread:
        found.setdefault(mistake.code, Explained(mistake, case.question.plain, case.answer.number))
    explained = list(found.values())[:2]
    if len(explained) > 1:
        first, second = (_say(each, "shorter", case) for each in explained)
        return ("Either: ", *first, " Or: ", *second)
    known = explained[0].code in case.seen
    sentence = _say(explained[0], "shorter" if known else "sentence", case)
    return (*sentence, POINTER) if known else sentence


def _say(explained: Explained, which: str, case: Case) -> Sentence:
    """A mistake's sentence; of one that was made at another quantity, where."""
    question, mistake, at = case.question, explained.mistake, explained.at
    sentence = say(
        mistake,
        explained.slip,
        which,
        network=question.network,
        q=at or question.q,
        text=case.text,
        value=_made(explained, at, case) if at else case.answer.number,
        answer="" if at else case.answer.text,
        significant=case.significant,
        template=case.messages.get(mistake.code),
    )
    if at is None:
        return sentence
    return ("It went wrong at ", symbol(at, question.network.naming), ". ", *sentence)


def _made(explained: Explained, at: Quantity, case: Case) -> float:
    """What a mistake gave at an earlier quantity, where the number of the row is what became of it."""
    earlier = case.question.at(at)
    made = zip(earlier.slips, earlier.slip_guesses, strict=True)
    return next((guess.value for (_, slip), guess in made if slip is explained.slip), explained.value)


def _wrongly(quantities: Sequence[Quantity], case: Case) -> Sentence:
    """The learner's own wrong numbers, and that they are: what is right for them is not to be heard as all right."""
    return (*_named(quantities, case), " (not right yet)")


def _named(quantities: Sequence[Quantity], case: Case) -> Sentence:
    """Names with the learner's own numbers: a₁⁽¹⁾ = 0.7."""
    naming = case.question.network.naming
    return _joined([(symbol(q, naming), f" = {screen(case.text(q))}") for q in quantities])


def _joined(parts: Sequence[Sentence]) -> Sentence:
    """One, or one and another; of more, the first two and how many more."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return (*parts[0], " and ", *parts[1])
    return (*parts[0], ", ", *parts[1], f" and {len(parts) - 2} more")
