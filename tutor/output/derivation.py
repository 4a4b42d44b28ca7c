"""How what the question in focus asks for comes about, whatever shows it: in symbols, then in numbers.

Nothing here gives an answer away: numbers are put in where they were shown or the question is right, and the result
stands only where it is right or shown.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from tutor.event import State
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, trimmed, width
from tutor.explain.derive.derivation import derivation
from tutor.explain.derive.lines import Line, Part, Shortening
from tutor.explain.derive.search import Search, search
from tutor.explain.derive.written import written
from tutor.explain.flow import cells, flow
from tutor.notation import math, sentence
from tutor.notation.block import Block
from tutor.notation.block import beside as in_line
from tutor.notation.block import line as row_of
from tutor.notation.display import display
from tutor.notation.number import screen
from tutor.notation.role import Role, Span
from tutor.notation.sentence import Sentence
from tutor.output import view
from tutor.output.asked import asks_expression
from tutor.output.chain import ChainText, chain_text
from tutor.output.ending import goal
from tutor.output.words import EQUALS
from tutor.output.worked import by_name, in_numbers
from tutor.output.worked import said as numbers_said
from tutor.quantity import Kind, Quantity
from tutor.session import Session

LOOKING = "looking for a shorter form …"
SHORTER = "in a shorter form"
LATER = "The numbers stand here once the question is right or shown."
AN_EXPRESSION = "An expression is asked for here: how it comes about is shown once it is right or shown."
BESIDE = 0.66
"""How much of the columns formulas may take for the reasons to stand beside them."""
LEAST_BESIDE = 18
"""The columns that reasons need."""


class _Looked(NamedTuple):
    """What is looked at: the quantity, and whether its numbers and its result may stand there."""

    q: Quantity
    numbers: bool
    result: bool


def _looked(session: Session) -> _Looked:
    q = session.focus if session.step is not None else None
    if q is None:
        weight = goal(session.lesson)
        return _Looked(Quantity(Kind.DL_DW, weight.layer, weight.j, weight.k), numbers=False, result=True)
    state = session.states.get(q, State())
    right = state.correct or state.shown
    return _Looked(q, numbers=right or state.reveal >= 2, result=right)


def working(session: Session) -> bool:
    """Whether more may come of looking again: a shorter form is being looked for."""
    return any(not each.over for part in _parts(session) for each in _searches(part.shortening))


def _parts(session: Session) -> tuple[Part, ...]:
    looked = _looked(session)
    if asks_expression(session, looked.q) and not looked.result:
        return (Part((AN_EXPRESSION,)),)
    return derivation(session.lesson.network, looked.q)


def _searches(shortening: Shortening | None) -> Iterator[Search]:
    if shortening is not None:
        yield search(shortening.tree, tuple(str(name) for name, _ in shortening.names))


def _shorter(part: Part) -> Line | None:
    """The line with the shorter form, once it is found."""
    found = next((each.found for each in _searches(part.shortening) if each.found is not None), None)
    if found is None or part.shortening is None:
        return None
    names = dict(part.shortening.names)
    return Line(None, written(found, lambda of: names[of]), (SHORTER,))


def _chain(session: Session, looked: _Looked) -> ChainText | None:
    """The gradient of a weight path by path."""
    if looked.q.kind is not Kind.DL_DW or (asks_expression(session, looked.q) and not looked.result):
        return None
    return chain_text(session.lesson, session.numbers.solution, looked.q)


# On a screen


def rows(session: Session, columns: int) -> Rows:
    """The derivation as rows; what is being looked for is said, and stands there the next time."""
    looked = _looked(session)
    found: list[Row] = []
    for part in _parts(session):
        found += [(), *_part(part, columns)] if found else _part(part, columns)
    if looked.numbers:
        found += [(), *_numbers(session, looked.q, columns)]
    if (chain := _chain(session, looked)) is not None:
        found += [(), *_paths(chain, looked.result, columns)]
    return tuple(found)


def _part(part: Part, columns: int) -> list[Row]:
    heading = cells(sentence.spans(part.heading))
    found = list(flow((Cell(" "), *(cell._replace(emphasis=Emphasis.STRONG) for cell in heading)), columns, 1))
    lines = list(part.lines)
    if (shorter := _shorter(part)) is not None:
        lines.append(shorter)
    found += [()] if lines and _is_tall(lines[0], columns) else []
    found += _lines(lines, columns)
    if any(not each.over for each in _searches(part.shortening)):
        found += flow((Cell(f"   {LOOKING}", Role.PLAIN, Emphasis.DIM),), columns, 3)
    if part.note:
        found += [()] if lines and _is_tall(lines[-1], columns) else []
        found += flow((Cell("   "), *_words(part.note)), columns, 3)
    return found


def _is_tall(line: Line, columns: int) -> bool:
    """Whether a line has several rows."""
    sides = (line.right,) if line.left is None else (line.left, line.right)
    return any(len(display(side, columns).rows) > 1 for side in sides)


def _lines(lines: list[Line], columns: int) -> list[Row]:
    """Formulas under one another, the reasons beside them where there is room, else below each."""
    lefts = [display(line.left, columns) if line.left is not None else row_of([]) for line in lines]
    lead = max((left.width for left in lefts), default=0)
    if lead + 6 > columns // 2:
        lead = 0
    indent = lead + 6 if lead else 5
    rights = [display(line.right, columns - indent) for line in lines]
    widest = lead + 6 + max((right.width for right in rights), default=0)
    beside = lead > 0 and widest <= columns * BESIDE and widest + 2 + LEAST_BESIDE <= columns
    found: list[Row] = []
    height = 0
    for line, left, right in zip(lines, lefts, rights, strict=True):
        formula = in_line([row_of([Span(" " * (3 + max(0, lead - left.width)))]), left, row_of([Span(" = ")]), right])
        found += [()] if height and height + len(formula.rows) > 2 else []
        reason = _words(line.why)
        if beside and reason:
            found += _reasoned(formula, reason, widest + 2, columns)
        else:
            found += _in_rows(formula, line, columns, indent)
            found += flow((Cell(" " * indent), *reason), columns, indent) if reason else ()
        height = len(formula.rows)
    return found


def _reasoned(formula: Block, reason: Row, column: int, columns: int) -> list[Row]:
    """A formula, and beside it from a column on why it holds, in line with it."""
    words = [(), *flow(reason, columns - column)] if formula.base else flow(reason, columns - column)
    words = [*((),) * (formula.base - 1), *words]
    blank = (Cell(" " * column),)
    return [
        trimmed((*(pad(cells(left), column) if left else blank), *right))
        for left, right in zip_longest(formula.rows, words, fillvalue=())
    ]


def _in_rows(formula: Block, line: Line, columns: int, indent: int) -> Rows:
    """A formula in the rows that it needs, or on one line, which wraps."""
    if len(formula.rows) > 1 and formula.width <= columns:
        return tuple(trimmed(cells(row)) for row in formula.rows)
    left = cells(math.spans(line.left)) if line.left is not None else ()
    before = indent - 3 - width(left)
    return flow((Cell(" " * max(3, before)), *left, Cell(" = "), *cells(math.spans(line.right))), columns, indent)


def _words(said: Sentence) -> Row:
    """Words that stand beside formulas: what is no name in them is set apart from what is."""
    return tuple(
        cell._replace(role=Role.EMPHASIS) if cell.role is Role.PLAIN else cell for cell in cells(sentence.spans(said))
    )


def _numbers(session: Session, q: Quantity, columns: int) -> list[Row]:
    put_in = in_numbers(session, q)
    state = session.states[q]
    name = view.name(session, q)
    found: list[Row] = [(Cell(" In numbers:", Role.PLAIN, Emphasis.STRONG),)]
    lead = 3 + width(name) + 3
    texts: list[Row] = [(Cell(f" {line.sign} "), *view.numbers(line)) for line in put_in.lines]
    if (alone := by_name(session, put_in)) is not None:
        texts = [(Cell(" = "), *cells(math.spans(alone)))]
    if state.correct or state.shown:
        texts.append((Cell(f" {put_in.sign} {screen(put_in.result)}", Role.PLAIN, Emphasis.STRONG),))
    for i, text in enumerate(texts):
        before: Row = (Cell("   "), *name) if i == 0 else (Cell(" " * (3 + width(name))),)
        found += flow((*before, *text), columns, lead)
    return found


def _paths(chain: ChainText, numbers: bool, columns: int) -> list[Row]:
    """Every path: its factors by name and, once the gradient is known, in numbers, and its share."""
    from tutor.output.pictures.shares import letter  # most derivations end before the paths

    heading = cells(sentence.spans(("The whole chain: ", *chain.before)))
    found = list(flow((Cell(" "), *heading), columns, 1))
    for at, path in enumerate(chain.paths):
        title = f" Path {letter(at)}: {sentence.screen(path.route)}"
        found += flow((Cell(title, Role.EMPHASIS),), columns, 3)
        found += flow((Cell("   "), *cells(math.spans(path.factors))), columns, 5)
        if numbers:
            share = f", {path.share} of the gradient" if path.share else ""
            end = Cell(f" {path.sign} {path.product}{share}", Role.PLAIN, Emphasis.STRONG)
            found += flow((Cell("   = "), *view.numbers(path.numbers), end), columns, 5)
    after = chain.after if numbers else (LATER,)
    return [*found, *flow((Cell(" "), *_words(after)), columns, 1)]


# Line by line


def said(session: Session) -> Iterator[str]:
    """The derivation to be read out or printed; a shorter form is waited for, no longer than a search may take."""
    looked = _looked(session)
    for part in _parts(session):
        for each in _searches(part.shortening):
            each.wait()
        shorter = _shorter(part)
        yield sentence.speech(part.heading)
        yield from (_said(line) for line in (*part.lines, *((shorter,) if shorter else ())))
        if part.note:
            yield sentence.speech(part.note)
    if looked.numbers:
        put_in = in_numbers(session, looked.q)
        yield "In numbers:"
        yield from numbers_said(session, put_in)
        if looked.result:
            yield f"{EQUALS[put_in.sign]} {put_in.result}"
    if (chain := _chain(session, looked)) is not None:
        yield from _said_paths(chain, looked.result)


def _said(line: Line) -> str:
    """One line, and its rule behind it."""
    lead = f"{math.speech(line.left)} equals" if line.left is not None else "Equals"
    why = f"; {sentence.speech(line.why)}" if line.why else ""
    return f"{lead} {math.speech(line.right)}{why}."


def _said_paths(chain: ChainText, numbers: bool) -> Iterator[str]:
    from tutor.output.pictures.shares import letter  # most derivations end before the paths

    yield f"The whole chain: {sentence.speech(chain.before)}"
    for at, path in enumerate(chain.paths):
        yield f"Path {letter(at)}, {sentence.speech(path.route)}: {math.speech(path.factors)}."
        if numbers:
            share = f", {path.share.replace(' %', ' percent')} of the gradient" if path.share else ""
            product = sentence.speech((f"{path.sign} {path.product}{share}",))
            yield f"In numbers: {path.numbers.text('ascii')} {product}."
    yield sentence.speech(chain.after if numbers else (LATER,))
