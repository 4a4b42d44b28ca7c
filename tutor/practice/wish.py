"""What a learner wishes to practise: in which networks, and which skills."""

from typing import NamedTuple

from tutor.lesson.schema import Lesson
from tutor.practice.skill import Skill

SPELLINGS = {
    "sigma": Skill.SIGMA_PRIME,
    "sigma'": Skill.SIGMA_PRIME,
    "σ": Skill.SIGMA_PRIME,
    "σ′": Skill.SIGMA_PRIME,
    "σ'": Skill.SIGMA_PRIME,
    "sigma-prime": Skill.SIGMA_PRIME,
    "slope": Skill.SIGMA_PRIME,
    **{f"bp{number}": skill for number, skill in enumerate((Skill.BP1, Skill.BP2, Skill.BP3, Skill.BP4), 1)},
}
"""What else people write for a skill."""


class Wish(NamedTuple):
    """What is to be practised."""

    size: tuple[int, ...] | None = None
    """n_0 … n_L of the networks; None for those of ``like``, or the usual ones."""
    activation: str | None = None
    like: Lesson | None = None
    """The lesson that says all else of the networks."""
    named: str = ""
    """What that lesson was called on the command line."""
    only: tuple[Skill, ...] = ()
    """The skills that are asked for; all of them where there are none."""
    give_mastered: bool = False
    """Whether what is mastered is given, and not asked for again when it is due."""

    @property
    def options(self) -> str:
        """What says on the command line how the networks are made, each option after a blank."""
        from shlex import quote  # most wish for nothing

        said = (
            ("--size", "-".join(map(str, self.size or ()))),
            ("--activation", self.activation or ""),
            ("--like", self.named),
        )
        return "".join(f" {option} {quote(value)}" for option, value in said if value)

    def seed(self, number: str) -> str:
        """What one of the networks can be made from again, as text.

        Args:
            number: the seed of the network itself.
        """
        import json  # not before there is something to keep

        said = {"seed": number, "size": self.size, "activation": self.activation, "like": self.named}
        return json.dumps({name: value for name, value in said.items() if value}, separators=(",", ":"))


def skill(text: str) -> Skill:
    """The skill that a text names.

    Raises:
        ValueError: with the names that there are.
    """
    wanted = text.strip()
    known = {each.value.casefold(): each for each in Skill} | SPELLINGS
    found = known.get(wanted.casefold())
    if found is None:
        raise ValueError(f"“{wanted[:40]}” is no skill: write one of {', '.join(Skill)}")
    return found
