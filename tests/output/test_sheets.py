"""What can be looked up, and the end page, as rows."""

import pytest
from helpers.networks import REFERENCE
from helpers.pilot import key, lesson, small
from helpers.written import BOOKS, book

from tutor.engine.network import NO_BIAS, SHARED, SOURCE_FIRST, Descent
from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.output import aloud, reference, sheets
from tutor.output.closing import closing
from tutor.output.known import worksheet
from tutor.quantity import Kind, Quantity
from tutor.session import Session

SHEETS = (sheets.equations, sheets.notation, sheets.network, sheets.known, sheets.text)


@pytest.mark.parametrize("made", SHEETS, ids=lambda made: made.__name__)
@pytest.mark.parametrize("columns", [40, 60, 85])
def test_sheet_keeps_to_its_columns(made, columns):
    assert all(width(row) <= columns for row in made(Session(lesson()), columns))


def test_equations_name_all_four_and_this_lessons_functions():
    shown = text(sheets.equations(Session(lesson()), 80))
    assert all(tag in shown for tag in ("BP1", "BP2", "BP3", "BP4", "sigmoid", "loss"))
    assert "$" not in shown
    assert "\\" not in shown


def test_every_formula_of_the_sheets_can_be_read():
    for network in (REFERENCE, *BOOKS.values()):
        for formula in (*(e[1] for e in reference.equations(network)), *(n[0] for n in reference.notation(network))):
            assert text((sheets.view.formula(formula),)) != formula or len(formula) == 1


def test_network_sheet_has_every_parameter():
    what = lesson()
    shown = text(sheets.network(Session(what), 80))
    for layer in what.network.layers:
        for number in (*layer.b, *(w for row in layer.W for w in row)):
            assert str(number) in shown
    assert "η" not in shown
    assert "η = 0.5" in text(sheets.network(Session(lesson("two-outputs")), 80))


def test_network_of_a_later_update_shows_its_own_weights_before_those_of_the_start():
    what = small((1, 1))
    network = what.network._replace(descent=Descent(2))
    session = Session(Lesson("two", "Two", network, derived(network)))
    assert "At the start" not in text(sheets.network(session, 80)) + "".join(aloud.network(session))
    now = Quantity(Kind.W_NEW, 1, 1, 1)
    while session.step.update == 1:
        session.submit("0.1234" if session.focus == now else session.numbers.text(session.focus).replace("−", "-"))
        session.submit("next")
    for shown in (text(sheets.network(session, 80)), " ".join(aloud.network(session))):
        begins, now, start = (shown.index(part) for part in ("Update 2 begins with", "0.1234", "At the start, before"))
        assert begins < now < start < shown.rindex("0.1")


def test_worksheet_fills_with_what_becomes_known():
    what = lesson()
    session = Session(what)
    assert text(worksheet(session, 80)).count("·") == 5 * 4 - 1
    for answer in key(what)[:6]:
        session.submit(answer)
    shown = text(worksheet(session, 80))
    assert shown.count("✓") == 6
    assert "1.2122 ✓" in shown


@pytest.mark.parametrize("columns", [42, 43, 60, 90])
def test_the_columns_of_the_worksheet_stay_where_they_are(columns):
    what = lesson()
    session = Session(what)
    heads, places = [], []
    for answer in key(what):
        rows = text(worksheet(session, columns)).split("\n")
        heads.append(rows[0])
        places.append(next(row.index("1.0") for row in rows if "1.0" in row))
        session.submit(answer)
    assert len(set(heads)) == len(set(places)) == 1


def test_notation_explains_every_sign_of_the_screens():
    shown = text(sheets.notation(Session(lesson()), 80))
    for sign in ("∇ₐL", " σ ", " Σ ", " ·  ", " ? ", "▐ ▌", "━▶", "✓", "≈", "↷", "✗", "▢", "–"):
        assert sign in shown
    assert "↷ follows" in text(sheets.view.legend(60))


@pytest.mark.parametrize("columns", [30, 37, 44, 60])
def test_end_page_breaks_no_number(columns):
    what = lesson()
    session = Session(what)
    for answer in key(what):
        session.submit(answer)
    lines = text(closing(session, columns)).split("\n")
    joined = "".join(line.strip() for line in lines if "·" in line)
    assert "1.0·0.2500·0.9·0.1767·0.4·0.2273·" in joined
    for number in ("0.2055", "0.1767", "0.2273", "(−0.3494)", "−0.000857", "−0.00126"):
        assert any(number in line for line in lines)


def test_end_page_says_once_what_the_sign_means():
    what = lesson()
    session = Session(what)
    for answer in key(what):
        session.submit(answer)
    assert text(closing(session, 80)).count("negative") == 1


def test_worksheet_gives_up_signs_before_it_is_cut():
    what = lesson()
    session = Session(what)
    for answer in key(what):
        session.submit(answer)
    narrow = worksheet(session, 34)
    assert max(map(width, narrow[:-4])) <= 36
    assert "✓" not in text(narrow[:10])
    assert "−0.00490" in text(narrow)


@pytest.mark.parametrize("columns", [30, 60, 79, 100])
def test_end_page_has_every_part_and_keeps_to_its_columns(columns):
    what = lesson()
    session = Session(what)
    for i, answer in enumerate(key(what)):
        if i == 3:
            session.act(Word.NEXT)
            continue
        session.submit(answer)
    rows = closing(session, columns)
    shown = text(rows)
    for part in (
        "How it went",
        "What it means",
        "The chain",
        "checked",
        "All numbers",
        "passed by",
        "40.4 %",
        "59.6 %",
    ):
        assert part in " ".join(shown.split())
    assert max(map(width, rows)) <= max(columns, 56)


