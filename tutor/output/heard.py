"""What looking around says of a place or a path, in sentences for listening.

A line that begins with an article is begun with a small letter; whoever prints it gives it a capital.
"""

from collections.abc import Iterator

from tutor.explain.equation import equation
from tutor.explain.moves import Chosen
from tutor.explain.parts import number_of
from tutor.explain.said import UNKNOWN
from tutor.explain.spots import Layer, Neuron, Place, Wire
from tutor.explain.worded import worded
from tutor.notation import math, tex
from tutor.notation.symbols import symbol
from tutor.output import aloud, places, routes, view
from tutor.output.ending import goal
from tutor.output.facts import WAYS, Carried, facts, general_of, name, open_expression, product, solved
from tutor.output.known import has
from tutor.output.wanted import how
from tutor.output.words import listed as named
from tutor.quantity import Kind, Quantity
from tutor.session import Session

MOST = 8
"""Of more paths than these only the first are told one by one."""
BRACKET, DEEP = "open bracket", 2
"""With more brackets than these nobody can follow a formula by ear."""
SIGNS = {"=": "=", "≈": "is about"}
CARRIES = {"forward": "Forward", "back": "Backward"}


def heard(session: Session, chosen: Chosen) -> Iterator[str]:
    """All that looking around says of a place; of a path where that is chosen."""
    if chosen.path is not None:
        yield from _path(session, chosen.path)
        return
    called = name(session.lesson.network, chosen.of)
    match chosen.of:
        case Layer():
            yield f"{_begun(called)}."
            yield from _layer(session, chosen.of, chosen.way)
        case Neuron() | Wire():
            yield from _place(session, chosen.of, called, chosen.way)


def traced(session: Session) -> Iterator[str]:
    """Which weight is traced, its paths by letter, and how to look around."""
    weight = goal(session.lesson)
    n, every = routes.count(session), routes.routes(session)
    followed = f"The weight {_name(session, weight)} is followed."
    if n == 1:
        yield f"{followed} Its only path to the loss, path A, leads through {_stops(session, every[0])}."
    else:
        yield f"{followed} {n} paths lead from it to the loss{routes.of_sample(session)}."
    for route, share in zip(every[:MOST] if n > 1 else (), routes.shares(session), strict=False):
        part = f": {aloud.spoken(share.strip()).replace(' %', ' percent')} of the gradient" if share.strip() else ""
        yield f"Path {routes.letter(session, route)} leads through {_stops(session, route)}{part}."
    if n > MOST:
        yield f"There are {n - MOST} more."
    yield how(session)


def _name(session: Session, q: Quantity) -> str:
    return math.speech(symbol(q, session.lesson.network.naming))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(session: Session, q: Quantity) -> str:
    """A quantity that is known, with how it stands."""
    return f"{_name(session, q)} = {aloud.value(session, q)}{aloud.open_still(session, q)}"


def _values(session: Session, values: tuple[Quantity, ...]) -> Iterator[str]:
    """What is known of these, and what is not."""
    known = [q for q in values if session.value_text(q) is not None]
    if known:
        yield f"{_side_by_side([_value(session, q) for q in known])}."
    unknown = [_name(session, q) for q in values if q not in known]
    if unknown:
        yield f"{_begun(UNKNOWN)}: {_side_by_side(unknown)}."


