"""The map of the steps: one line, at any width, with the present step on it."""

from dataclasses import replace

from helpers.any_networks import any_networks
from helpers.any_networks import plain_lesson as lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Sample
from tutor.explain import cells
from tutor.explain.cells import Emphasis
from tutor.explain.stepmap import label, stage, step_map
from tutor.lesson.schema import Step
from tutor.notation.role import Role
from tutor.quantity import Kind, Quantity

TRACED = lesson_of(REFERENCE, trace=Quantity(Kind.W, 1, 1, 1))
WHOLE = lesson_of(TWO_OUTPUTS)


def drawn(lesson, at, width):
    return cells.text((step_map(lesson, ["✓" if i < at else "" for i in range(len(lesson.asked))], at, width),))


def test_forward():
    assert drawn(TRACED, 2, 80) == (" z¹✓ a¹✓ ▸z²  a²   z³  a³  │ L  │ σ′³  δ³   σ′²  δ²   σ′¹  δ¹  │ ∂L/∂w₁₁⁽¹⁾")


def test_backward():
    assert drawn(TRACED, 12, 80) == (" z¹✓ a¹✓  z²✓ a²✓  z³✓ a³✓ │ L✓ │ σ′³✓ δ³✓  σ′²✓ δ²✓  σ′¹✓▸δ¹  │ ∂L/∂w₁₁⁽¹⁾")


def test_at_the_end():
    assert drawn(TRACED, 14, 80) == (" z¹✓ a¹✓  z²✓ a²✓  z³✓ a³✓ │ L✓ │ σ′³✓ δ³✓  σ′²✓ δ²✓  σ′¹✓ δ¹✓ │ ∂L/∂w₁₁⁽¹⁾✓")


def test_the_stages_are_named_where_there_is_room():
    assert drawn(TRACED, 2, 120) == (
        " forward  z¹✓ a¹✓ ▸z²  a²   z³  a³  │ loss  L  │ backward  σ′³  δ³   σ′²  δ²   σ′¹  δ¹  │ gradient  ∂L/∂w₁₁⁽¹⁾"
    )


def test_several_gradients_are_named_so():
    assert stage(WHOLE, WHOLE.asked[9]) == "gradients"
    assert stage(TRACED, TRACED.asked[-1]) == "gradient"
    assert stage(TRACED, TRACED.asked[0]) == "forward"


def test_folded_on_both_sides():
    assert drawn(WHOLE, 6, 40) == " … z²✓ a²✓ │ L✓ │ σ′²✓▸δ²   σ′¹  δ¹  …"
    assert drawn(WHOLE, 0, 40).startswith("▸z¹")
    assert drawn(WHOLE, 0, 40).endswith("…")


def test_nothing_moves_from_step_to_step():
    first, later = drawn(TRACED, 0, 80), drawn(TRACED, 9, 80)
    for name in ("z²", "L", "σ′²", "∂L/∂w₁₁⁽¹⁾"):
        assert first.index(name) == later.index(name)


def test_labels():
    assert [label(WHOLE, step) for step in WHOLE.asked] == [
        *("z¹", "a¹", "z²", "a²", "L", "σ′²", "δ²", "σ′¹", "δ¹"),
        *("∂L/∂W⁽¹⁾₁", "∂L/∂W⁽¹⁾₂", "∂L/∂b⁽¹⁾", "∂L/∂W⁽²⁾₁", "∂L/∂W⁽²⁾₂", "∂L/∂b⁽²⁾"),
        *("new W⁽¹⁾₁", "new W⁽¹⁾₂", "new b⁽¹⁾", "new W⁽²⁾₁", "new W⁽²⁾₂", "new b⁽²⁾"),
    ]
    one_neuron = Step(Kind.Z, 2, (Quantity(Kind.Z, 2, 1),))
    assert label(WHOLE, one_neuron) == "z²₁"
    assert label(TRACED, one_neuron._replace(layer=3, questions=(Quantity(Kind.Z, 3, 1),))) == "z³"


