"""The spellings of symbols and signs, one entry each: on a screen, in ASCII, said aloud."""

from enum import Enum
from typing import NamedTuple

from tutor.notation.role import Role


class Glyph(NamedTuple):
    """A symbol that stands for something, by its three spellings."""

    screen: str
    ascii: str
    speech: str
    role: Role = Role.PLAIN
    applies: bool = False
    """Brackets after it hold its argument, and are no product: σ(z)."""
    prefix: bool = False
    """It stands close to what follows: ∇C, Δw."""


class Spacing(Enum):
    """Where a sign has spaces."""

    BOTH = "both"
    TIGHT = "tight"
    AFTER = "after"


class Sign(NamedTuple):
    """A sign that stands between what it joins."""

    screen: str
    ascii: str
    speech: str
    spacing: Spacing = Spacing.BOTH


_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "tau": "τ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_WORDS = ("tanh", "exp", "ln", "log", "max", "min", "sinh", "cosh", "sin", "cos")

GLYPHS: dict[str, Glyph] = {
    **{name: Glyph(letter, name, name) for name, letter in _GREEK.items()},
    **{word: Glyph(word, word, word, applies=True) for word in _WORDS},
    "x": Glyph("x", "x", "x", Role.INPUT),
    "w": Glyph("w", "w", "w", Role.WEIGHT),
    "W": Glyph("W", "W", "W", Role.WEIGHT),
    "b": Glyph("b", "b", "b", Role.WEIGHT),
    "theta": Glyph("θ", "theta", "theta", Role.WEIGHT),
    "a": Glyph("a", "a", "a", Role.ACTIVATION),
    "z": Glyph("z", "z", "z", Role.ACTIVATION),
    "sigma": Glyph("σ", "sigma", "sigma", Role.ACTIVATION, applies=True),
    "delta": Glyph("δ", "delta", "delta", Role.ERROR),
    "ReLU": Glyph("ReLU", "ReLU", "ReLU", applies=True),
    "id": Glyph("id", "id", "identity", applies=True),
    "L": Glyph("L", "L", "L", applies=True),
    "C": Glyph("C", "C", "C", applies=True),
    "f": Glyph("f", "f", "f", applies=True),
    "g": Glyph("g", "g", "g", applies=True),
    "sum": Glyph("Σ", "sum", "the sum"),
    "prod": Glyph("∏", "prod", "the product"),
    "nabla": Glyph("∇", "grad", "the gradient", prefix=True),
    "partial": Glyph("∂", "d", "d", prefix=True),
    "Delta": Glyph("Δ", "Delta", "Delta", prefix=True),
    "infty": Glyph("∞", "inf", "infinity"),
    "ell": Glyph("l", "l", "l"),
    "dots": Glyph("…", "...", "and so on"),
    "bar": Glyph("|", "|", "at"),
    "sqrt": Glyph("√", "sqrt", "the square root", applies=True),
    "percent": Glyph("%", "%", "per cent"),
}
"""Every symbol that is more than a letter which looks, reads and sounds like itself."""

SIGNS: dict[str, Sign] = {
    "+": Sign("+", "+", "plus"),
    "-": Sign("−", "-", "minus"),
    "pm": Sign("±", "+-", "plus or minus"),
    "cdot": Sign("·", "*", "times", Spacing.TIGHT),
    "times": Sign("×", "*", "times"),
    "hadamard": Sign("⊙", ".*", "element by element times"),
    "/": Sign("/", "/", "divided by", Spacing.TIGHT),
    "=": Sign("=", "=", "equals"),
    "approx": Sign("≈", "~=", "is about"),
    "ne": Sign("≠", "!=", "is not"),
    "equiv": Sign("≡", "==", "is by definition"),
    "<": Sign("<", "<", "is less than"),
    ">": Sign(">", ">", "is greater than"),
    "le": Sign("≤", "<=", "is at most"),
    "ge": Sign("≥", ">=", "is at least"),
    "in": Sign("∈", "in", "in"),
    "propto": Sign("∝", "~", "is proportional to"),
    "to": Sign("→", "->", "to"),
    "leftarrow": Sign("←", "<-", "becomes"),
    "implies": Sign("⇒", "=>", "so"),
    ",": Sign(",", ",", ",", Spacing.AFTER),
    ";": Sign(";", ";", ";", Spacing.AFTER),
    ":": Sign(":", ":", ":", Spacing.AFTER),
    ".": Sign(".", ".", ".", Spacing.AFTER),
}
"""Every sign between symbols."""

RAISED = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
"""What Unicode has a superscript for."""

LOWERED = str.maketrans("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ") | {ord(","): ","}
"""What Unicode has a subscript for; a comma between two indices stays on the line."""

VULGAR = {
    "1/2": ("½", "one half"),
    "1/3": ("⅓", "one third"),
    "1/4": ("¼", "one quarter"),
    "3/4": ("¾", "three quarters"),
}
"""Fractions with a glyph and a name of their own."""
