"""How what is asked for comes about, as it is shown and said: nothing of it gives an answer away."""

import threading

import pytest
from helpers.lessons import lesson_of
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS

from tutor.engine.network import TARGET_FIRST, Conventions, Layer, Network
from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.expression.grammar import parse
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.output import derivation
from tutor.output.solution import as_data
from tutor.quantity import Kind, Quantity
from tutor.session import Session

OWN = Network((1.0,), (1.0,), (Layer(((0.5,),), (0.25,), "z / (1 + exp(-z))"),), HALF)


def at(session, q):
    """The session, gone on by passing questions until ``q`` is in focus."""
    while session.focus != q:
        session.act(Word.NEXT)
    return session


def shown(session, columns=73):
    return text(derivation.rows(session, columns))


def reference():
    return Session(read(find("worked-example")))


GRADIENT = Quantity(Kind.DL_DW, 1, 1, 1)


def test_the_chain_of_a_weight_stands_in_symbols_and_in_numbers_once_the_gradient_is_right():
    session = at(reference(), GRADIENT)
    before = shown(session)
    assert "x₁·σ′(z₁⁽¹⁾)·w₂₁⁽²⁾·σ′(z₂⁽²⁾)·w₁₂⁽³⁾·σ′(z⁽³⁾)·∂L/∂a⁽³⁾" in before
    assert derivation.LATER in before
    assert "0.00212" not in before
    assert "%" not in before
    session.submit("-0.00212")
    session.look_at(GRADIENT)
    after = shown(session)
    assert derivation.LATER not in after
    assert "= 1.0·0.2500·0.7·0.2055·0.3·0.2273·(−0.3494) = −0.000857, 40.4 %" in after
    assert "add up to ∂L/∂w₁₁⁽¹⁾ = −0.00212, their shares to 100 %" in after


def test_no_step_that_is_open_shows_its_result():
    session = reference()
    data = {(e["quantity"], e["layer"], e["j"], e["k"]): e["shown"] for e in as_data(session.lesson)["quantities"]}
    for q in session.lesson.questions:
        at(session, q)
        result = data[(q.kind.value, q.layer, q.j, q.k)].replace("-", "−")
        assert result not in shown(session) or result in ("0.0000", "0.2500", "0.5000")
        assert "In numbers:" not in shown(session)
        session.submit(data[(q.kind.value, q.layer, q.j, q.k)])
        session.look_at(q)
        assert "In numbers:" in shown(session)
        assert result in shown(session)
        session.act(Word.NEXT)


def test_numbers_that_were_shown_stand_there_without_the_result():
    session = at(reference(), Quantity(Kind.DELTA, 3, 1))
    session.act(Word.SHOW)
    assert "In numbers:" not in shown(session)
    session.act(Word.SHOW)
    assert "δ⁽³⁾ = (0.6506 − 1.0)·0.2273" in shown(session)
    assert "−0.0794" not in shown(session)


def test_at_the_end_the_chain_of_the_lessons_goal_is_shown():
    session = reference()
    while session.step is not None:
        session.act(Word.NEXT)
    assert "40.4 %" in shown(session)
    assert "In numbers:" not in shown(session)
    assert any("40.4 percent" in line for line in derivation.said(session))


def test_an_expression_that_is_asked_for_is_not_given_away(tmp_path):
    path = tmp_path / "lesson.toml"
    source = find("worked-example").read_text("utf-8").partition("[[step]]")[0]
    path.write_text(source.replace("[trace]", "[ignored]").partition("[ignored]")[0] + ASKS, "utf-8")
    session = Session(read(path))
    at(session, Quantity(Kind.DELTA, 3, 1))
    assert shown(session).split() == derivation.AN_EXPRESSION.split()
    assert list(derivation.said(session)) == [derivation.AN_EXPRESSION]
    for _ in range(4):
        session.act(Word.SHOW)
    symbols, _, numbers = shown(session).partition("In numbers:")
    assert "(a⁽³⁾ − y)·σ′(z⁽³⁾)" in symbols
    assert [line.split()[-1] for line in numbers.strip().splitlines()][-1] == "−0.0794"
    assert "sigma" not in numbers


ASKS = """
[[step]]
ask = "delta"
layer = 3
answer = "expression"
"""


