"""Every code of a problem, where it is told, and that all problems of a file are told at once."""

import pytest
from helpers.lesson_files import VALID

from tutor.errors import TutorError
from tutor.lesson.problems import CODES, LessonError, Problem, Severity
from tutor.lesson.read import read
from tutor.lesson.tables import MOST

STEPS = """
[[step]]
ask = "z"
layer = 1
"""


def changed(old, new):
    assert VALID.count(old) == 1, old
    return VALID.replace(old, new)


# (what stands in the valid file, what is put there, line, column, code, key, what the message must say)
CHANGES = [
    ("format = 1", "format = 2", 1, 10, "newer", "format", "needs a newer bp-tutor"),
    ("format = 1", "format = 0", 1, 10, "wrong-value", "format", "write format = 1"),
    ("format = 1", "format = true", 1, 10, "wrong-type", "format", "found true; expected a whole number"),
    ("format = 1\n", "", 1, 1, "missing-key", "format", "write format = 1"),
    ('title = "A lesson"\n', "", 1, 1, "missing-key", "title", "no title here"),
    ('"A lesson"', f'"{"x" * 20_001}"', 2, 9, "too-large", "title", "a text of 20001 characters"),
    ("title = ", "titel = ", 2, 1, "unknown-key", "titel", "did you mean title?"),
    ('"A lesson"', '" "', 2, 9, "empty", "title", "an empty text"),
    ('"A lesson"', '"A\\nlesson"', 2, 9, "wrong-value", "title", "expected one line of text"),
    ('"A lesson"', "7", 2, 9, "wrong-type", "title", "found 7; expected text"),
    ('title = "A lesson"', 'title = "A lesson"\nx = [1]', 3, 1, "unknown-key", "x", "x in [network]"),
    ('title = "A lesson"', 'title = "A lesson"\nvariants = 3', 3, 1, "newer", "variants", "needs a newer bp-tutor"),
    ('title = "A lesson"', 'title = "A lesson"\ntags = ["a", 2]', 3, 14, "wrong-type", "tags[2]", "found 2"),
    ("[network]", "[netwrk]", 4, 2, "unknown-key", "netwrk", "did you mean network?"),
    ('activation = "sigmoid"\n', "", 4, 1, "missing-key", "network.activation", "no activation here"),
    ('"sigmoid"', '"sigmod"', 5, 14, "wrong-value", "network.activation", 'did you mean "sigmoid"?'),
    ('"half-squared-error"', "['x']", 6, 8, "wrong-type", "network.loss", "found a list of 1"),
    ("x = [1.0, 0.5]", "x = []", 7, 5, "empty", "network.x", "found an empty list"),
    ("x = [1.0, 0.5]", 'x = "1, 0.5"', 7, 5, "wrong-type", "network.x", "between square brackets"),
    ("x = [1.0, 0.5]", "x = [1.0, nan]", 7, 11, "not-finite", "network.x[2]", "found nan"),
    ("x = [1.0, 0.5]", "x = [1.0, -inf]", 7, 11, "not-finite", "network.x[2]", "found -inf"),
    ("x = [1.0, 0.5]", "x = [1e400, 0.5]", 7, 6, "not-finite", "network.x[1]", "expected a finite number"),
    (
        "x = [1.0, 0.5]",
        f"x = [1.0, {'9' * 400}]",
        7,
        11,
        "not-finite",
        "network.x[2]",
        "an integer of about 400 digits",
    ),
    ("x = [1.0, 0.5]", "x = [1.0, true]", 7, 11, "wrong-type", "network.x[2]", "found true"),
    ("x = [1.0, 0.5]", "x = [1.0, 2026-01-01]", 7, 11, "wrong-type", "network.x[2]", "found a date or a time"),
    ("y = [1.0]", "y = [1.0]\neta = 0.5", 9, 1, "unknown-key", "network.eta", "did you mean learning_rate?"),
    ("y = [1.0]", "y = [1.0]\nlearning_rate = 0", 9, 17, "wrong-value", "network.learning_rate", "a number above 0"),
    ("y = [1.0]", "y = [1.0, 0.0]", 8, 5, "shape", "network.y", "found 2 targets; expected 1, one for each output"),
    ("[0.3, 0.4]]", "[0.3]]", 11, 18, "shape", "network.layer[1].W[2]", "found 1 weight; expected 2"),
    ("[[0.1, 0.2], [0.3, 0.4]]", "[[1], [2]]", 11, 5, "shape", "network.layer[1].W", "found rows of 1 weight"),
    ("[[0.1, 0.2], [0.3, 0.4]]", "[[1, 2], 3]", 11, 14, "wrong-type", "network.layer[1].W[2]", "found 3; expected"),
    ("b = [0.1, 0.2]", "b = [0.1]", 12, 5, "shape", "network.layer[1].b", "found 1 bias; expected 2"),
    ("b = [0.1, 0.2]", "bias = [0.1, 0.2]", 12, 1, "unknown-key", "network.layer[1].bias", "did you mean b?"),
    ("b = [0.1, 0.2]\n", "", 10, 1, "missing-key", "network.layer[1].b", "no b here"),
    ("[[0.5, 0.6]]", "[[0.5, 0.6, 0.7]]", 15, 6, "shape", "network.layer[2].W[1]", "one for each neuron of layer 1"),
    ("b = [0.3]", 'b = [0.3]\nactivation = "step"', 17, 14, "wrong-value", "network.layer[2].activation", '"tanh"'),
    ("b = [0.3]", "b = [0.3]\n[trace]", 17, 1, "missing-key", "trace.weight", "write weight = [1, 1, 1]"),
    ("b = [0.3]", "b = [0.3]\n[trace]\nweight = [1, 1]", 18, 10, "wrong-value", "trace.weight", "found 2 numbers"),
    ("b = [0.3]", "b = [0.3]\n[trace]\nweight = [3, 1, 1]", 18, 11, "wrong-value", "trace.weight[1]", "from 1 to 2"),
    ("b = [0.3]", "b = [0.3]\n[trace]\nweight = [2, 1, 0]", 18, 17, "wrong-value", "trace.weight[3]", "from 1 to 2"),
    ("b = [0.3]", "b = [0.3]\n[marking]\nsignificant = 16", 18, 15, "wrong-value", "marking.significant", "1 to 15"),
    ("b = [0.3]", "b = [0.3]\n[marking]\nsignificant = 3.0", 18, 15, "wrong-type", "marking.significant", "whole"),
    ("b = [0.3]", "b = [0.3]\n[marking]\nfunctions = 1", 18, 13, "wrong-type", "marking.functions", "true or false"),
    ("b = [0.3]", "b = [0.3]\n[marking]\nscratch = 'no'", 18, 11, "wrong-type", "marking.scratch", "true or false"),
    ("b = [0.3]", 'b = [0.3]\n[marking]\nfeedback = "late"', 18, 12, "wrong-value", "marking.feedback", '"immediate"'),
    (
        "b = [0.3]",
        "b = [0.3]\n[messages]\na-code = 3",
        18,
        10,
        "wrong-type",
        "messages.a-code",
        "found 3; expected text",
    ),
    ("b = [0.3]", "b = [0.3]\n[messages]\na-code = '  '", 18, 10, "empty", "messages.a-code", "an empty text"),
    (
        "b = [0.3]",
        'b = [0.3]\n[messages]\na-code = "x\\ny"',
        18,
        10,
        "wrong-value",
        "messages.a-code",
        "one line of text",
    ),
    ("format = 1\n", "format = 1\nmessages = 'Well.'\n", 2, 12, "wrong-type", "messages", "write [messages] on a line"),
    ("format = 1\n", "format = 1\nmessage = 'Well.'\n", 2, 1, "unknown-key", "message", "did you mean messages?"),
    ("b = [0.3]", "b = [0.3]\n[step]\nask = 1", 17, 1, "wrong-type", "step", "write [[step]], with two brackets"),
]


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case[4]}-{case[1][:30]}")
def test_each_problem_says_where_it_is_and_what_to_do(problems, case):
    old, new, line, column, code, key, says = case
    found = [p for p in problems(changed(old, new)) if (p.key, p.code) == (key, code)]
    assert [(p.line, p.column, p.severity) for p in found] == [(line, column, Severity.ERROR)]
    assert says in found[0].message


