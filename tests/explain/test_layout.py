"""The drawing of the network: as text, compared whole, and its promises at any size."""

import unicodedata
from itertools import chain, pairwise, product
from pathlib import Path

import pytest
from helpers.any_networks import any_networks
from helpers.looks import assert_golden, look_at, looks, questions
from helpers.networks import REFERENCE, TWO_OUTPUTS, made, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Sample
from tutor.engine.solution import solve
from tutor.explain import cells, layout
from tutor.explain.cells import Emphasis
from tutor.explain.labels import brief, short
from tutor.explain.layout import Look, sentences
from tutor.notation import number
from tutor.notation.role import Role
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

GOLDENS = Path(__file__).parent / "goldens"
UPDATED = REFERENCE._replace(learning_rate=0.5)


def compact(*args):
    """The rows of the compact drawing."""
    return layout.compact(*args).rows


def full(*args):
    """The rows of the full drawing, if there is room for it."""
    picture = layout.full(*args)
    return picture and picture.rows


def lines(text):
    """A drawing as it is written in a test."""
    return text.strip("\n").split("\n")


def drawn(rows):
    return cells.text(rows).rstrip("\n").split("\n")


def test_forward_with_a_wrong_answer():
    z1, z2 = Quantity(Kind.Z, 2, 1), Quantity(Kind.Z, 2, 2)
    look = look_at(REFERENCE, z2, known={z1: "0.7997"}, marks={z1: "✗"})
    assert drawn(compact(REFERENCE, look, 80, 4)) == lines("""
   input          layer 1                layer 2              output   target
   x₁  1.0 ──┬─── a₁ 0.5000 ━0.9━━┱───── z₁ 0.7997 ✗  ───┬─── z ·      y = 1.0
   x₂  0.5 ──┼─── a₂ 0.5622 ━1.0━━┻━━━▶▐ z₂ ?         ▌──┘
   x₃ −1.0 ──┘
""")


def test_backward_the_arrows_turn_round():
    look = look_at(REFERENCE, Quantity(Kind.DELTA, 1, 1))
    assert drawn(compact(REFERENCE, look, 80, 4)) == lines("""
   input         layer 1                  layer 2          output      target
   x₁  1.0 ─┬──▐ δ₁ ?          ▌◀━━┳━0.7━ δ₁ −0.00490 ─┬── δ −0.0794   y = 1.0
   x₂  0.5 ─┼─── δ₂ ·          ────┺━0.9━ δ₂ −0.00562 ─┘
   x₃ −1.0 ─┘
""")


def test_in_full():
    z1, z2 = Quantity(Kind.Z, 2, 1), Quantity(Kind.Z, 2, 2)
    look = look_at(REFERENCE, z2, known={z1: "0.7997"}, marks={z1: "✗"})
    assert drawn(full(REFERENCE, look, 78, 12)) == lines("""
   input          layer 1               layer 2            output    target

 ╭─────────╮
 │ x₁  1.0 ├─╮  ╭───────────╮         ╭──────────────╮
 ╰─────────╯ ├──┤ a₁ 0.5000 ┝━0.9━┱───┤ z₁ 0.7997 ✗  ├─╮
 ╭─────────╮ │  ╰───────────╯     ┃   ╰──────────────╯ │ ╭────────╮
 │ x₂  0.5 ├─┤                    ┃                    ├─┤ z ·    │  y = 1.0
 ╰─────────╯ │  ╭───────────╮     ┃   ┏━━━━━━━━━━━━━━┓ │ ╰────────╯
 ╭─────────╮ ├──┤ a₂ 0.5622 ┝━1.0━┻━━▶┃ z₂ ?         ┠─╯
 │ x₃ −1.0 ├─╯  ╰───────────╯         ┗━━━━━━━━━━━━━━┛
 ╰─────────╯                            b₂ = 0.2
""")


