import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, networks
from helpers.written import book
from hypothesis import given, settings

from tutor.engine.network import Layer, Network
from tutor.lesson.locate import builtin, find
from tutor.lesson.read import read
from tutor.notation import charset
from tutor.output.page import WIDTH, page
from tutor.output.parameters import parameters


def text(lesson, style="screen"):
    charset.use(style)
    return "\n".join(page(lesson))


def test_every_step_stands_there_with_equation_words_numbers_and_result():
    lines = text(read(find("worked-example")))
    for number in range(1, 15):
        assert f"\nStep {number} of 14, " in lines
    assert "  BP2  δ⁽²⁾ = ((W⁽³⁾)ᵀ δ⁽³⁾) ⊙ σ′(z⁽²⁾)\n  The errors of the next layer" in lines
    assert "  z₁⁽²⁾ = 0.7·0.5000 + 0.8·0.5622 + 0.1\n" in lines
    assert "  δ₁⁽¹⁾ = (0.7·(−0.00490) + 0.9·(−0.00562))·0.2500\n" in lines
    assert "        = −0.00212\n" in lines
    assert "    2       1      0.8997      0.7109      0.2055    −0.00490\n" in lines
    assert "Layer 3, neuron 1: weights 0.3, 0.4; bias 0.1." in lines


def test_a_result_that_says_nothing_new_is_not_written_twice():
    lines = text(lesson_of(REFERENCE), "ascii").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("  dL/db_1^(1) = "))
    assert lines[at : at + 2] == ["  dL/db_1^(1) = -0.00212", ""]


@pytest.mark.parametrize("style", ["screen", "ascii"])
@pytest.mark.parametrize("name", builtin())
def test_no_line_is_wider_than_a_page(name, style):
    lines = text(read(find(name)), style).split("\n")
    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if line != line.rstrip()]


def test_long_sums_and_long_products_are_broken_where_they_may_be():
    wide = Network((0.125,) * 40, (1.0,), (Layer(((-0.25,) * 40,), (0.1,), "tanh"),), "half-squared-error")
    deep = Network((0.5,), (1.0,), (Layer(((0.9,),), (0.1,), "tanh"),) * 14, "half-squared-error")
    for network in (wide, deep):
        assert max(map(len, text(lesson_of(network)).split("\n"))) <= WIDTH


def test_what_is_not_updated_or_shared_is_called_what_it_is():
    fixed = book("fixed").network
    assert ("The biases are not updated.",) in parameters(fixed)
    first, last = fixed.layers
    thresholds = fixed._replace(layers=(first._replace(threshold=True), last._replace(threshold=True)))
    assert ("The thresholds are not updated.",) in parameters(thresholds)
    both = fixed._replace(layers=(first, last._replace(threshold=True)))
    assert ("The biases and thresholds are not updated.",) in parameters(both)


def test_in_ascii_all_mathematics_is_ascii():
    lines = text(read(find("worked-example")), "ascii")
    assert lines.isascii()
    assert "  The slope of the sigmoid is its value times 1 minus its value: a*(1 - a).\n" in lines
    assert "  delta_1^(2) = 0.3*(-0.0794)*0.2055\n" in lines
    assert "  dL/dw_11^(1) = 1.0*(-0.00212)\n" in lines


def test_given_steps_are_worked_out_as_well_and_texts_of_others_are_made_visible(tmp_path):
    path = tmp_path / "given.toml"
    path.write_text(
        'format = 1\ntitle = "A \\u001b[31m title"\nauthor = "Ada"\n'
        '[network]\nactivation = "identity"\nloss = "half-squared-error"\nx = [2.0]\ny = [1.0]\n'
        '[[network.layer]]\nW = [[0.5]]\nb = [0.25]\n[[step]]\nask = "z"\nlayer = 1\ngive = true\n'
        '[[step]]\nask = "a"\nlayer = 1\n',
        encoding="utf-8",
    )
    lines = text(read(path))
    assert lines.startswith("A ␛[31m title\n")
    assert "\nAda\n" in lines
    assert "Given, forward." in lines
    assert "Step 1 of 1, forward." in lines
    assert "  z⁽¹⁾ = 0.5·2.0 + 0.25\n" in lines


@settings(max_examples=15, deadline=None)
@given(networks())
def test_of_any_network_there_is_a_page(network):
    for style in ("screen", "ascii"):
        lines = text(lesson_of(network), style).split("\n")
        assert max(map(len, lines)) <= WIDTH
        assert sum(line.startswith("Step ") for line in lines) == len(lesson_of(network).asked)