SHAPES = [
    # Where several things could be blamed, only the likeliest is.
    (
        "[[0.5, 0.6]]",
        "[[0.5], [0.6]]",
        15,
        5,
        "shape",
        "network.layer[2].W",
        "found a matrix of 2×1; expected 1×2, a row",
    ),
    ("[[0.5, 0.6]]", "[[0.5], [0.6]]", 15, 5, "shape", "network.layer[2].W", "it looks transposed"),
    (
        "[[0.5, 0.6]]",
        "[0.5, 0.6]",
        15,
        5,
        "wrong-type",
        "network.layer[2].W",
        "a list of 2 numbers; expected a list of r",
    ),
    ("[[0.1, 0.2], [0.3, 0.4]]", "[1, 2]", 11, 5, "wrong-type", "network.layer[1].W", "put it in two brackets, [[…]]"),
    ("[[0.5, 0.6]]", "[[0.5, 0.6], [1, 2]]", 15, 5, "shape", "network.layer[2].W", "found 2 rows; expected 1, one for"),
    ("], [0.3, 0.4]]", "]]", 11, 5, "shape", "network.layer[1].W", "found 1 row; expected 2, one for each number of b"),
    ("y = [1.0]", "y = [1,0]", 8, 5, "shape", "network.y", "write points: [1.0]; else take out what is too much"),
    (
        "x = [1.0, 0.5]",
        "x = [1,0, 0,5]",
        7,
        5,
        "shape",
        "network.x",
        "found 4 numbers; expected 2, one for each weight",
    ),
    ("x = [1.0, 0.5]", "x = [1,0, 0,5]", 7, 5, "shape", "network.x", "write points: [1.0, 0.5]"),
    ("b = [0.1, 0.2]", "b = [0,1, 0,2]", 12, 5, "shape", "network.layer[1].b", "write points: [0.1, 0.2]"),
    ("[[0.5, 0.6]]", "[[0,5, 0,6]]", 15, 6, "shape", "network.layer[2].W[1]", "write points: [0.5, 0.6]"),
    (
        "x = [1.0, 0.5]",
        "x = [1, 0, 2]",
        11,
        5,
        "shape",
        "network.layer[1].W",
        "expected 3, one for each number of x; add",
    ),
]