@pytest.mark.parametrize(
    ("name", "draw", "network", "size"),
    [
        ("compact-reference-80.txt", compact, UPDATED, (80, 4)),
        ("compact-two-outputs-80.txt", compact, TWO_OUTPUTS, (80, 3)),
        ("compact-reference-58.txt", compact, UPDATED, (58, 4)),
        ("compact-reference-120.txt", compact, UPDATED, (120, 4)),
        ("compact-six-wide-80.txt", compact, made([6, 7, 2], activation="sigmoid"), (80, 5)),
        ("full-reference-78.txt", full, UPDATED, (78, 12)),
        ("full-two-outputs-116.txt", full, TWO_OUTPUTS, (116, 10)),
    ],
)
def test_every_kind_of_step(name, draw, network, size):
    shown = []
    kinds = set()
    for look in looks(network):
        last = look.focus.j == network.sizes[look.layer if look.layer is not None else -1]
        if (look.kind, look.layer, last) not in kinds:
            kinds.add((look.kind, look.layer, last))
            shown.append(f"{look.focus}\n{cells.text(draw(network, look, *size))}\n")
    assert_golden(GOLDENS, name, "\n".join(shown))


def assert_sound(rows, width, height, edges="▐▌"):
    """Within its size, with the question marked and reversed."""
    assert len(rows) <= height
    assert max(map(cells.width, rows)) <= width
    reversed_text = "".join(c.text for row in rows for c in row if c.emphasis is Emphasis.REVERSED)
    assert "?" in reversed_text
    text = cells.text(rows)
    assert all(edge in text for edge in edges)
    assert text.isprintable() or "\n" in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=6),
    st.integers(58, 160),
    st.integers(2, 20),
    st.randoms(use_true_random=False),
)
def test_any_size_holds_what_is_in_question(sizes, width, height, choose):
    network = made(sizes)
    solution = solve(network)
    asked = questions(network)
    for q in [choose.choice([q for q in asked if q.kind is kind]) for kind in {q.kind for q in asked}]:
        look = look_at(network, q, solution=solution)
        rows = compact(network, look, width, height)
        assert_sound(rows, width, height)
        assert_labels_whole(network, rows)
        framed = full(network, look, width, height)
        if framed is not None:
            assert_sound(framed, width, height, edges="")
            assert_labels_whole(network, framed)


def assert_labels_whole(network, rows):
    """Every name stands with its whole number beside it, unless all of it is folded away."""
    expected = {f"x{sub(k)}" if len(network.x) > 1 else "x": number.screen(repr(v)) for k, v in enumerate(network.x, 1)}
    for row in rows:
        for cell in row:
            if cell.role is Role.INPUT and cell.text.strip():
                name, value = cell.text.split()
                assert value == expected[name]
    for row in rows[1:]:
        for cell in row:
            if cell.role is Role.PLAIN and cell.text.lstrip().startswith("y"):
                assert number.screen(repr(network.y[neuron(cell.text) - 1])) in cell.text


def sub(index):
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def neuron(text):
    digits = "".join(c for c in text if c in "₀₁₂₃₄₅₆₇₈₉")
    return int(digits.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))) if digits else 1


@settings(max_examples=20, deadline=None)
@given(
    networks(widest=3, deepest=3),
    st.integers(58, 160),
    st.integers(2, 20),
    st.sampled_from(["−0.0000012345678", "−123456789.1234", "−1.2345678e−300", "0." + "1" * 400]),
)
def test_long_numbers_never_run_over(network, width, height, text):
    network = network._replace(x=tuple(0.30000000000000004 + i for i, _ in enumerate(network.x)))
    for q in questions(network):
        look = look_at(network, q)._replace(value=lambda p, q=q: None if p == q else text, mark=lambda _: "✗")
        rows = compact(network, look, width, height)
        assert_sound(rows, width, height)
        kept = text if len(text) <= 17 else "…"
        assert kept in cells.text(rows) or q.layer == 1 or text not in cells.text(rows)


@settings(max_examples=40, deadline=None)
@given(networks(widest=6, deepest=4), st.integers(58, 160), st.integers(2, 12), st.booleans())
def test_without_a_question_nothing_is_marked(network, width, height, page):
    kind, layer = (None, None) if page else (Kind.Z, 1)
    rows = compact(network, Look(kind, layer, None, lambda _: None, lambda _: ""), width, height)
    text = cells.text(rows)
    assert len(rows) <= height
    assert max(map(cells.width, rows)) <= width
    assert not set("▐▌?━┃▶◀") & set(text)
    assert "input" in text


def sides(glyph):
    """The sides at which a line leaves a glyph, by its name in Unicode."""
    words = unicodedata.name(glyph, "").split()
    if words[:2] != ["BOX", "DRAWINGS"]:
        return set()
    ends = {"VERTICAL": ("UP", "DOWN"), "HORIZONTAL": ("LEFT", "RIGHT")}
    return {side for word in words[2:] for side in ends.get(word, (word,))} & {"UP", "DOWN", "LEFT", "RIGHT"}


