"""Rows of a sheet: what is asked, what was answered, and what is said of those that are in error."""

import csv
import io
import json
import math
import random

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS
from helpers.sheets import HEADER, WORKED, StandIn, marked, results
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.marking.band import Band
from tutor.marking.mark import Mark, Verdict
from tutor.notation.number import shown
from tutor.output.sheet import grouping, rows
from tutor.output.sheet.marking import EARLIER, LATER, safe
from tutor.quantity import Kind


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "sheet.csv"


def one(sheet, row, **options):
    """The result of one row, and the status that it leads to."""
    out, totals = marked(sheet, f"{HEADER}\n{row}\n", **options)
    (found,) = results(out)
    assert totals.errors == (found["verdict"] == "")
    assert totals.rows == 1
    return found


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("z,4,1,", "There is no layer 4: this network has layers 1 to 3."),
        ("z,0,1,", "There is no layer 0: this network has layers 1 to 3."),
        ("z,1,3,", "There is no j 3: layer 1 has 2 neurons."),
        ("z,3,2,", "There is no j 2: layer 3 has 1 neuron."),
        ("dL_dW,1,1,4", "There is no k 4: layer 0 has 3 neurons."),
        ("dL_dW,1,1,", "k is empty: dL_dW needs one; layer 0 has 3 neurons."),
        ("z,,1,", "layer is empty: z needs one; this network has layers 1 to 3."),
        ("z,1,,", "j is empty: z needs one; layer 1 has 2 neurons."),
        ("z,1,1,1", "z has no k: leave k empty."),
        ("z,one,1,", "layer is “one”: write a whole number."),
        ("z,1.5,1,", "layer is “1.5”: write a whole number."),
        ("z,-1,1,", "layer is “-1”: write a whole number."),
        ("z,²,1,", "layer is “²”: write a whole number."),
        ("z,1\x1b[31m,1,", "layer is “1␛[31m”: write a whole number."),
        ("loss,3,,", "The loss is one number for the network: leave layer empty."),
        ("loss,,1,", "The loss is one number for the network: leave j empty."),
        ("zeta,1,1,", "There is no quantity “zeta”: did you mean delta?"),
        ("dLdW,1,1,1", "There is no quantity “dLdW”: did you mean dL_dW?"),
        ("sigma,1,1,", "There is no quantity “sigma”: did you mean sigma_prime?"),
        (",1,1,", "No quantity is named: write z, a, loss, sigma_prime, delta, dL_dW, dL_db, W_new or b_new."),
        ("W,1,1,1", "W is given by the lesson and never asked."),
        ("b,1,1,", "b is given by the lesson and never asked."),
        ("y,,1,", "y is given by the lesson and never asked."),
        ("learning_rate,,,", "learning_rate is given by the lesson and never asked."),
        ("a,0,1,", "The a of layer 0 is the input: it is given by the lesson and never asked."),
        ("W_new,1,1,1", "This lesson has no learning rate, so there is no W_new."),
        ("b_new,1,1,", "This lesson has no learning rate, so there is no b_new."),
    ],
)
def test_a_row_that_asks_for_nothing_that_is_there_says_why(sheet, place, said):
    found = one(sheet, f"ann,{place},0")
    assert (found["verdict"], found["mistake"], found["expected"], found["message"]) == ("", "", "", said)


@pytest.mark.parametrize(
    "place", ["z,1,2,", " z , 1 , 2 , ", "Z,01,2.0,", "DL_dw,1,1,3", "loss,,,", "LOSS, , ,", "delta,3,1,", "dL_db,2,2,"]
)
def test_a_place_may_be_written_as_spreadsheets_and_people_do(sheet, place):
    assert one(sheet, f"ann,{place},0")["verdict"] == "correct"


def test_new_parameters_are_asked_where_there_is_a_learning_rate(sheet):
    lesson = lesson_of(TWO_OUTPUTS)
    assert one(sheet, "ann,W_new,2,1,2,0", lesson=lesson)["expected"] == "0.4087"
    assert one(sheet, "ann,b_new,2,1,,0", lesson=lesson)["verdict"] == "correct"


@pytest.mark.parametrize(("sample", "update"), [("", ""), ("1", "1"), (" 1 ", "1.0")])
def test_sample_and_update_are_one(sheet, sample, update):
    out, _ = marked(sheet, f"{HEADER},update,sample\nann,z,1,1,,0,{update},{sample}\n")
    assert results(out)[0]["verdict"] == "correct"


