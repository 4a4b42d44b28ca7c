"""What of a lesson decides how answers are marked, and what is only said: two fingerprints that tell what has changed.

The material is kept whole, as canonical JSON, so that what was answered can be compared with the lesson as it is now,
and be marked again by later rules.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.lesson.schema import Lesson, Step
from tutor.quantity import Kind, Quantity


class Material(NamedTuple):
    """What marking depends on, read back."""

    network: Network
    expressions: Mapping[Quantity, bool]
    """What was asked for, in order, and whether as an expression."""


def material(lesson: Lesson) -> str:
    """All that marking depends on, as JSON that is the same whenever that is the same."""
    network = lesson.network
    return _json(
        {
            "network": {
                **network._asdict(),
                "layers": [layer._asdict() for layer in network.layers],
                "further": [sample._asdict() for sample in network.further],
                "conventions": network.conventions._asdict(),
                "descent": network.descent._asdict(),
            },
            "marking": {
                "significant": lesson.marking.significant,
                "functions": lesson.marking.functions,
                "feedback": lesson.marking.feedback,
            },
            "trace": lesson.trace,
            "steps": [_step(step) for step in lesson.steps if step.questions],
        }
    )


def material_hash(text: str) -> str:
    """The fingerprint of a material.

    Args:
        text: what ``material`` gave.
    """
    return _hash(text)


def prose_hash(lesson: Lesson) -> str:
    """The fingerprint of all that is only said."""
    about = (lesson.title, lesson.about, lesson.author, lesson.course, lesson.level, lesson.tags)
    steps = [(step.before, step.after, step.say, step.hints) for step in lesson.steps]
    return _hash(_json([about, dict(lesson.messages), steps]))


def read_material(text: str) -> Material | None:
    """A material that was kept; None where it cannot be understood.

    Args:
        text: what ``material`` gave, maybe in another version.
    """
    try:
        found = json.loads(text)
        asked = [step for step in found["steps"] if not step["given"]]
        expressions = {_quantity(q): bool(step["expression"]) for step in asked for q in step["questions"]}
        return Material(_network(found["network"]), expressions)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "layer": step.layer,
        "questions": step.questions,
        "given": step.given,
        "expression": step.expression,
    }


def _json(data: object) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _network(found: Mapping[str, Any]) -> Network:
    layers = [{**layer, "W": _rows(layer["W"]), "b": tuple(layer["b"])} for layer in found["layers"]]
    return Network(
        **{
            **found,
            "x": tuple(found["x"]),
            "y": tuple(found["y"]),
            "layers": tuple(Layer(**layer) for layer in layers),
            "further": tuple(Sample(tuple(each["x"]), tuple(each["y"])) for each in found["further"]),
            "conventions": Conventions(**found["conventions"]),
            "descent": Descent(**found["descent"]),
        }
    )


def _rows(rows: list[list[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _quantity(found: list[Any]) -> Quantity:
    kind, *indices = found
    return Quantity(Kind(kind), *indices)