@pytest.mark.parametrize("draw", [compact, full])
@pytest.mark.parametrize("network", [UPDATED, TWO_OUTPUTS, made([4, 3, 4]), made([1, 4, 1, 2])])
def test_wires_are_whole(draw, network):
    """Up and down, every wire that leaves a cell arrives in the next one; sideways where the next is wire, too."""
    for look, width in product(looks(network), (60, 76, 160)):
        rows = draw(network, look, width, 20)
        grid = [line.ljust(width) for line in drawn(rows or ())]
        for above, below in pairwise(grid):
            for upper, lower in zip(above, below, strict=True):
                assert ("DOWN" in sides(upper)) == ("UP" in sides(lower)), "\n".join(grid)
        for left, right in chain.from_iterable(map(pairwise, grid)):
            if sides(left) and sides(right):
                assert ("RIGHT" in sides(left)) == ("LEFT" in sides(right)), "\n".join(grid)


def test_the_weights_stand_beside_their_source_neurons():
    network = made([5, 2], values=[0.1, 0.2, 0.35, -1.0, 12.5])
    rows = drawn(compact(network, look_at(network, Quantity(Kind.Z, 1, 2)), 80, 6))[1:]
    for row, weight in zip(rows, network.layers[0].W[1], strict=True):
        assert f"━{number.screen(repr(weight))}━" in row
    points = {row.index(".", row.index("━")) for row in rows}
    assert len(points) == 1


SOURCES = {Kind.A: Kind.Z, Kind.DL_DB: Kind.DELTA, Kind.SIGMA_PRIME: Kind.Z, Kind.DELTA: Kind.A}


@pytest.mark.parametrize("draw", [compact, full])
@pytest.mark.parametrize("width", [58, 75, 76, 80, 120])
@pytest.mark.parametrize("network", [UPDATED, TWO_OUTPUTS, made([3, 3, 3, 3, 2])])
def test_what_goes_in_stands_on_the_heavy_wire(draw, width, network):
    """However many layers are folded away, the number that the one in question is made of is not."""
    solution = solve(network)
    for look in looks(network):
        kind, layer, j, *_ = look.focus
        if kind not in SOURCES or (kind is Kind.DELTA and layer < network.depth):
            continue
        source = Quantity(SOURCES[kind], layer, j)
        if kind is Kind.SIGMA_PRIME and network.layer(layer).activation in ("sigmoid", "tanh"):
            source = source._replace(kind=Kind.A)
        rows = draw(network, look, width, 20)
        if draw is full and rows is None:
            continue
        before = next(row for row in drawn(rows) if "▶" in row).partition("▶")[0].rstrip("━σtanh┝ ")
        assert before.endswith(number.screen(number.shown(solution.value(source)))), cells.text(rows)


@pytest.mark.parametrize("width", [75, 80, 120])
def test_the_whole_network_stays_in_sight(width):
    for draw in (compact, full):
        for look in looks(REFERENCE):
            rows = draw(REFERENCE, look, width, 12)
            if rows is None and look.kind is Kind.DL_DW:
                continue  # the compact drawing stands there
            headers = drawn(rows)[0]
            assert [name for name in ("input", "layer 1", "layer 2", "output") if name in headers] == [
                "input", "layer 1", "layer 2", "output",
            ], cells.text(rows)  # fmt: skip


@pytest.mark.parametrize("size", [(58, 4), (75, 18), (80, 4), (80, 12), (116, 20)])
@pytest.mark.parametrize("network", [UPDATED, TWO_OUTPUTS, made([2, 1]), made([4, 3, 4, 2])])
def test_the_height_is_the_same_at_every_step(size, network):
    for draw in (compact, full):
        drawings = [(look.kind, draw(network, look, *size)) for look in looks(network)]
        framed = [(kind, rows) for kind, rows in drawings if rows or kind is not Kind.DL_DW]
        assert len({rows and len(rows) for _, rows in framed}) == 1


def test_a_gradient_has_frames_around_all_neurons_or_the_compact_drawing():
    seen = set()
    for width in range(60, 120, 4):
        for look in looks(UPDATED):
            rows = full(UPDATED, look, width, 12) if look.kind is Kind.DL_DW else None
            if rows is not None:
                seen.add(width)
                assert cells.text(rows).count("╭") >= 8
                assert "input" in drawn(rows)[0]
    assert min(seen) > 60
    assert 76 in seen  # beside what is known, at 120 columns


