import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.output.encoding import BROWSER, has, letters, make_tolerant


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
        ("0.5 · y", "0.5 . y"),
        ("✓ right ✗ not yet", "+ right x not yet"),
        ("σ′(z₁⁽²⁾)", "sigma'(z_1^(2))"),
        ("a lesson “Été”…", 'a lesson "Ete"...'),
        ("␛[31m␀", "^[[31m^@"),
        ("漢\udc80", "???"),
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


class Output(io.TextIOWrapper):
    def __init__(self, encoding="utf-8", terminal=True):
        super().__init__(io.BytesIO(), encoding=encoding)
        self.isatty = lambda: terminal


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "ascii"])
def test_an_encoding_without_the_letters_of_screens_has_ascii(encoding):
    assert letters(Output(encoding)) == letters(Output(encoding, terminal=False)) == "ascii"


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("TERM", "xterm-256color", "screen"),
        ("TERM", "linux", "ascii"),
        ("TERM", "linux-16color", "ascii"),
        ("TERM", "vt220", "ascii"),
        ("LC_ALL", "C", "ascii"),
        ("LC_ALL", "POSIX", "ascii"),
        ("LC_ALL", "C.UTF-8", "screen"),
        ("LC_ALL", "", "screen"),
    ],
)
def test_a_terminal_may_be_told_to_have_less_than_it_can_encode(monkeypatch, name, value, found):
    for each in ("TERM", "LC_ALL", "TEXTUAL_DRIVER"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, value)
    assert letters(Output()) == found
    assert letters(Output(terminal=False)) == letters(None) == "screen"


def test_a_browser_has_every_letter(monkeypatch):
    monkeypatch.setenv("TEXTUAL_DRIVER", BROWSER)
    monkeypatch.setenv("TERM", "linux")
    assert letters(Output("ascii")) == "screen"
