"""What is handed in: sheets of simulated learners, each with what is to be judged on it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from tutor.quantity import Kind, Quantity

from . import slips_backward, slips_forward  # noqa: F401 (they enter their rules)
from .hand import EXACT, HABITS, Learner, text_of
from .nets import another_example, questions
from .slips import RULES, WHOLE, Made, group
from .world import World, unit

What = Literal["honest", "lost", "mistake", "consistent", "random", "other lesson"]
TRIES = 12
"""How often a learner looks for a place where a mistake can be made."""


class Judged(NamedTuple):
    """What one answer is judged by.

    Attributes:
        what: what it is.
        code: the mistake that it, or what it rests on, was made by.
        at: where that mistake was made.
        clear: whether it lies clearly outside what an honest learner writes.
    """

    what: What
    code: str = ""
    at: Quantity | None = None
    clear: bool = True


@dataclass
class Case:
    """One learner's sheet.

    Attributes:
        scenario: the name of what is simulated.
        questions: the rows, in order.
        learner: who wrote it; ``written`` holds what they handed in, and what they had on scrap paper.
        judged: what is judged, by question.
        sparse: whether the sheet leaves out questions.
    """

    scenario: str
    world: World
    questions: Sequence[Quantity]
    learner: Learner
    judged: dict[Quantity, Judged] = field(default_factory=dict)
    sparse: bool = False

    def text(self, q: Quantity) -> str:
        return text_of(self.learner.written[q])


def make(world: World, mistakes: int, randoms: int, sparse: int, every: int = 1) -> Iterator[Case]:
    """All sheets of one network; the numbers say how many of each kind, and that only every nth habit is honest."""
    learners = world.honest[::every]
    yield from honest(world, learners)
    yield from mistaken(world, mistakes)
    yield from carried(world, mistakes // 4)
    yield from at_random(world, randoms)
    yield from other_lesson(world, randoms)
    if sparse:
        yield from printed(world, mistakes // 8, every)
        yield from sparse_sheets(world, sparse, learners)


# Honest learners


def honest(world: World, learners: Iterable[Learner]) -> Iterator[Case]:
    for learner in learners:
        yield Case("honest", world, world.questions, learner, _honestly(world, learner, world.questions))


def _honestly(world: World, learner: Learner, rows: Iterable[Quantity]) -> dict[Quantity, Judged]:
    lost = world.lost(learner)
    return {q: Judged("lost" if q in lost else "honest") for q in rows}


# Mistakes


def _place(q: Quantity) -> tuple[object, ...]:
    """Where a whole matrix stands."""
    return (q.kind, q.layer, q.sample, q.update)


def placed(world: World, made: Made, q: Quantity) -> dict[Quantity, Callable[[Learner], Decimal]]:
    """A mistake at one question, or at all of its layer where it is made in a whole matrix."""
    if made.code not in WHOLE:
        return {q: made.at(q)}
    return {p: made._replace(way=0).at(p) for p in world.questions if _place(p) == _place(q)}


def _codes(world: World) -> list[tuple[str, str]]:
    groups = {group(world.network, q) for q in world.questions}
    return [(g, code) for g in RULES if g in groups for code in RULES[g]]


def _with(world: World, slips, habit=None, written=None) -> Learner | None:
    """A learner of a random habit with these mistakes; None where they cannot be made."""
    try:
        return world.whole(Learner(world.network, habit or world.rng.choice(HABITS), world.rng, slips, written))
    except LookupError:
        return None


def one_mistake(world: World, g: str, code: str, allowed=None, written=None):
    """A learner with one mistake somewhere in a group of questions, and where; None if there is no place for it."""
    rng = world.rng
    places = [q for q in allowed or world.questions if group(world.network, q) == g]
    for _ in range(TRIES if places else 0):
        q = rng.choice(places)
        learner = _with(world, placed(world, Made(code, rng.randrange(4)), q), written=written)
        if learner is not None:
            return learner, q
    return None


def mistaken(world: World, count: int) -> Iterator[Case]:
    """One mistake, everything before it right and everything after it consistent."""
    for g, code in _some(world, count):
        if found := one_mistake(world, g, code):
            learner, _ = found
            yield Case("mistake", world, world.questions, learner, _rows_of(world, learner, code))


def _some(world: World, count: int) -> list[tuple[str, str]]:
    codes = _codes(world)
    world.rng.shuffle(codes)
    return [codes[i % len(codes)] for i in range(count)]


def touched(learner: Learner, rows: Iterable[Quantity], stop: Iterable[Quantity] = ()) -> set[Quantity]:
    """What a learner's mistakes are in, and all that was made of that, directly or not, but not by way of a stop."""
    found, ends = set(learner.slips), set(stop)
    for q in rows:
        if (found - ends) & learner.uses.get(q, set()):
            found.add(q)
    return found