@pytest.mark.parametrize("column", ["sample", "update"])
@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2", "This lesson has one {}: leave {} empty, or write 1."),
        ("0", "This lesson has one {}: leave {} empty, or write 1."),
        ("x", "{} is “x”: write a whole number."),
    ],
)
def test_another_sample_or_update_is_in_error(sheet, column, cell, said):
    out, totals = marked(sheet, f"{HEADER},{column}\nann,z,1,1,,0,{cell}\n")
    assert results(out)[0]["message"] == said.format(column, column)
    assert totals.errors == 1


def test_learners_are_texts_and_spaces_around_them_do_not_matter(sheet):
    names = ["007", "7", " 007 ", "José", "Jose\u0301", "x\u00a0"]
    content = HEADER + "\n" + "".join(f"{name},z,1,1,,0\n" for name in names)
    out, totals = marked(sheet, content)
    assert totals.learners == 4
    assert [row["learner"] for row in results(out)] == names


@pytest.mark.parametrize("name", ["", "  ", "\u00a0"])
def test_a_row_without_a_learner_is_in_error(sheet, name):
    assert one(sheet, f"{name},z,1,1,,0")["message"] == "No learner is named."


def test_rows_of_other_lengths_lose_nothing(sheet):
    content = "ann,z,1,1,,0,note,x\nann,z,1,1,,0,25\nann,z,1,1\nann,z,1,1,,0,,\nann\n,,,,,\n,,,,,,,,\n\nann,z,1,1,,0\n"
    out, totals = marked(sheet, f"{HEADER}\n{content}")
    lines = out.splitlines()[1:]
    surplus = "There are {} cells for 6 columns: is a comma in one not quoted?"
    assert lines == [
        f"ann,z,1,1,,0,,,,{surplus.format(8)},note,x",
        f"ann,z,1,1,,0,,,,{surplus.format(7)},25",
        f"ann,z,1,1,,,blank,,0.0000,{LATER}",
        f"ann,z,1,1,,0,correct,,0.0000,{LATER},,",
        'ann,,,,,,,,,"No quantity is named: write z, a, loss, sigma_prime, delta, dL_dW, dL_db, W_new or b_new."',
        ",,,,,,,,,",
        ",,,,,,,,,,,,",
        "ann,z,1,1,,0,correct,,0.0000,",
    ]
    assert (totals.rows, totals.errors) == (6, 3)
    assert [line for line, _ in totals.told] == [2, 3, 6]


def test_the_first_rows_in_error_are_told_with_their_lines(sheet):
    rows = "".join(f"ann,z,{layer},1,,0\n" for layer in range(4, 12))
    _, totals = marked(sheet, f'{HEADER}\nann,"z",1,1,,"0\n"\n{rows}')
    *told, more, last = totals.lines()
    assert len(told) == 5
    assert told[0] == f"{sheet}:4: There is no layer 4: this network has layers 1 to 3."
    assert more == f"{sheet}: 3 more rows are in error."
    assert last == (
        "9 rows of 1 learner: 1 correct, 0 imprecise, 0 consistent, 0 wrong, 0 unreadable, 0 blank, 8 in error."
    )


def test_the_right_value_is_as_the_lesson_shows_it_for_each_learner_alike(sheet):
    value = solve(REFERENCE).value
    lines = [
        f"{name},{q.kind},{q.layer or ''},{q.j or ''},{q.k or ''},{answer}"
        for name, answer in (("ann", "1"), ("bob", ""), ("cy", "?"))
        for q in WORKED.questions
    ]
    out, _ = marked(sheet, "\n".join([HEADER, *lines]))
    expected = [shown(value(q)) for q in WORKED.questions]
    assert [row["expected"] for row in results(out)] == expected * 3
    assert "-0.00490" in expected


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        ("", "blank", ""),
        ("  ", "blank", ""),
        ('"0;0.25"', "unreadable", "One number to a cell: this has 2."),
        ('"0, 25"', "unreadable", "One number to a cell: this has 2."),
        ('"0,25"', "correct", ""),
        ("=1/4", "correct", ""),
        ("x" * 10_001, "unreadable", "This is too long: an answer has at most 10000 characters."),
        ("0\0", "unreadable", "Delete the character that cannot be seen at place 2 (U+0000, not a letter or sign)."),
    ],
    ids=range(8),
)
def test_cells_are_read_as_answers_are(sheet, answer, verdict, said):
    found = one(sheet, f"ann,z,1,1,,{answer}")
    assert (found["verdict"], found["message"]) == (verdict, said)


def test_a_cell_may_be_longer_than_the_standard_library_allows(sheet):
    before = csv.field_size_limit()
    out, _ = marked(sheet, f"{HEADER}\nann,z,1,1,,{'9' * 200_000}\n")
    assert out.endswith("unreadable,,0.0000,This is too long: an answer has at most 10000 characters.\n")
    assert csv.field_size_limit() == before


