import json
import math
import re
from pathlib import Path

import pytest
from helpers.lessons import lesson_of, mark_text
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from helpers.written import BOOKS, book
from hypothesis import given, settings

from tutor.engine.network import Conventions
from tutor.engine.solution import solve
from tutor.lesson.locate import builtin, find
from tutor.lesson.read import read
from tutor.marking.verdict import Verdict
from tutor.output.solution import as_data, rows
from tutor.quantity import Kind, Quantity

PRINTED = {
    ("z", 1): ["0.0000", "0.2500"],
    ("a", 1): ["0.5000", "0.5622"],
    ("z", 2): ["0.8997", "1.2122"],
    ("a", 2): ["0.7109", "0.7707"],
    ("z", 3): ["0.6215"],
    ("a", 3): ["0.6506"],
    ("loss", None): ["0.0611"],
    ("sigma_prime", 3): ["0.2273"],
    ("delta", 3): ["-0.0794"],
    ("sigma_prime", 2): ["0.2055", "0.1767"],
    ("delta", 2): ["-0.00490", "-0.00562"],
    ("sigma_prime", 1): ["0.2500", "0.2461"],
    ("delta", 1): ["-0.00212", "-0.00235"],
    ("dL_dW", 1): ["-0.00212"],
}
"""Every result that the reference lesson prints, in its order."""


def plain_data(lesson):
    """What a reader of the JSON gets."""
    return json.loads(json.dumps(as_data(lesson), allow_nan=False))


@pytest.fixture(scope="module")
def worked():
    return plain_data(read(find("worked-example")))


def test_the_reference_lesson_gives_every_number_that_it_prints(worked):
    found = {}
    for q in worked["quantities"]:
        found.setdefault((q["quantity"], q["layer"]), []).append(q["shown"])
    assert found == PRINTED
    assert list(found) == list(PRINTED)


def test_the_json_has_the_promised_keys_in_the_promised_shapes(worked):
    keys = ["format", "title", "id", "sizes", "conventions", "loss", "quantities", "all", "gradient_check"]
    assert list(worked) == keys
    assert (worked["format"], worked["id"], worked["sizes"]) == (1, "worked-example", [3, 2, 2, 1])
    assert worked["loss"] == pytest.approx(0.06105091820065756, rel=1e-15)
    assert len(worked["quantities"]) == 22
    for q in worked["quantities"]:
        assert list(q) == ["quantity", "layer", "j", "k", "value", "shown", "equation"]
    assert worked["quantities"][0] == {
        "quantity": "z",
        "layer": 1,
        "j": 1,
        "k": None,
        "value": 0.0,
        "shown": "0.0000",
        "equation": "z^(1) = W^(1) x + b^(1)",
    }
    assert worked["quantities"][10]["layer"] is worked["quantities"][10]["j"] is None
    assert worked["quantities"][-1]["k"] == 1


def test_everything_is_there_layer_by_layer_whether_asked_or_not(worked):
    everything = worked["all"]
    assert list(everything) == ["z", "a", "sigma_prime", "delta", "dL_dW", "dL_db"]
    assert everything["a"][0] == [1.0, 0.5, -1.0]
    assert [len(layer) for layer in everything["a"]] == [3, 2, 2, 1]
    for kind in ("z", "sigma_prime", "delta", "dL_db"):
        assert [len(layer) for layer in everything[kind]] == [2, 2, 1]
    assert [[len(row) for row in layer] for layer in everything["dL_dW"]] == [[3, 3], [2, 2], [2]]
    assert everything["dL_db"] == everything["delta"]


def test_the_gradient_check_has_every_parameter(worked):
    check = worked["gradient_check"]
    assert list(check) == ["epsilon", "worst_relative_error", "passed", "gradients"]
    assert check["passed"] is True
    assert check["epsilon"] == 1e-5
    assert check["worst_relative_error"] == max(g["relative_error"] for g in check["gradients"]) < 1e-8
    assert len(check["gradients"]) == 6 + 2 + 4 + 2 + 2 + 1
    traced = next(g for g in check["gradients"] if (g["layer"], g["j"], g["k"]) == (1, 1, 1))
    assert list(traced) == [
        "layer", "j", "k", "analytic", "numerical", "relative_error", "passed", "below_floor", "straddles_kink",
    ]  # fmt: skip
    assert (traced["passed"], traced["below_floor"], traced["straddles_kink"]) == (True, False, False)
    assert traced["analytic"] == worked["all"]["dL_dW"][0][0][0]
    assert 0 < traced["relative_error"] < 1e-9


def test_the_worst_error_is_that_of_the_gradients_that_can_be_checked():
    check = plain_data(lesson_of(chain_of(10)))["gradient_check"]
    below = [g for g in check["gradients"] if g["below_floor"]]
    assert below
    assert check["passed"] is True
    assert check["worst_relative_error"] <= 1e-5 < min(g["relative_error"] for g in below)
    kinked = plain_data(lesson_of(single([[0.0]], [0.0], [1.0], [2.0], activation="relu")))["gradient_check"]
    assert (kinked["worst_relative_error"], kinked["passed"]) == (None, True)
    assert [g["passed"] for g in kinked["gradients"]] == [False, False]
    assert [g["straddles_kink"] for g in kinked["gradients"]] == [True, True]


def test_a_learning_rate_adds_the_update():
    data = plain_data(lesson_of(TWO_OUTPUTS))
    assert data["all"]["W_new"][1][0][0] == pytest.approx(0.35891648, abs=5e-9)
    assert data["all"]["W_new"][0][0][0] == pytest.approx(0.149780716, abs=5e-10)
    assert data["loss"] == pytest.approx(0.298371109, abs=5e-10)
    assert {q["quantity"] for q in data["quantities"]} >= {"W_new", "b_new"}


