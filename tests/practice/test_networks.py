import math
from pathlib import Path

import pytest

from tutor.checking.confusions import confusions
from tutor.engine.network import SHARED
from tutor.engine.solution import solve
from tutor.errors import TutorError
from tutor.explain.formula import priors
from tutor.lesson.locate import builtin, find
from tutor.lesson.read import read
from tutor.notation.number import shown
from tutor.practice.networks import make
from tutor.practice.skill import Skill
from tutor.quantity import Kind

pytestmark = pytest.mark.exhaustive

X = (-0.5, -0.3)
W = [((-0.3, 0.2), (0.3, 0.8)), ((-0.8, -0.2), (-0.4, -0.7))]
B = [(0.9, 0.6), (-0.9, -0.2)]
Y = (0.5, 0.5)
ONE = ((-0.5, -0.4),)
"""Kept from the day on which networks were first made."""

PUBLISHED = sorted((Path(__file__).parent.parent / "lessons/published").glob("*.toml"))
SIZES = [(2, 2, 2), (3, 2, 2, 1), (2, 2, 1), (2, 1)]


@pytest.fixture(scope="module")
def made():
    return {(size, seed): make(seed, size=size) for size in SIZES for seed in range(2)}


def numbers(network):
    for layer in network.layers:
        for row, b in zip(layer.W, layer.b, strict=True):
            yield (*row, b)
    yield network.x


def test_the_same_seed_gives_the_same_network_for_ever():
    network = make(1).network
    assert network.x == X
    assert [layer.W for layer in network.layers] == W
    assert [layer.b for layer in network.layers] == B
    assert (network.y, network.loss) == (Y, "half-squared-error")
    assert make("7-2", size=(2, 1)).network.layers[0].W == ONE
    assert make("7-2", size=(2, 1)) == make("7-2", size=(2, 1))


def test_other_seeds_give_other_networks():
    assert len({make(seed, size=(2, 1)).network for seed in range(30)}) == 30


def test_every_mistake_is_told_at_every_question(made):
    for lesson in made.values():
        found = confusions(lesson)
        assert (found.passing, found.alike, found.left_out, found.inactive) == ({}, {}, 0, {})


def test_every_number_is_of_one_digit_and_makes_work(made):
    for lesson in made.values():
        for row in numbers(lesson.network):
            assert all(0.2 <= abs(each) <= 0.9 and round(each, 1) == each for each in row)
            assert len({abs(each) for each in row}) == len(row)


def test_nothing_is_degenerate(made):
    for lesson in made.values():
        found = solve(lesson.network).first
        assert all(abs(z) >= 0.1 for layer in found.z for z in layer)
        assert all(0.05 < a < 0.95 for layer in found.a[1:] for a in layer)
        assert all(abs(a - y) >= 0.2 for a, y in zip(found.a[-1], lesson.network.y, strict=True))
        for layer in found.delta:
            assert min(map(abs, layer)) >= max(0.001, 0.1 * max(map(abs, layer)))


def test_the_answers_of_a_kind_all_differ(made):
    for lesson in made.values():
        solution = solve(lesson.network)
        answers = [(q.kind, shown(solution.value(q), lesson.marking.significant)) for q in lesson.questions]
        assert len(set(answers)) == len(answers)


def test_every_skill_of_a_size_is_asked(made):
    for (size, _), lesson in made.items():
        skills = {Skill.of(q, lesson.network.depth) for q in lesson.questions} - {None}
        assert skills == ({*Skill} if len(size) > 2 else {*Skill} - {Skill.BP2})
        assert lesson.network.sizes == size


def test_one_more_figure_is_asked_for_where_that_tells(made):
    assert {lesson.marking.significant for lesson in made.values()} == {3, 4}


@pytest.mark.parametrize("activation", ["tanh", "leaky-relu", "softplus", "silu", "elu", "z / (1 + abs(z))"])
def test_other_activations_and_formulas_can_be_had(activation):
    lesson = make(2, size=(2, 2, 1), activation=activation)
    assert lesson.network.layers[0].activation == activation
    found = confusions(lesson)
    assert (found.passing, found.alike) == ({}, {})


def test_of_relu_one_neuron_is_not_active_and_what_it_empties_is_not_asked():
    for seed in range(2):
        lesson = make(seed, size=(2, 3, 1), activation="relu")
        solution = solve(lesson.network)
        assert sum(z <= 0 for z in solution.first.z[0]) == 1
        assert lesson.network.layers[-1].activation == "identity"
        assert confusions(lesson).inactive == {}
        errors = [q for q in lesson.questions if q.kind in (Kind.DELTA, Kind.DL_DW, Kind.DL_DB)]
        assert errors
        assert all(solution.value(q) != 0.0 for q in errors)
        assert not any(q.kind in (Kind.A, Kind.SIGMA_PRIME) and q.layer == 2 for q in lesson.questions)


