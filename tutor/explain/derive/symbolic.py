"""The only place that knows SymPy: a tree to SymPy and back, node by node, and the forms that it finds.

It runs in a process of its own (``worker``), since nobody can say how long SymPy takes.
"""

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from typing import Any

import sympy

from tutor.expression.derivative import over, raised
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

Expression = Any
"""What SymPy works on; it has no types of its own."""


LARGEST_DENOMINATOR = 20
"""A number such as 1.702 is kept as it is, and not taken for 851/500: of e^(851·z/500) SymPy makes (e^(z/500))^851."""


class Foreign(Exception):  # noqa: N818 (no error of the program: a form that learners cannot read)
    """A form has something in it that the answers' grammar has not."""


def expression(node: Node) -> Expression:
    """A tree as SymPy has it; a function that it could write in others of its own stays closed."""
    return _TO[type(node)](node)


def symbol(name: Hashable) -> Expression:
    """What a name of a tree is in SymPy."""
    return sympy.Symbol(str(name), real=True)


def _number(node: Number) -> Expression:
    if node.text in ("pi", "e"):
        return sympy.pi if node.text == "pi" else sympy.E
    text = repr(node.value) if node.text is None else node.text
    exact = Fraction(text)
    if exact.denominator > LARGEST_DENOMINATOR:
        return sympy.Symbol(text, positive=True)
    return sympy.Rational(exact.numerator, exact.denominator)


def _call(node: Call) -> Expression:
    inner = expression(node.argument)
    known = _FUNCTIONS.get(node.function)
    return known(inner) if known else sympy.Function(node.function)(inner)


_FUNCTIONS: dict[str, Callable[[Expression], Expression]] = {
    "exp": sympy.exp,
    "ln": sympy.log,
    "sqrt": sympy.sqrt,
    "tanh": sympy.tanh,
    "abs": sympy.Abs,
    "abs'": lambda u: sympy.Abs(u) / u,  # but at 0
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
}
_TO: dict[type[Node], Callable[[Any], Expression]] = {
    Number: _number,
    Name: lambda node: symbol(node.of),
    Neg: lambda node: -expression(node.operand),
    Sum: lambda node: sympy.Add(*map(expression, node.terms)),
    Product: lambda node: sympy.Mul(*map(expression, node.factors)),
    Quotient: lambda node: expression(node.dividend) / expression(node.divisor),
    Power: lambda node: expression(node.base) ** expression(node.exponent),
    Call: _call,
}


def tree(found: Expression) -> Node:
    """What SymPy has found as a tree.

    Raises:
        Foreign: something in it is not in the answers' grammar.
    """
    if found.is_Symbol:
        return Number(float(found.name), found.name) if _is_number(found) else Name(found.name)
    if found.is_Rational:
        whole = Number(float(abs(found.p)), str(abs(found.p)))
        magnitude = whole if found.q == 1 else Quotient(whole, Number(float(found.q), str(found.q)))
        return Neg(magnitude) if found < 0 else magnitude
    if found in (sympy.pi, sympy.E):
        return Number(float(found), "pi" if found is sympy.pi else "e")
    if found.is_Add:
        return _sum(found)
    if found.is_Mul:
        return _product(found)
    if found.is_Function:
        return Call(_name(found), tree(found.args[0]))
    if found.is_Pow:
        return _power(found)
    raise Foreign(str(type(found)))


def _is_number(found: Expression) -> bool:
    """Whether a symbol stands for a number that is kept as it is."""
    return bool(found.name[0].isdigit() or found.name[0] == ".")


def _sum(found: Expression) -> Node:
    return _added([tree(term) for term in found.as_ordered_terms()])


def _added(terms: list[Node]) -> Node:
    """A sum in which what is taken away is last; numbers stand before names."""
    return Sum(tuple(sorted(terms, key=lambda term: (isinstance(term, Neg), not isinstance(term, Number)))))


def _opposite(node: Node) -> Node:
    """The negative, without a minus where a difference can be turned round."""
    match node:
        case Neg(operand=inner):
            return inner
        case Sum(terms=terms) if any(isinstance(term, Neg) for term in terms):
            return _added([term.operand if isinstance(term, Neg) else _opposite(term) for term in terms])
        case Product(factors=factors):
            for i, factor in enumerate(factors):
                turned = _opposite(factor)
                if not isinstance(turned, Neg):
                    return Product((*factors[:i], turned, *factors[i + 1 :]))
        case Quotient(dividend=above, divisor=below):
            turned = _opposite(above)
            return Neg(node) if isinstance(turned, Neg) else Quotient(turned, below)
    return Neg(node)


