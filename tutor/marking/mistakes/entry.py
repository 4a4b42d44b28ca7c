"""What a named mistake is: a wrong rule, as a tree over the quantities it is made of, and what is said of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.expression.tree import Node
from tutor.quantity import Kind, Quantity


class Texts(NamedTuple):
    """What is said of a mistake in place of its own texts, where those would not be true of a lesson."""

    sentence: str
    shorter: str
    because: str


@dataclass(frozen=True, slots=True, eq=False)
class Slip:
    """One way to make a mistake at one question; compared by identity, so that its wording can be kept.

    Attributes:
        tree: what was computed, over any quantities of the network.
        parts: what the texts speak of, by name: a quantity, or a tree over some.
        texts: what is said of it, where the mistake's own texts are not true of this lesson.
        written: the tree as it is written in them, where its name says more than what it is worked out from.
    """

    tree: Node
    parts: Mapping[str, Quantity | Node] = field(default_factory=dict)
    texts: Texts | None = None
    written: Node | None = None

    def said_of(self, mistake: "Mistake") -> "Texts | Mistake":
        """Where the texts are to be had."""
        return self.texts or mistake


Rule = Callable[[Network, Quantity], Iterable[Slip]]
"""Every way to make a mistake at one question of a network; none where it does not apply."""


class Mistake(NamedTuple):
    """A wrong rule that learners apply, at some kinds of quantity.

    The texts hold placeholders (``wording.py``); each of the first two has a number of the learner's own in it, and
    none gives the right value away.

    Attributes:
        code: its name on sheets; another entry may have the same for other kinds, or in other words.
        kinds: the kinds of quantity that it is made at.
        rule: the ways to make it.
        sentence: what was done, and what to do instead.
        shorter: the same for the second time.
        because: why the rule is wrong, in one clause.
        parts: the names of the parts that every slip of this code has.
        whole: whether one number cannot tell it: rows and columns of a matrix were exchanged.
        sign: whether one figure is enough to tell it.
        pen: whether it is a slip of the pen, which however often it is made shows no wrong rule.
        typed: for mistakes of typing, which have no rule: the numbers that can have been meant by a number.
    """

    code: str
    kinds: tuple[Kind, ...]
    rule: Rule
    sentence: str
    shorter: str
    because: str
    parts: tuple[str, ...] = ()
    whole: bool = False
    sign: bool = False
    pen: bool = False
    typed: Callable[[Decimal], Iterable[Decimal]] | None = None