def _rows_of(world: World, learner: Learner, code: str, rows=None) -> dict[Quantity, Judged]:
    """Judge the mistake's own rows, and what rests on them as consistent; the honest ones are judged elsewhere."""
    judged: dict[Quantity, Judged] = {}
    off = touched(learner, world.questions)
    emptied = {q for q in learner.slips if learner.written[q] == 0}
    for q in rows or world.questions:
        number = learner.written[q]
        if q in learner.slips:
            judged[q] = Judged("mistake", code, q, clear(world, q, learner))
        elif q in off:
            if number == 0 or emptied & learner.uses[q]:
                emptied.add(q)  # a wrong 0 leaves nothing to compute
            if not emptied & learner.uses[q]:
                judged[q] = Judged("consistent", code, next(iter(learner.slips)), world.outside(q, number))
    return judged


def clear(world: World, q: Quantity, learner: Learner) -> bool:
    number = learner.written[q]
    return world.outside(q, number) and world.outside_own(q, number, learner.written)


def carried(world: World, count: int) -> Iterator[Case]:
    """A mistake on top of one that was carried."""
    rng = world.rng
    for g, code in _some(world, count):
        first = one_mistake(world, g, code)
        if first is None:
            continue
        learner, _ = first
        off = {q for q in learner.slips if clear(world, q, learner) and learner.written[q] != 0}
        after = [q for q in world.questions if off & learner.uses[q] and q not in learner.slips]
        if not after:
            continue
        q = rng.choice(after)
        codes = list(RULES[group(world.network, q)])
        for _ in range(TRIES):
            second = rng.choice(codes)
            if second in WHOLE:
                continue
            both = _with(world, {**learner.slips, **placed(world, Made(second, rng.randrange(4)), q)}, learner.habit)
            if both is not None:
                judged = {q: Judged("mistake", second, q, clear(world, q, both))}
                yield Case("carried", world, world.questions, both, judged)
                break


# Wrong numbers that no mistake gives


def _random_number(world: World, q: Quantity) -> Decimal:
    """A wrong number: near what numbers of its kind are, a multiple of the right one, or figures at random."""
    rng, right = world.rng, world.solution.value(q)
    alike = [abs(world.solution.value(p)) for p in world.questions if p.kind is q.kind]
    match rng.randrange(3):
        case 0:
            low = 0.0 if q.kind in (Kind.SIGMA_PRIME, Kind.LOSS) else -max(alike)
            number = rng.uniform(low, max(alike))
        case 1:
            number = right * rng.uniform(0.2, 5) * rng.choice((-1, 1))
        case _:
            magnitude = rng.choice([a for a in alike if a] or [1.0])
            number = rng.choice((-1, 1)) * rng.randrange(100, 1000) * unit(magnitude)
    return Learner(world.network, rng.choice(HABITS), rng).write(Decimal(repr(number)))


