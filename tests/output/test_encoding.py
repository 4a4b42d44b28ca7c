import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.output.encoding import has, has_screens, make_tolerant


def written(text, encoding="ascii"):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    make_tolerant(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("text", "ascii"),
    [
        ("−0.25 ≈ ½·0.5", "-0.25 ~ 1/2*0.5"),
        ("✓ right ✗ not yet", "+ right [x] not yet"),
        ("σ′(z₁⁽²⁾)", "sigma'(z1(2))"),
        ("a lesson “Été”…", 'a lesson "Ete"...'),
        ("␛[31m␀", "^[[31m^@"),
        ("漢\udc80", "??"),
    ],
)
def test_what_an_encoding_lacks_is_written_in_the_nearest_ascii(text, ascii):
    assert written(text) == ascii


def test_what_an_encoding_has_stays():
    assert written("−✓", "utf-8") == "−✓"
    assert written("é", "latin-1") == "é"


@given(st.text())
def test_no_text_fails(text):
    assert written(text).isascii()


def test_a_stream_that_is_not_there_or_cannot_be_told_is_left_alone():
    make_tolerant(None)
    make_tolerant(io.StringIO())
    assert has(None, "σ")
    assert has(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), "σ")
    assert not has(io.TextIOWrapper(io.BytesIO(), encoding="ascii"), "σ")


@pytest.mark.parametrize(
    ("encoding", "there"), [("utf-8", True), ("latin-1", False), ("cp437", False), ("ascii", False)]
)
def test_screens_need_an_output_that_has_their_letters(encoding, there):
    assert has_screens(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) is there
