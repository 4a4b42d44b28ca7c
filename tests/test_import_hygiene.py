"""What each room has loaded after it was used: a deferred import is deferred, and it fires where it is due.

Static contracts (``lint-imports``) cannot see this: an import inside a function is there for them, or is not.
"""

import subprocess
import sys

import pytest

HEAVY = (
    "numpy", "sympy", "textual", "rich", "click", "pydantic", "msgspec", "markdown_it", "plotille", "asyncio",
    "sqlite3",
)  # fmt: skip
"""What costs a front its start. Each is at home in one room at most."""

LESSON = """
from tutor.lesson.locate import find
from tutor.lesson.read import read
lesson = read(find("worked-example"))
"""
SESSION = (
    LESSON
    + """
from tutor.recorder import Recorder
from tutor.session import Session
session = Session(lesson)
recorder = Recorder(session)
"""
)
QUESTION = """
from tutor.engine.network import Layer, Network
from tutor.quantity import Kind, Quantity
network = Network((1.0, 0.5), (1.0,), (Layer(((0.5, -0.3),), (0.3,), "sigmoid"),), "half-squared-error")
"""

SHEET = (
    LESSON
    + """
import io
from tutor.output.sheet.report import page
from tutor.output.sheet.run import mark
import sys, tempfile
assert "numpy" not in sys.modules
with tempfile.NamedTemporaryFile("w", suffix=".csv") as sheet:
    sheet.write("learner,quantity,layer,j,k,answer\\n{rows}")
    sheet.flush()
    out = io.BytesIO()
    mark(lesson, sheet.name, out)
    assert b"wrong" in out.getvalue()
    assert list(page(lesson, *mark(lesson, sheet.name, None)))
"""
)