def test_functions_are_read_only_where_the_lesson_has_them(sheet):
    from tutor.lesson.schema import Marking

    lesson = lesson_of(REFERENCE)
    assert one(sheet, "ann,a,1,1,,sigmoid(0)", lesson=lesson)["verdict"] == "correct"
    off = type(lesson)(**{**vars(lesson), "marking": Marking(functions=False)})
    assert one(sheet, "ann,a,1,1,,sigmoid(0)", lesson=off)["verdict"] == "unreadable"


def test_of_rows_with_the_same_question_the_last_readable_one_counts(sheet):
    answers = ["1", "0", "??", "", "0.5"]
    content = HEADER + "\n" + "".join(f"ann,z,1,1,,{answer}\n" for answer in answers)
    out, _ = marked(sheet, content)
    messages = [row["message"] for row in results(out)]
    assert messages[0] == f"Left out. {LATER}"
    assert messages[1] == LATER
    assert [message.endswith(LATER) for message in messages] == [True, True, True, True, False]
    out, _ = marked(sheet, content.removesuffix("ann,z,1,1,,0.5\n"))
    messages = [row["message"] for row in results(out)]
    assert messages[:2] == [f"Left out. {LATER}", ""]
    assert messages[2].endswith(f" {EARLIER}")
    assert messages[3] == EARLIER
    out, _ = marked(sheet, f"{HEADER}\nann,z,1,1,,\nann,z,1,1,,??\nann,z,1,1,,\n")
    *before, last = [row["message"] for row in results(out)]
    assert all(message.endswith(LATER) for message in before)
    assert last == ""


def test_no_message_is_something_that_a_spreadsheet_computes(sheet):
    for start in ("=", "+", "-", "@", "\t", "\r", "−", "  =", "＝", "＋", "－", "＠"):
        found = one(sheet, "ann,z,1,1,,1", marks=StandIn(message=(f"{start}0.5 lacks the bias.",)))
        assert found["message"][0] not in "=+-@\t\r−＝＋－＠ "
        assert found["message"].endswith("0.5 lacks the bias.")
    assert safe("Left out.") == "Left out."


def test_control_characters_in_a_message_are_pictures(sheet):
    found = one(sheet, "ann,z,1,1,,1", marks=StandIn(message=("You typed \x1b[31m\r\n\u202e.",)))
    assert found["message"] == "You typed ␛[31m␍␊⟨U+202E⟩."


def test_several_codes_are_joined_with_semicolons(sheet):
    marks = StandIn(mistakes=("bias-omitted@z(1,2)", "other-neuron"))
    assert one(sheet, "ann,z,1,1,,1", marks=marks)["mistake"] == "bias-omitted@z(1,2);other-neuron"


# JSON


def test_json_is_an_array_with_an_object_a_line(sheet):
    class Banded(StandIn):
        def one(self, reading):
            bands = (Band(-0.0, 0.5, 0.0), Band(-0.25, 0.25, 0.0)) if reading.number == 0 else (Band(1, math.inf, 0.0),)
            return Mark(Verdict.CORRECT, bands=bands)

    content = (
        f" Answer,{HEADER.removesuffix(',answer')},note,note,rules\n"
        "0,ann,z,1,1,,é\x1b,b,old\n1,ann,z,1,1,,,,,x\n0.5,ann,z,9,1,,,,\n2,ann,z,1,2,,,,\n"
    )
    out, _ = marked(sheet, content, "json", marks=Banded())
    assert out.isascii()
    assert len(out.splitlines()) == 6
    first, second, third, last = json.loads(out)
    assert first == {
        "answer": "0", "learner": "ann", "quantity": "z", "layer": "1", "j": "1", "k": "", "note": "é\x1b",
        "note (2)": "b", "rules": "1", "verdict": "correct", "mistake": "", "expected": "0.0000", "message": "",
        "low": -0.25, "high": 0.5,
    }  # fmt: skip
    assert second["surplus"] == ["x"]
    assert (third["verdict"], third["low"], third["high"]) == ("", None, None)
    assert (last["low"], last["high"]) == (1, None)


# In any order


def class_of(learners, rng):
    """Rows of some learners, a few of them in error, blank, unreadable or answered twice."""
    found = []
    for name in range(learners):
        for q in WORKED.questions:
            answer = rng.choice(["0", "1", "0,5", "", "??"])
            found.append([f"l{name}", q.kind, str(q.layer or ""), str(q.j or ""), str(q.k or ""), answer])
            if rng.random() < 0.1:
                found.append([*found[-1][:5], rng.choice(["0", "1"])])
            if rng.random() < 0.05:
                found.append(rng.choice([["", "z", "1", "1", "", "0"], [f"l{name}", "q", "", "", "", "1"], [""] * 6]))
    return found


