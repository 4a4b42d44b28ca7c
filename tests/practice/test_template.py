import pytest

from tutor.practice import template


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3-2-2-1", (3, 2, 2, 1)),
        ("3,2,2,1", (3, 2, 2, 1)),
        ("[2, 2, 1]", (2, 2, 1)),
        (" 2x1 ", (2, 1)),
        ("4 4", (4, 4)),
    ],
)
def test_a_size_may_be_written_in_several_ways(text, size):
    assert template.size(text) == size


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("two", "“two” is no size: write how many inputs"),
        ("", "“” is no size"),
        ("2-", "“2-” is no size"),
        ("٢-١", "is no size"),
        (
            "3",
            "“3” has one number, and a network to practise with 2 to 4 numbers from 1 to 4: write one such as 3-2-2-1",
        ),
        ("2-2-2-2-2", "has 5 numbers"),
        ("2-0-1", "has the number 0"),
        ("5-1", "has the number 5"),
    ],
)
def test_a_size_that_is_none_is_told_with_what_to_write(text, said):
    with pytest.raises(ValueError, match=said) as problem:
        template.size(text)
    assert "3-2-2-1" in str(problem.value)


def test_an_activation_is_a_name_or_a_formula():
    assert template.activation("tanh") == "tanh"
    assert template.activation("z / (1 + abs(z))") == "z / (1 + abs(z))"
    with pytest.raises(ValueError, match='did you mean "sigmoid"'):
        template.activation("sigmod")
    with pytest.raises(ValueError, match="a number is missing here"):
        template.activation("z +")
    with pytest.raises(ValueError, match="wherever z is from -30 to 30"):
        template.activation("1/z")
