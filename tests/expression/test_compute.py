"""Trees worked out over floats and over arrays: the same, without a word, whatever they are of."""

import math

import numpy as np
import pytest
from helpers.trees import trees as random_trees
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.arrays import ARRAYS, quiet
from tutor.expression.compute import LARGEST_POWER, compute, whole_exponent
from tutor.expression.functions import CALM, RULES
from tutor.expression.tree import Call, Name, Neg, Number, Power, Quotient

EDGES = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    40.0,
    -40.0,
    709.7,
    709.8,
    -745.2,
    1e-320,
    1e200,
    -1e200,
    math.inf,
    -math.inf,
    math.nan,
]


def same(one, other):
    """Whether two numbers are the same but for rounding; 0 is 0, and what is not finite is the same of it."""
    return (
        one == other
        or (math.isnan(one) and math.isnan(other))
        or (math.isfinite(one) and math.isfinite(other) and math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-300))
    )


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_function_takes_every_float_and_arrays_agree(name):
    tree = Call(name, Name("x"))
    with quiet():
        array = compute(ARRAYS, tree, lambda _: np.array(EDGES))
    assert array.shape == (len(EDGES),)
    for x, found in zip(EDGES, array.tolist(), strict=True):
        assert same(compute(CALM, tree, lambda _, x=x: x), found), (x, found)


@pytest.mark.parametrize("above", EDGES)
def test_nothing_is_divided_by_that_raises(above):
    tree = Quotient(Name("x"), Name("y"))
    with quiet():
        array = compute(ARRAYS, tree, {"x": np.full(len(EDGES), above), "y": np.array(EDGES)}.__getitem__)
    for below, found in zip(EDGES, array.tolist(), strict=True):
        alone = compute(CALM, tree, {"x": above, "y": below}.__getitem__)
        assert same(alone, found), below
        assert alone != 0 or math.copysign(1.0, alone) == math.copysign(1.0, found)


def trees():
    numbers = st.sampled_from([0.0, 1.0, 2.0, 0.5, math.e, 1e300]).map(Number)

    return random_trees(st.just(Name("x")) | numbers, RULES, largest_power=LARGEST_POWER, max_leaves=8)


@given(tree=trees(), x=st.sampled_from(EDGES) | st.floats(-5, 5))
@settings(max_examples=150, deadline=None)
def test_floats_and_arrays_agree_and_never_raise(tree, x):
    alone = compute(CALM, tree, lambda _: x)
    with quiet():
        array = np.broadcast_to(compute(ARRAYS, tree, lambda _: np.array([x, x])), 2)
    assert same(array[0], array[1])
    if not same(alone, float(array[0])):
        # What is rounded differently may cancel, or come to lie on the other side of a jump: then it is close before.
        near = [compute(CALM, tree, lambda _, s=s: x * (1 + s * 2.0**-52)) for s in (-4, -1, 1, 4)]
        assert not all(same(alone, each) for each in near) or not stable(tree, x)


def stable(tree, x):
    """Whether no sum in a tree loses its figures, nor anything else depends on the last bit of an inner value."""
    with np.errstate(all="ignore"):
        long = compute(ARRAYS, tree, lambda _: np.array([x], np.longdouble))
    return same(float(np.ravel(long)[0]), compute(CALM, tree, lambda _: x))


@pytest.mark.parametrize(
    "exponent", [Number(0.0), Number(2.5), Number(-1.0), Number(21.0), Name("x"), Neg(Number(2.0))]
)
def test_a_power_that_is_not_whole_is_none_of_a_formula(exponent):
    with pytest.raises(TypeError, match="no formula has the power"):
        whole_exponent(Power(Name("x"), exponent))