def _side_by_side(parts: list[str]) -> str:
    """Several in a row; where names have commas, as with a sample, semicolons keep them apart."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def _place(session: Session, of: Neuron | Wire, called: str, way: str) -> Iterator[str]:
    """A neuron or a wire."""
    found = facts(session, of, way)
    first, *rest = _values(session, found.values)
    yield f"{_begun(called)}: {first}"
    yield from rest
    if isinstance(of, Neuron) and of.layer == 0:
        yield places.INPUT[way].format(number_of(session.lesson.network, 1))
    for made in found.made:
        yield _over(session, made) if isinstance(made, Carried) else _equation(session, made)


def _equation(session: Session, q: Quantity) -> str:
    """How a number comes about, with what is known put in."""
    found, naming = solved(session, q), session.lesson.network.naming
    if found.hidden:
        return (
            f"{_begun(_name(session, q))}: an expression is asked for; its equation is said once it is right or shown."
        )
    lead = f"By {found.general.tag}, " if found.general.tag else ""
    own = "" if found.named is None else worded(found.named, naming)
    if own and own.count(BRACKET) <= DEEP:
        said = f"{lead}{_name(session, q)} equals {own}."
    else:
        said = f"{lead}{math.speech(tex.parse(general_of(q, found.general)))}."
    numbers = "" if found.put is None else worded(found.put.tree, naming)
    if found.put is None or numbers.count(BRACKET) > DEEP:
        return said
    result = f" {SIGNS[found.sign]} {aloud.spoken(found.result)}" if found.result else ""
    return f"{said} {'With what is known' if found.put.left else 'In numbers'}: {numbers}{result}."


def _over(session: Session, of: Carried) -> str:
    """What goes over a wire."""
    tree, found, sign, result = product(session, of)
    naming = session.lesson.network.naming
    numbers = "" if found.left else f", which is {worded(found.tree, naming)}"
    worked = f" {SIGNS[sign]} {aloud.spoken(result)}" if result else ""
    into = _name(session, of.into)
    return f"{CARRIES[of.tag]} it carries {worded(tree, naming)}{numbers}{worked}: a part of {into}."


def _layer(session: Session, of: Layer, way: str) -> Iterator[str]:
    """A layer: the equations of all of it, and each of its neurons with its weights."""
    network, look = session.lesson.network, view.look(session)
    for kind in WAYS[way]:
        first = look.beside(network, kind, of.layer, 1)
        if has(network, kind, of.layer) and of.layer and not open_expression(session, first):
            found = equation(network, kind, of.layer)
            yield f"{f'By {found.tag}, ' if found.tag else ''}{math.speech(tex.parse(found.tex[0]))}."
    for j in range(1, network.sizes[of.layer] + 1):
        here: Place = Neuron(of.layer, j)
        values = facts(session, Neuron(of.layer, j), way).values if of.layer else ()
        weights = [look.beside(network, Kind.W, of.layer, j, k) for k in range(1, network.sizes[of.layer - 1] + 1)]
        said = _values(session, (*values, *weights) if of.layer else (look.beside(network, Kind.A, 0, j),))
        yield f"{_begun(name(network, here))}: {' '.join(said)}"
    if of.layer == 0:
        yield places.INPUT[way].format(number_of(network, 1))


def _stops(session: Session, route: tuple[int, ...]) -> str:
    return named(list(routes.stops(session.lesson.network, goal(session.lesson), route)))


def _path(session: Session, route: tuple[int, ...]) -> Iterator[str]:
    """A path: its neurons, its factors, and what they give as far as it is known."""
    q = routes.gradient(session)
    which = f"Path {routes.letter(session, route)} of {routes.count(session)}{routes.of_sample(session)}"
    yield f"{which} in {_name(session, q)} leads through {_stops(session, route)}."
    if open_expression(session, q):
        yield routes.UNLIKE
        return
    found = routes.taken(session, route)
    lead = [f"1/{found.over}"] if found.over > 1 else []
    names = [math.speech(link.name(session.lesson.network.naming)) for link in found.links]
    yield f"Its factors are {' times '.join([*lead, *names])}."
    texts = [None if text is None else aloud.spoken(text) for text in found.texts]
    if not any(texts):
        return
    if None in texts:
        mixed = [text or name for text, name in zip(texts, names, strict=True)]
        yield f"With what is known: {' times '.join([*lead, *mixed])}."
        return
    signed = [
        f"({text})" if text and text.startswith("-") and (lead or i) else text or "" for i, text in enumerate(texts)
    ]
    result = f" {SIGNS[found.sign]} {aloud.spoken(found.product)}" if found.product else ""
    share = f", {aloud.spoken(found.share).replace(' %', ' percent')} of the gradient" if found.share else ""
    yield f"In numbers: {'*'.join([*lead, *signed])}{result}{share}."
