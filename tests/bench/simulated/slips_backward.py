"""The mistakes of the errors, the gradients and the update, and those that are made anywhere."""

from decimal import Decimal

from tutor.quantity import Kind, Quantity

from .hand import text_of
from .nets import HALF, cancels
from .slips import GROUPS, positive, rule, slope_at_a, without

# δ of the output


def _with_slope(me):
    """Whether the error of the output is the slope of the loss times that of the activation."""
    return not cancels(me.network) and me.activation(me.network.depth) != "softmax"


def _with(me, q, difference):
    """The right rule with something else in place of a − y."""
    if cancels(me.network):
        return [me.signed(difference)]
    if not _with_slope(me):
        return []
    divisor = me.n(q.layer) if me.network.loss == "mean-squared-error" else 1
    slope = difference if me.network.loss == HALF else me.note(me.note(2 * difference) / divisor)
    return [me.signed(slope) * me.S(q.layer, q.j)]


@rule("error-sign-flipped", "delta_L")
def _error_sign_flipped_L(me, q):
    return [-me.right(q)]


@rule("sigma-prime-omitted", "delta_L")
def _sigma_prime_omitted_L(me, q):
    return [me.error_sum(q.layer, q.j)] if _with_slope(me) else []


@rule("sigma-prime-omitted", "delta")
def _sigma_prime_omitted(me, q):
    return [me.error_sum(q.layer, q.j)]


@rule("activation-for-derivative", "delta_L")
def _activation_for_derivative_L(me, q):
    if _with_slope(me):
        return [me.error_sum(q.layer, q.j) * me.A(q.layer, q.j)]
    return [me.signed(me.error(q.j)) * me.A(q.layer, q.j)] if cancels(me.network) else []


@rule("activation-for-derivative", "delta")
def _activation_for_derivative(me, q):
    return [me.error_sum(q.layer, q.j) * me.A(q.layer, q.j)]


@rule("error-omitted", "delta_L")
def _error_omitted(me, q):
    return [me.S(q.layer, q.j)] if _with_slope(me) else []


@rule("factor-two", "delta_L")
def _factor_two(me, q):
    if me.network.loss in ("squared-error", "mean-squared-error"):
        return []
    if me.network.loss == HALF and _with_slope(me):
        return [me.signed(me.times(2, me.error(q.j), me.S(q.layer, q.j)))]
    return [2 * me.right(q)]


@rule("target-omitted", "delta_L")
def _target_omitted(me, q):
    return _with(me, q, me.A(q.layer, q.j))


@rule("z-for-a", "delta_L")
def _delta_z_for_a(me, q):
    if me.activation(q.layer) == "identity":
        return []
    return _with(me, q, me.note(me.Z(q.layer, q.j) - me.y(q.j)))


@rule("derivative-at-a", "delta_L")
def _delta_derivative_at_a_L(me, q):
    return [me.error_sum(q.layer, q.j) * me.note(s) for s in slope_at_a(me, q)] if _with_slope(me) else []


@rule("derivative-at-a", "delta")
def _delta_derivative_at_a(me, q):
    return [me.error_sum(q.layer, q.j) * me.note(s) for s in slope_at_a(me, q)]


@rule("rate-in-delta", "delta_L")
def _rate_in_delta(me, q):
    return [me.eta * me.note(me.right(q))] if me.network.learning_rate else []


# δ of hidden layers


@rule("path-omitted", "delta")
def _path_omitted(me, q):
    paths = me.paths(q.layer, q.j)
    s = me.S(q.layer, q.j)
    return [me.plus(*without(paths, i)) * s for i in range(len(paths))] if len(paths) > 1 else []


@rule("weights-not-transposed", "delta")
def _weights_not_transposed(me, q):
    n, above = me.n(q.layer), q.layer + 1
    if n == 1 or me.n(above) != n:
        return []
    paths = [me.times(me.w(above, q.j, m), me.D(above, m)) for m in range(1, n + 1)]
    return [me.plus(*paths) * me.S(q.layer, q.j)]


@rule("wrong-layer-derivative", "delta")
def _wrong_layer_derivative(me, q):
    above = q.layer + 1
    if me.activation(above) == "softmax":
        return []
    neurons = [q.j] if q.j <= me.n(above) else range(1, me.n(above) + 1)
    return [me.error_sum(q.layer, q.j) * me.S(above, i) for i in neurons]


@rule("weights-omitted", "delta")
def _weights_omitted(me, q):
    above = q.layer + 1
    return [me.plus(*(me.D(above, m) for m in range(1, me.n(above) + 1))) * me.S(q.layer, q.j)]


@rule("updated-weights-used", "delta")
def _updated_weights_used(me, q):
    if not me.network.learning_rate:
        return []
    above = q.layer + 1
    updated = [me.number(Quantity(Kind.W_NEW, above, m, q.j, update=q.update)) for m in range(1, me.n(above) + 1)]
    paths = [me.times(w, me.D(above, m)) for m, w in enumerate(updated, 1)]
    return [me.plus(*paths) * me.S(q.layer, q.j)]