@pytest.mark.parametrize("case", SHAPES, ids=lambda case: f"{case[1]} {case[6][:20]}")
def test_a_wrong_shape_is_told_once_with_its_likely_cause(problems, case):
    old, new, line, column, code, key, says = case
    (found,) = problems(changed(old, new))
    assert (found.line, found.column, found.code, found.key) == (line, column, code, key)
    assert says in found.message


# (the steps of the file, line after its last line, column, code, key, what the message must say)
STEP_PROBLEMS = [
    ("[[step]]\nlayer = 1", 1, 1, "missing-key", "step[1].ask", "neither ask nor say"),
    ('[[step]]\nask = "z"', 1, 1, "missing-key", "step[1].layer", "write layer = 1"),
    ('[[step]]\nask = "Z"\nlayer = 1', 2, 7, "wrong-value", "step[1].ask", 'did you mean "z"?'),
    ('[[step]]\nask = "z"\nlayer = 3', 3, 9, "wrong-value", "step[1].layer", "there are 2 layers"),
    ('[[step]]\nask = "z"\nlayer = 0', 3, 9, "wrong-value", "step[1].layer", "from 1 to 2"),
    ('[[step]]\nask = "z"\nlayer = 2\nneurons = [2]', 4, 12, "wrong-value", "step[1].neurons[1]", "expected 1"),
    ('[[step]]\nask = "z"\nlayer = 1\nneurons = [1, 1]', 4, 15, "repeated", "step[1].neurons[2]", "1 again"),
    ('[[step]]\nask = "z"\nlayer = 1\nneurons = []', 4, 11, "empty", "step[1].neurons", "an empty list"),
    ('[[step]]\nask = "z"\nlayer = 1\nsources = [1]', 4, 1, "wrong-value", "step[1].sources", "sources for z"),
    (
        '[[step]]\nask = "z"\nlayer = 1\nsources = "1"',
        4,
        1,
        "wrong-value",
        "step[1].sources",
        "asks for dL_dW or W_new",
    ),
    ('[[step]]\nask = "z"\nlayer = 1\nsources = [3]', 4, 1, "wrong-value", "step[1].sources", "sources for z"),
    ('[[step]]\nask = "loss"\nlayer = "2"', 3, 1, "wrong-value", "step[1].layer", "one loss for the whole network"),
    (
        '[[step]]\nask = "z"\nsay = "x"\nlayer = 1',
        2,
        1,
        "wrong-value",
        "step[1].ask",
        "ask and layer together with say",
    ),
    ('[[step]]\nask = "dL_dW"\nlayer = 1\nsources = [3]', 4, 12, "wrong-value", "step[1].sources[1]", "from 1 to 2"),
    ('[[step]]\nask = "loss"\nlayer = 2', 3, 1, "wrong-value", "step[1].layer", "one loss for the whole network"),
    ('[[step]]\nask = "W_new"\nlayer = 2', 2, 7, "wrong-value", "step[1].ask", "add learning_rate"),
    ('[[step]]\nsay = "x"\nask = "loss"', 3, 1, "wrong-value", "step[1].ask", "ask together with say"),
    ('[[step]]\nsay = "x"\nafter = "y"', 3, 1, "wrong-value", "step[1].after", "after together with say"),
    ('[[step]]\nsay = "  "', 2, 7, "empty", "step[1].say", "an empty text"),
    ('[[step]]\nsay = "x"', 1, 3, "nothing-asked", "step", "no step that asks"),
    ('[[step]]\nask = "loss"\ngive = true', 1, 3, "nothing-asked", "step", "no step that asks"),
    ('[[step]]\nask = "loss"\ngive = "yes"', 3, 8, "wrong-type", "step[1].give", "true or false"),
    ('[[step]]\nask = "loss"\nhint = ["x"]', 3, 1, "unknown-key", "step[1].hint", "did you mean hints?"),
    ('[[step]]\nask = "loss"\nhints = "x"', 3, 9, "wrong-type", "step[1].hints", "a list of texts"),
    (f'{STEPS}[[step]]\nask = "z"\nlayer = 1\nneurons = [2]', 6, 7, "repeated", "step[2].ask", "z(1,2), which step[1]"),
]