def text_of(found):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([HEADER.split(","), *found])
    return out.getvalue()


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("many", [grouping.LEARNERS, 3])
def test_rows_in_any_order_get_what_rows_that_stand_together_get(sheet, form, many, monkeypatch):
    monkeypatch.setattr("tutor.output.sheet.run.LEARNERS", many)
    for module in ("grouping", "disk", "run"):
        monkeypatch.setattr(f"tutor.output.sheet.{module}.ROWS", 40)
    rng = random.Random(form)
    found = class_of(12, rng)
    together, totals = marked(sheet, text_of(found), form)
    by_learner = dict(zip(map(str, range(len(found))), lines(together, form), strict=True))
    numbers = list(range(len(found)))
    rng.shuffle(numbers)
    # A learner's own rows stay in their order, since of two answers the last one counts.
    slots = {}
    for at in numbers:
        slots.setdefault(found[at][0], []).append(at)
    queues = {name: iter(sorted(own)) for name, own in slots.items()}
    order = [next(queues[found[at][0]]) for at in numbers]
    shuffled, others = marked(sheet, text_of([found[at] for at in order]), form)
    assert lines(shuffled, form) == [by_learner[str(at)] for at in order]
    assert list(others.lines())[-1] == list(totals.lines())[-1]


def lines(text, form):
    return json.loads(text) if form == "json" else list(csv.reader(io.StringIO(text, newline="")))[1:]


def test_whole_learners_are_marked_at_a_time(sheet, monkeypatch):
    monkeypatch.setattr(grouping, "ROWS", 40)
    marks = StandIn()
    found = [row for row in class_of(12, random.Random(1)) if row[0]]
    marked(sheet, text_of(found), marks=marks)
    assert len(marks.batches) > 3
    assert sum(map(len, marks.batches)) == 12
    assert all(sum(map(len, batch)) >= 20 for batch in marks.batches)


def test_a_batch_of_long_rows_is_smaller(sheet, monkeypatch):
    monkeypatch.setattr(grouping, "BYTES", 100_000)
    marks = StandIn()
    found = [[f"l{name}", "z", "1", "1", "", "0" * 20_000] for name in range(50)]
    marked(sheet, text_of(found), marks=marks)
    assert len(marks.batches) >= 5


def test_rows_without_a_learner_may_stand_anywhere(sheet):
    content = f"{HEADER}\nann,z,1,1,,1\n,z,1,1,,1\nann,z,1,2,,1\n,z,1,1,,1\nbob,z,1,1,,1\n"
    marks = StandIn()
    out, totals = marked(sheet, content, marks=marks)
    assert [row["verdict"] for row in results(out)] == ["wrong", "", "wrong", "", "wrong"]
    assert totals.learners == 2


def test_ways_to_write_a_place_are_remembered_up_to_a_number(sheet, monkeypatch):
    monkeypatch.setattr(rows, "_MOST_PLACES", 3)
    content = HEADER + "\n" + "".join(f"ann,z,{layer},1,,0\n" for layer in [*range(1, 9), *range(1, 9)])
    out, _ = marked(sheet, content)
    assert [row["verdict"] for row in results(out)] == (["correct"] * 3 + [""] * 5) * 2


cells = st.text(st.characters(codec="utf-8"), max_size=6)


@given(
    found=st.lists(
        st.tuples(
            st.sampled_from(["ann", "bob", "", "c"]),
            st.sampled_from([*Kind, "", "q"]),
            *[st.sampled_from(["", "1", "2", "9", "x"])] * 3,
            st.one_of(cells, st.sampled_from(["0", "1", "=1+1"])),
            cells,
        )
    ),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_sheet_comes_back_whole(tmp_path_factory, found, delimiter, end):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(
        [[*HEADER.split(","), "note"], *found]
    )
    path = tmp_path_factory.mktemp("any") / "sheet.csv"
    for form in ("csv", "json"):
        out, totals = marked(path, text.getvalue(), form)
        if form == "csv":
            back = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter))[1:]
            assert [tuple(row[:7]) for row in back] == [tuple(map(str, row)) for row in found]
            assert all(len(row) == 11 for row in back)
            assert not any(row[10].startswith(tuple("=+-@\t\r")) for row in back)
        else:
            back = json.loads(out)
            assert [tuple(row.values())[:7] for row in back] == [tuple(map(str, row)) for row in found]
    assert totals.rows == totals.errors + totals.verdicts.total()