def test_the_other_wires_of_a_gradient_stay():
    look = look_at(REFERENCE, Quantity(Kind.DL_DW, 1, 2, 1))
    assert drawn(compact(REFERENCE, look, 78, 4)) == lines("""
   input                              layer 1        layer 2        output
   x₁  1.0 ▶▐ ∂L/∂w₂₁ ?          ▌◀━┱ δ₁ −0.00212 ┬─ δ₁ −0.00490 ┬─ δ −0.0794
   x₂  0.5 ─────────────────────────╄ δ₂ −0.00235 ┴─ δ₂ −0.00562 ┘
   x₃ −1.0 ─────────────────────────┘
""")


def test_a_wire_has_only_the_sides_that_lead_somewhere():
    look = look_at(REFERENCE, Quantity(Kind.Z, 2, 1))
    assert drawn(compact(REFERENCE, look, 58, 4)) == lines("""
   input      layer 1              layer 2         output
   x₁  1.0 ┬─ a₁ 0.5000 ━0.7━┳━━▶▐ z₁ ?         ▌┬ z ·
   x₂  0.5 ┼─ a₂ 0.5622 ━0.8━┹──── z₂ ·         ─┘
   x₃ −1.0 ┘
""")


def test_a_sign_is_no_part_of_the_number():
    z1 = Quantity(Kind.Z, 2, 1)
    for focus in (z1, Quantity(Kind.Z, 2, 2)):
        look = look_at(REFERENCE, focus, known={z1: "0.7997"}, marks={z1: "✗"})
        for rows in (compact(REFERENCE, look, 80, 4), full(REFERENCE, look, 78, 12), full(REFERENCE, look, 118, 12)):
            (sign,) = [cell for row in rows for cell in row if "✗" in cell.text]
            assert sign.role is Role.PLAIN
            assert sign.text.strip() == "✗"
            assert (sign.emphasis is Emphasis.REVERSED) == (focus == z1)
    w = Quantity(Kind.DL_DW, 1, 1, 2)
    look = look_at(REFERENCE, w, known={w: "0.5"}, marks={w: "✗"})
    (sign,) = [cell for row in compact(REFERENCE, look, 80, 4) for cell in row if "✗" in cell.text]
    assert sign.role is Role.PLAIN


CHAIN = made([1] * 8, values=[0.1])
TINY = {6: "−0.0112", 5: "−0.00182", 4: "−0.000136", 3: "−0.0000164", 2: "−0.00000246"}


def test_small_numbers_are_short_before_a_layer_is_left_out():
    focus = Quantity(Kind.DELTA, 1, 1)
    known = {Quantity(Kind.DELTA, layer, 1): text for layer, text in TINY.items()}
    narrow, wide = (cells.text(compact(CHAIN, look_at(CHAIN, focus, known), width, 3)) for width in (106, 150))
    assert "−2.46e−6" in narrow
    assert "−1.36e−4" in narrow
    assert "−0.00182" in narrow  # no longer than −1.82e−3
    assert "output" in narrow
    assert "−0.00000246" in wide
    assert "e−" not in wide


def test_numbers_in_one_drawing_are_in_one_style():
    known = {Quantity(Kind.DELTA, 2, 1): "−2.25e−7", Quantity(Kind.DELTA, 3, 1): "−0.00000246"}
    text = cells.text(compact(CHAIN, look_at(CHAIN, Quantity(Kind.DELTA, 1, 1), known), 150, 3))
    assert "−2.25e−7" in text
    assert "−2.46e−6" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("−0.00000246", "−2.46e−6"),
        ("0.000136", "1.36e−4"),
        ("0.0002", "2e−4"),
        ("−0.00182", "−0.00182"),
        ("0.0000", "0.0000"),
        ("1.0002", "1.0002"),
        ("−2.25e−7", "−2.25e−7"),
        ("?", "?"),
    ],
)
def test_a_small_number_in_the_fewest_columns(text, said):
    assert short(text) == said


