"""The paths of the traced weight as they are chosen among: each with a letter, and said as far as it is known."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product
from math import prod
from string import ascii_uppercase
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, width
from tutor.explain.flow import cells, flow
from tutor.explain.labels import role
from tutor.explain.paths import Link, Path, links, path
from tutor.explain.spots import Neuron
from tutor.notation import math
from tutor.notation.math import Operator
from tutor.notation.number import MINUS, screen, shown
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.output import view
from tutor.output.ending import goal
from tutor.output.facts import name, open_expression, settled
from tutor.output.places import Line, written
from tutor.output.words import listed
from tutor.quantity import Kind, Quantity, beside
from tutor.session import Session

LETTERS = ascii_uppercase
"""What paths are called, in their order; there may be millions, but nobody chooses among more than these."""
GAP = 3
"""The columns between two paths of the legend."""
LEAST_BAR, MOST_BAR = 16, 48
"""The columns of a bar behind a path, with what parts it from the name."""
UNLIKE = "The lesson asks for this gradient as an expression: its factors stand here once it is right or shown."


class Choice(NamedTuple):
    """Cells of a row that stand for a path: a click on them chooses it."""

    row: int
    start: int
    end: int
    path: tuple[int, ...]


class Legend(NamedTuple):
    """The paths in a few rows, and where each stands."""

    rows: Rows
    choices: tuple[Choice, ...]


def gradient(session: Session) -> Quantity:
    """The gradient that the paths add up to: of the traced weight, in the sample and the update at hand."""
    weight = goal(session.lesson)
    at = weight.layer, weight.j or 1, weight.k
    return view.look(session).beside(session.lesson.network, Kind.DL_DW, *at)


def routes(session: Session) -> tuple[tuple[int, ...], ...]:
    """The paths that have letters: for each the neurons that it leads through, one a layer."""
    weight = goal(session.lesson)
    return _routes(session.lesson.network.sizes[weight.layer or 1 :], weight.j or 1)


@cache
def _routes(sizes: tuple[int, ...], first: int) -> tuple[tuple[int, ...], ...]:
    ranges = (range(1, n + 1) for n in sizes[1:])
    return tuple(islice(product((first,), *ranges), len(LETTERS)))


def letter(session: Session, route: tuple[int, ...]) -> str:
    """What a path is called; nothing where it has no letter."""
    found = routes(session)
    return LETTERS[found.index(route)] if route in found else ""


def count(session: Session) -> int:
    """How many paths there are, those without a letter among them."""
    return prod(session.lesson.network.sizes[(goal(session.lesson).layer or 1) + 1 :])


def of_sample(session: Session) -> str:
    """Of which sample the paths are, where an update goes by several."""
    q = gradient(session)
    return f" of sample {q.sample}" if len(session.lesson.network.in_update(q.update)) > 1 else ""


def rows(session: Session, route: tuple[int, ...], columns: int) -> Rows:
    """All that is said of one path below its name."""
    q = gradient(session)
    if open_expression(session, q):
        return flow((Cell(f" {UNLIKE}", Role.PLAIN, Emphasis.DIM),), columns, 1)
    return written(_lines(session, route), columns)


def title(session: Session, route: tuple[int, ...], columns: int) -> Rows:
    """The name of a path, and the way it takes."""
    network = session.lesson.network
    of = cells(math.spans(symbol(gradient(session), network.naming)))
    named = listed(list(stops(network, goal(session.lesson), route)))
    return flow(
        (
            Cell(f" Path {letter(session, route)}", Role.PLAIN, Emphasis.STRONG),
            Cell(f" of {count(session)}{of_sample(session)} in "),
            *of,
            Cell(": through "),
            Cell(named),
        ),
        columns,
        1,
    )


def stops(network: Network, weight: Quantity, route: tuple[int, ...]) -> Iterator[str]:
    """The neurons that a path of a weight leads through, by what they are called."""
    for layer, j in enumerate(route, weight.layer or 1):
        yield name(network, Neuron(layer, j))


class Taken(NamedTuple):
    """What is to be said of a path.

    Attributes:
        links: its factors.
        texts: each as it is known, as screens write it; None where it is not.
        over: by how many samples the product is divided.
        sign: ``=`` or ``≈`` before the product; nothing where that is not known.
        product: what comes of it, once every factor is right and the gradient known: before, it would give that away.
        share: its part of the gradient, ``40.4 %``.
    """

    links: tuple[Link, ...]
    texts: tuple[str | None, ...]
    over: int
    sign: str = ""
    product: str = ""
    share: str = ""


def taken(session: Session, route: tuple[int, ...]) -> Taken:
    """What is to be said of a path, as far as it is known."""
    q, network = gradient(session), session.lesson.network
    along = tuple(links(network, q, route))
    samples = len(network.in_update(q.update)) if network.mean else 1
    found = path(network, session.numbers.solution, q, route) if settled(session, q) else None
    texts = tuple(_number(session, link, found, i) for i, link in enumerate(along))
    if found is None or not all(settled(session, link.quantity) for link in along if link.quantity is not None):
        return Taken(along, texts, samples)
    significant = session.lesson.marking.significant
    text, value = shown(found.product, significant), _value(texts)
    sign = "=" if value is not None and shown(value / samples, significant) == text else "≈"
    return Taken(along, texts, samples, sign, screen(text), _percent(session, found))


def _lines(session: Session, route: tuple[int, ...]) -> Iterator[Line]:
    found = taken(session, route)
    lead = [(Cell(f"1/{found.over}"),)] if found.over > 1 else []
    names = [cells(math.spans(link.name(session.lesson.network.naming))) for link in found.links]
    yield Line("factors", _product([*lead, *names]), 2)
    if not any(found.texts):
        return
    numbers = [
        named if text is None else (Cell(_bracketed(text, i), _role(link)),)
        for i, (named, text, link) in enumerate(zip(names, found.texts, found.links, strict=True))
    ]
    row: Row = (Cell("= "), *_product([*lead, *numbers]))
    yield Line("numbers", (*row, *_result(found)), 2)


def _role(link: Link) -> Role:
    return Role.ERROR if link.quantity is None else role(link.quantity)


def _product(factors: Sequence[Row]) -> Row:
    times = Cell(math.screen(Operator("cdot")))
    return tuple(cell for i, factor in enumerate(factors) for cell in ((times, *factor) if i else factor))


def _bracketed(text: str, place: int) -> str:
    return f"({text})" if place and text.startswith((MINUS, "-")) else text


def _number(session: Session, link: Link, found: Path | None, place: int) -> str | None:
    """A factor as it is known; how the loss changes with an output, once the gradient is."""
    if link.quantity is not None:
        return session.value_text(link.quantity)
    if found is None:
        return None
    return screen(shown(found.factors[place].value, session.lesson.marking.significant))


def _result(found: Taken) -> Row:
    """What comes of the product, and its share."""
    if not found.product:
        return ()
    words = f", {found.share} of the gradient" if found.share else ""
    return (Cell(f" {found.sign} "), Cell(found.product, Role.ERROR, Emphasis.STRONG), Cell(words))


def _value(texts: Sequence[str | None]) -> float | None:
    """What the factors as shown give, where all are numbers."""
    try:
        return prod(float((text or "").replace(MINUS, "-")) for text in texts)
    except ValueError:
        return None


def _percent(session: Session, found: Path) -> str:
    alone = count(session) == 1
    return "" if found.share is None or alone else screen(f"{100 * found.share + 0.0:.1f} %")


def legend(session: Session, chosen: tuple[int, ...] | None, columns: int, *, each: bool = False) -> Legend:
    """Every path with a letter, and its share as soon as all that it takes is known: in figures, and as a bar.

    Args:
        session: the session.
        chosen: the path that is chosen, if one is.
        columns: the columns there are.
        each: whether each has a row of its own, which a bar needs.
    """
    every = shares(session)
    pieces = _pieces(session, every, chosen, columns if each else 0)
    found: list[list[Cell]] = [[Cell(" ")]]
    choices: list[Choice] = []
    for at, (route, piece) in enumerate(zip(routes(session), pieces, strict=True)):
        if at and (each or width(found[-1]) + GAP + width(piece) > columns):
            found.append([Cell(" ")])
        elif at:
            found[-1].append(Cell(" " * GAP))
        start = width(found[-1])
        found[-1] += piece
        choices.append(Choice(len(found) - 1, start, width(found[-1]), route))
    found = _barred(session, found, every, columns) if each else found
    more = count(session) - len(pieces)
    if more > 0:
        found.append([Cell(f" and {more} more", Role.PLAIN, Emphasis.DIM)])
    return Legend(tuple(map(tuple, found)), tuple(choices))


def _barred(session: Session, named: list[list[Cell]], shares: Sequence[str], columns: int) -> list[list[Cell]]:
    """The paths, each in its row, with bars behind their shares: to the left where one counts against the others."""
    room = columns - max(map(width, named))
    if not all(shares) or room < LEAST_BAR:
        return named
    from tutor.output.pictures.bars import Bar, bars  # only where somebody looks at paths

    network, solution, q = session.lesson.network, session.numbers.solution, gradient(session)
    values = [path(network, solution, q, route).share for route in routes(session)]
    every = [Bar(tuple(row[1:]), value, "", Role.ERROR) for row, value in zip(named, values, strict=True)]
    return [list(row) for row in bars(every, columns - max(0, room - MOST_BAR), len(every))]


def _pieces(session: Session, shares: Sequence[str], chosen: tuple[int, ...] | None, columns: int) -> list[Row]:
    """Each path as it stands in the legend: by the names of its neurons, where these have room, else by numbers."""
    every = routes(session)
    for named in (True, False):
        ways = [_way(session, route, named=named) for route in every]
        widest = max(map(width, ways))
        pieces = [
            _piece(at, pad(way, widest) if columns else way, share if columns else share.strip(), here=route == chosen)
            for at, (route, way, share) in enumerate(zip(every, ways, shares, strict=True))
        ]
        if columns and max(map(width, pieces)) < columns:
            break
    return pieces


def _way(session: Session, route: tuple[int, ...], *, named: bool) -> Row:
    """The neurons that a path leads through: “x₁ → a₂⁽¹⁾ → a⁽²⁾”, or in short “2→1”."""
    if not named:
        return (Cell("→".join(map(str, route))),)
    weight, look, network = goal(session.lesson), view.look(session), session.lesson.network
    first = weight.layer or 1
    stops = [(first - 1, weight.k or 1), *enumerate(route, first)]
    names = (view.name(session, look.beside(network, Kind.A, *stop)) for stop in stops)
    return tuple(cell for i, one in enumerate(names) for cell in ((Cell(" → "), *one) if i else one))


def _piece(at: int, way: Row, share: str, *, here: bool) -> Row:
    """One path: “▸A 2→1  40.4 %”."""
    strong = Emphasis.STRONG if here else Emphasis.NORMAL
    ending = (Cell(f"  {share}", Role.PLAIN, strong),) if share else ()
    return (Cell(f"{'▸' if here else ' '}{LETTERS[at]} ", Role.PLAIN, strong), *way, *ending)


def shares(session: Session) -> list[str]:
    """The share of each path; nothing where something that it takes is not known, or where there is one path."""
    q = gradient(session)
    every = routes(session)
    if count(session) == 1 or not (settled(session, q) or _found(session, q, every)):
        return [""] * len(every)
    network, solution = session.lesson.network, session.numbers.solution
    return [_percent(session, path(network, solution, q, route)).rjust(7) for route in every]


def _found(session: Session, q: Quantity, every: Sequence[tuple[int, ...]]) -> bool:
    """Whether the learner has all factors of every path: a share then gives nothing away that is still asked for."""
    network = session.lesson.network
    if len(every) < count(session) or open_expression(session, q):
        return False
    needed = {link for route in every for link in links(network, q, route)}
    return all(settled(session, link.quantity or _error(network, link)) for link in needed)


def _error(network: Network, link: Link) -> Quantity:
    """The error of the output with which the loss is said to change."""
    return beside(link.by or Quantity(Kind.A), Kind.DELTA, network.depth, link.by.j if link.by else 1)
