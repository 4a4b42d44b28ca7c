"""Numbers as text: results rounded for reading, a lesson's own numbers exactly as people write them."""

from tutor.notation import charset
from tutor.quantity import Quantity, is_parameter

SMALL = 1e-6
"""Below this magnitude a number is shown in the scientific form."""
LARGE = 1e9
"""From this magnitude on, too."""
MINUS = "\N{MINUS SIGN}"
"""The sign that screens have for the minus of ASCII."""
DECIMALS = 4
"""The decimals that every other number has at least."""


def shown(value: float, significant: int = 3) -> str:
    """Round a finite number for reading: ``0.5622``, ``-0.00490``, ``1.23e-12``; ASCII, never ``-0.0000``.

    It has four decimals, and more where that many significant figures need them; very small and very large numbers
    have just those figures and a power of ten.
    """
    if value == 0:
        return f"{0:.{DECIMALS}f}"
    rounded = scientific(value, significant)
    if not SMALL <= abs(value) < LARGE:
        return rounded
    # The power is that of the rounded number, so 0.0099999 gets the decimals of 0.0100.
    power = int(rounded.partition("e")[2])
    return f"{value:.{max(DECIMALS, significant - 1 - power)}f}"


def scientific(value: float, significant: int = 3) -> str:
    """Round a finite number to so many figures and a power of ten, as short as can be: ``-7.33e-5``, ``4.24e7``."""
    mantissa, _, power = f"{value:.{significant - 1}e}".partition("e")
    return f"{mantissa}e{int(power)}"


def parameter(value: float) -> str:
    """Write one of a lesson's own numbers in its shortest exact form: ``0.7``, ``1.0``, ``-1.0``, ``1e-7``."""
    mantissa, e, power = repr(float(value) + 0.0).partition("e")  # −0.0 + 0.0 is 0.0
    return f"{mantissa}e{int(power)}" if e else mantissa


def as_shown(q: Quantity, value: float, significant: int) -> str:
    """A quantity's number as text (ASCII): a lesson's own as written, a computed one rounded."""
    return parameter(value) if is_parameter(q) else shown(value, significant)


def screen(text: str) -> str:
    """Turn a number's ASCII minus signs into the real one, U+2212, as screens have it that have more than ASCII."""
    return text if charset.ascii() else text.replace("-", MINUS)