@pytest.mark.parametrize("case", STEP_PROBLEMS, ids=lambda case: f"{case[3]}-{case[5]}")
def test_each_problem_of_a_step_says_where_it_is(problems, case):
    steps, line, column, code, key, says = case
    start = VALID.count("\n")
    found = problems(VALID + steps)
    assert [(p.line - start, p.column, p.code, p.key) for p in found] == [(line, column, code, key)]
    assert says in found[0].message


def test_of_a_number_too_long_to_be_written_its_digits_are_counted(problems):
    huge = "0x" + "f" * 5000  # Python writes no integer of more than 4300 digits
    found = problems(VALID + f'[[step]]\nask = "z"\nlayer = 1\nneurons = [{huge}, {huge}]')
    assert [problem.code for problem in found] == ["wrong-value", "wrong-value", "repeated"]
    assert all("an integer of about 6020 digits" in problem.found for problem in found)


def test_numbers_that_overflow_are_an_error_that_names_the_first(problems):
    text = (
        changed('"sigmoid"', '"identity"').replace("[[0.5, 0.6]]", "[[1e200, 1e200]]").replace("0.1, 0.2]", "1e150, 0]")
    )
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.code, problem.key) == (4, 1, "overflow", "network")
    assert "z(2,1)" in problem.found


def test_all_problems_are_told_at_once_in_the_order_of_the_file(problems):
    text = VALID
    for old, new in [
        ("title = ", "titel = "),
        ('"sigmoid"', '"sigmod"'),
        ("x = [1.0, 0.5]", 'x = [1.0, "half"]'),
        ("b = [0.1, 0.2]", "b = [0.1]"),
        ("[[0.5, 0.6]]", "[[0.5, inf, 3]]"),
    ]:
        text = text.replace(old, new)
    found = problems(text + '[[step]]\nask = "delta"\nlayer = 9\n')
    assert [(p.line, p.column, p.code) for p in found] == [
        (2, 1, "unknown-key"),
        (5, 14, "wrong-value"),
        (7, 11, "wrong-type"),
        (12, 5, "shape"),
        (15, 6, "shape"),
        (15, 12, "not-finite"),
        (19, 9, "wrong-value"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("title = ", "titel = ", "titel"),
        ("activation = ", "activaton = ", "network.activaton"),
        ("[network]", "[netwrk]", "netwrk"),
        ("y = [1.0]", "target = [1.0]", "network.target"),
        ("b = [0.1, 0.2]", "B = [0.1, 0.2]", "network.layer[1].B"),
        ('title = "A lesson"\n\n[network]', '[network]\ntitle = "A lesson"', "network.title"),
    ],
)
def test_a_misspelt_or_misplaced_key_is_told_once(problems, old, new, key):
    text = changed(old, new).replace("[[network", "[[netwrk" if key == "netwrk" else "[[network")
    assert [(problem.code, problem.key) for problem in problems(text)] == [("unknown-key", key)]


def test_a_newer_format_is_told_alone(problems):
    text = changed("format = 1", "format = 2\nsomething_new = 3").replace("x = ", "ex = ")
    assert [p.code for p in problems(text)] == ["newer"]


def test_a_question_that_an_earlier_step_gives_away_is_a_warning(problems):
    steps = '[[step]]\nask = "a"\nlayer = 1\n[[step]]\nask = "z"\nlayer = 1\n'
    (problem,) = problems(VALID + steps)
    assert (problem.line, problem.severity, problem.code) == (21, Severity.WARNING, "order")
    assert "z(1,1), which step[1] needs" in problem.found
    assert problems(VALID + steps.replace('"a"\nlayer = 1', '"a"\nlayer = 1\ngive = true')) != ()


