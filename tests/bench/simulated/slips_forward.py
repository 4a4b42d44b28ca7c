"""The mistakes of the forward pass, the loss and the slopes."""

from .bends import SLOPES, VALUES, sigmoid
from .hand import Learner
from .nets import HALF, SQUARES
from .slips import SMOOTH, positive, rule, slope_at_a, without


def _wrong(me: Learner, l: int) -> list[str]:
    return [name for name in VALUES if name != me.activation(l)]


def _bent(me: Learner, l: int) -> bool:
    return l > 0 and me.activation(l) != "identity"


# z


@rule("bias-omitted", "z")
def _bias_omitted(me, q):
    return [me.plus(*me.products(q.layer, q.j))] if me.has_bias else []


@rule("bias-subtracted", "z")
def _bias_subtracted(me, q):
    if not me.has_bias:
        return []
    return [me.plus(*me.biased(me.products(q.layer, q.j), -me.addend(q.layer, q.j)))]


@rule("weights-transposed", "z")
def _weights_transposed(me, q):
    n = me.n(q.layer)
    if n == 1 or me.n(q.layer - 1) != n:
        return []
    products = [me.times(me.w(q.layer, k, q.j), me.A(q.layer - 1, k)) for k in range(1, n + 1)]
    return [me.plus(*me.biased(products, me.addend(q.layer, q.j)))]


@rule("term-omitted", "z")
def _term_omitted(me, q):
    products, b = me.products(q.layer, q.j), me.addend(q.layer, q.j)
    return [me.plus(*me.biased(without(products, i), b)) for i in range(len(products))] if len(products) > 1 else []


@rule("sign-dropped", "z")
def _z_sign_dropped(me, q):
    b = me.addend(q.layer, q.j)
    return [t and me.plus(*me.biased(t, b)) for t in positive(me.products(q.layer, q.j))]


@rule("z-for-a", "z")
def _z_z_for_a(me, q):
    if not _bent(me, q.layer - 1):
        return []
    products = [me.times(me.w(q.layer, q.j, k), me.Z(q.layer - 1, k)) for k in range(1, me.n(q.layer - 1) + 1)]
    return [me.plus(*me.biased(products, me.addend(q.layer, q.j)))]


@rule("activation-applied", "z")
def _activation_applied(me, q):
    name = me.activation(q.layer)
    return [VALUES[name](me.write(me.right(q)))] if name in VALUES else []


@rule("other-neuron", "z", "a", "sigma_prime", "delta", "delta_L")
def _other_neuron(me, q):
    return [me.number(q._replace(j=i)) for i in range(1, me.n(q.layer) + 1) if i != q.j]


# a


@rule("activation-not-applied", "a")
def _activation_not_applied(me, q):
    return [me.Z(q.layer, q.j)] if _bent(me, q.layer) else []


@rule("exponent-sign", "a")
def _exponent_sign(me, q):
    return [sigmoid(-me.Z(q.layer, q.j))] if me.activation(q.layer) == "sigmoid" else []


@rule("derivative-given", "a")
def _derivative_given(me, q):
    name = me.activation(q.layer)
    return [SLOPES[name](me.Z(q.layer, q.j))] if name in SLOPES else []


@rule("reciprocal-omitted", "a")
def _reciprocal_omitted(me, q):
    return [1 / sigmoid(me.Z(q.layer, q.j))] if me.activation(q.layer) == "sigmoid" else []


@rule("wrong-activation", "a")
def _a_wrong_activation(me, q):
    return [VALUES[name](me.Z(q.layer, q.j)) for name in _wrong(me, q.layer)]


@rule("exponential-omitted", "a")
def _exponential_omitted(me, q):
    if me.activation(q.layer) != "softmax":
        return []
    total = me.plus(*(me.Z(q.layer, m) for m in range(1, me.n(q.layer) + 1)))
    return [me.Z(q.layer, q.j) / total] if total else []


# The loss


def _squares(me):
    return me.network.loss in SQUARES


def _loss(me, of_one):
    return me.plus(me.over(of_one), *me.decay_of_loss())


@rule("half-omitted", "loss")
def _half_omitted(me, _q):
    if me.network.loss != HALF:
        return []
    return [_loss(me, lambda: me.plus(*map(me.squared, me.errors())))]


@rule("square-omitted", "loss")
def _square_omitted(me, _q):
    if not _squares(me):
        return []
    total = lambda: me.scaled(me.plus(*me.errors()))  # noqa: E731
    return [_loss(me, total), _loss(me, lambda: abs(total()))]


@rule("output-omitted", "loss")
def _output_omitted(me, _q):
    n = me.n(me.network.depth)
    if n == 1 or not _squares(me):
        return []
    return [_loss(me, lambda i=i: me.scaled(me.plus(*without(me.loss_terms(), i)))) for i in range(n)]


@rule("error-given", "loss")
def _error_given(me, q):
    one = me.n(me.network.depth) == 1 and len(me.network.in_update(q.update)) == 1
    return me.errors() if one and _squares(me) else []


# σ′


@rule("activation-given", "sigma_prime")
def _activation_given(me, q):
    return [me.A(q.layer, q.j)]


@rule("one-minus-only", "sigma_prime")
def _one_minus_only(me, q):
    return [1 - me.A(q.layer, q.j)] if me.activation(q.layer) in SMOOTH else []


@rule("derivative-of-z", "sigma_prime")
def _derivative_of_z(me, q):
    activation = me.activation(q.layer)
    return [me.slope_from(activation, me.Z(q.layer, q.j))] if activation in SMOOTH else []


@rule("derivative-at-a", "sigma_prime")
def _derivative_at_a(me, q):
    return slope_at_a(me, q)


@rule("plus-for-minus", "sigma_prime")
def _plus_for_minus(me, q):
    a = me.A(q.layer, q.j)
    return [a * me.note(1 + a)] if me.activation(q.layer) == "sigmoid" else []


@rule("wrong-activation", "sigma_prime")
def _slope_wrong_activation(me, q):
    names = _wrong(me, q.layer)
    return [me.slope_from(name, me.A(q.layer, q.j)) for name in names if name != "relu"]