def at_random(world: World, count: int) -> Iterator[Case]:
    """One wrong number among right ones; and sheets on which a quarter of the numbers are wrong, and carried on."""
    rng = world.rng
    for i in range(count):
        rows = [rng.choice(world.questions)] if i % 4 else rng.sample(world.questions, len(world.questions) // 4)
        numbers = {q: _random_number(world, q) for q in rows}
        learner = _with(world, {q: lambda _, n=n: n for q, n in numbers.items()})
        if learner is None:
            continue
        learner.written.update(numbers)  # with all their figures
        yield Case("random", world, world.questions, learner, _judge_all(world, learner, rows, "random"))


def _judge_all(world: World, learner: Learner, rows, what: What) -> dict[Quantity, Judged]:
    return {q: Judged(what) for q in rows if clear(world, q, learner)}


def other_lesson(world: World, count: int) -> Iterator[Case]:
    """One answer that is right for the same lesson with other numbers."""
    other = another_example(world.rng, world.network)
    if questions(other) != world.questions:
        return
    for _ in range(count):
        habit, q = world.rng.choice(HABITS), world.rng.choice(world.questions)
        stranger = Learner(other, habit, world.rng)
        number = stranger.number(q)
        learner = _with(world, {q: lambda _, n=number: n}, habit)
        if learner is not None:
            judged = _judge_all(world, learner, [q], "other lesson")
            yield Case("other lesson", world, world.questions, learner, judged)


# Sheets that hold only some questions


SELECTIONS: dict[str, Callable[[World], list[Quantity]]] = {
    "dL_dW": lambda world: [q for q in world.questions if q.kind is Kind.DL_DW],
    "dL_dW, dL_db": lambda world: [q for q in world.questions if q.kind in (Kind.DL_DW, Kind.DL_DB)],
    "a, loss": lambda world: [q for q in world.questions if q.kind in (Kind.A, Kind.LOSS)],
    "delta": lambda world: [q for q in world.questions if q.kind is Kind.DELTA],
    "half": lambda world: [q for q in world.questions if world.rng.random() < 0.5] or [world.questions[-1]],
}
"""Which questions are on a sheet."""


def sparse_sheets(world: World, count: int, learners: Sequence[Learner]) -> Iterator[Case]:
    for name, selection in SELECTIONS.items():
        for learner in learners:
            rows = selection(world)
            judged = _honestly(world, learner, rows)
            yield Case(f"sheet: {name}", world, rows, learner, judged, sparse=True)
            one = world.rng.choice(rows)
            yield Case(f"one: {name}", world, [one], learner, {one: judged[one]}, sparse=True)
        for _ in range(count):
            yield from _sparse_mistake(world, name, selection(world))


def _sparse_mistake(world: World, name: str, rows: list[Quantity]) -> Iterator[Case]:
    """One mistake at something that the rows rest on, or at one of them; the sheet, and a single number of it."""
    clerk = Learner(world.network, EXACT, world.rng)
    for q in rows:
        clerk.number(q)
    below = [q for q in world.questions if q in clerk.written]
    q = world.rng.choice(below)
    g = group(world.network, q)
    code = world.rng.choice([code for code in RULES[g] if q in rows or code != "digits-swapped"])  # nobody typed it
    found = one_mistake(world, g, code, allowed=[q])
    if found is None:
        return
    learner, _ = found
    judged = _reached(world, learner, code, q, rows)
    if not judged:
        return
    yield Case(f"sheet: {name}", world, rows, learner, judged, sparse=True)
    one = q if code == "digits-swapped" and q in judged else world.rng.choice(list(judged))
    yield Case(f"one: {name}", world, [one], learner, {one: judged[one]._replace(what="mistake")}, sparse=True)


def _reached(world: World, learner: Learner, code: str, at: Quantity, rows) -> dict[Quantity, Judged]:
    """The rows that a mistake has reached and that can be told from honest ones; a 0 tells nothing.

    A row is consistent where the mistake reaches it through wrong rows of the sheet alone, or where the right rule on
    these gives it just so.
    """
    off = touched(learner, world.questions)
    wrong = [q for q in rows if q in off and learner.written[q] and world.outside(q, learner.written[q])]
    past = touched(learner, world.questions, stop=wrong)
    judged = {}
    for q in wrong:
        others = {p: learner.written[p] for p in rows if p != q}
        follows = q not in learner.slips and len(wrong) > 1
        follows = follows and (q not in past or not world.outside_own(q, learner.written[q], others))
        whole = len(learner.slips) > 1 and q in learner.slips
        judged[q] = Judged("consistent" if follows else "mistake", code, q if whole else at)
    return judged


def printed(world: World, count: int, every: int = 1) -> Iterator[Case]:
    """An exam that prints the forward pass and asks for the backward pass."""
    rows = [q for q in world.questions if q not in world.printed]
    for habit in HABITS[::every]:
        learner = _with(world, {}, habit, world.printed)
        if learner is not None:
            judged = _honestly(world, learner, rows)
            yield Case("printed", world, rows, learner, judged, sparse=True)
    groups = {group(world.network, q) for q in rows}
    for g, code in [(g, code) for g, code in _some(world, count) if g in groups]:
        found = one_mistake(world, g, code, allowed=rows, written=world.printed)
        if found:
            learner, _ = found
            judged = _rows_of(world, learner, code, rows)
            judged = {q: each for q, each in judged.items() if each.what == "mistake"}
            yield Case("printed", world, rows, learner, judged, sparse=True)
