"""An instructor's own words for mistakes: are the codes and the placeholders in them known?"""

from tutor.lesson.locate import shortened
from tutor.lesson.positions import KeyPath
from tutor.lesson.source import Source
from tutor.lesson.tables import Fault, Report, nearest
from tutor.marking.mistakes.table import MISTAKES
from tutor.marking.mistakes.wording import placeholders, unknown

LONGEST = 40
"""Of what is unknown, more is not repeated."""
BRACES = ("{", "}")


def check(report: Report, source: Source) -> None:
    """Note every code and every placeholder of the ``[messages]`` of a file that bp-tutor does not know."""
    messages = source.data.get("messages")
    known = dict.fromkeys(mistake.code for mistake in MISTAKES)
    for code, text in messages.items() if isinstance(messages, dict) else ():
        path: KeyPath = ("messages", code)
        if code not in known:
            near = nearest(code, known)
            advice = f"did you mean {near}?" if near else "take it out, or see the list of mistakes in the README"
            found = f"the unknown mistake {shortened(code, LONGEST)}"
            report.add("unknown-mistake", path, found, f"a code such as {near or next(iter(known))}", advice, at="key")
        elif isinstance(text, str):
            _placeholders(report, path, text)


def _placeholders(report: Report, path: KeyPath, text: str) -> None:
    """Note what stands between braces and means nothing, each where it first stands."""
    code = str(path[-1])
    known = placeholders(code)
    expected = f"one of {', '.join(f'{{{name}}}' for name in known)}"
    for name in dict.fromkeys(unknown(text, code)):
        if report.full:
            return
        if name in BRACES:
            found, advice = f"a {name} without its partner", "write {{ or }} for a brace that is meant"
            at = text.rfind(name) if name == "{" else text.find(name)
        else:
            near = nearest(name, known)
            found = f"the unknown placeholder {{{shortened(name, LONGEST)}}}"
            advice = f"did you mean {{{near}}}?" if near else "take it out"
            at = max(text.find(f"{{{name}"), 0)
        report.note(Fault("placeholder", path, found, expected, advice, character=at))
