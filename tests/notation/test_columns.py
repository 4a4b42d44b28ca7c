from pathlib import Path

import pytest
from rich.cells import cell_len

import tutor
from tutor.notation.columns import columns


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 0), ("z = 0.5", 7), ("z₁⁽¹⁾ = −0.5 ✓", 14), ("漢字", 4), ("ａ", 2), ("e\u0301", 1), ("💥", 2)],
)
def test_the_columns_of_a_text(text, size):
    assert columns(text) == size == cell_len(text)


def test_every_letter_of_the_tutors_own_has_the_columns_that_it_is_painted_with():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(tutor.__file__).parent.rglob("*.py"))
    assert [char for char in set(source) if char.isprintable() and columns(char) != cell_len(char)] == []
