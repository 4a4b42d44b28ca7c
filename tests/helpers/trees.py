"""Random trees of arithmetic, for what has to hold of any."""

from hypothesis import strategies as st

from tutor.expression.tree import Call, Neg, Number, Power, Product, Quotient, Sum


def trees(leaf, functions, *, largest_power=4, max_leaves=10):
    """Trees over some leaves that call some functions; their powers are whole."""

    def extend(inner):
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            inner.map(Neg),
            several.map(Sum),
            several.map(Product),
            st.builds(Quotient, inner, inner),
            st.builds(Power, inner, st.integers(1, largest_power).map(lambda n: Number(float(n), str(n)))),
            st.builds(Call, st.sampled_from(sorted(functions)), inner),
        )

    return st.recursive(leaf, extend, max_leaves=max_leaves)
