"""Lines of a report in plain text: headings, counts, and lists that are cut where the room ends."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from tutor.notation import charset
from tutor.notation.columns import columns

WIDTH = 80
"""The columns of a report."""
INDENT = "  "


def headed(heading: str) -> Iterator[str]:
    """A heading, with a line above and below it."""
    yield from ("", heading, "-" * columns(heading))


def counted(count: int, noun: str) -> str:
    """A count of things: “1 row”, “2,000 rows”."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most first; what is as frequent, by name."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def fitted(parts: Sequence[str], room: int, between: str = ", ") -> str:
    """As many of the parts as there is room for, and how many more there are."""
    for kept in range(len(parts), 0, -1):
        more = f"{between}+{len(parts) - kept}" if kept < len(parts) else ""
        text = between.join(parts[:kept]) + more
        if columns(text) <= room:
            return text
    return cut(parts[0], room) if parts else ""


def cut(text: str, room: int) -> str:
    """A text, or its beginning where it is longer."""
    if columns(text) <= room:
        return text
    dots = charset.spelt("…")
    while columns(text) > room - len(dots):
        text = text[:-1]
    return text + dots


def because(code: str, places: Counter[str]) -> str:
    """Why a mistake is one, as it is said of the kind of quantity at which it was made most."""
    from tutor.marking.mistakes.table import MISTAKES

    found = [mistake for mistake in MISTAKES if mistake.code == code]
    kind = places.most_common(1)[0][0].partition("(")[0] if places else ""
    own = [mistake for mistake in found if kind in mistake.kinds]
    return next((mistake.because for mistake in (*own, *found)), "")


def mistakes(counts: Counter[str], places: Mapping[str, Counter[str]], most: int) -> Iterator[str]:
    """The commonest mistakes: how often, at what, and why they are wrong.

    Args:
        counts: how often each was made, or by how many.
        places: by mistake, at which quantities, as ``str`` writes them.
        most: so many are listed.
    """
    commonest = ranked(counts)[:most]
    widest = max((len(f"{count:,}") for _, count in commonest), default=0)
    lead = " " * (len(INDENT) + widest + 2)
    for code, count in commonest:
        at = fitted([place for place, _ in ranked(places[code])], WIDTH - len(lead) - len(code) - 5)
        yield f"{INDENT}{count:>{widest},}  {code}, at {at}"
        yield from wrap(because(code, places[code]), WIDTH, initial_indent=lead, subsequent_indent=lead)
