# ruff: noqa: ARG002 (every kind of learner is told the same, and few need all of it)
"""Simulated learners of seven skills. None is the tutor's own model, and none shares a line or a figure with it.

Each learner draws figures of their own, for each skill. What happens at the nth opportunity of a skill is drawn from a
stream of that skill's own, so that the same learner meets the same luck whatever the order of the questions is.
``right_now`` is what the learner would do unassisted if the skill were asked for now, carelessness apart: the truth
that ``mastered`` is held against.
"""

from abc import ABC, abstractmethod
from math import exp, log
from random import Random

SKILLS = ("z", "a", "sigma_prime", "BP1", "BP2", "BP3", "BP4")
TRUE = 0.9
"""A skill is truly mastered where the learner would be right with this probability, carelessness apart."""


def logistic(x):
    return 1 / (1 + exp(-x))


class Pupil(ABC):
    """One learner: the skills are independent, and ``clock`` counts questions of all skills.

    Attributes:
        careless: the probability of a slip at a skill that is known.
    """

    helped = False
    """Whether every answer comes with help."""

    def __init__(self, seed):
        self.random = {skill: Random(f"{seed} {skill}") for skill in SKILLS}
        self.clock = 0
        own = Random(f"{seed} self")
        self.careless = own.uniform(0.02, 0.12)
        self.own = {skill: self.draw(own) for skill in SKILLS}

    @abstractmethod
    def draw(self, random):
        """The figures and the state of one skill."""

    @abstractmethod
    def right_now(self, skill):
        """The probability of doing it right now, carelessness apart."""

    def practised(self, skill, right, luck):  # noqa: B027 (some never learn)
        """The skill was asked for, answered, and put right where it was wrong; luck is two numbers from 0 to 1."""

    def answer(self, skill):
        """Answer one question, and learn from it.

        Returns:
            Whether the first attempt was right.
        """
        chance, slip, *luck = (self.random[skill].random() for _ in range(4))
        self.clock += 1
        right = chance < self.right_now(skill) and slip >= self.careless
        self.practised(skill, right, luck)
        return right

    def truly(self, skill):
        """Whether the skill is mastered, in truth."""
        return self.right_now(skill) >= TRUE


class Traced(Pupil):
    """Knows a skill or does not; learns it at once, at some opportunity; guesses and slips at a rate of their own."""

    def draw(self, random):
        known, learn, guess = random.uniform(0, 0.6), random.uniform(0.05, 0.4), random.uniform(0, 0.15)
        return {"known": random.random() < known, "learn": learn, "guess": guess}

    def right_now(self, skill):
        return 1.0 if self.own[skill]["known"] else self.own[skill]["guess"]

    def practised(self, skill, right, luck):
        self.own[skill]["known"] |= luck[0] < self.own[skill]["learn"]


class Gradual(Pupil):
    """Becomes better with every opportunity: the logit of being right grows by a step of their own."""

    def draw(self, random):
        return {"logit": random.uniform(-2, 1.5), "step": random.uniform(0.15, 0.6)}

    def right_now(self, skill):
        return logistic(self.own[skill]["logit"])

    def practised(self, skill, right, luck):
        self.own[skill]["logit"] += self.own[skill]["step"]


class Forgetful(Pupil):
    """Each practice leaves a trace that fades with a power of the questions since; what is left of all is strength."""

    def draw(self, random):
        before = random.choice(((), (-30,), (-60, -20), (-90, -60, -30, -10)))
        return {
            "times": list(before),
            "decay": random.uniform(0.3, 0.6),
            "threshold": random.uniform(-1.5, -0.5),
            "noise": random.uniform(0.2, 0.4),
        }

    def right_now(self, skill):
        own = self.own[skill]
        strength = sum((self.clock + 1 - time) ** -own["decay"] for time in own["times"])
        return logistic((log(strength) - own["threshold"]) / own["noise"]) if strength else 0.0

    def practised(self, skill, right, luck):
        self.own[skill]["times"].append(self.clock)


class Mistaken(Pupil):
    """Holds a wrong rule in half of the skills until it is refuted, and falls back to it, less and less often.

    The wrong rule is right by chance now and then. The longer a skill rests, the likelier is a relapse.
    """

    def draw(self, random):
        return {
            "wrong": random.random() < 0.5,
            "coincides": random.uniform(0, 0.15),
            "refuted": random.uniform(0.2, 0.7),
            "relapse": random.uniform(0.05, 0.3),
            "last": 0,
            "ever": False,
        }

    def right_now(self, skill):
        own = self.own[skill]
        if own["wrong"]:
            return own["coincides"]
        back = own["relapse"] * (1 - exp(-(self.clock - own["last"]) / 10)) if own["ever"] else 0.0
        return 1 - back * (1 - own["coincides"])

    def practised(self, skill, right, luck):
        own = self.own[skill]
        fell, learnt = luck
        if own["wrong"] and not right and learnt < own["refuted"]:
            own["wrong"], own["ever"] = False, True
        elif not own["wrong"] and own["ever"]:
            if right:
                own["relapse"] *= 0.8
            else:
                own["wrong"] = fell < 0.5
        own["last"] = self.clock


class Careless(Pupil):
    """Knows everything, and slips often."""

    def __init__(self, seed):
        super().__init__(seed)
        self.careless = Random(f"{seed} careless").uniform(0.05, 0.25)

    def draw(self, random):
        return {}

    def right_now(self, skill):
        return 1.0


class Never(Traced):
    """Learns all but two skills, which stay unknown whatever happens; some of their wrong ways are right by chance."""

    def __init__(self, seed):
        super().__init__(seed)
        for skill in Random(f"{seed} never").sample(SKILLS, 2):
            self.own[skill].update(known=False, learn=0.0)


class Shown(Traced):
    """Takes every reveal before answering, and learns nothing by it."""

    helped = True

    def draw(self, random):
        return {**super().draw(random), "known": False, "learn": 0.0}

    def answer(self, skill):
        super().answer(skill)
        return True


KINDS = {
    "traced": Traced,
    "gradual": Gradual,
    "forgetful": Forgetful,
    "wrong rule": Mistaken,
    "careless": Careless,
    "never": Never,
    "reveals": Shown,
}
