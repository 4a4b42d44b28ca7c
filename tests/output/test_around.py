"""Looking around, without a screen: what is said of every place fits, is right, and gives nothing away."""

import re
from dataclasses import replace
from itertools import islice

import pytest
from helpers.books import book, shelf
from helpers.lessons import lesson_of
from helpers.pilot import key, lesson, small
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.event import Word
from tutor.explain import cells
from tutor.explain.cells import width
from tutor.explain.moves import Chosen, along
from tutor.explain.spots import Layer, Neuron, Wire
from tutor.lesson.locate import builtin
from tutor.output import around, routes
from tutor.output.spread import spread
from tutor.quantity import Kind, Quantity
from tutor.session import Session

ROOM = 99
"""Rows enough for everything."""


def places(network):
    """Every neuron, wire and layer."""
    for layer, n in enumerate(network.sizes):
        yield Layer(layer)
        for j in range(1, n + 1):
            yield Neuron(layer, j)
            if layer:
                yield from (Wire(layer, j, k) for k in range(1, network.sizes[layer - 1] + 1))


def everything(session):
    """Everything that can be chosen, both ways, and every path."""
    for of in places(session.lesson.network):
        yield Chosen(of)
        yield Chosen(of, "backward")
    for route in routes.routes(session):
        yield around.on_path(session, Chosen(Layer(0)), route)


def said(session, chosen, columns=100):
    """What is said of what is chosen, as text with plain blanks."""
    rows = around.told(session, chosen, columns, ROOM).rows
    return cells.text(rows).replace("\N{NO-BREAK SPACE}", " ")


def walked(what, done):
    """A session in which the first questions are answered right."""
    session = Session(what)
    for answer in key(what)[:done]:
        session.submit(answer)
    if session.step_done:
        session.submit("")
    return session


def at(what, kind):
    """A session in which all is answered before the first question of a kind."""
    return walked(what, next(i for i, q in enumerate(what.questions) if q.kind is kind))


NUMBERS = re.compile(r"(?<![\w.⁽])−?\d+(?:\.\d+)?(?:e−?\d+)?")


def secrets(session):
    """The texts of all numbers that are asked for and not known, but for those that something known looks like, too."""
    questions = session.lesson.questions
    known = {session.value_text(q) for q in questions}
    return {session.numbers.text(q) for q in questions if session.value_text(q) is None} - known


INPUTS = ["right", "right", "right", "right", "0.5", "-0.001", "nonsense", *Word]


@settings(max_examples=10)
@given(
    name=st.sampled_from(["worked-example", "tanh", "softmax", "two-outputs", "three-updates", "two-layers"]),
    inputs=st.lists(st.sampled_from(INPUTS), max_size=30),
)
@example("worked-example", ["right"] * 13)
@example("two-outputs", ["right"] * 15)
@example("three-updates", ["right"] * 9)
def test_nothing_is_said_that_the_learner_has_not_found(name, inputs):
    what = lesson(name)
    session = Session(what)
    for typed in inputs:
        if session.focus is not None:
            session.submit(session.numbers.text(session.focus) if typed == "right" else typed)
    hidden = secrets(session)
    for chosen in everything(session):
        found = set(NUMBERS.findall(said(session, chosen)))
        assert not found & hidden, chosen


