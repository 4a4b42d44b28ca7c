"""What tells that a lesson has changed: what marking depends on, and what is only said."""

from dataclasses import replace

import pytest
from helpers.any_networks import any_networks
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE
from hypothesis import given, settings

from tutor.lesson.fingerprint import material, material_hash, prose_hash, read_material
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.lesson.schema import Step

LESSON = lesson_of(REFERENCE)


def step(lesson, at, **change):
    steps = list(lesson.steps)
    steps[at] = steps[at]._replace(**change)
    return replace(lesson, steps=tuple(steps))


PROSE = {
    "title": replace(LESSON, title="Another"),
    "about": replace(LESSON, about="Of something."),
    "author": replace(LESSON, author="Somebody"),
    "tags": replace(LESSON, tags=("first",)),
    "messages": replace(LESSON, messages={"bias-omitted": "Add it."}),
    "before": step(LESSON, 0, before="Now this."),
    "after": step(LESSON, 0, after="Done."),
    "hints": step(LESSON, 0, hints=("Think.",)),
    "a page": replace(LESSON, steps=(Step(None, say="Welcome."), *LESSON.steps)),
}
NETWORK = LESSON.network
MATERIAL = {
    "input": replace(LESSON, network=NETWORK._replace(x=(2.0, *NETWORK.x[1:]))),
    "target": replace(LESSON, network=NETWORK._replace(y=(0.5,))),
    "activation": replace(
        LESSON, network=NETWORK._replace(layers=(*NETWORK.layers[:-1], NETWORK.layers[-1]._replace(activation="tanh")))
    ),
    "rate": replace(LESSON, network=NETWORK._replace(learning_rate=0.5)),
    "sign of the error": replace(
        LESSON, network=NETWORK._replace(conventions=NETWORK.conventions._replace(error_sign="target-minus-output"))
    ),
    "momentum": replace(LESSON, network=NETWORK._replace(descent=NETWORK.descent._replace(momentum=0.9))),
    "figures": replace(LESSON, marking=LESSON.marking._replace(significant=4)),
    "functions": replace(LESSON, marking=LESSON.marking._replace(functions=False)),
    "given": step(LESSON, 0, given=True),
    "expression": step(LESSON, 0, expression=True),
    "split": replace(LESSON, steps=(LESSON.steps[0]._replace(questions=LESSON.questions[:1]), *LESSON.steps[1:])),
}


@pytest.mark.parametrize("name", PROSE)
def test_what_is_only_said_changes_one_fingerprint(name):
    assert material(PROSE[name]) == material(LESSON)
    assert prose_hash(PROSE[name]) != prose_hash(LESSON)


@pytest.mark.parametrize("name", MATERIAL)
def test_what_marking_depends_on_changes_the_other(name):
    assert material_hash(material(MATERIAL[name])) != material_hash(material(LESSON))


@pytest.mark.parametrize("name", builtin())
def test_a_lesson_that_is_read_twice_has_the_same_fingerprints_and_its_network_is_read_back(name):
    lesson, twin = (read(builtin()[name]) for _ in range(2))
    assert material(lesson) == material(twin)
    assert prose_hash(lesson) == prose_hash(twin)
    assert read_material(material(lesson)).network == lesson.network
    assert tuple(read_material(material(lesson)).expressions) == lesson.questions


@given(any_networks())
@settings(max_examples=30)
def test_any_network_is_read_back_to_the_last_digit(network):
    assert read_material(material(lesson_of(network))).network == network


@pytest.mark.parametrize("text", ["", "{}", "[]", "7", '{"network": {}, "steps": []}', '{"steps": [7]}'])
def test_what_is_no_material_is_none(text):
    assert read_material(text) is None
