"""The search for a shorter form: in a process of its own that always ends, and nothing unequal comes of it."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tutor.engine.network import Layer, Network
from tutor.explain.derive import search as searching
from tutor.explain.derive.derivation import derivation
from tutor.explain.derive.search import SECONDS, Search, search
from tutor.explain.derive.shorter import bounded, equal, length
from tutor.expression.derivative import derivative, whole_powers
from tutor.expression.grammar import parse
from tutor.expression.text import plain
from tutor.quantity import Kind, Quantity

Z = ("z",)
PATIENT = 60.0
"""Seconds for what has to be found, on however busy a machine."""
HARD = "(1 + exp(-z))^19*(1 + z)^19*tanh(z)^19*sqrt(1 + z^2)"
"""SymPy does not come back from its derivative for a long time."""


def slope(text, names=Z):
    return derivative(whole_powers(parse(text, names=names)), names[0])


def found(text, names=Z):
    each = Search(slope(text, names), names, PATIENT)
    shorter = each.wait()
    return None if shorter is None else plain(shorter)


def test_the_shortest_form_comes_out_of_another_process():
    assert found("(a - y)^2/(1 + (a - y)^2)", ("a", "y")) == "2*(a - y)/(1 + (a - y)^2)^2"


FORMS = {
    "z/(1 + exp(-z))": "sigmoid(z)*(1 + z - z*sigmoid(z))",
    "(exp(2*z) - 1)/(exp(2*z) + 1)": "1 - tanh(z)^2",
    "1/(1 + exp(-z))": "sigmoid(z)*(1 - sigmoid(z))",
    "z*sigmoid(1.702*z)": "sigmoid(1.702*z)*(1 + 1.702*z*(1 - sigmoid(1.702*z)))",
    "z/(1 + abs(z))": "1/(1 + abs(z))^2",
    "z/sqrt(1 + z^2)": "1/sqrt(1 + z^2)^3",
    "ln(1 + exp(z))": "sigmoid(z)",
    "tanh(z)": None,
    "relu(z)^2": None,
}
WORKER = """
import json, sys
from tutor.explain.derive.worker import shorter
from tutor.expression.derivative import derivative, whole_powers
from tutor.expression.grammar import parse
from tutor.expression.text import plain
found = {}
for text in json.load(sys.stdin):
    forms = list(shorter(derivative(whole_powers(parse(text, names=("z",))), "z"), ("z",)))
    found[text] = [plain(form) for form in forms]
    assert "cosh" not in str(forms)
print(json.dumps(found))
"""


def test_many_forms_as_sympy_finds_them():
    done = subprocess.run(
        [sys.executable, "-c", WORKER], input=json.dumps(list(FORMS)), capture_output=True, text=True, check=True
    )
    forms = json.loads(done.stdout)
    assert {text: (each[-1] if each else None) for text, each in forms.items()} == FORMS
    for text, each in forms.items():
        sizes = [length(slope(text)), *(length(parse(form, names=Z)) for form in each)]
        assert sizes == sorted(sizes, reverse=True)
        assert all(equal(slope(text), parse(form, names=Z), Z) for form in each)


def test_what_has_no_end_is_ended_and_leaves_no_process():
    began = time.monotonic()
    each = Search(slope(HARD), Z)
    assert time.monotonic() - began < 0.5  # nobody waits for a search that begins
    each.wait()
    assert time.monotonic() - began < SECONDS + 2.0
    assert each.over
    assert each._process.returncode is not None


@pytest.mark.parametrize(
    "text",
    [
        "9^(9^9)*z",
        "z^(9^9)",
        "(1 + z)^20",
        "z^2 + 3^(1 + 2^0.5)*z^999",
        "+".join(["z"] * 200),
        "exp(" * 90 + "z" + ")" * 90,
    ],
)
def test_what_is_too_large_is_never_handed_over(text):
    node = parse(text, names=Z)
    if "^" not in text:
        node = whole_powers(node) if text.startswith("z") else derivative(node, "z")
    began = time.monotonic()
    assert not bounded(node)
    each = Search(node, Z)
    assert each.over
    assert each.wait() is None
    assert each._process is None
    assert time.monotonic() - began < 0.5


def test_an_exponent_with_a_name_in_it_and_one_below_twenty_are_handed_over():
    assert bounded(parse("z^z + (1 + z)^19 + 2^(z + 100)", names=Z))


HOSTILE = ["9**(9**9) * z", "exp(exp(exp(50))) * z", "tanh(" * 90 + "z" + ")" * 90, "*".join(["tanh(z)"] * 60)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_the_rules_alone_take_a_moment_whatever_a_lesson_writes(text):
    network = Network((1.0,), (1.0,), (Layer(((1.0,),), (0.0,), text),), "half-squared-error")
    began = time.process_time()
    for kind in (Kind.A, Kind.SIGMA_PRIME, Kind.DELTA):
        assert derivation(network, Quantity(kind, 1, 1))
    assert time.process_time() - began < 1.0


def test_the_worker_ends_itself_where_nobody_ends_it():
    program = "from tutor.explain.derive import worker; worker.ALONE = 0; worker.main()"
    asked = json.dumps({"tree": plain(slope(HARD)), "names": Z, "seconds": 0.5})
    done = subprocess.run([sys.executable, "-c", program], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGALRM


def test_a_search_is_stopped_at_the_end_of_the_program():
    each = Search(slope(HARD), Z, PATIENT)
    while each._process is None:
        time.sleep(0.01)
    began = time.monotonic()
    each.stop()
    each.wait()
    assert time.monotonic() - began < 2.0
    assert each._process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "line",
    [
        '{"tree": "sigmoid(z)"}',  # not equal
        '{"tree": "z +"}',
        '{"tree": 5}',
        '{"form": "z"}',
        "[1]",
        "Traceback (most recent call last):",
        '{"tree": "exp(-z)/(1 + exp(-z))^2 + 0"}',  # not shorter
        '{"tree": "sigmoid(w)"}',
    ],
)
def test_nothing_is_taken_on_trust(line, monkeypatch):
    monkeypatch.setattr(Search, "_output", lambda _: line)
    assert Search(slope("1/(1 + exp(-z))"), Z).wait() is None


def test_without_a_process_to_be_had_what_is_there_stays(monkeypatch):
    def nothing(*_args, **_more):
        raise OSError("no more processes")

    monkeypatch.setattr(searching.subprocess, "Popen", nothing)
    each = Search(slope("z^3/3"), Z)
    assert each.wait() is None
    assert each.over


def test_a_form_that_was_looked_for_is_not_looked_for_again(monkeypatch):
    monkeypatch.setattr(Search, "_output", lambda _: '{"tree": "sigmoid(z)"}')
    search.cache_clear()
    one = search(slope("ln(1 + exp(z))"), Z)
    assert plain(one.wait()) == "sigmoid(z)"
    assert search(slope("ln(1 + exp(z))"), Z) is one
    search.cache_clear()
