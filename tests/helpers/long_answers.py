"""The longest texts of every shape that an answer can have, those that take longest to read among them."""

LENGTH = 10_000

ENDLESS = (
    *"()[]",
    *("()", "(1 ", "(1)", "[]", "[1 ", "[1] ", "[[1]] ", "[1;2];", "(1;2);", "((1)+1)+", "-(", "1-(", "2^(", "σ("),
    *("1+", "1*", "1**", "1/", "9^", "2**", "-1", "--1", "-", "+-", "=", "=1;", "x", "1x"),
    *("1;", "1,", "1, ", ";", ",", ";;", ", ", "1,5;", "0,5 ", "1 ", "1 -1 ", "1\n"),
    *("9", "9.", ".", "..", "0.", "1.1.", "1e", "1e5", "1e+", "0e", "1,5,", "1.5,", "1'", "1_"),
    *("a", "e", "π", "ab ", "ab+", "pi*", "x ", "a'", "exp", "nan;", "log("),
    *("½", "½+", "½;", "²", "1²", "2²+", "10⁻", "1⁻¹", "%", "1%", "1%+", "5×10⁻³;", "5×10^-3;"),
    *("σ(1)+", "σ'(1);", "exp(1);", "1e-300;", "0.123456789012;"),
    *(" ", "\t", "\u3000", "\u200b", "\u0301", "a\u0301", "1\u0301", "\ud800", "٣", "５", "\x1b", "\0", "漢"),
)
"""What is repeated until a text is full."""

DENSE = (
    *("1+", "1--", "1*", "tanh(1)*", "1;", "-1;", "1 ", "-1 ", "e;", "½;", "½²+", "2²;", "1%;", "[1];", "((1));"),
    *("(1+1);", "-1^1;", "3^0.33;", "10^-3;", "5×10^-3;", "5×10⁻³;", "1e-300*1;", "σ(1);", "relu'(1);", "abs(-1)^.5+"),
)
"""What can be read, and is repeated as often as may be."""


def long_answers(most):
    """Give texts by name.

    Args:
        most: how many numbers and signs are read at most.
    """
    texts = {
        "digits": "9" * LENGTH,
        "decimals": "0." + "3" * (LENGTH - 2),
        "exponent": "1e" + "9" * (LENGTH - 2),
        "small": "1e-" + "9" * (LENGTH - 3),
        "zero": "0e" + "9" * (LENGTH - 2),
        "closed": "(" * 5000 + ")" * 5000,
        "closed square": "[" * 5000 + "]" * 5000,
        "a hundred deep": "(1+" * 100 + "1" + ")" * 100,
        "divisions": "1/" * 98 + "1",
        "powers": "1^" * 98 + "1",
        "spaces before": " " * (LENGTH - 1) + "1",
        "spaces after": "1" + " " * (LENGTH - 1),
        "spaces between": "1" + " " * (LENGTH - 2) + "1",
        "spaces inside brackets": "[" + "1" + " " * (LENGTH - 4) + "1]",
        "too long": "1" * (LENGTH + 1),
        "far too long": "1 " * 500_000,
        "blank": " " * 1_000_000,
    }
    for piece in ENDLESS:
        full = (piece * LENGTH)[: LENGTH - 2]
        texts |= {f"{piece} …": full + piece[:2], f"{piece} … 1": full + "1", f"[{piece} …]": f"[{full}]"}
    for piece in DENSE:
        for signs in range(1, len(piece) + 1):  # it is made of so many, at most
            full = piece * min(most // signs - 2, LENGTH // len(piece) - 2)
            texts |= {f"{piece} as {signs}": f"{full}1", f"[{piece}] as {signs}": f"[{full}1]"}
    return texts