ROOMS = {
    "quantity, errors and paths": (
        """
from tutor import errors, paths, quantity
paths.home()
""",
        set(),
    ),
    "expression: answers read, worked out and refused": (
        """
from tutor.expression.read import Readable, Unreadable, read
answer = read("0.9*0.5 + σ(1.2)^2; 1/4")
assert isinstance(answer, Readable) and len(answer.values) == 2, answer
assert isinstance(read("log(2)"), Unreadable) and isinstance(read("[/]"), Unreadable)
""",
        set(),
    ),
    "notation: a formula and a name in every style": (
        r"""
from tutor.notation.math import ascii, screen, spans, speech
from tutor.notation.number import shown
from tutor.notation.symbols import symbol
from tutor.notation.tex import parse
from tutor.quantity import Kind, Naming, Quantity
name = symbol(Quantity(Kind.Z, 1, 2), Naming((2, 2), (1, 2)))
for formula in (parse(r"\delta^{(2)} = (W^{(3)})^T \odot \frac{1}{2}"), name):
    assert all((ascii(formula), screen(formula), speech(formula), spans(formula)))
assert shown(-0.0049) == "-0.00490"
""",
        set(),
    ),
    "notation: prose": (
        """
from tutor.notation.prose import plain
assert "z_1" in plain("*Now* $z_1$")
""",
        {"markdown_it"},
    ),
    "lesson: a lesson read": (LESSON + "assert len(lesson.questions) == 22", set()),
    "lesson: a lesson examined, its prose too": (
        """
from tutor.lesson.locate import find
from tutor.lesson.read import examine
lesson, problems = examine(find("worked-example"))
assert lesson and not problems, problems
""",
        {"markdown_it"},
    ),
    "checking: a lesson read, without words of its own for mistakes": (
        LESSON.replace("tutor.lesson.read", "tutor.checking.read")
        + "import sys; assert 'tutor.marking.marker' not in sys.modules and not lesson.messages",
        set(),
    ),
    "checking: a lesson's words for mistakes": (
        """
from pathlib import Path
from tempfile import TemporaryDirectory
from tutor.checking.read import read
from tutor.lesson.locate import find
with TemporaryDirectory() as folder:
    path = Path(folder, "lesson.toml")
    path.write_text(find("worked-example").read_text("utf-8") + "[messages]\\nbias-omitted = 'Add {bias}.'", "utf-8")
    assert read(path).messages == {"bias-omitted": "Add {bias}."}
""",
        set(),
    ),
    "marking: answers marked from numbers at hand, and a mistake explained": (
        QUESTION
        + """
from tutor.expression.read import read
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
known = {Quantity(Kind.A, 0, 1): 1.0, Quantity(Kind.A, 0, 2): 0.5, Quantity(Kind.B, 1, 1): 0.3,
         Quantity(Kind.W, 1, 1, 1): 0.5, Quantity(Kind.W, 1, 1, 2): -0.3, Quantity(Kind.Z, 1, 1): 0.65}
marker = Marker(network, 3, known.__getitem__)
for text, verdict in (("0.65", Verdict.CORRECT), ("0.6", Verdict.IMPRECISE), ("0.35", Verdict.WRONG)):
    found = marker.mark(Quantity(Kind.Z, 1, 1), read(text).values[0])
    assert found.verdict is verdict, found
assert "bias-omitted" in found.mistakes and found.message
""",
        set(),
    ),
    "marking: an expression marked, and a mistake explained": (
        QUESTION
        + """
from tutor.marking.symbolic.marker import SymbolicMarker, answer, examples
q = Quantity(Kind.DELTA, 1, 1)
assert answer(network, q) and examples(network, q)
import sys; assert "numpy" not in sys.modules
found = SymbolicMarker(network).mark(q, "a - y")
assert found.mistakes == ("sigma-prime-omitted",), found
""",
        {"numpy"},
    ),
    "explain: an equation, its numbers, the drawing and the map": (
        LESSON
        + """
from tutor.explain.equation import equation
from tutor.explain.hints import hints
from tutor.explain.layout import Look, compact, full, sentences
from tutor.explain.needs import needs
from tutor.explain.stepmap import step_map
from tutor.explain.substitution import substitution
q = lesson.questions[0]
numbers = substitution(lesson.network, q, lambda p: 0.0 if p == q else lesson.network.parameter(p), 3)
look = Look(q.kind, q.layer, q, lambda _: None, lambda _: "")
network = lesson.network
assert all((equation(network, q.kind, q.layer).tex, hints(network, q.kind, q.layer), compact(network, look, 78, 6),
            full(network, look, 78, 20), sentences(network, look), needs(network, look, 78, 4), numbers.lines,
            step_map(lesson, [""] * 14, 0, 78)))
""",
        set(),
    ),
    "explain: the paths to a weight": (
        LESSON
        + """
from tutor.engine.solution import solve
from tutor.explain.paths import chain
assert len(chain(lesson.network, solve(lesson.network), lesson.trace).paths) == 2
""",
        {"numpy"},
    ),
    "engine: everything computed, and its gradients checked": (
        QUESTION
        + """
import sys
from tutor.engine.solution import solve
assert "numpy" not in sys.modules
from tutor.engine.check import gradient_check
assert solve(network).loss > 0 and gradient_check(network).passed
""",
        {"numpy"},
    ),
    "session: the first question, its equation and its hints": (
        SESSION
        + """
from tutor.event import Word
session.go_on()
recorder.act(Word.SHOW)
assert session.equation_shown and recorder.act(Word.HINT).hint
assert session.value_text(session.focus) is None and recorder.submit("log(2)").answers
""",
        set(),
    ),
    "output: a look around before anything is answered": (
        SESSION
        + """
from tutor.output import around
from tutor.output.spread import spread
first = around.opening(session)
for chosen in (first, around.turned(first), around.next_path(session, first)):
    assert spread(session, chosen, None, (80, 24)).told.rows
assert around.tip(session, first.of, 60)
""",
        set(),
    ),
    "recorder: a lesson that begins, with a journal and no store yet": (
        LESSON
        + """
import sys
from tutor import recorder
from tutor.event import Word
from tutor.progress.journal import Journal
found = recorder.open(lesson, Journal("tui"))
found.go_on()
found.flush()
later = {"json", "hashlib", "uuid", "fsrs", "tutor.account", "tutor.resume", "tutor.progress.store"}
assert not found.trouble and not later & set(sys.modules), later & set(sys.modules)
""",
        set(),
    ),
    "recorder: an answer that is kept": (
        LESSON
        + """
from tutor import recorder
from tutor.progress.journal import Journal
found = recorder.open(lesson, Journal("tui"))
assert found.submit("0").answers and found.kept and not found.trouble
""",
        {"sqlite3"},
    ),
    "session: a first answer, marked from the lesson's own numbers": (
        SESSION + 'assert recorder.submit("0").answers[0].mark.verdict == "correct"',
        set(),
    ),
    "session: a later answer, which needs what was computed before": (
        SESSION
        + """
marks = [answer.mark.verdict for text in ("0; 0.25", "", "0.5; 0.5622") for answer in recorder.submit(text).answers]
assert marks == ["correct"] * 4, marks
""",
        {"numpy"},
    ),
    "output: the whole solution as data and as a page": (
        LESSON
        + """
from tutor.output.page import page
from tutor.output.solution import as_data
assert len(as_data(lesson)["quantities"]) == 22 and any("BP1" in line for line in page(lesson))
""",
        {"numpy"},
    ),
    "output: the derivation of a lesson's own function, shortened by SymPy in another process": (
        QUESTION
        + """
from tutor.event import Word
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.output import derivation
from tutor.session import Session
own = network._replace(layers=(network.layers[0]._replace(activation="z^3 / 3"),))
session = Session(Lesson("own", "Own", own, derived(own)))
while session.focus.kind is not Kind.SIGMA_PRIME:
    session.act(Word.NEXT)
assert derivation.rows(session, 73) and derivation.working(session)
assert any("power rule" in line for line in derivation.said(session))
""",
        set(),
    ),
    "output: a sheet marked and summed up, as it is read": (SHEET.format(rows="Ann,z,2,1,,1"), {"numpy"}),
    "output: a sheet marked and summed up, in any order": (
        SHEET.format(rows="Ann,z,2,1,,1\\nBob,z,2,1,,1\\nAnn,z,1,1,,0"),
        {"numpy", "sqlite3"},
    ),
}


