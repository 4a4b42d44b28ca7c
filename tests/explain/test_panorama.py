"""The whole network for looking around: as text, compared whole, and its promises at any size and choice."""

from pathlib import Path

import pytest
from helpers.looks import assert_golden, look_at, places, questions
from helpers.networks import REFERENCE, TWO_OUTPUTS, made, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Sample
from tutor.engine.solution import solve
from tutor.explain import cells
from tutor.explain.cells import Emphasis
from tutor.explain.labels import Look
from tutor.explain.moves import Chosen
from tutor.explain.panorama import panorama
from tutor.explain.spots import Layer, Neuron, Wire
from tutor.notation import number
from tutor.notation.role import Role
from tutor.quantity import Kind, Quantity

GOLDENS = Path(__file__).parent / "goldens"
EIGHTS = made([8, 8, 8, 8])
SOFTMAX = single([[0.6, 0.4], [-0.3, 0.5], [0.2, -0.7]], [0.1, 0.3, -0.4], [1.5, -0.8], [0.0, 1.0, 0.0])
SOFTMAX = SOFTMAX._replace(layers=(SOFTMAX.layers[0]._replace(activation="softmax"),), loss="cross-entropy")


def knowing(network, sample=1, update=1, focus=None):
    """The look of somebody who knows everything."""
    solution = solve(network)
    return Look(
        None, None, focus, lambda q: number.screen(number.shown(solution.value(q))), lambda _: "", sample, update
    )


NOTHING = Look(None, None, None, lambda _: None, lambda _: "")
"""The look of somebody who knows nothing yet."""


def drawn(picture):
    return cells.text(picture.rows)


def labels(picture, of):
    """What is said at a place, without what stands on no label."""
    return [spot.label for spot in picture.spots if spot.of == of and spot.label]


CHOICES = {
    "a neuron, forward": (REFERENCE, Chosen(Neuron(2, 2)), (118, 20)),
    "a neuron, backward": (REFERENCE, Chosen(Neuron(1, 1), "backward"), (118, 20)),
    "the output, backward": (REFERENCE, Chosen(Neuron(3, 1), "backward"), (160, 20)),
    "a wire": (REFERENCE, Chosen(Wire(2, 2, 1)), (118, 20)),
    "a path": (REFERENCE, Chosen(Wire(1, 1, 2), "backward", (1, 2, 1), None, "B"), (118, 20)),
    "a layer": (TWO_OUTPUTS, Chosen(Layer(2)), (118, 20)),
    "softmax": (SOFTMAX, Chosen(Neuron(1, 2)), (100, 16)),
    "many neurons": (EIGHTS, Chosen(Neuron(2, 3)), (118, 28)),
    "many neurons, fewer rows": (EIGHTS, Chosen(Neuron(2, 3), "backward"), (118, 20)),
    "a row a neuron": (EIGHTS, Chosen(Wire(3, 8, 1), "backward"), (80, 12)),
    "folded": (made([3, 20, 4, 4, 4, 4, 2]), Chosen(Neuron(1, 9)), (70, 10)),
}


def test_what_it_looks_like():
    text = "".join(
        f"{name}\n{drawn(panorama(network, knowing(network), chosen, *size))}\n\n"
        for name, (network, chosen, size) in CHOICES.items()
    )
    assert_golden(GOLDENS, "panorama.txt", text)


@settings(max_examples=12, deadline=None)
@given(networks(widest=7, deepest=5), st.integers(30, 200), st.integers(2, 40), st.randoms(use_true_random=False))
def test_any_size_holds_what_is_chosen(network, width, height, choose):
    way = choose.choice(["forward", "backward"])
    known = choose.choice([knowing(network), NOTHING])
    neurons = [place for place in places(network) if isinstance(place, Neuron)]
    neuron, wire = choose.choice(neurons), choose.choice([of for of in places(network) if isinstance(of, Wire)])
    picture = panorama(network, known, Chosen(neuron, way), width, height)
    assert len(picture.rows) <= height
    assert max(map(cells.width, picture.rows)) <= width
    assert labels(picture, neuron)
    marked = [cell for row in picture.rows for cell in row if cell.emphasis is Emphasis.REVERSED]
    assert marked
    picture = panorama(network, known, Chosen(wire, way), width, height)
    assert len(picture.rows) <= height
    assert max(map(cells.width, picture.rows)) <= width
    assert labels(picture, Neuron(wire.layer, wire.j)) or labels(picture, Neuron(wire.layer - 1, wire.k))