def test_a_new_weight_is_made_of_the_old_one_the_rate_and_the_gradient():
    look = look_at(TWO_OUTPUTS, Quantity(Kind.W_NEW, 1, 2, 1))
    assert drawn(compact(TWO_OUTPUTS, look, 80, 3)) == lines("""
   input       old             new                            gradient         …
   x₁ 0.05     w₂₁ 0.25 ━━━━▶▐ new w₂₁ ?        ▌◀━━━η = 0.5━ ∂L/∂w₂₁ 0.000498
   x₂ 0.1      w₂₂ 0.3  ────── new w₂₂ ·        ───────────── ∂L/∂w₂₂ 0.000995
""")


def test_a_long_number_of_the_lesson_has_the_form_of_all_others():
    assert brief(-7.331234e-5) == "−7.33e−5"
    assert brief(-42412345.678) == "−4.24e7"
    assert brief(0.30000000000000004) == "0.3000"


def test_a_gradient_stands_free_between_its_edges():
    look = look_at(REFERENCE, Quantity(Kind.DL_DW, 1, 1, 2))
    for width in (58, 80, 120):
        assert "▶▐ ∂L/∂w₁₂ ?  " in cells.text(compact(REFERENCE, look, width, 4))
    found = look._replace(value=lambda _: "−0.00106", mark=lambda _: "✓")
    assert "▶▐ ∂L/∂w₁₂ −0.00106 ✓ ▌◀" in cells.text(compact(REFERENCE, found, 80, 4))


def test_a_tall_layer_folds_around_the_neuron_in_question():
    network = made([3, 9, 2])
    rows = drawn(compact(network, look_at(network, Quantity(Kind.Z, 1, 7)), 80, 5))
    text = "\n".join(rows)
    assert "z₆" in text
    assert "▐ z₇ ?" in text
    assert "z₈" in text
    assert "+6 more" in text
    assert "z₁ " not in text.split("output")[0]


def test_in_one_row_the_header_counts_what_is_folded():
    text = cells.text(compact(made([4, 3, 1]), look_at(made([4, 3, 1]), Quantity(Kind.Z, 1, 3)), 80, 2))
    assert "input +3" in text
    assert "layer 1 +2" in text
    assert "▐ z₃ ?" in text


def test_many_layers_fold_to_those_around():
    network = made([3, 4, 4, 4, 4, 2])
    text = drawn(compact(network, look_at(network, Quantity(Kind.DELTA, 3, 2)), 70, 6))[0]
    assert text.split() == ["…", "layer", "2", "layer", "3", "layer", "4", "output"]
    text = drawn(compact(network, look_at(network, Quantity(Kind.A, 2, 2)), 70, 6))[0]
    assert text.split() == ["…", "layer", "1", "layer", "2", "layer", "3", "…"]


def test_full_gives_way_where_it_does_not_fit():
    look = look_at(REFERENCE, Quantity(Kind.Z, 1, 1))
    assert full(REFERENCE, look, 78, 11) is not None
    assert full(REFERENCE, look, 78, 10) is None
    assert full(made([2, 2, 2]), look_at(made([2, 2, 2]), Quantity(Kind.Z, 1, 1)), 30, 20) is None


@pytest.mark.parametrize(
    ("network", "question", "said"),
    [
        (
            REFERENCE,
            Quantity(Kind.Z, 2, 2),
            "Into z 2 of layer 2 come a 1 of layer 1, 0.5000, over the weight 0.9, and a 2 of layer 1, 0.5622, "
            "over the weight 1.0. The bias of this neuron, b 2 of layer 2, is 0.2.",
        ),
        (REFERENCE, Quantity(Kind.A, 3, 1), "Into a of layer 3 goes z of layer 3, 0.6215, through sigma."),
        (REFERENCE, Quantity(Kind.LOSS), "Into L comes a of layer 3, 0.6506, with y, 1.0."),
        (
            REFERENCE,
            Quantity(Kind.SIGMA_PRIME, 2, 1),
            "Into sigma prime of z 1 of layer 2 go a 1 of layer 2, 0.7109, and z 1 of layer 2, 0.8997.",
        ),
        (
            REFERENCE,
            Quantity(Kind.DELTA, 3, 1),
            "Into delta of layer 3 go a of layer 3, 0.6506; y, 1.0; and sigma prime of z of layer 3, 0.2273.",
        ),
        (
            REFERENCE,
            Quantity(Kind.DELTA, 1, 1),
            "Back to delta 1 of layer 1 come delta 1 of layer 2, -0.00490, over the weight 0.7, and "
            "delta 2 of layer 2, -0.00562, over the weight 0.9. "
            "The slope of this neuron, sigma prime of z 1 of layer 1, is 0.2500.",
        ),
        (
            REFERENCE,
            Quantity(Kind.DL_DW, 1, 1, 3),
            "The weight leads from x 3, -1.0, to the neuron with delta 1 of layer 1, -0.00212.",
        ),
        (
            REFERENCE,
            Quantity(Kind.DL_DB, 1, 2),
            "The bias belongs to the neuron with delta 2 of layer 1, -0.00235.",
        ),
        (
            TWO_OUTPUTS,
            Quantity(Kind.B_NEW, 2, 1),
            "Into new b 1 of layer 2 go b 1 of layer 2, 0.6; eta, 0.5; and "
            "the gradient of L with respect to b 1 of layer 2, 0.1385.",
        ),
    ],
)
def test_sentences(network, question, said):
    assert " ".join(sentences(network, look_at(network, question))) == said