def loaded_after(program, arguments=()):
    """Which of the heavy modules are loaded once a program has run."""
    ending = f"\nimport sys; print(*(name for name in {HEAVY} if name in sys.modules), file=sys.__stderr__)"
    command = [sys.executable, "-c", program + ending, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_was_used_has_loaded_what_it_needs_and_nothing_more(room):
    program, due = ROOMS[room]
    assert loaded_after(program) == due


COMMANDS = {
    ("--help",): {"click"},
    ("learn", "--help"): {"click"},
    ("serve", "--help"): {"click"},
    ("lessons",): {"click"},
    ("check", "worked-example"): {"click", "markdown_it", "numpy"},
    ("solve", "worked-example", "--format", "json"): {"click", "numpy"},
    ("learn", "worked-example", "--plain"): {"click", "markdown_it"},  # what the lesson is about has emphasis
}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_loads_what_it_needs_and_no_screen(arguments):
    program = """
from tutor.__main__ import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
"""
    assert loaded_after(program, arguments) == COMMANDS[arguments]


def test_the_package_itself_loads_nothing_but_its_version():
    program = "import sys; before = set(sys.modules); import tutor; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['tutor']"


def test_a_session_loads_of_marking_only_what_a_mark_is_until_it_prepares_for_answers():
    program = (
        SESSION
        + """
import sys
from tutor.event import Word
from tutor.output.board import View, board
board(session, View(80, 24))
session.act(Word.SHOW)
marking = {name for name in sys.modules if name.startswith("tutor.marking.")}
assert marking == {"tutor.marking.mark"}, marking
assert not {"tutor.answering", "tutor.output.worked", "tutor.explain.formula", "decimal"} & set(sys.modules)
session.prepare()
assert "tutor.marking.marker" in sys.modules
"""
    )
    assert loaded_after(program) == {"numpy"}
