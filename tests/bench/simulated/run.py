"""One run: networks, learners, marks, scores."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from .cases import make
from .judge import OTHERS, WHERE, Score, judge, judge_others
from .nets import network
from .ours import by_sheets, by_tutor
from .world import World

TUTOR, SHEETS = "this project, in the tutor", "this project, on sheets"


@dataclass
class Plan:
    """What a run does.

    Attributes:
        seed: what everything random comes from.
        networks: how many networks of each activation.
        activations: names of them; ``nets.MIXED`` has others that draw one for each layer.
        deepest: the most layers.
        widest: the most neurons in a layer.
        mistakes: sheets with one mistake for each network; a quarter as many with one on top of another.
        randoms: sheets with random numbers for each network; as many with answers of another lesson.
        sparse: for each network and selection, sheets with a mistake that hold only some questions; 0 for no such
            sheets at all, honest ones included.
        every: only every nth habit of an honest learner.
        tutor: the part of all honest sheets that is marked one by one as well; mistakes are always.
        keep: how many failures of each cause are kept.
    """

    seed: int = 1
    networks: int = 20
    activations: tuple[str, ...] = ("sigmoid", "tanh", "relu", "mixed")
    deepest: int = 4
    widest: int = 4
    mistakes: int = 120
    randoms: int = 40
    sparse: int = 20
    every: int = 1
    tutor: float = 0.1
    sheets: bool = True
    keep: int = 0


@dataclass
class Result:
    """What came of it: the scores by rule."""

    plan: Plan
    scores: dict[str, Score] = field(default_factory=dict)


def run(plan: Plan, progress: Callable[[int], None] = lambda _: None) -> Result:
    """Simulate, mark and judge."""
    names = [*OTHERS, TUTOR, *([SHEETS] if plan.sheets else [])]
    result = Result(plan, {name: Score(plan.keep) for name in names})
    for i in range(plan.networks):
        for activation in plan.activations:
            rng = Random(f"{plan.seed} {i} {activation}")
            _one(result, World(network(rng, activation, plan.deepest, plan.widest), rng), Random(f"{plan.seed} {i}"))
        progress(i + 1)
    return result


def _one(result: Result, world: World, chance: Random) -> None:
    plan, scores = result.plan, result.scores
    cases = list(make(world, plan.mistakes, plan.randoms, plan.sparse, plan.every))
    for case in cases:
        judge_others(case, {name: scores[name] for name in OTHERS})
        if not case.scenario.startswith(WHERE) and (case.scenario != "honest" or chance.random() < plan.tutor):
            judge(case, by_tutor(case), scores[TUTOR])
    if plan.sheets:
        for case, marks in by_sheets(cases):
            judge(case, marks, scores[SHEETS])
