"""What the names in an answer stand for, at one question of a network, and how each quantity can be typed.

A name that leaves something out (a layer, a sample) means what the question's own formula uses: in
δ₁⁽¹⁾ = Σ w⁽²⁾ δ⁽²⁾ σ′(z₁⁽¹⁾) w and δ are those of layer 2, z and a those of layer 1. Where two are equally near, the
learner is asked which is meant.
"""

import heapq
from collections.abc import Iterable, Iterator
from functools import cached_property

from tutor.engine.network import Network
from tutor.explain.formula import formulas, names
from tutor.expression.tokens import Unreadable, quoted
from tutor.marking.symbolic.fitting import BIASES, fitting
from tutor.marking.symbolic.written import written
from tutor.quantity import ALONE, MATRICES, NEW, PER_SAMPLE, Kind, Quantity, beside, is_parameter

Place = tuple[Kind, int | None, int, int]
"""A kind in one layer, of one sample and update."""

_OF_PARAMETERS: dict[Kind, Kind] = {
    Kind.DL_DW: Kind.W,
    Kind.W_NEW: Kind.W,
    Kind.DL_DB: Kind.B,
    Kind.B_NEW: Kind.B,
}
_LEAD = {Kind.DL_DW: "dL/dw", Kind.DL_DB: "dL/d", Kind.W_NEW: "new w", Kind.B_NEW: "new "}
_LETTERS = {Kind.RATE: "eta", Kind.MOMENTUM: "mu", Kind.L2: "lambda", Kind.LOSS: "L", Kind.DELTA: "d", Kind.W: "w"}
SHOWN = 3
"""So many names are given as examples where one was not understood."""
NEAR, FAR = 1, 2
"""What a step from a quantity to what it is made of costs: from a slope σ′, and from anything else."""