class Slow:
    """A search that ends when it is told to."""

    def __init__(self, tree):
        self.found, self.tree = None, tree
        self.ended = threading.Event()

    @property
    def over(self):
        return self.ended.is_set()

    def wait(self):
        self.end()

    def end(self):
        self.found = self.tree
        self.ended.set()


@pytest.fixture
def slow(monkeypatch):
    found = Slow(parse("sigmoid(z)*(1 + z - z*sigmoid(z))", names=("z",)))
    monkeypatch.setattr(derivation, "search", lambda *_: found)
    return found


def test_the_rules_stand_there_at_once_and_the_shorter_form_once_it_is_found(slow):
    session = at(Session(lesson_of(OWN)), Quantity(Kind.SIGMA_PRIME, 1, 1))
    assert derivation.working(session)
    assert "quotient rule" in shown(session)
    assert derivation.LOOKING in shown(session)
    assert derivation.SHORTER not in shown(session)
    slow.end()
    assert not derivation.working(session)
    assert derivation.LOOKING not in shown(session)
    assert "= σ(z)·(1 + z − z·σ(z))" in shown(session)
    assert derivation.SHORTER in shown(session)


@pytest.mark.usefixtures("slow")
def test_line_by_line_the_shorter_form_is_waited_for():
    session = at(Session(lesson_of(OWN)), Quantity(Kind.SIGMA_PRIME, 1, 1))
    said = list(derivation.said(session))
    shorter = "Equals sigma of z times open bracket 1 plus z minus z times sigma of z close bracket"
    assert said[-1] == f"{shorter}; {derivation.SHORTER}."
    assert all(line.isascii() for line in said)


def test_a_lesson_without_functions_of_its_own_looks_for_nothing():
    session = reference()
    for q in session.lesson.questions:
        assert not derivation.working(at(session, q))


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("columns", [20, 45, 73, 85])
def test_every_row_fits(columns):
    for network in (REFERENCE, OWN):
        session = Session(lesson_of(network))
        while session.step is not None:
            assert all(width(row) <= columns for row in derivation.rows(session, columns))
            session.act(Word.SHOW)
            session.act(Word.NEXT)


def test_a_result_that_the_numbers_end_in_already_is_not_said_twice():
    network = TWO_OUTPUTS._replace(conventions=Conventions(error_sign=TARGET_FIRST))
    session = at(Session(lesson_of(network)), Quantity(Kind.DL_DW, 2, 2, 1))
    for _ in range(3):
        session.act(Word.SHOW)
    session.act(Word.SHOW)
    rows = shown(session).splitlines()
    start = rows.index(" In numbers:") + 1
    assert [row.partition("=")[2].strip() for row in rows[start : rows.index("", start)]] == [
        "−0.5933·0.0381",
        "−0.0226",
    ]
    told = list(derivation.said(session))
    start = told.index("In numbers:") + 1
    assert told[start : start + 2] == ["Equals -0.5933*0.0381", "Equals -0.0226"]
    assert not told[start + 2].startswith("Equals")


def test_formulas_are_set_in_two_dimensions_in_line_with_their_reasons():
    session = at(reference(), Quantity(Kind.SIGMA_PRIME, 3, 1))
    rows = shown(session).split("\n")
    start = next(i for i, row in enumerate(rows) if "as two factors" in row)
    assert [row.rstrip() for row in rows[start - 1 : start + 2]] == [
        "              1        e⁻ᶻ",
        "         = ─────── · ───────          as two factors",
        "           1 + e⁻ᶻ   1 + e⁻ᶻ",
    ]
    signs = [row.index("=") for row in rows[1:] if "=" in row[:20]]
    assert set(signs) == {9}


def test_a_formula_of_several_rows_stands_apart():
    rows = shown(at(reference(), Quantity(Kind.DELTA, 3, 1))).split("\n")
    chain = next(i for i, row in enumerate(rows) if "chain rule" in row)
    assert rows[chain - 2] == rows[chain + 2] == ""
    assert rows[chain].startswith("        = ───── · ─────")


def test_paths_have_their_letters_as_everywhere():
    session = at(reference(), GRADIENT)
    rows = shown(session).splitlines()
    assert [row.split(":")[0].strip() for row in rows if row.startswith(" Path")] == ["Path A", "Path B"]
    assert [line.split(",")[0] for line in derivation.said(session) if line.startswith("Path")] == ["Path A", "Path B"]
