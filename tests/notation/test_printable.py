import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.notation.printable import printable


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\0\a\x7f", "␀␇␡"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\u200b", "⟨U+200B⟩"),
        ("\x9b", "⟨U+009B⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("z₁⁽²⁾ − ½\u00a0é", "z₁⁽²⁾ − ½\u00a0é"),
        ("a\n\tb", "a␊␉b"),
    ],
)
def test_pictures(text, picture):
    assert printable(text) == picture


def test_what_is_kept():
    assert printable("a\n\tb\x1b", keep="\n\t") == "a\n\tb␛"


@given(st.text(st.characters(), max_size=50))
def test_nothing_is_left_to_obey(text):
    made = printable(text)
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in made)
    assert printable(made) == made