def test_softmax_is_the_output_of_a_classifier():
    network = make(1, size=(2, 2, 3), activation="softmax").network
    assert [layer.activation for layer in network.layers] == ["sigmoid", "softmax"]
    assert (network.loss, sorted(network.y)) == ("cross-entropy", [0.0, 0.0, 1.0])


@pytest.mark.parametrize("arguments", [{"like": "softmax"}, {"activation": "relu"}, {"activation": "leaky-relu"}])
def test_no_answer_stands_before_the_learners_eyes(arguments):
    if "like" in arguments:
        arguments = {"like": read(find(arguments["like"]))}
    for seed in range(3):
        lesson = make(f"21-{seed}", **arguments)
        solution = solve(lesson.network)
        for q in lesson.questions:
            if q.kind is Kind.DL_DB or abs(solution.value(q)) in (0.0, 1.0):
                continue
            figures = lesson.marking.significant
            on_screen = [shown(abs(solution.value(p)), figures) for p in priors(lesson.network, q)]
            assert shown(abs(solution.value(q)), figures) not in on_screen, q
        assert Skill.BP1 in {Skill.of(q, lesson.network.depth) for q in lesson.questions}


def test_a_target_of_0_leaves_its_output_no_error_to_work_out():
    lesson = make("21-1", like=read(find("softmax")))
    assert [lesson.network.y[q.j - 1] for q in lesson.questions if q.kind is Kind.DELTA] == [1.0]


@pytest.mark.parametrize("name", [name for name in builtin() if name != "vanishing-gradient"])
def test_a_network_like_a_lesson_has_all_of_it_but_the_numbers(name):
    lesson = read(find(name))
    network = make(5, like=lesson).network
    assert network.sizes == lesson.network.sizes
    assert [layer.activation for layer in network.layers] == [layer.activation for layer in lesson.network.layers]
    assert network.loss == lesson.network.loss
    assert network.conventions == lesson.network.conventions
    assert network.layers != lesson.network.layers
    assert (network.updates, network.further, network.learning_rate) == (1, (), None)


def test_conventions_and_figures_are_those_of_the_lesson(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text(
        'format = 1\ntitle = "T"\n[marking]\nsignificant = 4\nfunctions = false\n[network]\nactivation = "tanh"\n'
        'loss = "half-squared-error"\nx = [1.0, 2.0]\ny = [0.5]\nbias = "shared"\nerror_sign = "target-minus-output"\n'
        'weights = "source-destination"\n'
        "[[network.layer]]\nW = [[0.1, 0.2], [0.3, 0.4]]\ntheta = 0.3\n"
        "[[network.layer]]\nW = [[0.5], [0.6]]\nb = 0.2\n",
        encoding="utf-8",
    )
    lesson = read(path)
    made = make(1, like=lesson)
    assert made.marking.significant in (4, 5)
    assert not made.marking.functions
    assert made.network.conventions.bias == SHARED
    assert [len(layer.b) for layer in made.network.layers] == [1, 1]
    assert [layer.threshold for layer in made.network.layers] == [True, False]
    assert all(math.isfinite(z) and abs(z) >= 0.1 for layer in solve(made.network).first.z for z in layer)
    assert make(1, like=lesson, size=(2, 3, 1), activation="sigmoid").network.sizes == (2, 3, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"size": (5, 1)}, "the size has the number 5"),
        ({"size": (2, 1), "activation": "softmax"}, "two or more of them"),
        ({"like": "softmax", "activation": "tanh"}, "goes with softmax"),
        ({"like": "vanishing-gradient"}, "“A gradient that vanishes” has 8 numbers"),
    ],
)
def test_what_cannot_be_had_is_told(arguments, said):
    if "like" in arguments:
        arguments["like"] = read(find(arguments["like"]))
    with pytest.raises(ValueError, match=said):
        make(1, **arguments)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("activation", "said"),
    [("abs(z)", "every mistake can be told"), ("step(z)", "neither too large nor too small")],
)
def test_where_no_numbers_are_sound_that_is_told_after_a_while(activation, said):
    with pytest.raises(TutorError, match=said):
        make(1, size=(2, 2, 1), activation=activation)


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_there_are_networks_like_those_of_books(path):
    lesson = read(path)
    made = make(1, like=lesson)
    found = confusions(made)
    assert (found.passing, found.alike) == ({}, {})
    assert made.network.conventions == lesson.network.conventions
    assert made.network.descent.l2 == lesson.network.descent.l2


@pytest.mark.exhaustive
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_even_the_largest_networks_tell_mistakes_apart_wherever_they_ask(activation):
    lesson = make(1, size=(4, 4, 4, 4), activation=activation)
    assert {Skill.of(q, 3) for q in lesson.questions} >= set(Skill) - ({Skill.A} if activation == "relu" else set())
    found = confusions(lesson)
    assert (found.passing, found.alike) == ({}, {})
