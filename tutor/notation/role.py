"""What a piece of text is, for the fronts to colour: the reference lesson's colour code, and the marks of prose."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """The part that a piece of text plays."""

    PLAIN = "plain"
    INPUT = "input"
    WEIGHT = "weight"
    ACTIVATION = "activation"
    ERROR = "error"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


class Span(NamedTuple):
    """A piece of text in one role."""

    text: str
    role: Role = Role.PLAIN


GLUE = "\N{NO-BREAK SPACE}"
"""A blank that no line is to be broken at, if that can be helped; it is painted as any other."""


def glued(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that stay together where lines are broken."""
    return tuple(Span(span.text.replace(" ", GLUE), span.role) for span in spans)


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """Join neighbours of the same role, and drop what is empty."""
    result: list[Span] = []
    for span in spans:
        if result and result[-1].role == span.role:
            result[-1] = Span(result[-1].text + span.text, span.role)
        elif span.text:
            result.append(span)
    return tuple(result)
