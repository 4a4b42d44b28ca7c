"""The activations and their slopes, as people work them out with a calculator."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from decimal import Decimal
from typing import Any


def exactly(number: float) -> Decimal:
    """The number as it is printed."""
    return Decimal(repr(number))


def sigmoid(z: Decimal) -> Decimal:
    return exactly(1 / (1 + math.exp(-float(z))))


def exponential(z: Decimal) -> Decimal:
    return exactly(math.exp(float(z)))


VALUES: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": sigmoid,
    "tanh": lambda z: exactly(math.tanh(float(z))),
    "relu": lambda z: max(z, Decimal(0)),
}
SLOPES: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": lambda z: exactly(1 / (2 + math.exp(float(z)) + math.exp(-float(z)))),
    "tanh": lambda z: exactly(1 / math.cosh(float(z)) ** 2),
    "relu": lambda z: Decimal(int(z > 0)),
}
"""A calculator's functions, of the activations that are taken for one another."""
ONE = Decimal(1)
STRAIGHT = ("relu", "leaky-relu", "elu", "identity")
"""The activations that are straight above 0."""


class Bends(ABC):
    """What a learner does at an activation."""

    network: Any
    habit: Any

    @abstractmethod
    def note(self, number: Decimal) -> Decimal:
        """A partial result, written down or not."""

    def squared(self, number: Decimal) -> Decimal:
        """The square of a number."""
        return self.note(number * number)

    def activated(self, l: int, j: int) -> Decimal:
        z, parameter = self.Z(l, j), exactly(self.network.layer(l).parameter or 1.0)
        match self.activation(l):
            case "sigmoid" | "tanh" | "relu" as name:
                return VALUES[name](z)
            case "leaky-relu":
                return z if z > 0 else z * parameter
            case "elu":
                return z if z > 0 else parameter * self.note(self.note(exponential(z)) - 1)
            case "softplus":
                return exactly(math.log(float(self.note(1 + self.note(exponential(z))))))
            case "silu":
                return z * self.note(sigmoid(z))
            case "identity":
                return z
            case "softmax":
                every = [self.note(exponential(self.Z(l, m))) for m in range(1, self.n(l) + 1)]
                return every[j - 1] / self.plus(*every)
        return z / self.note(1 + self.note(exponential(-z)))

    def slope(self, l: int, j: int) -> Decimal:
        name, z = self.activation(l), self.Z(l, j)
        if name in STRAIGHT and (z > 0 or name != "elu"):
            below = {"relu": Decimal(0), "identity": ONE}
            return ONE if z > 0 else below.get(name, exactly(self.network.layer(l).parameter or 0.0))
        if name in SLOPES:
            return self.slope_from(name, self.A(l, j)) if self.habit.slope == "a" else SLOPES[name](z)
        return self.bent_from_a(name, l, j) if self.habit.slope == "a" else self.bent_from_z(name, l, z)

    def bent_from_a(self, name: str, l: int, j: int) -> Decimal:
        """The slope of one of the rarer activations from a, as far as there is a formula."""
        a = self.A(l, j)
        match name:
            case "elu":
                return a + exactly(self.network.layer(l).parameter or 1.0)
            case "softplus":
                return 1 - self.note(exponential(-a))
            case "silu":
                return a + self.note(self.note(sigmoid(self.Z(l, j))) * self.note(1 - a))
        return self.bent_from_z(name, l, self.Z(l, j))

    def bent_from_z(self, name: str, l: int, z: Decimal) -> Decimal:
        match name:
            case "elu":
                return exactly(self.network.layer(l).parameter or 1.0) * self.note(exponential(z))
            case "softplus":
                return sigmoid(z)
            case "silu":
                s = self.note(sigmoid(z))
                return s * self.note(1 + self.note(z * self.note(1 - s)))
        e = self.note(exponential(-z))
        return self.note(self.note(1 + e) + self.note(z * e)) / self.squared(self.note(1 + e))

    def slope_from(self, activation: str, a: Decimal) -> Decimal:
        """σ′ by the identity that gives it from a."""
        return a * self.note(1 - a) if activation == "sigmoid" else 1 - self.squared(a)