@pytest.mark.parametrize("name", builtin())
def test_every_place_of_every_lesson_is_said_within_the_columns(name):
    what = lesson(name)
    for done, columns in ((0, 29), (len(what.questions) // 2, 60), (len(what.questions), 80)):
        session = walked(what, done)
        for chosen in everything(session):
            rows = around.told(session, chosen, columns, ROOM).rows
            assert rows
            assert all(width(row) <= columns for row in rows), chosen
    assert all(width(row) <= 40 for of in places(what.network) for row in around.tip(session, of, 40))


@pytest.mark.parametrize("at", range(0, 80, 15))
def test_every_convention_of_books_is_said(at):
    name, network = next(islice(shelf(), at, None))
    what = lesson_of(network)
    for done in (len(what.questions) // 2, len(what.questions)):
        session = walked(what, done)
        for chosen in everything(session):
            text = said(session, chosen)
            assert "−0.0000" not in text, name
            assert "nan" not in text, name


def test_the_piece_of_an_activation_stands_there_once_its_number_is_known():
    network = book("elu")
    what = lesson_of(network)
    activation, neuron = "ELU(z) = z if z > 0, else 0.7·(eᶻ − 1)", Chosen(Neuron(1, 2))
    before, after = (said(walked(what, done), neuron) for done in (3, 4))
    assert activation in before
    assert activation in after
    assert "a₂⁽¹⁾ = 0.7·(exp(" not in before
    assert "a₂⁽¹⁾ = 0.7·(exp(−0.2350) − 1) = −0.1466" in after


def test_the_paths_of_one_of_several_samples_are_called_so():
    text = said(Session(lesson_of(book(samples=2))), Chosen(Neuron(1, 1)))
    assert "The 2 paths of sample 1 in ∂L/∂w₁₁⁽¹⁾" in text
    assert "x₁[1] → a₁⁽¹⁾[1] → a₂⁽²⁾[1]" in text


def test_a_neuron_is_said_forward_with_what_is_known_put_in():
    session = at(lesson(), Kind.A)
    text = said(session, Chosen(Neuron(1, 2)))
    assert "Neuron 2 of layer 1" in text
    assert "z₂⁽¹⁾ 0.2500 ✓" in text
    assert "a₂⁽¹⁾ ·" in text
    assert "= 0.4·1.0 + 0.5·0.5 + 0.6·(−1.0) + 0.2 = 0.2500" in text
    assert "a₂⁽¹⁾ = σ(z₂⁽¹⁾) = σ(0.2500)\n" in text  # and no result
    assert "= 0.7·a₁⁽¹⁾ + 0.8·a₂⁽¹⁾ + 0.1" in said(session, Chosen(Neuron(2, 1)))


def test_a_neuron_is_said_backward_with_its_slope_and_its_error():
    session = at(lesson(), Kind.DELTA)
    text = said(session, Chosen(Neuron(3, 1), "backward"))
    assert "σ′(z⁽³⁾) = a⁽³⁾·(1 − a⁽³⁾) = 0.6506·(1 − 0.6506) = 0.2273" in text
    assert "BP1        δ⁽³⁾ = (a⁽³⁾ − y)·σ′(z⁽³⁾) = (0.6506 − 1.0)·0.2273\n" in text
    assert "BP4        ∂L/∂b⁽³⁾ = δ⁽³⁾" in text


def test_the_output_has_the_loss_and_a_neuron_whose_bias_is_renewed_its_new_one():
    session = at(lesson(), Kind.LOSS)
    text = said(session, around.opening(session))
    assert "L ?" in text
    assert "L = ½·(a⁽³⁾ − y)² = ½·(0.6506 − 1.0)²\n" in text
    session = at(small((2, 2, 1)), Kind.W_NEW)
    assert "new        new b₂⁽¹⁾ = b₂⁽¹⁾ − η·∂L/∂b₂⁽¹⁾ = 0.1 − 0.5·" in said(session, Chosen(Neuron(1, 2), "backward"))


def test_no_right_result_is_said_to_come_of_wrong_numbers():
    session = Session(lesson())
    for typed in (*key(lesson())[:4], "0.95", "next", *key(lesson())[5:13], "0.5", "next", *key(lesson())[14:]):
        session.submit(typed)
    text = said(session, Chosen(Neuron(2, 1)))
    assert "σ(0.95)" in text
    assert "σ(0.95) ≈" not in text
    path = said(session, around.on_path(session, Chosen(Neuron(2, 1)), (1, 1, 1)))
    assert "·0.5·" in path
    assert "≈" not in path


def test_the_learners_own_numbers_are_put_in_with_their_sign():
    what = lesson()
    session = Session(what)
    session.submit("0.7")
    session.submit("next")
    assert "z₁⁽¹⁾ 0.7 ✗" in said(session, Chosen(Neuron(1, 1)))
    text = said(session, Chosen(Neuron(1, 1)))
    assert "+ 0.1\n" in text  # the right result is not said
    assert "σ(0.7)" in text


def test_what_goes_over_a_wire_is_worked_out_once_its_sum_is_known():
    what = lesson()
    second = next(i for i, q in enumerate(what.questions) if q == Quantity(Kind.Z, 2, 1))
    wire = Chosen(Wire(2, 1, 2))
    assert "w₁₂⁽²⁾·a₂⁽¹⁾ = 0.8·0.5622, a part of z₁⁽²⁾" in said(walked(what, second), wire)
    assert "w₁₂⁽²⁾·a₂⁽¹⁾ = 0.8·0.5622 ≈ 0.4497, a part of z₁⁽²⁾" in said(walked(what, second + 1), wire)


def test_a_wire_has_its_gradient_and_what_comes_back_over_it():
    what = lesson()
    session = walked(what, len(what.questions))
    text = said(session, Chosen(Wire(2, 1, 2), "backward"))
    assert text.startswith(" The weight from neuron 2 of layer 1 to neuron 1 of layer 2\n w₁₂⁽²⁾ 0.8")
    assert "back       w₁₂⁽²⁾·δ₁⁽²⁾ = 0.8·(−0.00490) = −0.00392, a part of δ₂⁽¹⁾" in text
    assert "BP3        ∂L/∂w₁₂⁽²⁾ = a₂⁽¹⁾·δ₁⁽²⁾ = 0.5622·(−0.00490)" in text


def test_a_layer_has_its_weights_and_its_activation():
    session = Session(lesson())
    text = said(session, Chosen(Layer(2)))
    assert "Layer 2: 2 neurons, sigmoid" in text
    assert "z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾" in text
    assert "⎡ 0.7  0.8 ⎤" in text
    assert "x ⎡  1.0 ⎤" in said(session, Chosen(Layer(0)))


def test_the_equation_of_an_expression_waits_until_it_is_found():
    network = lesson().network
    what = lesson_of(network, trace=Quantity(Kind.W, 1, 1, 1))
    kinds = (Kind.DELTA, Kind.DL_DW)
    what = replace(what, steps=tuple(step._replace(expression=step.kind in kinds) for step in what.steps))
    session = Session(what)
    while session.focus != Quantity(Kind.DELTA, 3, 1):
        session.act(Word.NEXT)
    output, path = Chosen(Neuron(3, 1), "backward"), around.next_path(session, Chosen(Layer(0)))
    assert "BP1        An expression is asked for here" in said(session, output)
    assert "BP1" not in said(session, Chosen(Layer(3), "backward"))
    assert "x₁·" not in said(session, path)
    session.act(Word.SHOW)
    assert "BP1        δ⁽³⁾ = (a⁽³⁾ − y)·σ′(z⁽³⁾)" in said(session, output)


def test_it_begins_at_what_is_in_question_the_way_of_the_stage():
    what = lesson()
    begun = {q: around.opening(walked(what, i)) for i, q in enumerate(what.questions)}
    assert begun[Quantity(Kind.Z, 2, 2)] == Chosen(Neuron(2, 2), "forward")
    assert begun[Quantity(Kind.LOSS)] == Chosen(Neuron(3, 1), "forward")
    assert begun[Quantity(Kind.DELTA, 1, 2)] == Chosen(Neuron(1, 2), "backward")
    assert begun[Quantity(Kind.DL_DW, 1, 1, 1)] == Chosen(Wire(1, 1, 1), "backward")
    assert around.opening(walked(what, len(what.questions))).of == Neuron(3, 1)


def test_paths_come_one_after_the_other_and_then_none():
    session = Session(lesson())
    chosen = around.opening(session)
    first = around.next_path(session, chosen)
    second = around.next_path(session, first)
    assert (first.letter, first.path) == ("A", (1, 1, 1))
    assert (second.letter, second.path) == ("B", (1, 2, 1))
    assert first.of == Wire(1, 1, 1)
    assert around.next_path(session, second).path is None
    assert around.next_path(session, chosen, -1) == second
    assert "x₁·σ′(z₁⁽¹⁾)·w₂₁⁽²⁾·σ′(z₂⁽²⁾)·w₁₂⁽³⁾·σ′(z⁽³⁾)·∂L/∂a⁽³⁾" in said(session, second, 200)


def test_a_path_stays_chosen_where_it_leads_to_a_place_that_is_clicked():
    session = Session(lesson())
    path = around.next_path(session, around.opening(session))
    on = around.choose(session, path, Neuron(2, 1))
    assert on.path == path.path
    assert "Neuron 1 of layer 2  on path A" in said(session, on)
    assert around.choose(session, path, Neuron(2, 2)).path is None
    assert Neuron(2, 1) in along(session.lesson.network, on)


def test_shares_stand_in_the_legend_once_all_factors_are_found_and_products_once_the_gradient_is():
    what = lesson()
    n = len(what.questions)
    path = around.next_path(Session(what), Chosen(Neuron(1, 1)))
    early, late, over = (said(walked(what, done), path, 200) for done in (n - 5, n - 1, n))
    assert "%" not in early
    assert re.search(r"A .*\d %", late)
    assert "of the gradient" not in late
    assert re.search(r"[=≈] −0\.\d+, \d+\.\d % of the gradient", over)


def test_the_paths_of_the_legend_are_told_apart_by_their_cells():
    session = Session(lesson())
    told = around.told(session, around.opening(session), 80, ROOM)
    assert [choice.path for choice in told.choices] == [(1, 1, 1), (1, 2, 1)]
    for choice in told.choices:
        assert told.at(choice.row, choice.start) == choice.path
        row = cells.text((told.rows[choice.row],))
        assert row[choice.start : choice.end].strip(" ▸")[0] in routes.LETTERS
        assert told.at(choice.row, choice.end) is None


def test_a_path_has_a_bar_as_long_as_its_share_where_there_is_room_and_never_before_that_is_known():
    what = lesson("two-outputs")
    n = len(what.questions)
    before, after = Session(what), walked(what, n)
    path = around.next_path(after, Chosen(Neuron(1, 1)))
    assert "█" not in said(before, path, 120)
    told = around.told(after, path, 120, ROOM)
    rows = [cells.text((told.rows[choice.row],)) for choice in told.choices]
    (left, right), (left_too, right_too) = (row.split("│") for row in rows)
    share, counter = (float(re.search(r"([−\d.]+) %", row)[1].replace("−", "-")) for row in (left, left_too))
    assert share > 0 > counter
    assert right.count("█") / left_too.count("█") == pytest.approx(share / -counter, rel=0.2)
    assert "█" not in left + right_too
    for choice, row in zip(told.choices, rows, strict=True):
        assert row[choice.start : choice.end].endswith("%")
    assert "█" not in said(after, path, 40)


def test_of_very_many_paths_some_have_letters_and_the_others_are_counted():
    session = Session(small((2, 9, 9, 9, 9)))
    assert len(routes.routes(session)) == 26
    assert f"and {9**3 - 26} more" in said(session, around.next_path(session, around.opening(session)))


@pytest.mark.parametrize("sizes", [(3, 2, 2, 1), (8, 8, 8, 8), (2, 20, 3), (2,) * 9])
@pytest.mark.parametrize("size", [(30, 8), (45, 14), (60, 20), (80, 24), (120, 40), (140, 40), (200, 60)])
def test_the_screen_fits_every_size_and_is_shared_out_alike_whatever_is_chosen(sizes, size):
    session = Session(small(sizes))
    columns, rows = size
    shared = set()
    for chosen in (Chosen(Neuron(1, 1)), Chosen(Layer(0), "backward"), around.next_path(session, Chosen(Neuron(1, 1)))):
        found = spread(session, chosen, None, size)
        drawn = len(found.picture.rows)
        assert len(found.told.rows) <= found.height
        assert all(width(row) <= found.columns for row in found.told.rows)
        assert all(width(row) <= columns - found.columns * found.beside for row in found.picture.rows)
        lines = len(found.head) + 1 + found.ruled
        if found.beside:
            assert max(drawn, found.height) + lines <= rows
        else:
            assert drawn + found.ruled + found.height + lines <= rows
        shared.add((found.beside, found.height, found.columns, len(found.head)))
    assert len(shared) == 1


def test_what_has_no_room_can_be_scrolled_to():
    session = Session(lesson())
    path = around.next_path(session, around.opening(session))
    first = spread(session, path, None, (30, 8))
    last = spread(session, path, None, (30, 8), 99)
    assert first.over > 0
    assert last.scrolled == first.over
    assert last.told.choices[-1].row == last.height - 1


def test_what_a_pointer_is_over_is_told_and_nothing_else_changes():
    session = Session(lesson())
    chosen = around.opening(session)
    before = spread(session, chosen, None, (80, 24))
    over = spread(session, chosen, Wire(2, 1, 1), (80, 24))
    assert over.picture.rows == before.picture.rows
    assert "The weight from neuron 1 of layer 1 to neuron 1 of layer 2" in cells.text(over.told.rows)


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_where_there_is_room_a_neuron_has_the_curves_of_its_activation(size):
    session = at(lesson(), Kind.A)
    for of, drawn in ((Neuron(1, 2), True), (Layer(1), True), (Neuron(0, 1), False), (Wire(2, 1, 1), False)):
        found = spread(session, Chosen(of), None, size)
        assert ("σ(z) and its slope, layer 1" in cells.text(found.told.rows)) is drawn
    assert "σ(z)" not in cells.text(spread(session, Chosen(Neuron(1, 2)), None, (100, 30)).told.rows[:1])