def _product(found: Expression) -> Node:
    above, below = [], []
    sign, rest = found.as_coeff_Mul()
    if sign.is_Rational and sign < 0:
        return _opposite(tree(-found))
    for factor in (sign, *(rest.as_ordered_factors() if rest.is_Mul else (rest,))):
        if factor.is_Rational:
            above += [sympy.Integer(factor.p)] if factor.p != 1 else []
            below += [sympy.Integer(factor.q)] if factor.q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    return over(_times(above), _times(below))


def _times(factors: list[Expression]) -> Node:
    nodes = tuple(sorted(map(tree, factors), key=_place))
    return Number(1.0, "1") if not nodes else nodes[0] if len(nodes) == 1 else Product(nodes)


def _place(factor: Node) -> int:
    """Where a factor stands: numbers first, sums last."""
    return 0 if isinstance(factor, Number) else 2 if isinstance(factor, Sum) else 1


def _power(found: Expression) -> Node:
    base, exponent = found.base, found.exp
    if not exponent.is_Rational or exponent.q > 2:
        raise Foreign(str(exponent))
    if exponent < 0:
        return over(Number(1.0, "1"), tree(1 / found))
    root: Node = tree(base) if exponent.q == 1 else Call("sqrt", tree(base))
    return raised(root, exponent.p)


_NAMES: dict[str, str] = {"log": "ln", "Abs": "abs"}
_KNOWN = frozenset({"exp", "log", "tanh", "Abs", "sigmoid", "relu", "relu'", "step", "step'"})


def _name(found: Expression) -> str:
    """The name of a function that learners know."""
    name = str(found.func)
    if name not in _KNOWN or len(found.args) != 1:
        raise Foreign(name)
    return _NAMES.get(name, name)


def forms(found: Expression) -> Iterator[Expression]:
    """Equal forms of an expression, the likely shortest first; each may take long, and none has to be short."""
    yield from _with_sigmoid(found)
    for change in (sympy.factor, sympy.together, sympy.cancel, sympy.simplify):
        changed = change(found)
        yield changed
        yield _factored(changed)
    yield from _with_tanh(found)


def _factored(found: Expression) -> Expression:
    """The same, with each factor collected by the names in it: s·(1 + z·(1 − s)) for s·(1 + z − s·z)."""
    parts = sympy.factor_terms(sympy.factor(found))
    for name in sorted((each for each in parts.free_symbols if not _is_number(each)), key=str):
        parts = parts.replace(lambda node: node.is_Add, lambda node, by=name: sympy.collect(node, by, sympy.factor))
    return parts


def _base(found: Expression) -> Expression | None:
    """What every e^… in an expression is a whole power of; None where there is no such thing."""
    exponents = [power.args[0] for power in found.atoms(sympy.exp)]
    if not exponents:
        return None
    base = min(exponents, key=lambda u: abs(u.as_coeff_Mul()[0]))
    base = -base if base.as_coeff_Mul()[0] < 0 else base
    return base if all((u / base).is_Integer for u in exponents) else None


def _put(found: Expression, base: Expression, value: Expression) -> Expression:
    """The expression with a value for e^base, and its whole powers for those of e^base."""
    return found.replace(sympy.exp, lambda u: value ** (u / base))


def _with_sigmoid(found: Expression) -> Iterator[Expression]:
    base = _base(found)
    if base is None:
        return
    s = sympy.Dummy("s", real=True)
    rational = sympy.factor(_put(found, base, s / (1 - s)))
    sigmoid = sympy.Function("sigmoid")(base)
    for form in (_factored(rational), rational, sympy.factor_terms(sympy.expand(rational))):
        yield form.xreplace({s: sigmoid})


def _with_tanh(found: Expression) -> Iterator[Expression]:
    base = _base(found)
    if base is None or base.as_coeff_Mul()[0] % 2:
        return
    t = sympy.Dummy("t", real=True)
    rational = sympy.factor(_put(found, base, (1 + t) / (1 - t)))
    for form in (_factored(rational), sympy.expand(rational)):
        yield form.xreplace({t: sympy.tanh(base / 2)})
