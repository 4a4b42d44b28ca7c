"""The lesson screen as rows, without a screen: what is where at which size, and that nothing is ever cut."""

from dataclasses import replace

import pytest
from helpers.pilot import key, lesson, small
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.output import view
from tutor.output.board import Board, View, board, window
from tutor.session import Session

PARTS = ("head", "drawing", "text", "labels", "verdicts", "said", "side")


def height(found: Board) -> int:
    """The rows that a board takes, with its rules and the keys."""
    rules = 3 if found.rules else 0
    return len(found.head) + len(found.drawing) + len(found.text) + found.visible + len(found.said) + rules + 1


def check(found: Board, columns: int, rows: int) -> None:
    assert height(found) <= rows
    left = columns - found.side_width
    for part in ("drawing", "text", "said"):
        assert all(width(row) <= left for row in getattr(found, part)), part
    assert all(width(row) <= columns for row in found.head)
    assert all(width(row) <= found.side_width - 1 for row in found.side)
    for label, verdict in zip(found.labels, found.verdicts, strict=True):
        assert width(label) + found.field + width(verdict) <= left


@settings(max_examples=150, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5).map(tuple),
    columns=st.integers(30, 210),
    rows=st.integers(8, 70),
    inputs=st.lists(st.sampled_from(["0.5", "9", "nonsense", "-0.001", "1/3", *Word]), max_size=12),
)
@example(sizes=(1, 2), columns=30, rows=8, inputs=["0.5", Word.HINT])
def test_every_screen_fits_its_size(sizes, columns, rows, inputs):
    session = Session(small(sizes))
    event = None
    for typed in inputs:
        event = session.submit(typed)
    if not session.finished:
        check(board(session, View(columns, rows, event)), columns, rows)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60), (60, 20)])
def test_every_step_of_the_worked_example_fits_with_everything_shown(size):
    what = lesson()
    session = Session(what)
    for answer in key(what):
        session.submit("")
        session.submit("7.77")
        for word in (Word.HINT, Word.SHOW, Word.SHOW):
            event = session.act(word)
        check(board(session, View(*size, event)), *size)
        assert session.submit(answer).answers[0].mark.verdict.value == "correct"


def test_message_never_scrolls_away():
    session = Session(small((9, 9)))
    session.submit("9")
    for _ in range(2):
        session.act(Word.SHOW)
    for scrolled in (0, 3, 1000):
        found = board(session, View(80, 24, None, scrolled))
        assert "z₁⁽¹⁾" in text(found.said[:2])
        assert found.over > 0
    assert "result" in text(found.said)


def test_nothing_moves_from_answer_to_answer():
    session = Session(replace(small((2, 3, 1)), title="x"))
    shapes = set()
    for typed in ("9", "nonsense", "show", "0.5", "hint", "show", "0.3"):
        event = session.submit(typed)
        found = board(session, View(80, 24, event))
        shapes.add((len(found.drawing), len(found.text), found.visible, len(found.labels)))
    assert len(shapes) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("answers", [0, 4, 16])
def test_nothing_moves_when_a_verdict_or_a_reveal_comes(size, answers):
    what = lesson()
    session = Session(what)
    for answer in key(what)[:answers]:
        session.submit(answer)
    session.submit("")
    before = board(session, View(*size))
    for typed in ("9", "show", "show", "0.5x", "hint", "show"):
        found = board(session, View(*size, session.submit(typed)))
        assert [len(part) for part in found[:3]] == [len(part) for part in before[:3]]
        assert _arranged(found) == _arranged(before)
        rules = [[i for i, row in enumerate(each.said) if text((row,)).startswith("──")] for each in (found, before)]
        assert rules[0] == rules[1]


def _arranged(found):
    return found.visible, found.field, found.framed, found.spaced


def test_a_wide_screen_has_the_picture_of_the_step_beside_the_text():
    session = Session(lesson())
    session.submit("")
    found = board(session, View(200, 60))
    place = found.framed
    assert "σ" in text(found.figure)
    assert len(found.figure) <= place.rows
    assert all(width(row) <= place.columns for row in found.figure)
    assert place.row >= len(found.head) + 1 + len(found.drawing) + 1
    assert place.row + place.rows < 60 - 2
    assert all(width(row) <= place.column for row in (*found.text, *found.said))
    assert place.column + place.columns <= 200 - found.side_width
    assert board(session, View(120, 40)).figure == ()