@pytest.mark.parametrize("way", ["forward", "backward"])
@pytest.mark.parametrize("network", [REFERENCE, TWO_OUTPUTS, EIGHTS])
def test_nothing_moves_when_something_else_is_chosen(network, way):
    look = knowing(network)
    found = set()
    for of in places(network)[:: max(1, len(places(network)) // 6)]:
        picture = panorama(network, look, Chosen(of, way), 118, 28)
        boxes = [spot for spot in picture.spots if isinstance(spot.of, Neuron) and spot.label[:2] not in ("b ", "b₁")]
        found.add((len(picture.rows), tuple(spot for spot in boxes if spot.label)))
    assert len(found) == 1


@pytest.mark.parametrize("size", [(118, 28), (118, 20), (76, 9)])
def test_eight_neurons_in_four_layers_stand_there_unfolded(size):
    for way in ("forward", "backward"):
        picture = panorama(EIGHTS, knowing(EIGHTS), Chosen(Neuron(1, 4), way), *size)
        assert all(labels(picture, Neuron(l, j)) for l in range(4) for j in range(1, 9))
        assert "more" not in drawn(picture)
    assert ("╭" in drawn(picture)) == (size[1] > 9)


def heavy(picture):
    """The text of all that stands out on wires."""
    return "".join(
        cell.text
        for row in picture.rows
        for cell in row
        if cell.emphasis is Emphasis.STRONG and cell.role is Role.WEIGHT
    )


def test_forward_the_weights_into_a_neuron_backward_those_out_of_it():
    look = knowing(REFERENCE)
    into = panorama(REFERENCE, look, Chosen(Neuron(2, 2)), 118, 20)
    assert [labels(into, Wire(2, 2, k)) for k in (1, 2)] == [["0.9"], ["1.0"]]
    out = panorama(REFERENCE, look, Chosen(Neuron(1, 2), "backward"), 118, 20)
    assert [labels(out, Wire(2, j, 2)) for j in (1, 2)] == [["0.8"], ["1.0"]]
    assert drawn(into).count("▶") == drawn(out).count("◀") == 1
    assert not set("◀") & set(drawn(into))
    assert not set("▶") & set(drawn(out))
    assert heavy(panorama(REFERENCE, look, Chosen(Neuron(0, 2)), 118, 20)) == ""


def test_a_path_is_lit_all_along():
    chosen = Chosen(Wire(1, 2, 3), "forward", (2, 1, 1), None, "C")
    picture = panorama(REFERENCE, knowing(REFERENCE), chosen, 118, 20)
    assert labels(picture, Wire(1, 2, 3)) == ["C━0.6"]
    assert labels(picture, Wire(2, 1, 2)) == ["0.8"]
    assert labels(picture, Wire(3, 1, 1)) == ["0.3"]
    assert drawn(picture).count("▶") == 3
    strong = {cell.text.strip()[:2] for row in picture.rows for cell in row if cell.emphasis is Emphasis.STRONG}
    assert {"x₃", "a₂", "a₁"} <= strong


def test_two_numbers_a_neuron_where_they_fit_else_the_latest_that_is_known():
    look = look_at(REFERENCE, Quantity(Kind.Z, 2, 2))
    wide = panorama(REFERENCE, look, Chosen(Neuron(1, 1)), 118, 20)
    assert labels(wide, Neuron(1, 1)) == ["z₁ 0.0000  a₁ 0.5000", "b₁ = 0.1"][:1]
    assert labels(wide, Neuron(2, 2)) == ["z₂ ?       a₂ ·"]
    narrow = panorama(REFERENCE, look, Chosen(Neuron(1, 1)), 70, 20)
    assert labels(narrow, Neuron(1, 1)) == ["a₁ 0.5000"]
    assert labels(narrow, Neuron(2, 2)) == ["z₂ ?"]
    back = panorama(REFERENCE, knowing(REFERENCE), Chosen(Neuron(1, 1), "backward"), 160, 20)
    assert labels(back, Neuron(2, 1)) == ["σ′ 0.2055  δ₁ −0.00490"]


def test_what_is_not_known_stays_unsaid():
    solution = solve(REFERENCE)
    secrets = {number.screen(number.shown(solution.value(q))) for q in questions(REFERENCE)}
    given = {"1.0", "0.5", "−1.0"}
    for of in places(REFERENCE):
        for way in ("forward", "backward"):
            text = drawn(panorama(REFERENCE, NOTHING, Chosen(of, way), 160, 30)).replace("━", " ").split()
            assert not (secrets - given) & set(text)
            assert "?" not in text


def test_softmax_makes_each_activation_of_all_z():
    picture = panorama(SOFTMAX, knowing(SOFTMAX), Chosen(Neuron(1, 2)), 100, 16)
    assert labels(picture, Neuron(1, 2)) == ["z₂ −0.5500", "a₂ 0.1395", "y₂ = 1.0"]
    line = next(line for line in drawn(picture).split("\n") if "z₂" in line)
    assert line.count("▶") == 2
    back = panorama(SOFTMAX, knowing(SOFTMAX), Chosen(Neuron(1, 2), "backward"), 100, 16)
    assert labels(back, Neuron(1, 2)) == ["δ₂ −0.8605", "y₂ = 1.0"]


def test_the_targets_and_the_loss_stand_at_the_right():
    picture = panorama(TWO_OUTPUTS, knowing(TWO_OUTPUTS), Chosen(Neuron(1, 1)), 118, 20)
    assert drawn(picture).split("\n")[0].split()[-2:] == ["target", "loss"]
    assert labels(picture, Layer(2)) == ["output", "target", "loss", "L = 0.2984"]
    assert "L = 0.2984" in drawn(picture)
    assert "y₂ = 0.99" in drawn(picture)


def test_the_sample_and_update_that_are_looked_at():
    network = TWO_OUTPUTS._replace(
        further=(Sample((0.4, -0.7), (1.0, 0.5)),), descent=Descent(updates=2, batch="online")
    )
    second = drawn(panorama(network, knowing(network, 2, 2), Chosen(Neuron(1, 1)), 118, 20))
    first = drawn(panorama(network, knowing(network), Chosen(Neuron(1, 1)), 118, 20))
    for text in ("x₁  0.4", "x₂ −0.7", "y₁ = 1.0"):
        assert text in second
        assert text not in first
    assert "━0.15━" in first
    assert "━0.15━" not in second  # the first update has changed it
    assert "[2]" not in second


@pytest.mark.parametrize(
    ("bias", "b", "said"),
    [
        ("per-neuron", (0.35, 0.45), "b₂ = 0.45"),
        ("shared", (0.35,), "b = 0.35"),
        ("none", (), ""),
        ("fixed", (1.0, 2.0), "b₂ = 2.0"),
    ],
)
def test_the_bias_stands_at_the_neuron_it_goes_into(bias, b, said):
    layers = tuple(layer._replace(b=b) for layer in TWO_OUTPUTS.layers)
    network = TWO_OUTPUTS._replace(layers=layers, conventions=Conventions(bias=bias))
    text = drawn(panorama(network, knowing(network), Chosen(Neuron(1, 2)), 118, 20))
    assert (said in text) if said else ("b" not in text)
    assert "b" not in drawn(panorama(network, knowing(network), Chosen(Neuron(1, 2), "backward"), 118, 20))


def test_layers_are_called_by_the_lessons_numbers():
    network = REFERENCE._replace(conventions=Conventions(first_layer=1))
    header = drawn(panorama(network, NOTHING, Chosen(Neuron(1, 1)), 118, 20)).split("\n")[0]
    assert header.split("  ")[0:1] == [""]
    assert [name for name in ("input", "layer 2", "layer 3", "output") if name in header] == [
        "input", "layer 2", "layer 3", "output",
    ]  # fmt: skip


def test_layers_that_have_no_room_are_counted_and_lead_there():
    network = made([3, 4, 4, 4, 4, 4, 4, 4, 2])
    picture = panorama(network, NOTHING, Chosen(Neuron(4, 2)), 70, 12)
    header = drawn(picture).split("\n")[0]
    words = [part.strip() for part in header.split("   ") if part.strip()]
    before, behind = (int(words[i].split()[1]) for i in (0, -1))
    assert before + behind + len(words) - 2 == 9
    assert labels(picture, Layer(before - 1)) == [words[0]]
    assert labels(picture, Layer(9 - behind)) == [words[-1]]


def test_a_tall_layer_folds_around_what_is_chosen():
    network = made([3, 30, 2])
    picture = panorama(network, NOTHING, Chosen(Neuron(1, 17)), 100, 14)
    assert labels(picture, Neuron(1, 17))
    assert not labels(picture, Neuron(1, 1))
    assert "+18 more" in labels(picture, Layer(1))


def test_a_wire_has_only_the_sides_that_lead_somewhere():
    picture = panorama(REFERENCE, knowing(REFERENCE), Chosen(Neuron(1, 2), "backward"), 58, 9)
    assert [line.rstrip() for line in drawn(picture).rstrip("\n").split("\n")] == [
        "   input      layer 1              layer 2       output",
        "",
        "   x₁  1.0 ┐",
        "           ├─ δ₁ −0.00212 ──┲━0.8━ δ₁ −0.00490 ┐",
        "   x₂  0.5 ┤                ┃                  ├ δ −0.0794",
        "           ├▐ δ₂ −0.00235 ▌◀┻━1.0━ δ₂ −0.00562 ┘",
        "   x₃ −1.0 ┘",
    ]


def test_all_layers_stay_where_small_numbers_are_short_and_layers_close():
    network = made([1] * 8, values=[0.1])
    tiny = {7: "−0.0772", 6: "−0.0112", 5: "−0.00182", 4: "−0.000136", 3: "−0.0000164", 2: "−0.00000246"}
    look = NOTHING._replace(value=lambda q: tiny.get(q.layer) if q.kind is Kind.DELTA else None)
    text = drawn(panorama(network, look, Chosen(Neuron(4, 1), "backward"), 104, 9))
    assert "input" in text
    assert "output" in text
    assert "δ −2.46e−6" in text
    assert "▐ δ −1.36e−4 ▌◀" in text
