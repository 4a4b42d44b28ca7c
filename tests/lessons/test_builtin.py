"""The built-in lessons, tested like code: sound, without a warning, with the numbers that were published."""

import pytest

from tutor.engine.solution import solve
from tutor.lesson.locate import builtin
from tutor.lesson.read import examine, read
from tutor.lesson.steps import derived
from tutor.quantity import Kind, Quantity

NAMES = list(builtin())


@pytest.fixture(scope="module", params=NAMES)
def lesson(request):
    return read(builtin()[request.param])


@pytest.mark.parametrize("name", NAMES)
def test_it_is_sound_and_without_a_warning(name):
    found, problems = examine(builtin()[name])
    assert problems == ()
    assert found.id == name


def test_it_says_what_it_is_about(lesson):
    assert lesson.about.strip()
    assert len(lesson.title) <= 50


def prose(lesson):
    yield lesson.about
    for step in lesson.steps:
        yield from (step.before, step.after, step.say, *step.hints)


def test_its_prose_is_calm_and_short(lesson):
    for text in prose(lesson):
        assert "!" not in text
        assert len(text) <= 420
    for step in lesson.asked:
        assert len(" ".join(step.before.split())) <= 3 * 76


@pytest.mark.parametrize(
    ("name", "says", "steps", "numbers"),
    [("a-neuron", "Eight short steps", 8, 10), ("worked-example", "Fourteen steps, twenty-two numbers", 14, 22)],
)
def test_it_counts_its_steps_and_numbers_rightly(name, says, steps, numbers):
    found = read(builtin()[name])
    assert says in found.about
    assert (len(found.asked), len(found.questions)) == (steps, numbers)


def test_it_asks_in_an_order_in_which_all_is_known(lesson):
    order = [step.kind for step in lesson.asked]
    assert order[0] is Kind.Z
    assert order.index(Kind.LOSS) < order.index(Kind.SIGMA_PRIME) < order.index(Kind.DELTA)


def test_the_worked_example_asks_what_would_be_derived():
    lesson = read(builtin()["worked-example"])
    network, trace = lesson.network, lesson.trace
    assert network.sizes == (3, 2, 2, 1)
    assert trace == Quantity(Kind.W, 1, 1, 1)
    assert (len(lesson.asked), len(lesson.questions)) == (14, 22)
    assert [step.questions for step in lesson.asked] == [step.questions for step in derived(network, trace)]


def test_the_worked_example_has_the_numbers_of_the_reference():
    solution = solve(read(builtin()["worked-example"]).network)
    for kind, layer, values in [
        (Kind.Z, 1, (0.0, 0.25)),
        (Kind.A, 1, (0.5, 0.5622)),
        (Kind.Z, 2, (0.8997, 1.2122)),
        (Kind.A, 2, (0.7109, 0.7707)),
        (Kind.Z, 3, (0.6215,)),
        (Kind.A, 3, (0.6506,)),
        (Kind.SIGMA_PRIME, 3, (0.2273,)),
        (Kind.DELTA, 3, (-0.0794,)),
        (Kind.DELTA, 2, (-0.00490, -0.00562)),
        (Kind.DELTA, 1, (-0.00212, -0.00235)),
    ]:
        for j, value in enumerate(values, 1):
            assert solution.value(Quantity(kind, layer, j)) == pytest.approx(value, abs=6e-5)
    assert solution.loss == pytest.approx(0.0611, abs=6e-5)
    assert solution.value(Quantity(Kind.DL_DW, 1, 1, 1)) == pytest.approx(-0.00212, abs=6e-6)


def test_two_outputs_has_the_numbers_that_were_published():
    solution = solve(read(builtin()["two-outputs"]).network)
    for quantity, value in [
        (Quantity(Kind.A, 2, 1), 0.75136507),
        (Quantity(Kind.A, 2, 2), 0.772928465),
        (Quantity(Kind.LOSS), 0.298371109),
        (Quantity(Kind.DL_DW, 2, 1, 1), 0.082167041),
        (Quantity(Kind.W_NEW, 2, 1, 1), 0.35891648),
        (Quantity(Kind.W_NEW, 1, 1, 1), 0.149780716),
    ]:
        assert solution.value(quantity) == pytest.approx(value, abs=6e-9)


def test_what_two_outputs_says_of_the_next_loss_is_so():
    network = read(builtin()["two-outputs"]).network
    solution = solve(network)
    layers = tuple(layer._replace(W=W) for layer, W in zip(network.layers, solution.updates[0].W_new, strict=True))
    after = solve(network._replace(layers=layers)).loss
    assert after == pytest.approx(0.291027774, abs=6e-10)
    assert "0.2984 to 0.2910" in " ".join(read(builtin()["two-outputs"]).steps[-1].after.split())


def test_two_outputs_asks_for_the_figures_that_it_says():
    lesson = read(builtin()["two-outputs"])
    assert "give four significant figures" in " ".join(lesson.about.split())
    assert lesson.marking.significant == 4


def test_what_one_neuron_says_of_its_numbers_is_so():
    lesson = read(builtin()["a-neuron"])
    network, before = lesson.network, {step.kind: step.before for step in lesson.asked}
    assert "twice as\nmuch" in before[Kind.DL_DW]
    assert network.x[1] == 2 * network.x[0]
    assert rf"$\eta = {network.learning_rate}$ here" in before[Kind.W_NEW]
    assert f"$y = {network.y[0]}$" in before[Kind.LOSS]


def test_what_one_neuron_says_of_its_update_is_so():
    lesson = read(builtin()["a-neuron"])
    solution = solve(lesson.network)
    assert all(new > old for new, old in zip(solution.updates[0].W_new[0][0], lesson.network.layer(1).W[0], strict=True))
    assert solution.value(Quantity(Kind.DELTA, 1, 1)) < 0