def test_so_is_a_z_that_comes_after_its_activation_or_slope_was_shown(problems):
    steps = '[[step]]\nask = "delta"\nlayer = 1\n[[step]]\nask = "z"\nlayer = 1\n'
    (problem,) = problems(VALID + steps)
    assert (problem.line, problem.column, problem.severity, problem.code) == (21, 7, Severity.WARNING, "order")
    assert problem.key == "step[2].ask"
    assert "z(1,1), from which sigma_prime(1,1) comes, which step[1] needs and therefore shows" in problem.found
    assert problems(VALID + steps.replace('"z"\nlayer = 1', '"z"\nlayer = 2\ngive = true')) == ()
    forward = '[[step]]\nask = "z"\nlayer = 1\n[[step]]\nask = "delta"\nlayer = 1\n'
    assert problems(VALID + forward) == ()


def test_a_lesson_that_nobody_will_finish_is_a_warning(problems, tmp_path):
    row = [0.5] * 20
    network = f"x = {row}\ny = {row}\n" + f"[[network.layer]]\nW = {[row] * 20}\nb = {row}\n"
    text = VALID[: VALID.index("x = ")] + network
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.key) == (4, 2, "network")
    assert (problem.severity, problem.code) == (Severity.WARNING, "long")
    assert problem.message == (
        "found a lesson in which a learner would have to type 501 numbers; expected at most 500; "
        "ask for less: see [trace] and [[step]]"
    )
    assert read(tmp_path / "lesson.toml").questions
    assert problems(text + "[trace]\nweight = [1, 1, 1]\n") == ()
    steps = '[[step]]\nask = "dL_dW"\nlayer = 1\n[[step]]\nask = "loss"\n'
    assert problems(text + steps) == ()
    rest = "".join(f'[[step]]\nask = "{kind}"\nlayer = 1\n' for kind in ("dL_db", "z", "a", "sigma_prime", "delta"))
    long = [problem for problem in problems(text + steps + rest) if problem.code == "long"]
    assert [(p.line, p.column, p.key) for p in long] == [(text.count("\n") + 1, 3, "step")]


def test_mathematics_that_cannot_be_shown_is_a_warning_at_its_place(problems, tmp_path):
    text = VALID + "[[step]]\nask = 'z'\nlayer = 1\nbefore = '''\nFine: $z^{(1)}$.\nNot so: $\\frac{1}$.\n'''\n"
    (problem,) = problems(text)
    assert (problem.line, problem.severity, problem.code) == (22, Severity.WARNING, "mathematics")
    assert problem.column == 18
    assert problem.key == "step[1].before"
    assert read(tmp_path / "lesson.toml").steps[0].before.startswith("Fine")


def test_a_file_full_of_problems_tells_a_bounded_number_of_them(problems):
    found = problems(VALID + "".join(f"key{n} = {n}\n" for n in range(20_000)))
    assert len(found) == MOST + 1
    assert found[-1].code == "more"
    assert found[-1].found == f"{20_000 - MOST} further problems"


def test_a_problem_is_one_line_that_a_terminal_does_not_obey(problems):
    (problem,) = [p for p in problems('"a\\u001b[31m\\n" = 1\n' + VALID) if p.code == "unknown-key"]
    assert str(problem).startswith(problem.file + ":1:1: error[unknown-key]: a␛[31m␊: found the unknown key a␛[31m␊")
    assert str(problem).isprintable()


def test_a_problem_prints_file_line_column_severity_code_key_and_message():
    problem = Problem("l.toml", 3, 4, Severity.WARNING, "order", "step[1]", "this", "that", "do so")
    assert str(problem) == "l.toml:3:4: warning[order]: step[1]: found this; expected that; do so"


def test_reading_raises_all_errors_in_one(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(changed("y = [1.0]", "y = [nan]\nz = 1"), encoding="utf-8")
    with pytest.raises(LessonError) as raised:
        read(path)
    assert isinstance(raised.value, TutorError)
    assert [p.code for p in raised.value.problems] == ["not-finite", "unknown-key"]
    assert str(raised.value).count("\n") == 1


def test_every_code_that_is_told_is_documented():
    from pathlib import Path

    import tutor.checking
    import tutor.lesson

    rooms = (Path(room.__file__).parent for room in (tutor.lesson, tutor.checking))
    sources = "".join(path.read_text("utf-8") for room in rooms for path in room.glob("*.py"))
    told = {code for code in CODES if sources.count(f'"{code}"') > 1}
    assert told == set(CODES)
    assert {code for *_, code, _, _ in CHANGES} | {row[3] for row in STEP_PROBLEMS} <= set(CODES)