@rule("bias-in-error-sum", "delta")
def _bias_in_error_sum(me, q):
    above = q.layer + 1
    if not me.has_bias:
        return []
    weights = [me.note(me.w(above, m, q.j) + me.b(above, m)) for m in range(1, me.n(above) + 1)]
    paths = [me.times(w, me.D(above, m)) for m, w in enumerate(weights, 1)]
    return [me.plus(*paths) * me.S(q.layer, q.j)]


@rule("sign-dropped", "delta")
def _delta_sign_dropped(me, q):
    s = me.S(q.layer, q.j)
    return [t and me.plus(*t) * s for t in positive(me.paths(q.layer, q.j))]


@rule("error-sign-flipped", "delta", "dL_dW", "dL_db")
@rule("sign-flipped", "z", "a", "loss", "sigma_prime", "W_new", "b_new")
def _negative(me, q):
    return [-me.right(q)]


# Gradients


@rule("indices-swapped", "dL_dW")
def _indices_swapped(me, q):
    square = me.n(q.layer) == me.n(q.layer - 1) > 1
    return [me.weight_gradient(q, lambda: me.A(q.layer - 1, q.j) * me.D(q.layer, q.k))] if square else []


@rule("z-for-a", "dL_dW")
def _gradient_z_for_a(me, q):
    if q.layer == 1 or me.activation(q.layer - 1) == "identity":
        return []
    return [me.weight_gradient(q, lambda: me.Z(q.layer - 1, q.k) * me.D(q.layer, q.j))]


@rule("same-layer-activation", "dL_dW")
def _same_layer_activation(me, q):
    return [me.weight_gradient(q, lambda: me.A(q.layer, q.j) * me.D(q.layer, q.j))]


@rule("input-omitted", "dL_dW")
def _input_omitted(me, q):
    return [me.weight_gradient(q, lambda: me.D(q.layer, q.j))]


@rule("delta-omitted", "dL_dW")
def _delta_omitted(me, q):
    return [me.weight_gradient(q, lambda: me.A(q.layer - 1, q.k), minus=False)]


@rule("weight-multiplied", "dL_dW")
def _weight_multiplied(me, q):
    return [
        me.weight_gradient(q, lambda: me.times(me.w(q.layer, q.j, q.k), me.A(q.layer - 1, q.k), me.D(q.layer, q.j)))
    ]


@rule("divided", "dL_dW")
def _divided(me, q):
    def of_one():
        a = me.A(q.layer - 1, q.k)
        if not a:
            raise LookupError("divided by 0")
        return me.D(q.layer, q.j) / a

    return [me.weight_gradient(q, of_one)]


@rule("sigma-prime-twice", "dL_dW")
def _sigma_prime_twice(me, q):
    if q.layer == me.network.depth and not _with_slope(me):
        return []
    return [me.weight_gradient(q, lambda: me.times(me.A(q.layer - 1, q.k), me.D(q.layer, q.j), me.S(q.layer, q.j)))]


@rule("bias-multiplied", "dL_db")
def _bias_multiplied(me, q):
    return [me.bias_gradient(q, lambda delta: me.b(q.layer, q.j) * delta)]


@rule("input-multiplied", "dL_db")
def _input_multiplied(me, q):
    return [
        me.bias_gradient(q, lambda delta, k=k: me.A(q.layer - 1, k) * delta) for k in range(1, me.n(q.layer - 1) + 1)
    ]


# The update


@rule("ascent", "W_new", "b_new")
def _ascent(me, q):
    return [me.plus(*me.before(q), me.times(me.eta, me.gradient(q)))]


@rule("rate-omitted", "W_new", "b_new")
def _rate_omitted(me, q):
    return [me.plus(*me.before(q), -me.gradient(q))]


@rule("step-given", "W_new", "b_new")
def _step_given(me, q):
    step = me.plus(*me.before(q)[1:], -(me.eta * me.gradient(q)))
    return [step, -step]


@rule("rate-twice", "W_new", "b_new")
def _rate_twice(me, q):
    return [me.plus(*me.before(q), -me.times(me.eta, me.eta, me.gradient(q)))]


# Anywhere


@rule("decimal-slip", *GROUPS)
def _decimal_slip(me, q):
    right = me.right(q)
    return [right * 10, right / 10]


@rule("digits-swapped", *GROUPS)
def _digits_swapped(me, q):
    """Two digits that stand side by side in what would have been typed, from the first figure on."""
    text = text_of(me.write(me.right(q)))
    first = next((i for i, digit in enumerate(text) if digit in "123456789"), len(text))
    swapped = [
        text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        for i in range(first, len(text) - 1)
        if text[i : i + 2].isdigit() and text[i] != text[i + 1] and "e" not in text.lower()
    ]
    return [Decimal(other) for other in swapped]