@pytest.mark.parametrize("size", [(80, 24), (45, 15), (120, 40)])
@pytest.mark.parametrize("opened", [False, True])
def test_the_scratch_line_takes_its_row_from_what_is_said_alone(size, opened):
    session = Session(lesson())
    session.submit("")
    event = session.submit("7.7")
    without, found = (board(session, View(*size, event, scratch=scratch)) for scratch in (False, opened))
    assert (found.scratch is not None) == opened
    assert [len(part) for part in found[:5]] == [len(part) for part in without[:5]]
    assert found.visible == without.visible
    assert len(found.said) <= len(without.said)
    assert found.said[0] == without.said[0]
    if opened:
        place = found.scratch
        assert place.row + place.rows <= size[1] - 1
        assert place.column + place.columns <= size[0]


@pytest.mark.parametrize("name", ["a-neuron", "worked-example", "two-outputs"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
def test_nothing_moves_when_something_is_asked_for_below_prose(name, size):
    session = Session(lesson(name))
    before = board(session, View(*size))
    assert text(before.text).strip("\n").partition("\n")[0] == text(
        view.page(session, size[0] - before.side_width - 1)[:1]
    )
    for typed in ("9", "show", "show", "hint", "show"):
        found = board(session, View(*size, session.submit(typed)))
        assert found.text == before.text
        assert [len(part) for part in found[:4]] == [len(part) for part in before[:4]]


def test_all_of_a_reveal_fits_below_the_prose_of_the_first_step():
    session = Session(lesson())
    for typed in ("9", "show", "show"):
        event = session.submit(typed)
    found = board(session, View(80, 24, event))
    assert found.over == 0
    assert text(found.said[-1:]).startswith(" result")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.integers(60, 120), st.integers(20, 50))
def test_prose_is_read_above_its_question_or_on_a_page(rows, columns, height):
    what = small((3, 2, 1))
    steps = (what.steps[0]._replace(before="\n\n".join(f"Row {i}." for i in range(rows))), *what.steps[1:])
    session = Session(replace(what, steps=steps))
    found = board(session, View(columns, height))
    assert ("Row 0." in text((*found.drawing, *found.text))) == (rows > 0)
    assert found.page == ("Row 0." in text(found.drawing))


def test_echo_tells_what_was_read():
    session = Session(lesson())
    event = session.submit("1/3")
    assert "z₁⁽¹⁾ was read as 0.3333. Not yet." in text(board(session, View(80, 24, event)).said)


@pytest.mark.parametrize(
    ("start", "first", "last"), [(0, "0", " ⋮ pgdn"), (3, " ⋮ pgup", " ⋮ pgdn"), (99, " ⋮ pgup", "9")]
)
def test_window_says_where_there_is_more(start, first, last):
    from tutor.explain.cells import Cell

    rows = tuple((Cell(str(i)),) for i in range(10))
    shown = window(rows, 4, start)
    assert len(shown) == 4
    assert text(shown[:1]) == first
    assert text(shown[-1:]) == last
    assert window(rows, 10, 5) == rows


@pytest.mark.parametrize("size", [(45, 15), (30, 24), (59, 40)])
def test_small_screens_show_what_the_answer_in_question_needs(size):
    what = lesson()
    session = Session(what)
    page = board(session, View(*size))
    assert page.page
    assert "Layer 1: each neuron's" in text(page.text)
    for answer in key(what):
        session.submit("")
        session.reading = False
        shown = text(board(session, View(*size)).text)
        for number in _needed(session):
            assert number in shown
        session.submit(answer)


def _needed(session):
    """The numbers that go into the answer in question."""
    from tutor.explain.operands import ALONE, question

    q, step = session.focus, session.step
    terms = ALONE[step.kind](question(session.lesson.network, step.layer, q))
    found = [*terms.singles, *(entry for operand in terms.rows for entry in operand.entries[0])]
    return [session.value_text(q) for q in found if q.kind not in "Wb"]


@pytest.mark.parametrize("size", [(40, 8), (30, 8), (60, 20)])
def test_what_was_asked_for_can_be_read_on_a_small_screen(size):
    session = Session(lesson())
    session.submit("")
    session.submit("7.5")
    for word, wanted in (
        (Word.HINT, "Row j of"),
        (Word.SHOW, "z⁽¹⁾ = W⁽¹⁾ x"),
        (Word.SHOW, "0.1·1.0"),
        (Word.SHOW, "0.0000"),
    ):
        event = session.act(word)
        found = board(session, View(*size, event))
        assert wanted in text(found.said)
        check(found, *size)


def test_fields_out_of_sight_are_named():
    session = Session(small((1, 9)))
    tops = []
    for at, said in (
        (0, " ⋮ z₅⁽¹⁾ … z₉⁽¹⁾ below"),
        (4, " ⋮ z₁⁽¹⁾ above   z₆⁽¹⁾ … z₉⁽¹⁾ below"),
        (8, " ⋮ z₁⁽¹⁾ … z₅⁽¹⁾ above"),
    ):
        session.look_at(session.step.questions[at])
        found = board(session, View(80, 24, top=tops[-1] if tops else 0))
        assert text(found.said[:1]) == said
        tops.append(found.top)
    assert tops == [0, 1, 5]


@pytest.mark.parametrize("size", [(29, 30), (80, 7)])
def test_too_small_is_no_board(size):
    assert board(Session(lesson()), View(*size)) is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
def test_a_wrong_number_is_marked_wherever_it_stands(size):
    session = Session(lesson())
    for typed in ("0.3000", "next", "0.25", ""):
        session.submit(typed)
    assert "0.3000 ✗" in text(board(session, View(*size)).drawing)
    assert "0.2500 ✓" not in text(board(session, View(*size)).drawing)
    session.submit("0.5744; 0.5622")
    session.submit("")
    assert "0.5744 ↷" in text(board(session, View(*size)).drawing)


def _at_the_first_error():
    session = Session(lesson())
    for answer in key(session.lesson)[:19]:
        session.submit("")
        session.submit(answer)
    session.submit("")
    return session


@pytest.mark.parametrize("inputs", [("show",) * 4, ("-0.0085", "show", "show"), ("-0.0085", "show", "show", "show")])
def test_the_fullest_step_hides_nothing_that_was_shown(inputs):
    session = _at_the_first_error()
    for typed in inputs:
        event = session.submit(typed)
    found = board(session, View(80, 24, event))
    assert "BP2" in text(found.said)
    assert "= −0.00848·0.2500" in text(found.said)
    assert "⋮" not in text(found.said)
    check(found, 80, 24)


def test_a_blank_row_parts_the_fields_from_what_is_said():
    session = _at_the_first_error()
    for typed in ("-0.0085", "show"):
        found = board(session, View(80, 24, session.submit(typed)))
        assert found.said[0] == ()
        assert text(found.said[1:2]).startswith(" ┃ δ₁⁽¹⁾")


def test_what_was_shown_before_and_has_no_room_is_hinted_at():
    session = Session(small((9, 9)))
    for typed in ("9", "show", "show"):
        event = session.submit(typed)
    found = board(session, View(80, 24, event))
    assert "equation" not in text(found.said)
    assert "⋮ pgup" in text(found.said)
    back = board(session, View(80, 24, event, scrolled=0))
    assert "equation" in text(back.said)


@pytest.mark.parametrize("name", ["two-outputs", "softmax", "worked-example"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_nothing_touches_the_line_at_its_right(name, size):
    session = Session(lesson(name))
    for answer in key(session.lesson):
        session.submit("")
        session.submit("7.7")
        for word in (Word.HINT, Word.SHOW, Word.SHOW):
            event = session.act(word)
        found = board(session, View(*size, event))
        left = size[0] - found.side_width
        rows = [row for row in (*found.drawing, *found.text, *found.said) if not text((row,)).startswith("──")]
        assert all(width(row) < left for row in rows)
        session.submit(answer)


@pytest.mark.parametrize(("size", "said"), [((80, 24), True), ((120, 40), False)])
def test_what_comes_next_is_said_once(size, said):
    session = Session(lesson())
    event = session.submit("0; 0.25")
    found = board(session, View(*size, event))
    assert ("\n next " in text(found.said)) == said
    assert text((*found.said, *found.side)).count("Layer 1: each neuron's activation") == 1


def test_the_picture_of_the_step_grows_with_the_screen():
    session = Session(lesson())
    session.submit("")
    sizes = [board(session, View(*size)).framed[2:] for size in ((200, 60), (230, 60))]
    assert sizes == [(43, 26), (60, 26)]


@pytest.mark.parametrize("size", [(30, 8), (40, 12), (59, 19), (60, 20), (80, 24), (120, 40)])
def test_what_is_told_besides_stands_on_a_page_that_is_read_as_well(size):
    session = Session(lesson("softmax"))
    told = "What you do is not being kept. The disk is full; make room on it, and it will be."
    found = board(session, View(*size, told=told))
    check(found, *size)
    if found.page:
        shown = " ".join(text((*found.drawing, *found.text, *found.said)).split())
        assert (told in shown) == (size != (30, 8))
        assert "goes on." in shown or "to go on." in shown