def test_sentences_are_for_listening():
    for network in (UPDATED, TWO_OUTPUTS, made([3, 4, 2])):
        for look in looks(network):
            said = sentences(network, look)
            assert said
            assert all(sentence.isascii() and sentence.endswith(".") for sentence in said)
    assert sentences(REFERENCE, Look(None, None, None, lambda _: None, lambda _: "")) == ()
    unknown = look_at(REFERENCE, Quantity(Kind.A, 1, 1))._replace(value=lambda _: None)
    assert sentences(REFERENCE, unknown) == ("Into a 1 of layer 1 goes z 1 of layer 1, not known yet, through sigma.",)


@settings(max_examples=30, deadline=None)
@given(any_networks(widest=5), st.integers(58, 160), st.integers(2, 20), st.data())
def test_any_network_at_any_size(network, width, height, data):
    solution = solve(network)
    asked = questions(network)
    for q in {data.draw(st.sampled_from(asked)) for _ in range(6)}:
        look = look_at(network, q, solution=solution)
        assert_sound(compact(network, look, width, height), width, height)
        framed = full(network, look, width, height)
        if framed is not None:
            assert_sound(framed, width, height, edges="")
        said = " ".join(sentences(network, look))
        assert said.isascii()
        assert "not known" not in said
        idle = look._replace(focus=None, sample=q.sample, update=q.update)
        assert "?" not in cells.text(compact(network, idle, width, height))


SEVERAL = TWO_OUTPUTS._replace(further=(Sample((1.0, -0.5), (0.0, 1.0)),), descent=Descent(updates=2))
SHARED = SEVERAL._replace(
    layers=tuple(layer._replace(b=(0.35,), threshold=True) for layer in SEVERAL.layers),
    conventions=Conventions("source-destination", "shared", first_layer=1),
)
SOFTMAX = single([[0.5, -0.3], [-0.7, 0.2]], [0.3, -0.1], [1.0, 0.5], [0.0, 1.0], activation="softmax")._replace(
    loss="cross-entropy"
)


def test_the_second_update_of_the_second_sample():
    look = look_at(SEVERAL, Quantity(Kind.Z, 1, 2, sample=2, update=2))
    assert drawn(compact(SEVERAL, look, 80, 3)) == lines("""
   input                          layer 1                    output   target
   x₁  1.0 ━━━0.2474━━━━┱──────── z₁ 0.3929 ✓  ──────┬────── z₁ ·     y₁ = 0.0
   x₂ −0.5 ━━━0.3010━━━━┻━━━━━━▶▐ z₂ ?         ▌─────┴────── z₂ ·     y₂ = 1.0
""")
    idle = look._replace(focus=None, sample=2, update=2)
    assert "x₂ −0.5" in cells.text(compact(SEVERAL, idle, 80, 3))


def test_what_is_made_of_all_samples_names_the_one_that_is_drawn():
    look = look_at(SEVERAL, Quantity(Kind.DL_DW, 2, 1, 2))
    assert drawn(compact(SEVERAL, look, 80, 3)) == lines("""
 input        layer 1                                output         target
 x₁[1] 0.05 ┬ a₁[1] 0.5933 ────────────────────────┲ δ₁[1]  0.1385  y₁[1] = 0.01
 x₂[1] 0.1  ┴ a₂[1] 0.5969 ▶▐ ∂L/∂w₁₂ ?          ▌◀┹ δ₂[1] −0.0381  y₂[1] = 0.99
""")


