"""What a derivation is made of."""

from collections.abc import Hashable
from typing import NamedTuple

from tutor.expression.tree import Node
from tutor.notation.math import Math
from tutor.notation.sentence import Sentence


class Line(NamedTuple):
    """One line of a derivation.

    Attributes:
        left: what is derived; None where the line goes on from the one before.
        right: what it is equal to.
        why: the rule, or what was done.
    """

    left: Math | None
    right: Math
    why: Sentence = ()


class Shortening(NamedTuple):
    """A derivative that was made rule by rule, and may have a shorter form.

    Attributes:
        left: what it is the derivative of, by name: f′(z).
        tree: the derivative.
        names: what each name in it is called.
    """

    left: Math
    tree: Node
    names: tuple[tuple[Hashable, Math], ...]


class Part(NamedTuple):
    """One connected piece of a derivation.

    Attributes:
        heading: what is derived.
        lines: line by line; none where there is nothing to derive.
        note: what is to be said besides.
        shortening: of a lesson's own function, the derivative that a shorter form may be found of.
    """

    heading: Sentence
    lines: tuple[Line, ...] = ()
    note: Sentence = ()
    shortening: Shortening | None = None
