import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.positions import Position, places, position, tokens

TEXT = '''\
# a = 1 [b] "
title = "a # b = [c]"  # x = 2
a.b.c = 1
a.b."d e" = 'x'
list = [
  1, [2.5, 3], # ]
  { k = 4, "m" = [5] },
]
text = """
[no] = 1 \\""" ""
"""
raw = \'\'\'it''s = "\'\'\'
[t]
x = 1979-05-27 07:32:00
  [[ t . u ]]
  W = [[0.1, -2e3]]
[[t.u]]
b = {}
[t.u.v]
q = true
[late]
[late.one.two]
z=""
'''


def at(path):
    place = places(TEXT)[path]
    return tuple(position(TEXT, place.key)), tuple(position(TEXT, place.value))


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (2, 1), (2, 9)),
        (("a",), (3, 1), (3, 1)),
        (("a", "b"), (3, 3), (3, 3)),
        (("a", "b", "c"), (3, 5), (3, 9)),
        (("a", "b", "d e"), (4, 5), (4, 13)),
        (("list",), (5, 1), (5, 8)),
        (("list", 0), (6, 3), (6, 3)),
        (("list", 1), (6, 6), (6, 6)),
        (("list", 1, 1), (6, 12), (6, 12)),
        (("list", 2, "k"), (7, 5), (7, 9)),
        (("list", 2, "m", 0), (7, 19), (7, 19)),
        (("text",), (9, 1), (9, 8)),
        (("raw",), (12, 1), (12, 7)),
        (("t",), (13, 2), (13, 1)),
        (("t", "x"), (14, 1), (14, 5)),
        (("t", "u", 0), (15, 10), (15, 3)),
        (("t", "u", 0, "W", 0, 1), (16, 14), (16, 14)),
        (("t", "u", 1), (17, 5), (17, 1)),
        (("t", "u", 1, "b"), (18, 1), (18, 5)),
        (("t", "u", 1, "v"), (19, 6), (19, 1)),
        (("t", "u", 1, "v", "q"), (20, 1), (20, 5)),
        (("late", "one"), (22, 7), (22, 1)),
        (("late", "one", "two", "z"), (23, 1), (23, 3)),
    ],
)
def test_every_key_and_element_has_its_line_and_column(path, key, value):
    assert at(path) == (key, value)


def paths(data, path=()):
    yield path
    if isinstance(data, dict):
        for name, value in data.items():
            yield from paths(value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from paths(value, (*path, index))


def test_exactly_what_the_parser_finds_has_a_place():
    assert set(places(TEXT)) == set(paths(tomllib.loads(TEXT)))


def test_an_offset_is_a_line_and_a_column():
    assert position("ab\ncd", 0) == Position(1, 1)
    assert position("ab\ncd", 2) == Position(1, 3)
    assert position("ab\ncd", 4) == Position(2, 2)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab\"'#[]{}=,.\\\n \r\x00é𝄞", max_size=60))
def test_any_text_has_tokens_in_order_and_nothing_but_space_and_comments_between(text):
    end = 0
    for token, offset in tokens(text):
        between = text[end:offset]
        assert text[offset : offset + len(token)] == token
        assert not between.strip(" \t\r") or "#" in between
        end = offset + len(token)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1\"'#[]{}=,.\\\n", max_size=30))
def test_whatever_the_parser_takes_has_all_its_places(text):
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    assert set(places(text)) == set(paths(data))


KEYS = st.sampled_from(["a", "b", '"c d"', "'e.f'", "g-1", '"\\u0041"'])
VALUES = st.recursive(
    st.sampled_from(["1", "-0.5e-3", "true", '"x # [ \\" "', "'[y]'", '"""\n"z" ""\n"""', "1979-05-27"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[ " + ",\n # ]\n ".join(items) + " ]")
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda table: "{ " + ", ".join(f"{key} = {value}" for key, value in table.items()) + " }"
        )
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.tuples(st.lists(KEYS, min_size=1, max_size=3), VALUES).map(lambda pair: f"{' . '.join(pair[0])} = {pair[1]}"),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda keys: f"[{'.'.join(keys)}]"),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda keys: f" [[ {'. '.join(keys)} ]] # x"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_whatever_valid_toml_is_made_of_its_values_stand_where_they_are_said_to(text):
    try:
        data = tomllib.loads(text)
    except ValueError:
        return
    found = places(text)
    assert set(found) == set(paths(data))
    for wanted in found:
        some = places(text, [wanted])
        assert set(some) == {wanted[:n] for n in range(len(wanted) + 1)}
        assert some.items() <= found.items()
    for path, place in found.items():
        value = data
        for part in path:
            value = value[part]
        rest = text[place.value :]
        if isinstance(value, bool | int | float):
            assert rest.startswith(("true", "1", "-0.5e-3"))
        elif isinstance(value, str):
            assert rest[0] in "\"'"