@pytest.mark.parametrize("name", builtin())
def test_what_is_shown_is_marked_correct_in_every_built_in_lesson(name):
    lesson = read(find(name))
    for row in rows(lesson, solve(lesson.network)):
        found = mark_text(lesson.network, row.question, row.shown, significant=lesson.marking.significant)
        assert found.verdict is Verdict.CORRECT, row.question


@settings(max_examples=40, deadline=None)
@given(networks())
def test_of_any_network_the_json_is_whole_finite_and_in_the_order_asked(network):
    lesson = lesson_of(network)
    data = plain_data(lesson)
    solution = solve(network)
    for q, asked in zip(data["quantities"], lesson.questions, strict=True):
        assert (q["quantity"], q["layer"], q["j"], q["k"]) == (asked.kind, asked.layer, asked.j, asked.k)
        assert q["value"] == solution.value(asked)
        assert q["shown"].isascii()
        assert math.copysign(1, q["value"]) == 1 or q["value"] < 0
        assert float(q["shown"]) == pytest.approx(q["value"], rel=5.1e-3, abs=5.1e-5)
        assert not (float(q["shown"]) == 0 and q["shown"].startswith("-"))


def test_a_row_tells_how_its_number_comes_about():
    lesson = lesson_of(REFERENCE)
    row = next(r for r in rows(lesson, solve(REFERENCE)) if r.question == Quantity(Kind.DELTA, 2, 1))
    assert (row.number, row.step.kind, row.shown, row.equation.tag) == (11, Kind.DELTA, "-0.00490", "BP2")
    assert row.substitution.lines[0].text("ascii") == "0.3*(-0.0794)*0.2055"
    assert row.substitution.result == row.shown


@pytest.mark.parametrize("name", BOOKS)
def test_in_the_convention_of_any_book_everything_is_there_and_says_how_it_is_written(name):
    network, data = BOOKS[name], plain_data(book(name))
    solution, everything = solve(network), data["all"]
    said = data["conventions"]
    assert [said[key] for key in ("weights", "bias", "error_sign", "first_layer")] == list(network.conventions[:4])
    by_source, n = said["weights"] == "source-destination", said["samples"]
    for kind in ("dL_dW", *(["W_new"] if network.learning_rate else [])):
        for l, layer in enumerate(everything[kind], 1):
            for j in range(1, network.sizes[l] + 1):
                for k in range(1, network.sizes[l - 1] + 1):
                    found = layer[k - 1][j - 1] if by_source else layer[j - 1][k - 1]
                    assert found == solution.value(Quantity(Kind(kind), l, j, k))
    for s in range(1, n + 1):
        update = s if said["batch"] == "online" else 1
        for kind in ("z", "a", "sigma_prime", "delta"):
            of_sample = everything[kind][s - 1] if n > 1 else everything[kind]
            for l, values in enumerate(of_sample, 0 if kind == "a" else 1):
                asked = [Quantity(Kind(kind), l, j, None, s, update) for j in range(1, len(values) + 1)]
                assert values == [solution.value(q if l else q._replace(update=1)) for q in asked]
    for q, asked in zip(data["quantities"], book(name).questions, strict=True):
        assert (q.get("sample", 1), q.get("update", 1)) == (asked.sample, asked.update)
        assert q["value"] == solution.value(asked)


def test_biases_stand_as_the_lesson_writes_them():
    shared, without, theta = (plain_data(book(name))["all"] for name in ("shared", "no bias", "thresholds"))
    assert [isinstance(each, float) for each in shared["dL_db"] + shared["b_new"]] == [True] * 4
    assert shared["dL_db"][0] == pytest.approx(sum(shared["delta"][0]), abs=1e-15)
    assert without["dL_db"] == without["b_new"] == [[], []]
    assert theta["dL_db"] == theta["delta"]  # two minuses: δ is target minus output, and θ is subtracted


def test_each_update_has_its_losses_and_what_it_makes():
    assert "updates" not in plain_data(lesson_of(REFERENCE))
    one = plain_data(lesson_of(TWO_OUTPUTS._replace(conventions=Conventions(bias="fixed"))))
    assert [list(each) for each in one["updates"]] == [["update", "loss_before", "loss_after", "W_new", "b_new"]]
    assert one["updates"][0]["loss_before"] == one["loss"]
    assert one["updates"][0]["loss_after"] == pytest.approx(0.291027774, abs=5e-10)
    assert one["all"]["b_new"] == [[0.35, 0.35], [0.6, 0.6]]
    assert one["updates"][0]["W_new"] == one["all"]["W_new"]
    several = plain_data(book("all at once"))
    first, second = several["updates"]
    assert first["loss_after"] == second["loss_before"] > second["loss_after"]
    assert [len(first["W_new"][0]), len(first["W_new"][0][0])] == [2, 3]
    online = plain_data(book("online"))["updates"]
    assert [(each["update"], each["sample"]) for each in online] == [(1, 1), (2, 2), (3, 1)]
    assert online[0]["loss_after"] != online[1]["loss_before"]


def test_the_readme_names_every_key():
    text = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## The worked solution as data\n(.*?)(?=^## )", text, re.DOTALL | re.MULTILINE)
    data = plain_data(book("online"))
    check = data["gradient_check"]
    keys = {*data, *data["conventions"], *data["all"], *data["updates"][0], *check, "below_floor", "straddles_kink"}
    keys |= {key for each in data["quantities"] for key in each}
    assert keys <= {*re.findall(r"`(\w+)`", section)}