class Names:
    """The names at one question.

    Attributes:
        network: the network that is asked about.
        q: the question.
    """

    def __init__(self, network: Network, q: Quantity) -> None:
        self.network = network
        self.q = q
        self._behind: dict[Quantity, bool] = {q: True}

    def quantity(self, text: str, start: int) -> Quantity:
        """What a name stands for.

        Args:
            text: the name as typed.
            start: where it stands in the answer.

        Raises:
            Unreadable: it stands for nothing, or for what is asked, or more than one thing could be meant.
        """
        found = self._meant(text)
        if len(found) > 1:
            raise Unreadable(f"{quoted(text)} can be {_either(map(self.spelled, found[:3]))}: write which.", start)
        if not found:
            raise Unreadable(f"{quoted(text)} is no name here: {self.advice}.", start)
        return self.allowed(found[0], text, start)

    def allowed(self, p: Quantity, text: str, start: int) -> Quantity:
        """A quantity that may stand in an answer here.

        Raises:
            Unreadable: it is what is asked, or is made of it.
        """
        if p == self.q:
            raise Unreadable(f"{quoted(text)} is what is asked for: write what it is made of.", start)
        if self._comes_after(p):
            raise Unreadable(f"{quoted(text)} comes after what is asked for: {self.advice}.", start)
        return p

    def spelled(self, p: Quantity) -> str:
        """How a quantity can be typed here, in ASCII: as short as it is still clear."""
        if p.kind is Kind.SIGMA_PRIME:
            return f"sigma'({self.spelled(p._replace(kind=Kind.Z))})"
        *shorter, full = self._spellings(p)
        return next((text for text in shorter if self._meant(text) == [p]), full)

    def some(self, count: int) -> tuple[str, ...]:
        """So many of the names that a right answer can be written in, or all."""
        found = dict.fromkeys(p for form in formulas(self.network, self.q) for p in names(form))
        return tuple(map(self.spelled, list(found)[:count]))

    @property
    def advice(self) -> str:
        """What to write, in a clause."""
        some = self.some(SHOWN)
        return f"write it in names such as {', '.join(some)}" if some else "no name is needed"

    def _meant(self, text: str) -> list[Quantity]:
        """What a name can stand for: of all that it fits, what is nearest to the question's formula."""
        name = written(text)
        found = [] if name is None else list(fitting(name, self.network, self.q))
        if len(found) < 2:
            return found
        nearest = self._nearest(found)
        if name is not None and name.letter == "a" and name.layer is None and nearest[0].layer == 0:
            # The screen calls the input x: an a is that of the question's own layer or, where it has none, the nearest.
            called = [p for p in found if p.layer]
            return [p for p in called if p.layer == self.q.layer] or (self._nearest(called) if called else nearest)
        return nearest

    def _nearest(self, found: list[Quantity]) -> list[Quantity]:
        distances = [self._distance(p) for p in found]
        known = [distance for distance in distances if distance is not None]
        if known:
            return [p for p, distance in zip(found, distances, strict=True) if distance == min(known)]
        for own in (lambda p: p.sample == self.q.sample, lambda p: p.layer == self.q.layer):
            found = list(filter(own, found)) or found
        return found

    def _distance(self, p: Quantity) -> tuple[int, int] | None:
        """How far a quantity is from the question's formula; None where nothing of its kind and layer goes into it.

        What goes into it is nearer than the same of another sample, or than what an update makes of it.
        """
        alike = [p, p._replace(sample=self.q.sample)]
        if p.kind in _OF_PARAMETERS:
            alike.append(beside(self.q, _OF_PARAMETERS[p.kind], p.layer, p.j, p.k))
        for away, other in enumerate(alike):
            if (distance := self._distances.get(_place(other))) is not None:
                return away, distance
        return None

    @cached_property
    def _distances(self) -> dict[Place, int]:
        """How far each kind in each layer is from the question's formula; one of a kind stands for all."""
        found: dict[Place, int] = {}
        waiting = [(0, number, p) for number, p in enumerate(self._made_of(self.q))]
        heapq.heapify(waiting)
        while waiting:
            distance, _, p = heapq.heappop(waiting)
            if found.setdefault(_place(p), distance) == distance and not is_parameter(p):
                further = distance + (NEAR if p.kind is Kind.SIGMA_PRIME else FAR)
                for inner in self._made_of(p):
                    if _place(inner) not in found:
                        heapq.heappush(waiting, (further, len(waiting) + len(found), inner))
        return found

    def _made_of(self, p: Quantity) -> Iterable[Quantity]:
        """What goes into a quantity, one of each kind in each layer."""
        every = (inner for form in formulas(self.network, p) for inner in names(form))
        return {_place(inner): inner for inner in every}.values()

    def _comes_after(self, p: Quantity) -> bool:
        """Whether the question goes into a quantity."""
        waiting = [p]
        while waiting:
            at = waiting[-1]
            if at in self._behind or is_parameter(at) or at.update < self.q.update:
                self._behind.setdefault(waiting.pop(), False)
                continue
            priors = [inner for form in formulas(self.network, at) for inner in names(form)]
            unknown = [inner for inner in priors if inner not in self._behind]
            if unknown:
                waiting += unknown
            else:
                self._behind[waiting.pop()] = any(self._behind[inner] for inner in priors)
        return self._behind[p]

    def _spellings(self, p: Quantity) -> Iterator[str]:
        """The ways to write a quantity in ASCII, from the shortest to the one that leaves nothing out."""
        lead = _LEAD.get(p.kind, "") + self._letter(p)
        if p.kind in ALONE or p.kind is Kind.LOSS:
            yield lead
            return
        index = self._index(p)
        layer = "" if self._layerless(p) else f"({(p.layer or 0) + self.network.conventions.first_layer})"
        sample = f"[{p.sample}]" if p.kind in PER_SAMPLE and self.network.naming.samples > 1 else ""
        update = f"#{p.update}" if p.kind in NEW.values() else "#0" if p.kind in NEW else ""
        if p.kind in NEW.values() and p.update < self.q.update:
            lead = lead.removeprefix("new ")
        for ending in dict.fromkeys(("", sample, layer, layer + sample, update, layer + update)):
            yield lead + index + ending

    def _letter(self, p: Quantity) -> str:
        if p.kind in _LETTERS:
            return _LETTERS[p.kind]
        if p.kind in BIASES:
            return "theta" if p.layer in self.network.naming.thresholds else "b"
        if p.kind in MATRICES:
            return ""
        return "x" if p.kind is Kind.A and p.layer == 0 else p.kind.value

    def _layerless(self, p: Quantity) -> bool:
        return p.kind is Kind.Y or (p.kind is Kind.A and p.layer == 0)

    def _index(self, p: Quantity) -> str:
        naming = self.network.naming
        if p.kind in MATRICES:
            one, other = (p.k, p.j) if naming.source_first else (p.j, p.k)
            return f"{one}{'_' if max(one or 0, other or 0) >= 10 else ''}{other}"
        count = (naming.biases if p.kind in BIASES else naming.sizes)[p.layer or 0]
        return "" if count == 1 else str(p.j)


def _place(p: Quantity) -> Place:
    return p.kind, p.layer, p.sample, p.update


def _either(texts: Iterable[str]) -> str:
    return " or ".join(texts)