def test_one_bias_for_all_neurons_comes_of_all_their_errors():
    look = look_at(SHARED, Quantity(Kind.DL_DB, 2, 1))
    assert "┳━▶▐ ∂L/∂θ ?" in cells.text(compact(SHARED, look, 80, 3))
    look = look_at(SHARED, Quantity(Kind.B_NEW, 2, 1, update=2))
    assert "new θ #1 0.3536 ━━━━━━━▶▐ new θ #2 ?" in cells.text(compact(SHARED, look, 80, 3))


def test_layers_have_the_numbers_of_their_book():
    assert "layer 2" in cells.text(compact(SHARED, look_at(SHARED, Quantity(Kind.Z, 1, 1)), 80, 3))


def test_softmax_is_made_of_every_z():
    look = look_at(SOFTMAX, Quantity(Kind.A, 1, 2))
    assert drawn(compact(SOFTMAX, look, 80, 3)) == lines("""
   input              output                                          target
   x₁ 1.0 ─────┬───── z₁  0.6500 ━━━━━━┱────────────── a₁ 0.7941 ✓    y₁ = 0.0
   x₂ 0.5 ─────┴───── z₂ −0.7000 ━━━━━━┻━━━softmax━━▶▐ a₂ ?        ▌  y₂ = 1.0
""")


def test_a_threshold_stands_below_the_neuron_in_question():
    look = look_at(SHARED, Quantity(Kind.Z, 2, 2))
    assert "θ = 0.35" in cells.text(full(SHARED, look, 116, 12))
    without = SHARED._replace(
        layers=tuple(layer._replace(b=(), threshold=False) for layer in SHARED.layers),
        conventions=Conventions(bias="none"),
    )
    assert " = 0.35" not in cells.text(full(without, look_at(without, Quantity(Kind.Z, 2, 2)), 116, 12))


@pytest.mark.parametrize(
    ("network", "question", "said"),
    [
        (
            SHARED,
            Quantity(Kind.Z, 1, 2, sample=2, update=2),
            "Into z 2 of layer 2 come x 1, 1.0, over the weight 0.2505, and x 2, -0.5, over the weight 0.2998. "
            "The threshold of this layer, new theta of layer 2 of update 1, is 0.3479.",
        ),
        (
            SOFTMAX,
            Quantity(Kind.A, 1, 2),
            "Into a 2 of layer 1 go z 1 of layer 1, 0.6500, and z 2 of layer 1, -0.7000, through softmax.",
        ),
        (SOFTMAX, Quantity(Kind.DELTA, 1, 2), "Into delta 2 of layer 1 go a 2 of layer 1, 0.2059, and y 2, 1.0."),
        (
            SEVERAL._replace(descent=Descent(l2=0.1)),
            Quantity(Kind.DL_DW, 2, 1, 2),
            "Into the gradient of L with respect to w 1 2 of layer 2 come a 2 of layer 1, sample 1, 0.5969, with "
            "delta 1 of layer 2, sample 1, 0.1385, and a 2 of layer 1, sample 2, 0.6106, with delta 1 of layer 2, "
            "sample 2, 0.1401. To it is added the product of lambda, 0.1, and w 1 2 of layer 2, 0.45.",
        ),
        (
            SEVERAL,
            Quantity(Kind.DL_DB, 2, 1),
            "Into the gradient of L with respect to b 1 of layer 2 go delta 1 of layer 2, sample 1, 0.1385, and "
            "delta 1 of layer 2, sample 2, 0.1401.",
        ),
        (
            REFERENCE._replace(
                layers=tuple(layer._replace(b=()) for layer in REFERENCE.layers), conventions=Conventions(bias="none")
            ),
            Quantity(Kind.Z, 3, 1),
            "Into z of layer 3 come a 1 of layer 2, 0.6775, over the weight 0.3, and a 2 of layer 2, 0.7191, "
            "over the weight 0.4.",
        ),
        (
            TWO_OUTPUTS._replace(descent=Descent(l2=0.1)),
            Quantity(Kind.LOSS),
            "Into L come a 1 of layer 2, 0.7514, with y 1, 0.01, and a 2 of layer 2, 0.7729, with y 2, 0.99. "
            "To it is added half of lambda, 0.1, times the sum of the squares of all weights.",
        ),
    ],
)
def test_sentences_of_samples_updates_and_conventions(network, question, said):
    assert " ".join(sentences(network, look_at(network, question))) == said