def test_end_page_of_a_network_with_several_outputs():
    what = small((2, 2, 2))
    session = Session(what)
    for answer in key(what):
        session.submit(answer)
    assert "new w₁₁⁽¹⁾" in text(closing(session, 80))


def test_the_sign_of_what_follows_does_not_stand_beside_a_number_that_does_not():
    session = Session(lesson())
    for typed in ("0.3", "next", "0.25", "0.5744", *["next"] * len(session.lesson.questions)):
        session.submit(typed)
    assert session.finished
    shown = text(closing(session, 80))
    assert "1 was right by your own earlier numbers" in " ".join(shown.split())
    assert "0.5000" in shown
    assert "0.2500 ✓" in shown
    assert "↷" not in shown


@pytest.mark.parametrize("name", BOOKS)
def test_of_any_book_every_sheet_and_the_end_keep_to_their_columns(name):
    what = book(name)
    session = Session(what)
    for answer in key(what):
        session.submit(answer)
    session.submit("")
    assert session.finished
    for made in SHEETS:
        assert max(map(width, made(session, 60)), default=0) <= 60
    rows = closing(session, 80)
    assert max(map(width, rows)) <= 80
    assert "passed" not in text(rows)


def test_the_network_sheet_shows_the_numbers_as_the_book_writes_them():
    by_source = text(sheets.network(Session(book("by source")), 80))
    assert "W⁽²⁾ ⎡  0.1  0.3  −0.5 ⎤" in by_source
    assert "Row k of W belongs to source neuron k" in by_source
    assert "Layer 3" in by_source
    assert "Layer 1" not in by_source
    everything = text(sheets.network(Session(book("all at once")), 80))
    for said in (
        "θ⁽²⁾ [ 0.1 ]",
        "sample 2  x = [ −0.5  0.25 ]",
        "μ = 0.9",
        "λ = 0.1",
        "by the sum of their losses",
        "2 updates",
    ):
        assert said in everything
    assert "target minus output" in everything
    assert "leaky-relu with slope 0.1" in everything
    without = text(sheets.network(Session(book("no bias")), 80))
    assert "No neuron has a bias." in without
    assert "b⁽" not in without


def test_the_equations_are_those_of_the_book():
    shown = text(sheets.equations(Session(book("all at once")), 80, flat=True))
    for said in ("(W⁽ˡ⁾)ᵀ a⁽ˡ⁻¹⁾ − θ⁽ˡ⁾", "δ⁽ᴸ⁾ = −∇ₐL", "wₖⱼ⁽ˡ⁾", "Σⱼ δⱼ⁽ˡ⁾", "μ·", "λ wₖⱼ"):
        assert said.replace("μ·", "μ") in shown, said
    assert "δ⁽ᴸ⁾ = a⁽ᴸ⁾ − y" in text(sheets.equations(Session(book("softmax")), 80))
    assert "BP4" not in text(sheets.equations(Session(book("no bias")), 80))


def test_the_worksheet_is_that_of_the_sample_and_update_in_question():
    what = book("binary")
    session = Session(what)
    answers = iter(key(what))
    while (session.step.kind, session.step.sample) != ("z", 2):
        session.submit(next(answers))
        session.go_on()
    assert text(worksheet(session, 80)).startswith(" Update 1, sample 2\n l ")
    assert "✓" not in text(worksheet(session, 80))
    assert text(sheets.known(session, 80)).count("✓") == 3 + 3 + 2 + 2 + 2 + 3 + 3
    while session.step.update == 1:
        session.submit(next(answers))
        session.go_on()
    assert text(worksheet(session, 80)).startswith(" Update 2, sample 1\n")
    known = text(sheets.known(session, 80))
    assert known.startswith(" Update 2, sample 1\n")
    assert "Update 1\n L " in known


def test_no_slope_stands_open_where_none_is_asked_for():
    session = Session(book("softmax"))
    rows = text(worksheet(session, 80)).split("\n")
    assert rows[-1].count("·") == 3
    assert rows[-4].count("·") == 4


def test_equations_are_set_in_two_dimensions_or_on_one_line_each():
    session = Session(lesson())
    tall = text(sheets.equations(session, 74))
    assert " BP4      ────── = δⱼ⁽ˡ⁾\n          ∂bⱼ⁽ˡ⁾\n" in tall
    assert "sigmoid  σ(z) = ───────\n" in tall
    flat = text(sheets.equations(session, 74, flat=True))
    assert " BP4      ∂L/∂bⱼ⁽ˡ⁾ = δⱼ⁽ˡ⁾\n" in flat
    assert "─" not in flat


@pytest.mark.parametrize("book", BOOKS)
def test_what_is_written_out_is_written_as_the_book_has_it(book):
    network = BOOKS[book]
    shown = text(sheets.notation(Session(Lesson("one", "One", network, derived(network))), 74))
    rows = "⎣ z₂ ⎦   ⎣ w₁₂  w₂₂ ⎦" if network.conventions.weights == SOURCE_FIRST else "⎣ z₂ ⎦   ⎣ w₂₁  w₂₂ ⎦"
    assert rows in shown
    ending = next(line for line in shown.split("\n") if line.startswith("   ⎡ z₁ ⎤"))
    letter = "θ" if any(layer.threshold for layer in network.layers) else "b"
    index = "" if network.conventions.bias == SHARED else "₁"
    assert (f"⎡ {letter}{index} ⎤" in ending) == (network.conventions.bias != NO_BIAS)