def test_the_present_step_is_strong_and_those_to_come_are_dim():
    row = step_map(TRACED, ["✓", "–"] + [""] * 12, 2, 80)
    paint = {cell.text.strip(" ✓▸"): (cell.role, cell.emphasis) for cell in row}
    assert paint["z¹"] == (Role.ACTIVATION, Emphasis.NORMAL)
    assert paint["z²"] == (Role.ACTIVATION, Emphasis.STRONG)
    assert paint["δ³"] == (Role.ERROR, Emphasis.DIM)


@settings(max_examples=60, deadline=None)
@given(networks(widest=6, deepest=5, learning_rate=0.5) | any_networks(), st.integers(20, 200), st.data())
def test_never_wider_than_allowed(network, width, data):
    lesson = lesson_of(network)
    n = len(lesson.asked)
    at = data.draw(st.integers(0, n))
    marks = data.draw(st.lists(st.sampled_from(["", "✓", "–", "▢"]), min_size=n, max_size=n))
    row = step_map(lesson, marks, at, width)
    assert cells.width(row) <= width
    text = cells.text((row,))
    if at < n:
        assert f"▸{label(lesson, lesson.asked[at])}" in text
    else:
        assert "▸" not in text
        assert label(lesson, lesson.asked[-1]) in text


def test_a_lesson_that_asks_nothing_has_no_map():
    assert step_map(replace(TRACED, steps=()), [], 0, 80) == ()


SEVERAL = TWO_OUTPUTS._replace(further=(Sample((1.0, -0.5), (0.0, 1.0)),))


def test_samples_and_updates_stand_before_their_first_step():
    assert drawn(lesson_of(SEVERAL), 2, 80) == (
        " [1] z¹✓ a¹✓ ▸z²  a²  │ σ′²  δ²   σ′¹  δ¹  │ [2] z¹  a¹   z²  a²  │ σ′²  δ²  …"
    )
    assert drawn(lesson_of(SEVERAL._replace(descent=Descent(updates=2))), 24, 80) == (
        " … #1 ∂L/∂b⁽²⁾✓ │ new W⁽¹⁾₁✓▸new W⁽¹⁾₂  new b⁽¹⁾   new W⁽²⁾₁  new W⁽²⁾₂  …"
    )
    assert drawn(lesson_of(SEVERAL._replace(descent=Descent(updates=2, batch="online"))), 22, 80) == (
        " … #1[1] new W⁽²⁾₁✓ new W⁽²⁾₂✓ new b⁽²⁾✓ │ #2[2] z¹✓▸a¹   z²  a²  │ L  │ σ′²  …"
    )


def test_where_it_is_folded_the_first_step_says_its_sample():
    assert drawn(lesson_of(SEVERAL), 10, 40) == " … [2] z¹✓ a¹✓ ▸z²  a²  │ σ′²  δ²  …"


def test_labels_by_the_lessons_conventions():
    network = SEVERAL._replace(
        layers=tuple(layer._replace(b=(0.35,), threshold=True) for layer in SEVERAL.layers),
        conventions=Conventions(bias="shared", first_layer=1),
    )
    assert [label(lesson_of(network), step) for step in lesson_of(network).asked[-8:]] == [
        *("∂L/∂W⁽³⁾₂", "∂L/∂θ⁽³⁾", "new W⁽²⁾₁", "new W⁽²⁾₂", "new θ⁽²⁾", "new W⁽³⁾₁", "new W⁽³⁾₂", "new θ⁽³⁾"),
    ]


def test_only_steps_that_can_be_seen_are_made(monkeypatch):
    long = replace(lesson_of(REFERENCE), steps=lesson_of(REFERENCE).steps * 50)
    made = []
    monkeypatch.setattr("tutor.explain.stepmap.label", lambda *args: made.append(1) or label(*args))
    step_map(long, [""] * len(long.asked), 300, 78)
    assert len(made) < 120
