"""The seven skills that practice is about, and which of them a question asks for."""

from enum import StrEnum

from tutor.quantity import Kind, Quantity


class Skill(StrEnum):
    """One skill, spelled as it is kept and exported."""

    Z = "z"
    A = "a"
    SIGMA_PRIME = "sigma_prime"
    BP1 = "BP1"
    BP2 = "BP2"
    BP3 = "BP3"
    BP4 = "BP4"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return "σ′" if self is Skill.SIGMA_PRIME else self.value

    @classmethod
    def of(cls, q: Quantity, depth: int) -> "Skill | None":
        """The skill that a question asks for; None for the loss and for new weights and biases.

        Args:
            q: what is asked for.
            depth: L, the index of the network's output layer: δ of it is BP1, that of the others BP2.
        """
        if q.kind is Kind.DELTA:
            return cls.BP1 if q.layer == depth else cls.BP2
        return _BY_KIND.get(q.kind)


_BY_KIND = {
    Kind.Z: Skill.Z,
    Kind.A: Skill.A,
    Kind.SIGMA_PRIME: Skill.SIGMA_PRIME,
    Kind.DL_DW: Skill.BP3,
    Kind.DL_DB: Skill.BP4,
}
